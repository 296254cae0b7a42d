//! Coefficients of agreement against published and reference numbers: `krippendorff` 0.9.0,
//! irrCAC 0.4.4, statsmodels 0.15.0.

use super::*;
use crate::metrics::{f400, jackknife_standard_error};

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

/// The same with classes counted from the digit 1.
fn numbered(coders: &[&str]) -> Vec<Vec<Option<usize>>> {
    let mut units = units(coders);
    for class in units.iter_mut().flatten().flatten() {
        *class -= usize::from(b'1');
    }
    units
}

fn sums(units: &[Vec<Option<usize>>], n_classes: usize) -> AgreementSums {
    let mut sums = AgreementSums::new(n_classes);
    for unit in units {
        sums.add_unit(&class_counts(unit, n_classes));
    }
    sums
}

fn of_table(rows: &[Vec<u32>]) -> AgreementSums {
    let mut sums = AgreementSums::new(rows[0].len());
    for row in rows {
        sums.add_unit(row);
    }
    sums
}

#[track_caller]
fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap();
    assert!(
        (found - expected).abs() < tolerance,
        "{found} for {expected}"
    );
}

#[track_caller]
fn alpha_near(found: Option<Agreement>, alpha: f64) -> Agreement {
    near(found.map(|found| found.alpha), alpha, 1e-6);
    found.unwrap()
}

const EXAMPLE_C: [&str; 4] = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
];

#[test]
fn the_published_examples_have_their_published_alpha() {
    // Krippendorff 2011: example A, .095; B, .692; C, four coders with gaps, .743.
    let a = units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
    alpha_near(krippendorff_alpha(&a), 0.095_238_1);
    alpha_near(
        krippendorff_alpha(&units(&["aabbdcccedda", "babbbccceddd"])),
        0.691_964_3,
    );
    let found = alpha_near(krippendorff_alpha(&units(&EXAMPLE_C)), 0.743_421);
    assert_eq!((found.n_units, found.n_codings), (11, 40));
    // The README of the Python package `krippendorff`.
    let readme = units(&[
        "* * * * * 3 4 1 2 1 1 3 3 * 3",
        "1 * 2 1 3 3 4 3 * * * * * * *",
        "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
    ]);
    alpha_near(krippendorff_alpha(&readme), 0.691_358);
}

// Gwet 2014 publishes .7612 (Fleiss) and .7754 (AC1) for the same codings.
#[test]
fn example_c_has_its_sums_and_the_other_coefficients() {
    let units = numbered(&EXAMPLE_C);
    let sums = sums(&units, 5);
    let n: Vec<f64> = (0..5).map(|class| sums.n_codings_of(class)).collect();
    assert_eq!(n, [9.0, 13.0, 10.0, 5.0, 3.0]);
    assert!((sums.coinciding.iter().sum::<f64>() - 32.0).abs() < 1e-12);
    near(sums.fleiss_kappa(), 0.761_17, 5e-6);
    near(sums.gwet_ac1(), 0.775_44, 5e-6);
    assert!((sums.ac1_chance() - 0.190_32).abs() < 5e-6);
}

#[test]
fn the_jackknife_of_example_c_over_its_units() {
    let each: Vec<AgreementSums> = (numbered(&EXAMPLE_C).into_iter())
        .map(|unit| sums(&[unit], 5))
        .collect();
    let alpha = |counts: &[u32]| {
        let mut sum = AgreementSums::new(5);
        (each.iter().zip(counts)).for_each(|(unit, &times)| sum.add(unit, times));
        sum.alpha().unwrap()
    };
    near(jackknife_standard_error(12, alpha), 0.146_942_2, 1e-6);
}

fn rows(table: &str) -> Vec<Vec<u32>> {
    let row = |line: &str| line.split(' ').map(|n| n.parse().unwrap()).collect();
    table.split('/').map(row).collect()
}

#[test]
fn the_table_of_fleiss_has_its_coefficients() {
    // The worked example of the Wikipedia article on Fleiss' kappa: 10 units, 14 coders.
    let table = rows(
        "0 0 0 0 14/0 2 6 4 2/0 0 3 5 6/0 3 9 2 0/2 2 8 1 1/7 7 0 0 0/3 2 6 3 0/2 5 3 2 2/\
         6 5 2 1 0/0 2 2 3 7",
    );
    let sums = of_table(&table);
    near(sums.fleiss_kappa(), 0.209_930_7, 1e-7);
    near(sums.alpha(), 0.215_574_1, 1e-7);
    near(sums.gwet_ac1(), 0.225_61, 5e-6);
    near(gwet_ac1_standard_error(&table, 5), 0.093_32, 5e-6);
}

#[test]
fn the_psychiatric_data_of_fleiss_have_their_coefficients() {
    // Fleiss 1971, table 1: 30 patients, 6 raters, 5 diagnoses; published kappa .430.
    let lines = "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 \
                 10050 02031 00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 \
                 40002 02040 10500 00006";
    let table: Vec<Vec<u32>> = lines
        .split(' ')
        .map(|line| line.bytes().map(|b| u32::from(b - b'0')).collect())
        .collect();
    let sums = of_table(&table);
    near(sums.fleiss_kappa(), 0.430_244_5, 1e-7);
    near(sums.alpha(), 0.433_409_8, 1e-7);
    near(sums.gwet_ac1(), 0.447_88, 5e-6);
}

/// The matrix and the sums of a table of coder against coder.
fn pair(table: &str) -> (ConfusionMatrix, AgreementSums) {
    let cells = rows(table);
    let n_classes = cells.len();
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let mut sums = AgreementSums::new(n_classes);
    for (i, row) in cells.iter().enumerate() {
        for (j, &n) in row.iter().enumerate() {
            for _ in 0..n {
                a.push(i);
                b.push(j);
                sums.add_unit(&class_counts(&[Some(i), Some(j)], n_classes));
            }
        }
    }
    (ConfusionMatrix::count(n_classes, &a, &b).unwrap(), sums)
}

#[test]
fn two_coders_have_the_kappa_of_cohen_and_its_error() {
    let (matrix, sums) = pair("20 5/10 15");
    near(cohen_kappa(&matrix), 0.4, 1e-9);
    near(Some(matrix.cohen_kappa_standard_error()), 0.126_996_1, 1e-7);
    near(sums.gwet_ac1(), 0.405_940_6, 1e-7);

    let (matrix, sums) = pair("40 6 4 15/4 25 1 5/4 2 21 9/17 13 12 45");
    near(cohen_kappa(&matrix), 0.431_500_8, 1e-7);
    near(sums.gwet_ac1(), 0.456_157_6, 1e-7);
}

#[test]
fn the_paradox_of_a_frequent_class_lowers_kappa_and_not_ac1() {
    let (matrix, sums) = pair("118 5/2 0");
    near(sums.raw_agreement(), 0.944, 1e-12);
    near(cohen_kappa(&matrix), -0.023_391_9, 1e-7);
    near(sums.gwet_ac1(), 0.940_776_3, 1e-7);
}

#[test]
fn gold_and_prediction_of_f400_agree_as_the_reference_says() {
    let rows = f400::rows();
    let pairs: Vec<Vec<Option<usize>>> = rows
        .iter()
        .map(|row| vec![Some(row.gold), Some(row.predicted)])
        .collect();
    let found = alpha_near(krippendorff_alpha(&pairs), 0.561_935_0);
    assert_eq!((found.n_units, found.n_codings), (400, 800));
    near(sums(&pairs, 4).gwet_ac1(), 0.572_796_4, 1e-7);
    let three: Vec<Vec<Option<usize>>> = rows
        .iter()
        .map(|row| {
            let third = row.is_coded.then_some(row.predicted2);
            vec![Some(row.gold), Some(row.predicted), third]
        })
        .collect();
    alpha_near(krippendorff_alpha(&three), 0.503_497_6);
    let sums = sums(&three, 4);
    near(sums.alpha(), 0.503_497_6, 1e-7);
    near(sums.fleiss_kappa(), 0.520_58, 5e-6);
    near(sums.gwet_ac1(), 0.531_59, 5e-6);
}

#[test]
fn a_class_against_the_rest_is_alpha_of_two_classes() {
    // Example B with `d` against the rest, recoded by hand: both coders' `d` become 1.
    let b = units(&["aabbdcccedda", "babbbccceddd"]);
    let recoded = units(&["000010000110", "000000000111"]);
    let classes = |units: &[Vec<Option<usize>>]| {
        let index = |class: usize| class - usize::from(b'a');
        let recode = |unit: &Vec<Option<usize>>| unit.iter().map(|c| c.map(index)).collect();
        units
            .iter()
            .map(recode)
            .collect::<Vec<Vec<Option<usize>>>>()
    };
    let expected = krippendorff_alpha(&recoded).unwrap().alpha;
    near(sums(&classes(&b), 5).alpha_of_class(3), expected, 1e-12);
}

#[test]
fn without_pairs_or_with_one_category_there_is_no_alpha() {
    assert_eq!(krippendorff_alpha::<[Option<usize>; 2]>(&[]), None);
    assert_eq!(krippendorff_alpha(&[[Some(1), None]]), None);
    assert_eq!(krippendorff_alpha(&[[Some(1), Some(1)]; 3]), None);
    let (matrix, sums) = pair("5 0/0 0");
    assert_eq!(cohen_kappa(&matrix), None);
    assert_eq!(sums.fleiss_kappa(), None);
    assert_eq!(AgreementSums::new(2).raw_agreement(), None);
}
