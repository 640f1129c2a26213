//! Runs all crash and fault tests; see docs/TORTURE.md.
// The program prints its table.
#![allow(clippy::print_stdout, clippy::print_stderr)]
// Product names are not code.
#![allow(clippy::doc_markdown)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use seat_dealer_torture::report::Report;
use seat_dealer_torture::{Environment, NotPossible, Result, Rng, Totals, faults, kill_repeatedly};

const USAGE: &str = "seat-dealer-torture PROGRAM [--write] [--cycles N] [--seed N] [--only WORDS]\n\n\
    Tests PROGRAM with all faults on SQLite, and on the MariaDB of TEST_MYSQL_URL if it is set.\n  \
    --write       write the table to docs/TORTURE.md\n  \
    --cycles N    how often the program is killed on each database; the default is 200\n  \
    --seed N      use the random numbers of an earlier run\n  \
    --only WORDS  test only the faults whose names contain these words";

struct Torture {
    program: PathBuf,
    /// The folder of the program, because the folder for temporary files may be in memory.
    folder: PathBuf,
    cycles: u64,
    only: String,
    rng: Rng,
    report: Report,
}

fn main() -> ExitCode {
    match torture() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("seat-dealer-torture: {error}");
            ExitCode::FAILURE
        }
    }
}

fn torture() -> Result<bool> {
    let mut arguments = std::env::args().skip(1);
    let (mut program, mut write, mut only) = (None, false, String::new());
    let (mut cycles, mut seed) = (200, Rng::random_seed());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            "--write" => write = true,
            "--cycles" => cycles = value()?.parse()?,
            "--seed" => seed = value()?.parse()?,
            "--only" => only = value()?,
            path if program.is_none() && !path.starts_with('-') => {
                program = Some(std::path::absolute(path)?);
            }
            _ => return Err(USAGE.into()),
        }
    }
    let program = program.ok_or(USAGE)?;
    let folder = program.parent().unwrap_or(Path::new(".")).to_owned();
    let mut torture = Torture {
        program,
        folder,
        cycles,
        only,
        rng: Rng::new(seed),
        report: Report::default(),
    };
    eprintln!("seed {seed}");
    let started = Instant::now();
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(torture.run_all());
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let circumstances = format!(
        "{} {}, {processors} processors, {} minutes, seed {seed}.",
        std::env::consts::OS,
        std::env::consts::ARCH,
        started.elapsed().as_secs() / 60
    );
    println!("\n{}\n\n{circumstances}", torture.report.table());
    if write {
        torture.report.write_into_docs(&circumstances)?;
    }
    Ok(torture.report.is_correct())
}

impl Torture {
    async fn run_all(&mut self) {
        let server = std::env::var("TEST_MYSQL_URL").ok();
        self.on_sqlite().await;
        if let Some(server) = server {
            self.on_server(&server).await;
        }
    }

    /// Tests one fault, unless `--only` excludes it.
    async fn fault(
        &mut self,
        name: &str,
        database: &'static str,
        work: impl AsyncFnOnce(&mut Self) -> Result<Totals>,
    ) {
        if !format!("{name}, {database}").contains(&self.only) {
            return;
        }
        eprintln!("==> {name}, {database}");
        let started = Instant::now();
        let totals = match work(self).await {
            Ok(totals) => Ok(totals),
            Err(error) => match error.downcast::<NotPossible>() {
                Ok(why) => Err(why.to_string()),
                Err(error) => Ok(Totals::not_finished(&error.to_string())),
            },
        };
        match &totals {
            Ok(totals) => totals
                .findings
                .iter()
                .for_each(|finding| eprintln!("    {finding}")),
            Err(why) => eprintln!("    not tested: {why}"),
        }
        let seconds = started.elapsed().as_secs();
        self.report.add(name, database, totals, seconds);
    }

    /// The tests for both databases. `environment` creates a new environment for each.
    async fn on_each(
        &mut self,
        database: &'static str,
        environment: &impl Fn(&Self) -> Result<Environment>,
    ) {
        self.fault(
            "killed at named points and at random",
            database,
            async |torture| {
                let rng = torture.rng.fork();
                let cycles = torture.cycles;
                kill_repeatedly(
                    &Arc::new(environment(torture)?),
                    cycles,
                    rng,
                    print_progress,
                )
                .await
            },
        )
        .await;
        self.fault(
            "two servers, two workers, five dinners at once",
            database,
            async |torture| {
                faults::crowd(&Arc::new(environment(torture)?), 5, &mut torture.rng).await
            },
        )
        .await;
        self.fault(
            "reports late, twice and in any order, while the host changes everything",
            database,
            async |torture| {
                faults::late_reports(&Arc::new(environment(torture)?), &mut torture.rng).await
            },
        )
        .await;
        self.fault(
            "the clock jumps an hour ahead, two back, one ahead",
            database,
            async |torture| faults::clock_jumps(environment(torture)?, &mut torture.rng).await,
        )
        .await;
        for (name, seconds) in [
            ("killed while the clock is an hour fast", 3_600),
            ("killed while the clock is an hour slow", -3_600),
        ] {
            self.fault(name, database, async |torture| {
                let rng = &mut torture.rng.fork();
                faults::kills_with_a_wrong_clock(environment(torture)?, seconds, 12, rng).await
            })
            .await;
        }
    }

    async fn on_sqlite(&mut self) {
        let database = "SQLite";
        let environment = |torture: &Self| Environment::sqlite(&torture.program, &torture.folder);
        self.on_each(database, &environment).await;
        self.fault(
            "another process holds the lock for 12 s",
            database,
            async |torture| {
                faults::database_locked(&Arc::new(environment(torture)?), &mut torture.rng).await
            },
        )
        .await;
        self.fault("the disk is full for a while", database, async |torture| {
            let folder = tempfile::tempdir()?;
            let disk = faults::SmallDisk::mount(&folder.path().join("disk"), 8)?;
            let environment = Arc::new(Environment::sqlite(&torture.program, disk.folder())?);
            faults::disk_fills_up(&environment, &disk, &mut torture.rng).await
        })
        .await;
    }

    #[cfg(feature = "mysql")]
    async fn on_server(&mut self, server: &str) {
        let database = "MariaDB";
        let environment =
            |torture: &Self| Environment::mysql(&torture.program, &torture.folder, server);
        self.on_each(database, &environment).await;
        self.fault(
            "three servers behind a round-robin, two workers, 50 dinners at once",
            database,
            async |torture| {
                let totals = faults::instances(environment(torture)?, 50, &mut torture.rng).await?;
                eprintln!(
                    "    {} messages and {} answers in {} ms",
                    totals.messages, totals.acknowledged, totals.milliseconds
                );
                Ok(totals)
            },
        )
        .await;
        self.fault(
            "connections are cut and refused for 12 s",
            database,
            async |torture| {
                faults::database_cut_off(&Arc::new(environment(torture)?), &mut torture.rng).await
            },
        )
        .await;
        self.fault("connections stall for 12 s", database, async |torture| {
            faults::database_stalls(&Arc::new(environment(torture)?), &mut torture.rng).await
        })
        .await;
        let process = std::env::var("TEST_MARIADB_PROCESS").ok();
        let process = process.and_then(|process| process.parse::<u32>().ok());
        let unknown = || NotPossible("TEST_MARIADB_PROCESS is not set");
        self.fault(
            "the server stops for 12 s (SIGSTOP)",
            database,
            async |torture| {
                let process = process.ok_or_else(unknown)?;
                let environment = Arc::new(environment(torture)?);
                faults::database_halts(&environment, process, &mut torture.rng).await
            },
        )
        .await;
        if let Some(disk) = std::env::var_os("TORTURE_DISK") {
            self.fault("the disk is full for a while", database, async |torture| {
                let disk = faults::SmallDisk::mounted(Path::new(&disk));
                let environment = Arc::new(environment(torture)?);
                faults::disk_fills_up(&environment, &disk, &mut torture.rng).await
            })
            .await;
        }
        // This test is the last one, because the script that started the server does not know the
        // new process.
        self.fault(
            "the server is killed and started again",
            database,
            async |torture| {
                let process = process.ok_or_else(unknown)?;
                let environment = Arc::new(environment(torture)?);
                let (totals, restarted) =
                    faults::database_killed(&environment, process, &mut torture.rng).await?;
                drop(environment);
                drop(restarted);
                Ok(totals)
            },
        )
        .await;
    }

    #[cfg(not(feature = "mysql"))]
    async fn on_server(&mut self, _: &str) {
        eprintln!("built without MySQL, so only SQLite is tested");
    }
}

fn print_progress(cycle: u64, totals: &Totals) {
    if cycle.is_multiple_of(20) {
        let Totals {
            messages,
            acknowledged,
            ..
        } = totals;
        eprintln!("    {cycle} cycles, {messages} messages, {acknowledged} answers");
    }
}
