//! How far coders agree, with what certainty one may say so.

use std::collections::BTreeMap;
use std::ops::Range;

use super::codings::CodedUnits;
use super::{
    AgreementMeasure, AgreementReport, AgreementRow, AgreementSettings, AuditError, ClusterKind,
    CoderPair, Codings, ModelScore,
};
use crate::corpus::Codebook;
use crate::metrics::{
    AgreementSums, ConfusionMatrix, Interval, class_counts, cluster_bootstrap, cohen_kappa,
    gwet_ac1_standard_error, jackknife_standard_error, percentile_interval,
};

/// Measures the agreement of all coders, and of each pair; the model's scores stand beside.
///
/// Intervals are percentiles of a bootstrap that draws groups (else documents, else passages) with
/// replacement. Krippendorff's own bootstrap draws pairs of codings (Hayes & Krippendorff 2007)
/// and gives other limits. Samples in which a coefficient is not defined are left out and counted.
///
/// # Errors
/// [`AuditError::CodedTwice`], [`AuditError::NothingShared`].
pub fn measure_agreement(
    codings: &Codings,
    codebook: &Codebook,
    model_scores: &[ModelScore],
    settings: AgreementSettings,
) -> Result<AgreementReport, AuditError> {
    let units = codings.units(codebook)?;
    let paired = units.units.iter().filter(|unit| {
        let n = unit.codings.iter().flatten().count();
        n > 1
    });
    let n_paired = paired.count();
    if n_paired == 0 {
        return Err(AuditError::NothingShared {
            n_codings: codings.codings.len(),
            coders: units.coders.iter().map(|&c| c.to_owned()).collect(),
        });
    }
    let (cluster, clusters) = clusters_of(codings, &units);
    let sample = Sample {
        units: &units,
        clusters: &clusters,
        n_classes: codebook.len(),
        settings,
    };
    let mut rows = sample.of_all_coders();
    let pairs = sample.pairs();
    for pair in &pairs {
        rows.extend(sample.of_pair(pair));
    }
    rows.extend(model_scores.iter().map(model_row));
    let disputed = units.units.iter().filter(|unit| unit.is_disputed());
    Ok(AgreementReport {
        coders: units.coders.iter().map(|&coder| coder.to_owned()).collect(),
        rows,
        disputed: disputed.map(|unit| unit.passage_id.to_owned()).collect(),
        pairs: pairs.into_iter().map(|pair| pair.table).collect(),
        n_passages: units.units.len(),
        n_paired,
        cluster,
        settings,
    })
}

/// The units of each cluster, by the finest kind that all passages have.
fn clusters_of(codings: &Codings, units: &CodedUnits<'_>) -> (ClusterKind, Vec<Vec<usize>>) {
    let notes = || {
        let ids = units.units.iter().map(|unit| unit.passage_id);
        ids.map(|id| (id, codings.passages.get(id)))
    };
    let all_have = |field: fn(&super::PassageNote) -> &str| {
        notes().all(|(_, note)| note.is_some_and(|note| !field(note).is_empty()))
    };
    let kind = if all_have(|note| &note.group) {
        ClusterKind::Group
    } else if all_have(|note| &note.document_id) {
        ClusterKind::Document
    } else {
        ClusterKind::Passage
    };
    let mut clusters: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (unit, (id, note)) in notes().enumerate() {
        let key = match (kind, note) {
            (ClusterKind::Group, Some(note)) => &note.group,
            (ClusterKind::Document, Some(note)) => &note.document_id,
            _ => id,
        };
        clusters.entry(key).or_default().push(unit);
    }
    (kind, clusters.into_values().collect())
}

/// Coded passages in clusters.
struct Sample<'a> {
    units: &'a CodedUnits<'a>,
    clusters: &'a [Vec<usize>],
    n_classes: usize,
    settings: AgreementSettings,
}

/// Two coders with one matrix a cluster.
struct PairSums {
    table: CoderPair,
    of_cluster: Vec<ConfusionMatrix>,
}

impl Sample<'_> {
    fn stances(&self, unit: usize) -> Vec<Option<usize>> {
        let unit = self.units.units.get(unit);
        unit.map(super::codings::CodedUnit::stances)
            .unwrap_or_default()
    }

    fn of_all_coders(&self) -> Vec<AgreementRow> {
        let of_cluster: Vec<AgreementSums> = (self.clusters.iter())
            .map(|members| {
                let mut sums = AgreementSums::new(self.n_classes);
                for &unit in members {
                    sums.add_unit(&class_counts(&self.stances(unit), self.n_classes));
                }
                sums
            })
            .collect();
        let total = |counts: &[u32]| {
            let mut sum = AgreementSums::new(self.n_classes);
            for (sums, &times) in of_cluster.iter().zip(counts) {
                sum.add(sums, times);
            }
            sum
        };
        let estimates = |counts: &[u32]| coefficients(&total(counts));
        let bounds = self.bootstrap(estimates);
        let all = total(&vec![1; self.clusters.len()]);
        let counts: Vec<Vec<u32>> = (0..self.units.units.len())
            .map(|unit| class_counts(&self.stances(unit), self.n_classes))
            .collect();
        let names = self.names_of_coefficients();
        let rows = names.into_iter().zip(coefficients(&all)).zip(bounds);
        rows.map(
            |(((measure, stance), estimate), (interval, n_skipped))| AgreementRow {
                measure,
                stance,
                coders: None,
                split: String::new(),
                estimate,
                std_error: match (measure, stance) {
                    (AgreementMeasure::KrippendorffAlpha, None) => {
                        alpha_jackknife(self.clusters.len(), total)
                    }
                    (AgreementMeasure::GwetAc1, None) => {
                        gwet_ac1_standard_error(&counts, self.n_classes)
                    }
                    _ => None,
                },
                interval: interval.filter(|_| estimate.is_some()),
                n_units: all.n_paired_units(),
                n_codings: stance.map_or(all.n_paired_codings(), |class| {
                    counts_of_class(&counts, class)
                }),
                n_clusters: self.clusters.len(),
                n_skipped,
            },
        )
        .collect()
    }

    /// What [`coefficients`] returns.
    fn names_of_coefficients(&self) -> Vec<(AgreementMeasure, Option<usize>)> {
        let of_class = (0..self.n_classes).map(Some);
        let alphas = [None].into_iter().chain(of_class);
        alphas
            .map(|class| (AgreementMeasure::KrippendorffAlpha, class))
            .chain([
                (AgreementMeasure::RawAgreement, None),
                (AgreementMeasure::FleissKappa, None),
                (AgreementMeasure::GwetAc1, None),
            ])
            .collect()
    }

    fn pairs(&self) -> Vec<PairSums> {
        let n = self.units.coders.len();
        let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
        pairs.filter_map(|(a, b)| self.pair(a, b)).collect()
    }

    /// The passages that both coded; `None` without any.
    fn pair(&self, a: usize, b: usize) -> Option<PairSums> {
        let of_cluster: Vec<ConfusionMatrix> = (self.clusters.iter())
            .map(|members| {
                let (mut first, mut second) = (Vec::new(), Vec::new());
                for &unit in members {
                    let stances = self.stances(unit);
                    if let (Some(Some(x)), Some(Some(y))) = (stances.get(a), stances.get(b)) {
                        first.push(*x);
                        second.push(*y);
                    }
                }
                ConfusionMatrix::count(self.n_classes, &first, &second)
                    .unwrap_or_else(|_| ConfusionMatrix::empty(self.n_classes))
            })
            .collect();
        let matrix = sum(&of_cluster, &vec![1; of_cluster.len()], self.n_classes);
        if matrix.total() < 1.0 {
            return None;
        }
        let name = |coder: usize| (*self.units.coders.get(coder).unwrap_or(&"")).to_owned();
        Some(PairSums {
            table: CoderPair {
                coder_a: name(a),
                coder_b: name(b),
                matrix,
            },
            of_cluster,
        })
    }

    fn of_pair(&self, pair: &PairSums) -> Vec<AgreementRow> {
        let estimates = |matrix: &ConfusionMatrix| {
            let is_filled = matrix.total() > 0.0;
            vec![
                cohen_kappa(matrix),
                is_filled.then(|| matrix.accuracy()),
                is_filled.then(|| matrix.macro_f1()),
            ]
        };
        let matrix = &pair.table.matrix;
        let bounds =
            self.bootstrap(|counts| estimates(&sum(&pair.of_cluster, counts, self.n_classes)));
        let n_units = count(matrix);
        let measures = [
            AgreementMeasure::CohenKappa,
            AgreementMeasure::RawAgreement,
            AgreementMeasure::MacroF1,
        ];
        let filled = pair.of_cluster.iter().filter(|matrix| matrix.total() > 0.0);
        let n_clusters = filled.count();
        let rows = measures.into_iter().zip(estimates(matrix)).zip(bounds);
        rows.map(
            |((measure, estimate), (interval, n_skipped))| AgreementRow {
                measure,
                stance: None,
                coders: Some((pair.table.coder_a.clone(), pair.table.coder_b.clone())),
                split: String::new(),
                estimate,
                std_error: (measure == AgreementMeasure::CohenKappa && estimate.is_some())
                    .then(|| matrix.cohen_kappa_standard_error()),
                interval: interval.filter(|_| estimate.is_some()),
                n_units,
                n_codings: 2 * n_units,
                n_clusters,
                n_skipped,
            },
        )
        .collect()
    }

    /// The interval of each coefficient, and how many samples did not define it.
    fn bootstrap(
        &self,
        estimates: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync,
    ) -> Vec<(Option<Interval>, usize)> {
        let n_clusters = self.clusters.len();
        let n_resamples = match n_clusters {
            0 | 1 => 0,
            _ => self.settings.n_resamples,
        };
        let samples = cluster_bootstrap(n_clusters, n_resamples, self.settings.seed, &estimates);
        let n_estimates = estimates(&vec![1; n_clusters]).len();
        let column = |i: usize| samples.iter().filter_map(move |s| *s.get(i)?);
        let columns: Range<usize> = 0..n_estimates;
        columns
            .map(|i| {
                let values: Vec<f64> = column(i).collect();
                let n_skipped = samples.len() - values.len();
                (percentile_interval(values), n_skipped)
            })
            .collect()
    }
}

/// Alpha, alpha of each class, raw agreement, Fleiss' kappa, AC1.
fn coefficients(sums: &AgreementSums) -> Vec<Option<f64>> {
    let mut all = vec![sums.alpha()];
    all.extend((0..sums.n_classes()).map(|class| sums.alpha_of_class(class)));
    all.extend([sums.raw_agreement(), sums.fleiss_kappa(), sums.gwet_ac1()]);
    all
}

/// The jackknife error of alpha over clusters; `None` where leaving one out leaves no alpha.
fn alpha_jackknife(n_clusters: usize, total: impl Fn(&[u32]) -> AgreementSums) -> Option<f64> {
    let alpha = |counts: &[u32]| total(counts).alpha().unwrap_or(f64::NAN);
    jackknife_standard_error(n_clusters, alpha).filter(|error| error.is_finite())
}

fn sum(matrices: &[ConfusionMatrix], counts: &[u32], n_classes: usize) -> ConfusionMatrix {
    let mut sum = ConfusionMatrix::empty(n_classes);
    for (matrix, &times) in matrices.iter().zip(counts) {
        if times > 0 {
            sum.add(matrix, f64::from(times));
        }
    }
    sum
}

/// The passages in a matrix of whole counts.
pub(super) fn count(matrix: &ConfusionMatrix) -> usize {
    let n = matrix.n_classes();
    let cells = (0..n).flat_map(|a| (0..n).map(move |b| (a, b)));
    cells.map(|(a, b)| cell(matrix, a, b)).sum()
}

/// The passages in a cell of whole counts.
pub(super) fn cell(matrix: &ConfusionMatrix, a: usize, b: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of passages"
    )]
    let n = matrix.cell(a, b) as usize;
    n
}

fn counts_of_class(counts: &[Vec<u32>], class: usize) -> usize {
    let paired = counts.iter().filter(|unit| unit.iter().sum::<u32>() > 1);
    paired
        .filter_map(|unit| unit.get(class))
        .map(|&n| n as usize)
        .sum()
}

fn model_row(score: &ModelScore) -> AgreementRow {
    AgreementRow {
        measure: AgreementMeasure::MacroF1,
        stance: None,
        coders: Some(("model".to_owned(), "gold".to_owned())),
        split: score.split.clone(),
        estimate: score.estimate,
        std_error: None,
        interval: score.interval,
        n_units: score.n,
        n_codings: 2 * score.n,
        n_clusters: score.n_groups,
        n_skipped: 0,
    }
}
