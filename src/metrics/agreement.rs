//! Agreement of coders.

use std::collections::BTreeMap;

/// How far coders agree beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Krippendorff's alpha for nominal categories, at most 1; 0 where coders agree as often as
    /// chance would have it.
    pub alpha: f64,
    /// Units with two or more codings; the others tell nothing.
    pub n_units: usize,
    /// Codings of these units.
    pub n_codings: usize,
}

/// Krippendorff's alpha for nominal categories; a coding that is missing is `None`.
///
/// `α = 1 − (n − 1)(n − Σ_c o_cc) / (n² − Σ_c n_c²)` with the coincidences
/// `o_ck = Σ_u (ordered pairs of c and k in unit u) / (m_u − 1)` over units with `m_u ≥ 2`
/// codings, `n_c = Σ_k o_ck` and `n = Σ_c n_c` (Krippendorff 2011, "Computing Krippendorff's
/// alpha-reliability", section C). `None` where no unit has two codings, or all of them are of
/// one category: then there is nothing to agree on. Checked by
/// `the_published_examples_have_their_published_alpha`.
pub fn krippendorff_alpha<U: AsRef<[Option<usize>]>>(units: &[U]) -> Option<Agreement> {
    let mut of_category: BTreeMap<usize, f64> = BTreeMap::new();
    let (mut agreeing, mut n_units, mut n_codings) = (0.0, 0, 0);
    for unit in units {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for category in unit.as_ref().iter().flatten() {
            *counts.entry(*category).or_default() += 1.0;
        }
        let m: f64 = counts.values().sum();
        if m < 2.0 {
            continue;
        }
        n_units += 1;
        for (category, count) in counts {
            *of_category.entry(category).or_default() += count;
            agreeing += count * (count - 1.0) / (m - 1.0);
        }
        n_codings += unit.as_ref().iter().flatten().count();
    }
    let n = n_codings as f64;
    let expected = n * n - of_category.values().map(|n_c| n_c * n_c).sum::<f64>();
    (expected > 0.0).then(|| Agreement {
        alpha: 1.0 - (n - 1.0) * (n - agreeing) / expected,
        n_units,
        n_codings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    /// Units from one line per coder; a character that is no letter or digit is a missing coding.
    fn units(coders: &[&str]) -> Vec<Vec<Option<usize>>> {
        let lines: Vec<Vec<Option<usize>>> = coders
            .iter()
            .map(|line| {
                let marks = line.bytes().filter(|byte| *byte != b' ');
                let coded = |byte: u8| byte.is_ascii_alphanumeric().then_some(usize::from(byte));
                marks.map(coded).collect()
            })
            .collect();
        (0..lines[0].len())
            .map(|unit| lines.iter().map(|line| line[unit]).collect())
            .collect()
    }

    #[track_caller]
    fn near(found: Option<Agreement>, alpha: f64) -> Agreement {
        let found = found.unwrap();
        assert!((found.alpha - alpha).abs() < 1e-6, "{found:?} for {alpha}");
        found
    }

    #[test]
    fn the_published_examples_have_their_published_alpha() {
        // Krippendorff 2011: example A, .095; B, .692; C, four coders with gaps, .743.
        let a = units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
        near(krippendorff_alpha(&a), 0.095_238_1);
        near(
            krippendorff_alpha(&units(&["aabbdcccedda", "babbbccceddd"])),
            0.691_964_3,
        );
        let c = units(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]);
        let found = near(krippendorff_alpha(&c), 0.743_421);
        assert_eq!((found.n_units, found.n_codings), (11, 40));
        // The README of the Python package `krippendorff`.
        let readme = units(&[
            "* * * * * 3 4 1 2 1 1 3 3 * 3",
            "1 * 2 1 3 3 4 3 * * * * * * *",
            "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
        ]);
        near(krippendorff_alpha(&readme), 0.691_358);
    }

    #[test]
    fn gold_and_prediction_of_f400_agree_as_the_reference_says() {
        let rows = f400::rows();
        let pairs: Vec<[Option<usize>; 2]> = rows
            .iter()
            .map(|row| [Some(row.gold), Some(row.predicted)])
            .collect();
        let found = near(krippendorff_alpha(&pairs), 0.561_935_0);
        assert_eq!((found.n_units, found.n_codings), (400, 800));
        let three: Vec<[Option<usize>; 3]> = rows
            .iter()
            .map(|row| {
                let third = row.is_coded.then_some(row.predicted2);
                [Some(row.gold), Some(row.predicted), third]
            })
            .collect();
        near(krippendorff_alpha(&three), 0.503_497_6);
    }

    #[test]
    fn without_pairs_or_with_one_category_there_is_no_alpha() {
        assert_eq!(krippendorff_alpha::<[Option<usize>; 2]>(&[]), None);
        assert_eq!(krippendorff_alpha(&[[Some(1), None]]), None);
        assert_eq!(krippendorff_alpha(&[[Some(1), Some(1)]; 3]), None);
    }
}
