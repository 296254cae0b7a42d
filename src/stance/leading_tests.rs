//! Leading terms on texts of a few words.

use super::*;
use crate::features::{AnalyzerSettings, CharacterSettings};
use crate::stance::{ClassList, train};
use crate::store::Interrupt;

/// Two classes; `streng` and `delen` tell them apart, `raad` does not. Group g6 alone holds
/// `eenmalig`.
const TEXTS: [(&str, usize, &str); 12] = [
    ("Streng aan de grens met VVD", 0, "g1"),
    ("delen met landen", 1, "g1"),
    ("streng in de raad met VVD", 0, "g2"),
    ("delen in de raad", 1, "g2"),
    ("streng voor allen met VVD", 0, "g3"),
    ("delen voor allen", 1, "g3"),
    ("streng en strak met VVD", 0, "g4"),
    ("delen en geven", 1, "g4"),
    ("streng op de grens met VVD", 0, "g5"),
    ("delen op maat", 1, "g5"),
    ("eenmalig eenmalig streng", 0, "g6"),
    ("Delen is het devies", 1, "g6"),
];

fn rows() -> Vec<TrainingRow<'static>> {
    TEXTS
        .iter()
        .map(|&(text, class, group)| TrainingRow {
            text,
            class,
            group,
            weight: 1.0,
            is_example: false,
        })
        .collect()
}

fn model(rows: &[TrainingRow<'_>], characters: Option<CharacterSettings>) -> Model {
    let settings = StanceSettings {
        analyzer: AnalyzerSettings {
            characters,
            min_df: 1,
            longest_phrase: 1,
            ..AnalyzerSettings::default()
        },
        alphas: vec![0.1],
        shared_run: 100,
        ..StanceSettings::default()
    };
    let classes = ClassList::new(["streng", "delen"]).unwrap();
    train(rows, &settings, &classes, &Watch::none()).unwrap()
}

fn lead(n_refits: usize, n_top: usize) -> Vec<LeadingTerm> {
    let rows = rows();
    let settings = LeadingSettings {
        n_top,
        n_refits,
        seed: 1,
    };
    let names = |text: &str| {
        let start = text.find("VVD");
        start
            .map(|start| Span::new(start, start + 3))
            .into_iter()
            .collect()
    };
    leading_terms(
        &model(&rows, None),
        &rows,
        &settings,
        &names,
        &Watch::none(),
    )
    .unwrap()
}

fn find<'a>(terms: &'a [LeadingTerm], class: usize, is_for: bool, words: &str) -> &'a LeadingTerm {
    let is_it = |t: &&LeadingTerm| (t.class, t.is_for, t.words.as_str()) == (class, is_for, words);
    terms.iter().find(is_it).unwrap()
}

#[test]
fn terms_are_ranked_by_weight_times_mean_value() {
    // Features 0 to 2, mean values .5, .1, .2. Class 0: .4·.5 = .2, 3·.1 = .3, −1·.2 = −.2.
    let weights = Weights::new(2, vec![0.4, -0.4, 3.0, -3.0, -1.0, 1.0], vec![0.0; 2]);
    let found = leaders(&weights, &[0.5, 0.1, 0.2], 2);
    assert_eq!(found, [vec![1, 0], vec![2], vec![2], vec![1, 0]]);
    assert_eq!(leaders(&weights, &[0.5, 0.1, 0.2], 1)[3], [1]);
}

#[test]
fn the_mean_value_counts_every_text_by_its_weight() {
    let texts = ReadTexts {
        n_features: 2,
        rows: vec![vec![(0, 1.0)], vec![(0, 0.5), (1, 0.5)], vec![]],
        forms: SurfaceForms::default(),
    };
    // (1·1 + 2·.5) / 4 and 2·.5 / 4.
    assert_eq!(texts.means(&[1.0, 2.0, 1.0]), [0.5, 0.25]);
    assert_eq!(texts.rows_with(0), [0, 1]);
}

#[test]
fn what_tells_the_classes_apart_leads_in_every_refit() {
    let terms = lead(40, 3);
    let delen = find(&terms, 1, true, "delen");
    assert_eq!((delen.rank, delen.n_stable), (1, 40));
    assert_eq!(delen.stability(), Some(1.0));
    assert_eq!(delen.rows, [1, 3, 5, 7, 9, 11]);
    assert!(delen.contribution() > 0.0 && !delen.is_name);
    // With two classes, what is for one is against the other.
    let against = find(&terms, 0, false, "delen");
    assert!((against.contribution() + delen.contribution()).abs() < 1e-6);
}

#[test]
fn a_term_of_one_group_leads_at_most_where_the_group_is_drawn() {
    let terms = lead(40, 50);
    let once = find(&terms, 0, true, "eenmalig");
    let rows = rows();
    let draws = Draws::of(&rows);
    let is_drawn = |number: &u64| draws.draw(&rows, 1, *number)[10] > 0.0;
    assert_eq!(once.n_stable, (0..40).filter(is_drawn).count());
    // Its group is in 1 − (5/6)⁶ = .67 of all samples.
    assert!((20..34).contains(&once.n_stable), "{}", once.n_stable);
}

#[test]
fn a_term_that_stands_in_names_is_one() {
    let terms = lead(0, 50);
    assert!(find(&terms, 0, true, "vvd").is_name);
    assert!(!find(&terms, 0, true, "streng").is_name);
    assert_eq!(terms[0].stability(), None);
}

#[test]
fn a_piece_is_shown_by_the_word_it_stands_in_most() {
    let rows = rows();
    let characters = CharacterSettings {
        shortest: 4,
        longest: 4,
        weight: 1.0,
    };
    let settings = LeadingSettings {
        n_refits: 0,
        ..LeadingSettings::default()
    };
    let model = model(&rows, Some(characters));
    let terms = leading_terms(&model, &rows, &settings, &|_| Vec::new(), &Watch::none()).unwrap();
    let piece = terms.iter().find(|term| term.term == "~<del").unwrap();
    assert_eq!(piece.words, "delen");
}

#[test]
fn groups_are_drawn_whole_and_examples_among_themselves() {
    let mut rows = rows();
    for i in [8, 9, 10] {
        rows[i].is_example = true;
        rows[i].weight = 0.5;
    }
    let draws = Draws::of(&rows);
    assert_eq!((draws.groups.len(), draws.examples.len()), (5, 3));
    for number in 0..50 {
        let weights = draws.draw(&rows, 7, number);
        for pair in [0, 2, 4, 6] {
            assert!((weights[pair] - weights[pair + 1]).abs() < f32::EPSILON);
        }
        let examples: f32 = weights[8..11].iter().sum();
        assert!((examples - 1.5).abs() < f32::EPSILON);
    }
}

#[test]
fn a_sample_without_a_class_is_no_refit() {
    let mut rows = rows();
    for row in &mut rows {
        row.class = usize::from(row.group == "g1" || row.group == "g2");
    }
    let settings = LeadingSettings {
        n_refits: 60,
        ..LeadingSettings::default()
    };
    let model = model(&rows, None);
    let terms = leading_terms(&model, &rows, &settings, &|_| Vec::new(), &Watch::none()).unwrap();
    // Class 1 is missing from (4/6)⁶ = .09 of all samples.
    assert!(
        (46..60).contains(&terms[0].n_refits),
        "{}",
        terms[0].n_refits
    );
}

#[test]
fn threads_change_nothing_and_an_interrupt_stops() {
    let with = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        pool.build().unwrap().install(|| lead(10, 5))
    };
    assert_eq!(with(1), with(3));
    let interrupt = Interrupt::new();
    interrupt.trigger();
    let (rows, on_fit) = (rows(), || {});
    let watch = Watch::new(&on_fit, &interrupt);
    let settings = LeadingSettings::default();
    let found = leading_terms(
        &model(&rows, None),
        &rows,
        &settings,
        &|_| Vec::new(),
        &watch,
    );
    assert!(matches!(found, Err(StanceError::Interrupted)));
}
