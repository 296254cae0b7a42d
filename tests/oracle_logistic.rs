//! The sparse logistic regression against worked numbers, linfa-logistic and scikit-learn.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use linfa::DatasetBase;
use linfa::prelude::*;
use ndarray::{Array1, Array2, array};
use standpunt::features::{Analyzer, AnalyzerSettings, FeatureScratch};
use standpunt::stance::logistic::{
    ClassWeights, FitError, FittedLogistic, LogisticParams, SparseRecords,
};

/// Six rows of four counts, two of each of three classes.
fn small() -> (Array2<f64>, Array1<usize>) {
    let records = array![
        [2.0, 1.0, 0.0, 0.0],
        [3.0, 0.0, 1.0, 0.0],
        [0.0, 2.0, 0.0, 1.0],
        [0.0, 3.0, 1.0, 0.0],
        [0.0, 0.0, 2.0, 3.0],
        [1.0, 0.0, 0.0, 4.0]
    ];
    (records, array![0, 0, 1, 1, 2, 2])
}

fn sparse(records: &Array2<f64>) -> SparseRecords {
    let rows = records.rows().into_iter().map(|row| {
        (0_u32..)
            .zip(row.to_vec())
            .filter(|(_, value)| *value != 0.0)
            .collect::<Vec<_>>()
    });
    SparseRecords::from_rows(records.ncols(), rows).unwrap()
}

fn fit_small(alpha: f64) -> FittedLogistic {
    let (records, classes) = small();
    LogisticParams::new(3)
        .alpha(alpha)
        .class_weights(ClassWeights::None)
        .gradient_tolerance(1e-8)
        .fit(&DatasetBase::new(sparse(&records), classes))
        .unwrap()
}

/// What linfa-logistic makes of the same rows.
fn dense_optimum(alpha: f64) -> linfa_logistic::MultiFittedLogisticRegression<f64, usize> {
    let (records, classes) = small();
    linfa_logistic::MultiLogisticRegression::default()
        .alpha(alpha)
        .gradient_tolerance(1e-9)
        .max_iterations(1000)
        .fit(&DatasetBase::new(records, classes))
        .unwrap()
}

fn assert_near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() <= tolerance,
            "{found} for {expected}"
        );
    }
}

#[test]
fn weights_of_a_small_problem_are_scikit_learns() {
    // LogisticRegression(C=1), scikit-learn 1.9.1.
    let fitted = fit_small(1.0);
    let expected = [
        [0.618_881_58, -0.253_299_56, -0.095_154_16, -0.474_933_80],
        [-0.483_891_80, 0.602_674_66, -0.096_362_5, -0.210_108_61],
        [-0.134_989_78, -0.349_375_1, 0.191_516_66, 0.685_042_41],
    ];
    for (class, expected) in expected.iter().enumerate() {
        let found: Vec<f64> = fitted.weights().chunks(3).map(|w| w[class]).collect();
        assert_near(&found, expected, 2e-7);
    }
    // scikit-learn's bias sums to 0 over the classes, as does that of a start from zeros.
    assert_near(
        fitted.bias(),
        &[0.407_367_34, 0.270_703_04, -0.678_070_38],
        2e-7,
    );
    // The loss is a mean over six rows.
    assert_near(&[fitted.loss() * 6.0], &[1.942_582_010_0], 1e-9);
    let ones = sparse(&array![[1.0, 1.0, 1.0, 1.0]]);
    assert_near(
        &fitted.probabilities(&ones),
        &[0.399_926_93, 0.354_757_78, 0.245_315_29],
        1e-7,
    );
}

#[test]
fn the_optimum_is_that_of_linfa_logistic() {
    let (records, _) = small();
    for alpha in [1.0, 0.1] {
        let dense = dense_optimum(alpha);
        let fitted = fit_small(alpha);
        let params: Vec<f64> = dense.params().iter().copied().collect();
        assert_near(fitted.weights(), &params, 1e-4);
        let probabilities: Vec<f64> = dense
            .predict_probabilities(&records)
            .iter()
            .copied()
            .collect();
        assert_near(
            &fitted.probabilities(&sparse(&records)),
            &probabilities,
            1e-4,
        );
        let predicted = fitted.predict(&DatasetBase::new(sparse(&records), ()));
        assert_eq!(predicted, dense.predict(&records));
    }
}

/// A thousand copies of the rows with a thousand times the penalty have the weights of one.
#[test]
fn many_rows_have_the_optimum_of_linfa_logistic() {
    let (records, classes) = small();
    for alpha in [1.0, 0.1] {
        let one = fit_small(alpha);
        let rows = (0..6000).map(|i| {
            (0_u32..)
                .zip(records.row(i % 6).to_vec())
                .filter(|(_, value)| *value != 0.0)
        });
        let many = SparseRecords::from_rows(records.ncols(), rows).unwrap();
        let fitted = LogisticParams::new(3)
            .alpha(alpha * 1000.0)
            .class_weights(ClassWeights::None)
            .gradient_tolerance(1e-8)
            .fit(&DatasetBase::new(
                many,
                (0..6000).map(|i| classes[i % 6]).collect::<Array1<_>>(),
            ))
            .unwrap();
        assert!(fitted.n_passes() > 0 && one.n_passes() == 0);
        let dense = dense_optimum(alpha);
        let params: Vec<f64> = dense.params().iter().copied().collect();
        assert_near(fitted.weights(), &params, 1e-4);
        // The curvature of the mean loss is alpha / 6 or more: gradients of 1e-8 in twelve entries
        // leave each fit within sqrt(12) · 1e-8 · 6 / 0.1 = 2.1e-6 of the optimum.
        assert_near(fitted.weights(), one.weights(), 5e-6);
        assert_near(fitted.bias(), one.bias(), 5e-6);
    }
}

/// The classes, texts and weights that `tests/oracle/logistic.py` takes.
fn examples() -> (Vec<String>, Array1<usize>, Array1<f32>) {
    let names = ["pro-solidarity", "pro-control", "rights-safeguard", "none"];
    let mut reader = csv::Reader::from_path("data/codebook_examples.csv").unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|h| h == name).unwrap();
    let (stance, text) = (column("stance"), column("text"));
    let rows: Vec<(usize, String)> = reader
        .records()
        .step_by(2)
        .map(Result::unwrap)
        .enumerate()
        .map(|(i, row)| {
            let class = names.iter().position(|name| *name == &row[stance]).unwrap();
            let letters: String = row[text]
                .to_lowercase()
                .chars()
                .map(|c| if c.is_ascii_lowercase() { c } else { ' ' })
                .collect();
            (i, class, letters)
        })
        .filter(|(i, class, _)| *class != 0 || i % 3 == 0)
        .map(|(_, class, letters)| (class, letters))
        .collect();
    let weights = (0..rows.len()).map(|i| [1.0, 2.0, 3.0][i % 3]).collect();
    let (classes, texts) = rows.into_iter().unzip::<_, _, Vec<_>, _>();
    (texts, Array1::from(classes), weights)
}

#[derive(serde::Deserialize)]
struct Oracle {
    n_rows: usize,
    n_features: usize,
    fits: Vec<OracleFit>,
}

#[derive(serde::Deserialize)]
struct OracleFit {
    balanced: bool,
    weighted: bool,
    alpha: f64,
    bias: Vec<f64>,
    coefficients: BTreeMap<String, Vec<f64>>,
    probabilities: Vec<Vec<f64>>,
}

#[test]
fn coefficients_on_the_written_examples_are_scikit_learns() {
    let oracle: Oracle = serde_json::from_str(include_str!("oracle/logistic.json")).unwrap();
    let (texts, classes, weights) = examples();
    assert_eq!(texts.len(), oracle.n_rows);
    let settings = AnalyzerSettings {
        characters: None,
        phrase_weight: 1.0,
        ..AnalyzerSettings::default()
    };
    let analyzer = Analyzer::learn(&texts, &settings).unwrap();
    assert_eq!(analyzer.vocabulary().len(), oracle.n_features);
    let mut scratch = FeatureScratch::default();
    let rows: Vec<Vec<(u32, f64)>> = texts
        .iter()
        .map(|text| {
            let row = analyzer.row(text, &mut scratch);
            row.features
                .iter()
                .copied()
                .zip(row.values.iter().copied())
                .collect()
        })
        .collect();
    let records = SparseRecords::from_rows(oracle.n_features, rows.clone()).unwrap();
    let first = SparseRecords::from_rows(oracle.n_features, rows[..20].to_vec()).unwrap();
    for expected in &oracle.fits {
        let mut dataset = DatasetBase::new(records.clone(), classes.clone());
        if expected.weighted {
            dataset = dataset.with_weights(weights.clone());
        }
        let class_weights = if expected.balanced {
            ClassWeights::Balanced
        } else {
            ClassWeights::None
        };
        let fitted = LogisticParams::new(4)
            .alpha(expected.alpha)
            .class_weights(class_weights)
            .gradient_tolerance(1e-8)
            .fit(&dataset)
            .unwrap();
        assert_near(fitted.bias(), &expected.bias, 1e-5);
        for (term, coefficients) in &expected.coefficients {
            let feature = analyzer.vocabulary().feature(term).unwrap();
            assert_near(
                &fitted.weights()[feature * 4..feature * 4 + 4],
                coefficients,
                1e-5,
            );
        }
        assert_near(
            &fitted.probabilities(&first),
            &expected.probabilities.concat(),
            1e-6,
        );
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_bit() {
    let (texts, classes, _) = examples();
    let analyzer = Analyzer::learn(&texts, &AnalyzerSettings::default()).unwrap();
    let mut scratch = FeatureScratch::default();
    let rows: Vec<Vec<(u32, f64)>> = texts
        .iter()
        .map(|text| {
            let row = analyzer.row(text, &mut scratch);
            row.features
                .iter()
                .copied()
                .zip(row.values.iter().copied())
                .collect()
        })
        .collect();
    let records = SparseRecords::from_rows(analyzer.vocabulary().len(), rows).unwrap();
    let dataset = DatasetBase::new(records, classes);
    let fit = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build()
            .unwrap();
        pool.install(|| LogisticParams::new(4).alpha(0.3).fit(&dataset).unwrap())
    };
    let one = fit(1);
    let bits = |fitted: &FittedLogistic| -> Vec<u64> {
        fitted.weights().iter().map(|w| w.to_bits()).collect()
    };
    assert_eq!(bits(&one), bits(&fit(2)));
    assert_eq!(bits(&one), bits(&fit(3)));
}

#[test]
fn a_fit_that_stops_early_says_how_far_it_was() {
    let (records, classes) = small();
    let result = LogisticParams::new(3)
        .gradient_tolerance(1e-12)
        .max_iterations(1)
        .fit(&DatasetBase::new(sparse(&records), classes));
    let Err(FitError::NotConverged {
        gradient, limit, ..
    }) = result
    else {
        panic!("{result:?}");
    };
    assert!(gradient > limit && gradient < 1.0);
}

#[test]
fn data_that_cannot_be_fitted_is_refused() {
    let (records, classes) = small();
    let fit = |params: LogisticParams, classes: Array1<usize>| {
        params.fit(&DatasetBase::new(sparse(&records), classes))
    };
    assert!(matches!(
        fit(LogisticParams::new(4), classes.clone()),
        Err(FitError::EmptyClass { class: 3, .. })
    ));
    assert!(matches!(
        fit(LogisticParams::new(2), classes.clone()),
        Err(FitError::Class {
            row: 4,
            class: 2,
            ..
        })
    ));
    assert!(matches!(
        fit(LogisticParams::new(3).alpha(0.0), classes),
        Err(FitError::Parameter { name: "alpha", .. })
    ));
    assert!(matches!(
        SparseRecords::from_rows(2, [vec![(2, 1.0)]]),
        Err(FitError::Row { row: 0, .. })
    ));
}
