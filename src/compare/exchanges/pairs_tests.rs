use super::*;
use crate::compare::exchanges::test_facts::{fact, settings};
use proptest::prelude::*;

const SOLIDARITY: usize = 0;
const CONTROL: usize = 1;
const RIGHTS: usize = 2;
const NONE: usize = 3;

fn question<'a>(id: &'a str, exchange: &'a str, actor: &'a str) -> ExchangeFact<'a> {
    ExchangeFact {
        exchange_id: exchange,
        actor,
        role: Some(Role::Question),
        ..fact(id)
    }
}

fn answer<'a>(id: &'a str, exchange: &'a str) -> ExchangeFact<'a> {
    ExchangeFact {
        exchange_id: exchange,
        ..fact(id)
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "reads as one expression in the tests"
)]
fn coded(fact: ExchangeFact<'_>, class: usize, n_words: usize) -> ExchangeFact<'_> {
    ExchangeFact {
        gold: Some(class),
        n_words,
        ..fact
    }
}

#[test]
fn a_stance_counts_by_its_words_and_none_only_alone() {
    let settings = settings();
    let stance = |sides: &[(usize, usize)]| {
        let ids = ["a:0-1", "a:1-2", "a:2-3", "a:3-4"];
        let facts: Vec<ExchangeFact<'_>> = ids
            .iter()
            .zip(sides)
            .map(|(id, &(class, n_words))| coded(fact(id), class, n_words))
            .collect();
        let facts: Vec<&ExchangeFact<'_>> = facts.iter().collect();
        let found = side_stance(&facts, StanceSource::Coded, &settings).unwrap();
        (found.stance, found.second)
    };
    // 30 words of control and 40 of rights beside 200 without stance.
    let mixed = [(CONTROL, 10), (NONE, 200), (RIGHTS, 40), (CONTROL, 20)];
    assert_eq!(stance(&mixed), (RIGHTS, Some(CONTROL)));
    assert_eq!(stance(&[(NONE, 50), (NONE, 50)]), (NONE, None));
    // Equal words: the first of the codebook.
    let equal = [(RIGHTS, 30), (SOLIDARITY, 30)];
    assert_eq!(stance(&equal), (SOLIDARITY, Some(RIGHTS)));
}

#[test]
fn predicted_stances_of_equal_words_go_by_probability() {
    let with = |id, predicted, probabilities| ExchangeFact {
        predicted,
        probabilities,
        n_words: 30,
        ..fact(id)
    };
    // Summed: solidarity 0.5 + 0.1, rights 0.2 + 0.8.
    let facts = [
        with("a:0-1", SOLIDARITY, &[0.5, 0.1, 0.2, 0.2][..]),
        with("a:1-2", RIGHTS, &[0.1, 0.05, 0.8, 0.05]),
    ];
    let facts: Vec<&ExchangeFact<'_>> = facts.iter().collect();
    let found = side_stance(&facts, StanceSource::Predicted, &settings()).unwrap();
    assert_eq!(found.stance, RIGHTS);
}

#[test]
fn a_predicted_stance_is_certain_if_uncertain_passages_cannot_turn_it() {
    let is_certain = |n_uncertain: usize, is_outside: bool| {
        let facts = [
            ExchangeFact {
                predicted: CONTROL,
                n_words: 60,
                ..fact("a:0-1")
            },
            ExchangeFact {
                predicted: RIGHTS,
                n_words: 20,
                ..fact("a:1-2")
            },
            ExchangeFact {
                predicted: NONE,
                n_words: n_uncertain,
                is_certain: is_outside,
                is_outside,
                ..fact("a:2-3")
            },
        ];
        let facts: Vec<&ExchangeFact<'_>> = facts.iter().collect();
        let found = side_stance(&facts, StanceSource::Predicted, &settings());
        found.unwrap().is_certain
    };
    // 60 words of control against 20 of rights and the uncertain ones.
    assert!(is_certain(39, false) && is_certain(39, true));
    assert!(!is_certain(40, false) && !is_certain(40, true));
}

#[test]
fn each_asking_actor_has_the_answers_of_the_exchange() {
    let facts = [
        coded(question("a:0-1", "a#1", "VVD"), CONTROL, 10),
        coded(question("a:1-2", "a#1", "SP"), RIGHTS, 10),
        coded(answer("a:2-3", "a#1"), CONTROL, 10),
        answer("a:3-4", "a#1"),
    ];
    let exchanges = pair_exchanges(&facts, &settings()).unwrap();
    let actors: Vec<Option<&str>> = exchanges.iter().map(|e| e.actor.as_deref()).collect();
    assert_eq!(actors, [Some("VVD"), Some("SP")]);
    assert!(exchanges.iter().all(|e| e.answer.passage_ids.len() == 2));
    // One answer is not coded: the side has no coded stance, and nobody can say it was reframed.
    let sp = &exchanges[1];
    assert_eq!(sp.stances(StanceSource::Coded), None);
    assert_eq!(sp.is_reframed(StanceSource::Coded, &settings()), None);
    assert_eq!(sp.answer.n_coded, 1);
}

#[test]
fn what_has_no_question_no_answer_or_no_exchange_is_told() {
    let letter = ExchangeFact {
        role: Some(Role::Letter),
        ..answer("a:9-10", "")
    };
    let facts = [
        question("a:0-1", "a#1", "SP"),
        answer("a:1-2", "a#2"),
        question("a:2-3", "", "SP"),
        answer("a:3-4", ""),
        letter,
    ];
    let exchanges = pair_exchanges(&facts, &settings()).unwrap();
    let found: Vec<(&str, ExchangeStatus)> = exchanges
        .iter()
        .map(|e| (e.exchange_id.as_str(), e.status))
        .collect();
    assert_eq!(
        found,
        [
            ("a#1", ExchangeStatus::Unanswered),
            ("a#2", ExchangeStatus::NoQuestion),
            ("a#-", ExchangeStatus::NoExchange),
            ("a#-", ExchangeStatus::NoExchange),
        ]
    );
    assert!(exchanges.iter().all(|e| !e.is_counted()));
}

#[test]
fn an_exchange_is_a_copy_if_question_and_answer_are() {
    let again = |fact: ExchangeFact<'static>, of| ExchangeFact {
        duplicate_of: Some(of),
        ..fact
    };
    let facts = [
        question("a:0-1", "a#1", "SP"),
        answer("a:1-2", "a#1"),
        // Printed again, both sides.
        again(question("b:0-1", "b#1", "SP"), "a:0-1"),
        again(answer("b:1-2", "b#1"), "a:1-2"),
        // Asked again, answered anew.
        again(question("b:2-3", "b#2", "SP"), "a:0-1"),
        answer("b:3-4", "b#2"),
        // Listed without answer; another party asking the same has none.
        again(question("b:4-5", "b#3", "SP"), "a:0-1"),
        again(question("b:5-6", "b#4", "VVD"), "a:0-1"),
    ];
    let exchanges = pair_exchanges(&facts, &settings()).unwrap();
    let copies: Vec<Option<&str>> = exchanges.iter().map(|e| e.copy_of.as_deref()).collect();
    assert_eq!(copies, [None, Some("a#1"), None, Some("a#1"), None]);
}

#[test]
fn the_main_instrument_has_most_words_of_the_question() {
    let about = |id, instruments, n_words| ExchangeFact {
        instruments,
        n_words,
        ..question(id, "a#1", "SP")
    };
    // Instrument 0: 30 words, 1: 40 + 30, 2: 40.
    let facts = [about("a:0-1", &[1, 2][..], 40), about("a:1-2", &[0, 1], 30)];
    let exchanges = pair_exchanges(&facts, &settings()).unwrap();
    assert_eq!(exchanges[0].main_instrument, Some(1));
}

#[test]
fn refuses_unknown_classes_and_repeated_passages() {
    let error = pair_exchanges(&[fact("a:0-1"), fact("a:0-1")], &settings()).unwrap_err();
    assert!(matches!(error, CompareError::RepeatedPassage { .. }));
    let error = pair_exchanges(&[coded(fact("a:0-1"), 4, 1)], &settings()).unwrap_err();
    assert!(matches!(error, CompareError::Class { found: 4, .. }));
}

proptest! {
    #[test]
    fn counts_add_up_whatever_the_exchanges(
        drawn in prop::collection::vec((0..3_usize, 0..4_usize, 0..3_usize, 0..5_usize), 0..40),
    ) {
        let ids: Vec<String> = (0..drawn.len()).map(|i| format!("a:{i}-{}", i + 1)).collect();
        let facts: Vec<ExchangeFact<'_>> = drawn
            .iter()
            .zip(&ids)
            .map(|(&(role, exchange, actor, original), id)| ExchangeFact {
                role: [None, Some(Role::Question), Some(Role::Answer)][role],
                exchange_id: ["", "a#1", "a#2", "a#3"][exchange],
                actor: ["SP", "VVD", "Kabinet"][actor],
                duplicate_of: ids.get(original).map(String::as_str),
                ..fact(id)
            })
            .collect();
        let exchanges = pair_exchanges(&facts, &settings()).unwrap();
        for fact in &facts {
            let holds = |side: &Side| side.passage_ids.iter().any(|id| id == fact.passage_id);
            let n_questions = exchanges.iter().filter(|e| holds(&e.question)).count();
            let n_answers = exchanges.iter().filter(|e| holds(&e.answer)).count();
            let askers: BTreeSet<&str> = facts
                .iter()
                .filter(|f| !f.exchange_id.is_empty() && f.exchange_id == fact.exchange_id)
                .filter(|f| f.role == Some(Role::Question))
                .map(|f| f.actor)
                .collect();
            let expected = match fact.role {
                Some(Role::Question) => (1, 0),
                Some(Role::Answer) => (0, askers.len().max(1)),
                _ => (0, 0),
            };
            prop_assert_eq!((n_questions, n_answers), expected);
        }
        let mut reversed = facts.clone();
        reversed.reverse();
        prop_assert_eq!(pair_exchanges(&reversed, &settings()).unwrap(), exchanges);
    }
}
