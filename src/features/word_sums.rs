//! What depends on a word alone, kept from text to text.

/// Numbers that are the same wherever a word stands, kept by the number of the word.
///
/// They are kept for one list of words at a time.
#[derive(Debug, Default)]
pub(crate) struct WordSums {
    /// See [`FeatureScratch::words_id`](super::FeatureScratch::words_id).
    owner: (u64, u64),
    n_sums: usize,
    is_known: Vec<bool>,
    sums: Vec<f64>,
}

impl WordSums {
    /// Forgets everything where the words are others than before; `n_sums` numbers are
    /// kept for each word.
    pub(crate) fn start(&mut self, owner: (u64, u64), n_sums: usize) {
        if (owner, n_sums) != (self.owner, self.n_sums) {
            (self.owner, self.n_sums) = (owner, n_sums);
            self.is_known.clear();
            self.sums.clear();
        }
    }

    /// The numbers of a word; `fill` is given zeros where they are not known.
    #[inline]
    pub(crate) fn of(&mut self, number: u32, fill: impl FnOnce(&mut [f64])) -> &[f64] {
        let at = number as usize;
        let range = at * self.n_sums..(at + 1) * self.n_sums;
        if self.is_known.get(at) != Some(&true) {
            if at >= self.is_known.len() {
                self.is_known.resize(2 * at + 1, false);
                self.sums.resize((2 * at + 1) * self.n_sums, 0.0);
            }
            if let (Some(is_known), Some(sums)) =
                (self.is_known.get_mut(at), self.sums.get_mut(range.clone()))
            {
                *is_known = true;
                fill(sums);
            }
        }
        self.sums.get(range).unwrap_or(&[])
    }
}
