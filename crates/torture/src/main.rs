//! Tries every fault at length; docs/TORTURE.md says what and how.
// A program that prints a table.
#![allow(clippy::print_stdout, clippy::print_stderr)]
// Names of products are no code.
#![allow(clippy::doc_markdown)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use seat_dealer_torture::report::Report;
use seat_dealer_torture::{
    Dice, Figures, NotPossible, Place, Result, faults, kill_again_and_again,
};

const USAGE: &str = "seat-dealer-torture PROGRAM [--write] [--cycles N] [--seed N] [--only WORDS]\n\n\
    Runs PROGRAM on SQLite, and on the MariaDB of TEST_MYSQL_URL if it is set, and tries every fault.\n  \
    --write     write the table into docs/TORTURE.md\n  \
    --cycles N  how often the program is killed on each database; 200 unless said\n  \
    --seed N    repeat the chances of an earlier run\n  \
    --only W    only faults in whose names these words are";

struct Torture {
    program: PathBuf,
    /// On the disk that the program is built on: a folder for temporary files may be memory.
    folder: PathBuf,
    cycles: u64,
    only: String,
    dice: Dice,
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
    let (mut cycles, mut seed) = (200, Dice::any_seed());
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
        dice: Dice::new(seed),
        report: Report::default(),
    };
    eprintln!("seed {seed}");
    let started = Instant::now();
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(torture.try_everything());
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
    Ok(torture.report.is_good())
}

impl Torture {
    async fn try_everything(&mut self) {
        let server = std::env::var("TEST_MYSQL_URL").ok();
        self.on_sqlite().await;
        if let Some(server) = server {
            self.on_server(&server).await;
        }
    }

    /// Tries one fault, if it is asked for.
    async fn fault(
        &mut self,
        name: &str,
        database: &'static str,
        work: impl AsyncFnOnce(&mut Self) -> Result<Figures>,
    ) {
        if !format!("{name}, {database}").contains(&self.only) {
            return;
        }
        eprintln!("==> {name}, {database}");
        let started = Instant::now();
        let figures = match work(self).await {
            Ok(figures) => Ok(figures),
            Err(error) => match error.downcast::<NotPossible>() {
                Ok(why) => Err(why.to_string()),
                Err(error) => Ok(Figures::broken_off(&error.to_string())),
            },
        };
        match &figures {
            Ok(figures) => figures
                .findings
                .iter()
                .for_each(|finding| eprintln!("    {finding}")),
            Err(why) => eprintln!("    not tried: {why}"),
        }
        let seconds = started.elapsed().as_secs();
        self.report.add(name, database, figures, seconds);
    }

    /// What is tried on both; `place` makes a new place for each.
    async fn on_each(&mut self, database: &'static str, place: &impl Fn(&Self) -> Result<Place>) {
        self.fault(
            "killed at named points and at random",
            database,
            async |torture| {
                let dice = torture.dice.another();
                let cycles = torture.cycles;
                kill_again_and_again(&Arc::new(place(torture)?), cycles, dice, tell).await
            },
        )
        .await;
        self.fault(
            "two servers, two workers, five dinners at once",
            database,
            async |torture| faults::crowd(&Arc::new(place(torture)?), 5, &mut torture.dice).await,
        )
        .await;
        self.fault(
            "the clock jumps an hour ahead, two back, one ahead",
            database,
            async |torture| faults::clock_jumps(place(torture)?, &mut torture.dice).await,
        )
        .await;
        for (name, seconds) in [
            ("killed while the clock is an hour fast", 3_600),
            ("killed while the clock is an hour slow", -3_600),
        ] {
            self.fault(name, database, async |torture| {
                let dice = &mut torture.dice.another();
                faults::kills_with_a_wrong_clock(place(torture)?, seconds, 12, dice).await
            })
            .await;
        }
    }

    async fn on_sqlite(&mut self) {
        let database = "SQLite";
        let place = |torture: &Self| Place::sqlite(&torture.program, &torture.folder);
        self.on_each(database, &place).await;
        self.fault(
            "another process holds the lock for 12 s",
            database,
            async |torture| {
                faults::database_locked(&Arc::new(place(torture)?), &mut torture.dice).await
            },
        )
        .await;
        self.fault("the disk is full for a while", database, async |torture| {
            let folder = tempfile::tempdir()?;
            let disk = faults::SmallDisk::mount(&folder.path().join("disk"), 8)?;
            let place = Arc::new(Place::sqlite(&torture.program, disk.folder())?);
            faults::disk_fills_up(&place, &disk, &mut torture.dice).await
        })
        .await;
    }

    #[cfg(feature = "mysql")]
    async fn on_server(&mut self, server: &str) {
        let database = "MariaDB";
        let place = |torture: &Self| Place::mysql(&torture.program, &torture.folder, server);
        self.on_each(database, &place).await;
        self.fault(
            "three servers behind a round-robin, two workers, 50 dinners at once",
            database,
            async |torture| {
                let figures = faults::instances(place(torture)?, 50, &mut torture.dice).await?;
                eprintln!(
                    "    {} messages and {} answers in {} ms",
                    figures.messages, figures.acknowledged, figures.milliseconds
                );
                Ok(figures)
            },
        )
        .await;
        self.fault(
            "connections are cut and refused for 12 s",
            database,
            async |torture| {
                faults::database_cut_off(&Arc::new(place(torture)?), &mut torture.dice).await
            },
        )
        .await;
        self.fault("the line is dead for 12 s", database, async |torture| {
            faults::database_stalls(&Arc::new(place(torture)?), &mut torture.dice).await
        })
        .await;
        let process = std::env::var("TEST_MARIADB_PROCESS").ok();
        let process = process.and_then(|process| process.parse::<u32>().ok());
        let unknown = || NotPossible("the server's process is not known");
        self.fault(
            "the server stops for 12 s (SIGSTOP)",
            database,
            async |torture| {
                let process = process.ok_or_else(unknown)?;
                let place = Arc::new(place(torture)?);
                faults::database_halts(&place, process, &mut torture.dice).await
            },
        )
        .await;
        if let Some(disk) = std::env::var_os("TORTURE_DISK") {
            self.fault("the disk is full for a while", database, async |torture| {
                let disk = faults::SmallDisk::mounted(Path::new(&disk));
                let place = Arc::new(place(torture)?);
                faults::disk_fills_up(&place, &disk, &mut torture.dice).await
            })
            .await;
        }
        // The last: whoever started the server no longer knows its process.
        self.fault(
            "the server is killed and started again",
            database,
            async |torture| {
                let process = process.ok_or_else(unknown)?;
                let place = Arc::new(place(torture)?);
                let (figures, restarted) =
                    faults::database_killed(&place, process, &mut torture.dice).await?;
                drop(place);
                drop(restarted);
                Ok(figures)
            },
        )
        .await;
    }

    #[cfg(not(feature = "mysql"))]
    async fn on_server(&mut self, _: &str) {
        eprintln!("built without MySQL, so only SQLite is tried");
    }
}

fn tell(cycle: u64, figures: &Figures) {
    if cycle.is_multiple_of(20) {
        let Figures {
            messages,
            acknowledged,
            ..
        } = figures;
        eprintln!("    {cycle} cycles, {messages} messages, {acknowledged} answers");
    }
}
