//! The clock of the program's machine is wrong by an hour, or becomes so.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::{dinner_during, until};
use crate::{Dice, Figures, Moment, NotPossible, Place, Result, Weather, kill_again_and_again};

/// Debian's package libfaketime.
pub const FAKE_TIME: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
];

/// Long enough for a sender to look at the clock again.
const LOOK: Duration = Duration::from_millis(1_500);

/// Makes the place's processes follow a clock that [`set`] sets.
pub(crate) fn with_clock(place: Place) -> Result<Place> {
    let library = FAKE_TIME.iter().find(|path| Path::new(path).exists());
    let library = library.ok_or(NotPossible("libfaketime is not installed"))?;
    let file = place.folder().join("clock");
    set(&place, 0)?;
    Ok(place
        .with_setting("LD_PRELOAD", library)
        .with_setting("FAKETIME_TIMESTAMP_FILE", &file.display().to_string())
        .with_setting("FAKETIME_NO_CACHE", "1")
        .with_setting("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .with_setting("DONT_FAKE_MONOTONIC", "1"))
}

/// Sets the clock to be wrong by so many seconds.
fn set(place: &Place, seconds: i32) -> Result<()> {
    let file = place.folder().join("clock");
    // Written beside it and renamed, so that nobody reads half of it.
    let draft = place.folder().join("clock.new");
    std::fs::write(&draft, format!("{seconds:+}\n"))?;
    Ok(std::fs::rename(draft, file)?)
}

/// The clock jumps an hour ahead while texts are on their way, then two hours back, then is right
/// again.
pub async fn clock_jumps(place: Place, dice: &mut Dice) -> Result<Figures> {
    let place = Arc::new(with_clock(place)?);
    let on_their_way = Arc::new(AtomicU32::new(0));
    let counting = Arc::clone(&on_their_way);
    place.to_twilio.listen(move |moment| {
        if moment == Moment::Asked {
            counting.fetch_add(1, Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    });
    place.to_twilio.weather(Weather::Fair);
    dinner_during(&place, dice, async |dinner| {
        let some = || on_their_way.load(Ordering::Relaxed) >= 2;
        until(Duration::from_secs(10), some).await;
        place.to_twilio.weather(Weather::Stalled);
        tokio::time::sleep(LOOK).await;
        set(&place, 3_600)?;
        tokio::time::sleep(LOOK).await;
        place.to_twilio.weather(Weather::Fair);
        tokio::time::sleep(LOOK).await;
        set(&place, -3_600)?;
        tokio::time::sleep(LOOK).await;
        dinner.deal().await?;
        tokio::time::sleep(LOOK).await;
        set(&place, 0)
    })
    .await
}

/// The program is killed while its clock is wrong by so many seconds.
pub async fn kills_with_a_wrong_clock(
    place: Place,
    seconds: i32,
    cycles: u64,
    dice: &mut Dice,
) -> Result<Figures> {
    let place = Arc::new(with_clock(place)?);
    set(&place, seconds)?;
    kill_again_and_again(&place, cycles, dice.another(), |_, _| {}).await
}
