use std::time::Duration;

/// A random number generator with a seed (xorshift64*, Marsaglia 2003 and Vigna 2016).
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A random seed.
    pub fn random_seed() -> u64 {
        let mut bytes = [0; 4];
        // Without randomness, a fixed seed is sufficient.
        let _ = getrandom::fill(&mut bytes);
        u64::from(u32::from_le_bytes(bytes))
    }

    /// A number below `end`, which must be greater than zero.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end.max(1)
    }

    /// `true` with this probability in percent.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the choices. `None` if there are none.
    pub fn choose<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        let count = u64::try_from(choices.len()).unwrap_or(u64::MAX);
        let index = usize::try_from(self.below(count)).unwrap_or_default();
        choices.get(index).copied()
    }

    /// A duration below this number of milliseconds.
    pub fn duration_below(&mut self, milliseconds: u64) -> Duration {
        Duration::from_micros(self.below(milliseconds.saturating_mul(1_000)))
    }

    /// An independent generator with a seed from this one.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Self::new(self.below(u64::MAX))
    }
}
