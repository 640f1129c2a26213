//! The clock of the tested processes is wrong by an hour, or jumps.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::{dinner_during, until};
use crate::{
    Environment, LinkState, NotPossible, ProxyEvent, Result, Rng, Totals, kill_repeatedly,
};

/// The library of Debian's package libfaketime.
pub const FAKE_TIME: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
];

/// Long enough for a sender to read the clock again.
const PAUSE: Duration = Duration::from_millis(1_500);

/// Lets the processes of an environment use a clock that [`set`] sets.
pub(crate) fn with_clock(environment: Environment) -> Result<Environment> {
    let library = FAKE_TIME.iter().find(|path| Path::new(path).exists());
    let library = library.ok_or(NotPossible("libfaketime is not installed"))?;
    let file = environment.folder().join("clock");
    set(&environment, 0)?;
    Ok(environment
        .with_setting("LD_PRELOAD", library)
        .with_setting("FAKETIME_TIMESTAMP_FILE", &file.display().to_string())
        .with_setting("FAKETIME_NO_CACHE", "1")
        .with_setting("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .with_setting("DONT_FAKE_MONOTONIC", "1"))
}

/// Sets the offset of the clock in seconds.
fn set(environment: &Environment, seconds: i32) -> Result<()> {
    let file = environment.folder().join("clock");
    // Written to a temporary file and renamed, so that no process reads a part of it.
    let temporary = environment.folder().join("clock.new");
    std::fs::write(&temporary, format!("{seconds:+}\n"))?;
    Ok(std::fs::rename(temporary, file)?)
}

/// The clock jumps an hour ahead while texts are being sent, then two hours back, then it is right
/// again.
pub async fn clock_jumps(environment: Environment, rng: &mut Rng) -> Result<Totals> {
    let environment = Arc::new(with_clock(environment)?);
    let being_sent = Arc::new(AtomicU32::new(0));
    let counting = Arc::clone(&being_sent);
    environment.to_twilio.listen(move |event| {
        if event == ProxyEvent::RequestReceived {
            counting.fetch_add(1, Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    });
    environment.to_twilio.set_link_state(LinkState::Up);
    dinner_during(&environment, rng, async |dinner| {
        let some = || being_sent.load(Ordering::Relaxed) >= 2;
        until(Duration::from_secs(10), some).await;
        environment.to_twilio.set_link_state(LinkState::Stalled);
        tokio::time::sleep(PAUSE).await;
        set(&environment, 3_600)?;
        tokio::time::sleep(PAUSE).await;
        environment.to_twilio.set_link_state(LinkState::Up);
        tokio::time::sleep(PAUSE).await;
        set(&environment, -3_600)?;
        tokio::time::sleep(PAUSE).await;
        dinner.deal().await?;
        tokio::time::sleep(PAUSE).await;
        set(&environment, 0)
    })
    .await
}

/// The program is killed while its clock is wrong by this number of seconds.
pub async fn kills_with_a_wrong_clock(
    environment: Environment,
    seconds: i32,
    cycles: u64,
    rng: &mut Rng,
) -> Result<Totals> {
    let environment = Arc::new(with_clock(environment)?);
    set(&environment, seconds)?;
    kill_repeatedly(&environment, cycles, rng.fork(), |_, _| {}).await
}
