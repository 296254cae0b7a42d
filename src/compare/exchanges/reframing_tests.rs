use super::*;
use crate::compare::exchanges::test_facts::{fact, settings};
use crate::compare::exchanges::{ExchangeFact, pair_exchanges, write_exchanges, write_reframing};
use crate::corpus::Role;

const CONTROL: usize = 1;
const RIGHTS: usize = 2;
const NONE: usize = 3;

/// An exchange of one question and one answer.
#[derive(Clone)]
struct Pair {
    document: String,
    actor: &'static str,
    question: usize,
    answer: usize,
    instruments: Vec<usize>,
    is_coded: bool,
    probability: Option<f64>,
}

fn pair(document: &str, actor: &'static str, question: usize, answer: usize) -> Pair {
    Pair {
        document: document.to_owned(),
        actor,
        question,
        answer,
        instruments: Vec::new(),
        is_coded: true,
        probability: None,
    }
}

/// The exchanges of pairs; each document is a group of its own.
fn exchanges(pairs: &[Pair]) -> Vec<Exchange> {
    let ids: Vec<[String; 3]> = (0..pairs.len())
        .zip(pairs)
        .map(|(i, pair)| {
            let document = &pair.document;
            [
                format!("{document}:{:03}-q", 2 * i),
                format!("{document}:{:03}-a", 2 * i + 1),
                format!("{document}#{i}"),
            ]
        })
        .collect();
    let facts: Vec<ExchangeFact<'_>> = pairs
        .iter()
        .zip(&ids)
        .flat_map(|(pair, [question, answer, exchange])| {
            let of = |id, class| ExchangeFact {
                document_id: &pair.document,
                group: &pair.document,
                exchange_id: exchange,
                predicted: class,
                gold: pair.is_coded.then_some(class),
                instruments: &pair.instruments,
                document_probability: pair.probability,
                ..fact(id)
            };
            let question = ExchangeFact {
                role: Some(Role::Question),
                actor: pair.actor,
                ..of(question, pair.question)
            };
            [question, of(answer, pair.answer)]
        })
        .collect();
    pair_exchanges(&facts, &settings()).unwrap()
}

fn row<'a>(
    rows: &'a [ReframingRow],
    unit: Option<&str>,
    question: QuestionStance,
    answer: AnswerStance,
    source: StanceSource,
) -> &'a ReframingRow {
    let found = rows.iter().find(|row| {
        row.unit.as_deref() == unit
            && (row.question, row.answer, row.source) == (question, answer, source)
    });
    found.unwrap()
}

const RIGHTS_TO_CONTROL: (QuestionStance, AnswerStance) =
    (QuestionStance::Class(RIGHTS), AnswerStance::Class(CONTROL));

#[test]
fn shares_and_what_would_be_answered_anyway_are_the_ones_by_hand() {
    // One document, one stratum: 3 of 6 answers take control, 2 rights, 1 none.
    let pairs = [
        pair("a", "SP", RIGHTS, CONTROL),
        pair("a", "SP", RIGHTS, RIGHTS),
        pair("a", "SP", RIGHTS, RIGHTS),
        pair("a", "VVD", CONTROL, CONTROL),
        pair("a", "VVD", CONTROL, CONTROL),
        pair("a", "VVD", NONE, NONE),
    ];
    let rows = reframing_by_actor(&exchanges(&pairs), &settings());
    let (question, answer) = RIGHTS_TO_CONTROL;
    let found = row(&rows, Some("SP"), question, answer, StanceSource::Coded);
    assert_eq!(
        (found.n_both, found.n_question_stance, found.n_exchanges),
        (1, 3, 3)
    );
    assert_eq!(found.estimate, Some(1.0 / 3.0));
    assert_eq!(
        (found.expected, found.share_of_all_answers),
        (Some(0.5), Some(0.5))
    );
    assert_eq!(found.basis, Basis::Census);
    assert_eq!((found.interval, found.n_clusters), (None, 1));
    assert_eq!(found.interval_kind, IntervalKind::NotEstimable);
    // Another stance than the question's: of rights questions the 3 control answers of 6, of
    // control questions the 2 rights answers of 6.
    let another = AnswerStance::AnotherStance;
    let any = QuestionStance::AnyStance;
    let found = row(&rows, None, any, another, StanceSource::Coded);
    assert_eq!((found.n_both, found.n_question_stance), (1, 5));
    let expected = (3.0 * 0.5 + 2.0 / 3.0) / 5.0;
    assert!((found.expected.unwrap() - expected).abs() < 1e-12);
    // Who never asks from a stance keeps an empty row.
    let found = row(&rows, Some("VVD"), question, answer, StanceSource::Coded);
    assert_eq!((found.estimate, found.n_question_stance), (None, 0));
    let predicted = row(&rows, Some("SP"), question, answer, StanceSource::Predicted);
    assert_eq!(
        (predicted.estimate, predicted.interval_kind),
        (Some(1.0 / 3.0), IntervalKind::None)
    );
}

#[test]
fn p_values_equal_those_of_all_permutations() {
    // Four rights questions with control answers, four control questions with none, in a stratum
    // by instrument; three exchanges about another instrument, answered alike, change nothing.
    let mut pairs = vec![pair("a", "SP", RIGHTS, CONTROL); 4];
    pairs.extend(vec![pair("a", "SP", CONTROL, NONE); 4]);
    pairs.extend(vec![
        Pair {
            instruments: vec![1],
            ..pair("a", "SP", RIGHTS, CONTROL)
        };
        3
    ]);
    let rows = reframing_by_actor(&exchanges(&pairs), &settings());
    let any = QuestionStance::AnyStance;
    let found = row(
        &rows,
        None,
        any,
        AnswerStance::AnotherStance,
        StanceSource::Coded,
    );
    // E = 4 · 1/2 + 3, T = 7. Of C(8, 4) = 70 ways to give 4 of 8 places control answers 2 are as
    // far from E: all or none of the rights questions. 2/70 = 0.0286; 2,000 draws err by 0.0037.
    assert_eq!((found.n_both, found.n_permutable), (7, 8));
    assert!((found.expected.unwrap() - 5.0 / 11.0).abs() < 1e-12);
    let p = found.p_value.unwrap();
    assert!((p - 2.0 / 70.0).abs() < 0.011, "{p}");
    // Four exchanges that can change places are too few for a p-value of their own.
    let (question, answer) = RIGHTS_TO_CONTROL;
    let found = row(&rows, None, question, answer, StanceSource::Coded);
    assert_eq!(
        (found.n_permutable, found.p_value, found.q_value),
        (4, None, None)
    );
}

#[test]
fn what_coded_exchanges_rest_on_decides_about_intervals() {
    let documents: Vec<String> = (0..24).map(|i| format!("d{i:02}")).collect();
    let drawn = |probability: Option<f64>, is_whole: bool| {
        let pairs: Vec<Pair> = documents
            .iter()
            .enumerate()
            .flat_map(|(i, document)| {
                let is_coded = i < 12;
                let one = Pair {
                    is_coded,
                    probability: probability.filter(|_| is_coded),
                    ..pair(document, "SP", RIGHTS, [CONTROL, RIGHTS][i % 2])
                };
                let is_coded = is_coded && (is_whole || i > 0);
                [one.clone(), Pair { is_coded, ..one }]
            })
            .collect();
        let rows = reframing_by_actor(&exchanges(&pairs), &settings());
        let (question, answer) = RIGHTS_TO_CONTROL;
        row(&rows, None, question, answer, StanceSource::Coded).clone()
    };
    let found = drawn(Some(0.5), true);
    assert_eq!(
        (found.basis, found.cluster),
        (Basis::Sample, Cluster::Document)
    );
    assert_eq!(
        (found.n_both, found.n_question_stance, found.n_clusters),
        (12, 24, 12)
    );
    assert_eq!(found.interval_kind, IntervalKind::StudentT);
    // Every document all or nothing: v = 12/11 · 12 · (2 · 0.5/24)² = 1/44; t of 11 degrees
    // 2.2009852 (R: qt(0.975, 11)): 0.5 ± 0.3318110.
    assert!((found.std_error.unwrap() - 0.150_755_7).abs() < 1e-6);
    let interval = found.interval.unwrap();
    assert!((interval.low - 0.168_189_0).abs() < 1e-6, "{interval:?}");
    assert_eq!(found.p_value, None);
    // A document coded in part, or not drawn, gives no interval.
    for found in [drawn(Some(0.5), false), drawn(None, true)] {
        assert_eq!((found.basis, found.interval), (Basis::Selected, None));
    }
}

/// The rows of a table that `is_shown` picks, a field a line.
fn fields(bytes: &[u8], is_shown: impl Fn(&csv::StringRecord) -> bool) -> String {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let rows = reader.records().map(Result::unwrap);
    let shown: Vec<String> = rows
        .filter(is_shown)
        .map(|row| {
            let fields = header.iter().zip(&row);
            let lines: Vec<String> = fields
                .map(|(name, field)| format!("{name}: {field}"))
                .collect();
            lines.join("\n")
        })
        .collect();
    shown.join("\n\n")
}

#[test]
fn the_tables_say_what_each_number_is() {
    let pairs = [
        pair("a", "SP", RIGHTS, CONTROL),
        pair("a", "SP", RIGHTS, NONE),
    ];
    let exchanges = exchanges(&pairs);
    let bytes = write_exchanges(&exchanges, &settings(), Vec::new(), "e.csv").unwrap();
    insta::assert_snapshot!(
        "exchanges_of_one_question",
        fields(&bytes, |row| &row[0] == "a#0")
    );
    let rows = reframing_by_actor(&exchanges, &settings());
    let bytes = write_reframing(&rows, &settings(), Vec::new(), "r.csv").unwrap();
    let is_shown = |row: &csv::StringRecord| {
        &row[0] == "SP" && &row[1] == "rights-safeguard" && &row[2] == "pro-control"
    };
    insta::assert_snapshot!("reframing_of_rights_questions", fields(&bytes, is_shown));
}
