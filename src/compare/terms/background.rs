//! How often the terms occur in the passages that a comparison is made among: the prior.

use super::corpus::FramingCorpus;

/// Words and occurrences among some passages, in all and by stratum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Background {
    /// Words.
    n_words: f64,
    /// Words by stratum.
    stratum_words: Vec<f64>,
    /// Occurrences by term.
    occurrences: Vec<f64>,
    /// Where the cells of a term start; one more than terms.
    starts: Vec<usize>,
    /// Stratum and occurrences, strata ascending within a term.
    cells: Vec<(usize, f64)>,
}

impl Background {
    /// Counts the passages at `places`.
    pub(super) fn of(corpus: &FramingCorpus<'_>, places: &[u32]) -> Self {
        let mut stratum_words = vec![0.0; corpus.n_strata];
        let mut found: Vec<(u32, usize, f64)> = Vec::new();
        let mut n_words = 0.0;
        for passage in places.iter().filter_map(|&place| corpus.passage(place)) {
            n_words += f64::from(passage.n_words);
            for (stratum, share) in passage.strata() {
                if let Some(words) = stratum_words.get_mut(stratum) {
                    *words += share * f64::from(passage.n_words);
                }
                let counts = passage.counts.iter();
                found.extend(counts.map(|&(term, n)| (term, stratum, share * f64::from(n))));
            }
        }
        found.sort_by_key(|(term, stratum, _)| (*term, *stratum));
        let mut occurrences = vec![0.0; corpus.terms.len()];
        let mut starts = vec![0; corpus.terms.len() + 1];
        let mut cells = Vec::new();
        for run in found.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(&(term, stratum, _)) = run.first() else {
                continue;
            };
            let n: f64 = run.iter().map(|(_, _, n)| n).sum();
            cells.push((stratum, n));
            let term = term as usize;
            if let (Some(sum), Some(end)) = (occurrences.get_mut(term), starts.get_mut(term + 1)) {
                *sum += n;
                *end = cells.len();
            }
        }
        let mut end = 0;
        for start in &mut starts {
            end = end.max(*start);
            *start = end;
        }
        Self {
            n_words,
            stratum_words,
            occurrences,
            starts,
            cells,
        }
    }

    /// The share of the term among all words, 0 to 1.
    pub(super) fn share(&self, term: u32) -> f64 {
        let n = self.occurrences.get(term as usize).copied().unwrap_or(0.0);
        n / self.n_words.max(1.0)
    }

    /// The share of the term among the words of a stratum, 0 to 1.
    pub(super) fn stratum_share(&self, term: u32, stratum: usize) -> f64 {
        let term = term as usize;
        let range = match (self.starts.get(term), self.starts.get(term + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        };
        let cells = self.cells.get(range).unwrap_or(&[]);
        let n = match cells.binary_search_by_key(&stratum, |cell| cell.0) {
            Ok(place) => cells.get(place).map_or(0.0, |cell| cell.1),
            Err(_) => 0.0,
        };
        let words = self.stratum_words.get(stratum).copied().unwrap_or(0.0);
        if words > 0.0 { n / words } else { 0.0 }
    }
}
