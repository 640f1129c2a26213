/// A random number from 0 to 1, for [`Delay`](seat_dealer_core::Delay).
pub fn jitter() -> f64 {
    let mut random = [0; 2];
    match getrandom::fill(&mut random) {
        Ok(()) => f64::from(u16::from_le_bytes(random)) / f64::from(u16::MAX),
        Err(_) => 0.5,
    }
}
