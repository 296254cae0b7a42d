//! F400: 400 made-up passages in 100 documents of 4 parties, with two classifiers and a sample of
//! hand-coded passages. Built from integers and `exp` alone, so that scikit-learn, statsmodels and
//! R see the same rows; the numbers of the tests were computed there.

use crate::math;

/// One made-up passage.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) document: usize,
    pub(crate) party: usize,
    pub(crate) gold: usize,
    pub(crate) probabilities: [f64; 4],
    pub(crate) probabilities2: [f64; 4],
    pub(crate) predicted: usize,
    pub(crate) predicted2: usize,
    /// The probability with which the passage was drawn for coding.
    pub(crate) inclusion: f64,
    pub(crate) is_coded: bool,
}

/// The linear congruential generator of ANSI C: `x ← (1103515245 x + 12345) mod 2³¹`, `u = x / 2³¹`.
struct Lcg(u64);

impl Lcg {
    fn next(&mut self) -> f64 {
        self.0 = (1_103_515_245 * self.0 + 12_345) % (1 << 31);
        self.0 as f64 / f64::from(1_u32 << 31)
    }

    fn scores(&mut self, gold: usize, signal: f64) -> [f64; 4] {
        let mut z = [0.0; 4];
        for (k, value) in z.iter_mut().enumerate() {
            let noise = 3.0 * (self.next() - 0.5);
            *value = if k == gold { noise + signal } else { noise };
        }
        math::softmax_in_place(&mut z);
        z
    }
}

const SEED: u64 = 20_240_501;
const CLASS_SHARES: [[f64; 4]; 4] = [
    [0.40, 0.20, 0.15, 0.25],
    [0.20, 0.40, 0.15, 0.25],
    [0.25, 0.25, 0.25, 0.25],
    [0.10, 0.45, 0.05, 0.40],
];

/// The 400 rows.
pub(crate) fn rows() -> Vec<Row> {
    let mut u = Lcg(SEED);
    (0..400)
        .map(|i| {
            let document = i / 4;
            let party = document % 4;
            let t = u.next();
            let mut cumulative = 0.0;
            let gold = CLASS_SHARES[party]
                .iter()
                .position(|share| {
                    cumulative += share;
                    t < cumulative
                })
                .unwrap_or(3);
            let probabilities = u.scores(gold, 1.2);
            let probabilities2 = u.scores(gold, 0.9);
            let predicted = math::argmax(&probabilities);
            let inclusion = if predicted == 3 { 0.15 } else { 0.40 };
            Row {
                document,
                party,
                gold,
                probabilities,
                probabilities2,
                predicted,
                predicted2: math::argmax(&probabilities2),
                inclusion,
                is_coded: u.next() < inclusion,
            }
        })
        .collect()
}

/// The gold classes.
pub(crate) fn gold(rows: &[Row]) -> Vec<usize> {
    rows.iter().map(|row| row.gold).collect()
}

/// The classes that the first classifier predicts.
pub(crate) fn predicted(rows: &[Row]) -> Vec<usize> {
    rows.iter().map(|row| row.predicted).collect()
}

mod tests {
    use super::*;

    fn counts(classes: impl Iterator<Item = usize>) -> [usize; 4] {
        let mut counts = [0; 4];
        classes.for_each(|k| counts[k] += 1);
        counts
    }

    #[test]
    fn the_generator_gives_the_published_stream() {
        let mut u = Lcg(SEED);
        for want in [
            0.476_135_258_562_862_9,
            0.506_141_719_873_994_6,
            0.011_478_256_434_202_194,
        ] {
            assert!((u.next() - want).abs() < 1e-16);
        }
    }

    #[test]
    fn the_rows_have_the_published_counts_and_sums() {
        let rows = rows();
        assert_eq!(counts(rows.iter().map(|r| r.gold)), [116, 123, 51, 110]);
        assert_eq!(
            counts(rows.iter().map(|r| r.predicted)),
            [114, 118, 67, 101]
        );
        let coded = rows.iter().filter(|r| r.is_coded);
        assert_eq!(counts(coded.map(|r| r.party)), [37, 34, 36, 25]);
        let sum: f64 = rows.iter().map(|r| r.probabilities[0]).sum();
        assert!((sum - 106.902_364_636_905_82).abs() < 1e-9);
        let moment: f64 = (0_u32..)
            .zip(&rows)
            .map(|(i, r)| f64::from(i) * r.probabilities[0])
            .sum();
        assert!((moment - 21_646.895_739_224_01).abs() < 1e-7);
        let first = [
            0.152_024_759_7,
            0.114_440_268_0,
            0.595_332_378_4,
            0.138_202_593_9,
        ];
        for (got, want) in rows[0].probabilities.iter().zip(first) {
            assert!((got - want).abs() < 1e-9);
        }
    }
}
