//! The stance of a question or of an answer of several passages.

use std::cmp::Reverse;

use super::fact::{ExchangeFact, ExchangeSettings, StanceSource};

/// What the passages of one side of an exchange say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideStance {
    /// The stance with most words; the class that takes none only where no passage takes a stance.
    pub stance: usize,
    /// The stance with most words after it, if there is another.
    pub second: Option<usize>,
    /// Passages of each class.
    pub n_passages: Vec<usize>,
    /// Words of each class.
    pub n_words: Vec<usize>,
    /// Whether `stance` stays whatever the stances of passages with uncertain predictions. Always
    /// true of coded classes.
    pub is_certain: bool,
}

/// The stance of a side; `None` without passages, and of coded classes where a passage is not
/// coded.
///
/// Passages that take no stance do not outvote those that do: they greet, introduce and report.
/// Equal words go to the class with the larger summed probability, of coded classes and after that
/// to the first of the codebook. Checked by `a_stance_counts_by_its_words_and_none_only_alone`.
pub fn side_stance(
    facts: &[&ExchangeFact<'_>],
    source: StanceSource,
    settings: &ExchangeSettings,
) -> Option<SideStance> {
    let n_classes = settings.class_ids.len();
    let (mut n_passages, mut n_words) = (vec![0; n_classes], vec![0; n_classes]);
    let mut probabilities = vec![0.0_f64; n_classes];
    for fact in facts {
        let class = match source {
            StanceSource::Coded => fact.gold?,
            StanceSource::Predicted => fact.predicted,
        };
        *n_passages.get_mut(class)? += 1;
        *n_words.get_mut(class)? += fact.n_words;
        if source == StanceSource::Predicted {
            for (sum, p) in probabilities.iter_mut().zip(fact.probabilities) {
                *sum += p;
            }
        }
    }
    let mut taken: Vec<usize> = settings.stances().filter(|&k| n_passages[k] > 0).collect();
    taken.sort_by(|&a, &b| {
        Reverse(n_words[a])
            .cmp(&Reverse(n_words[b]))
            .then(probabilities[b].total_cmp(&probabilities[a]))
            .then(a.cmp(&b))
    });
    let none = settings
        .none_class
        .filter(|&none| n_passages.get(none) > Some(&0));
    let stance = taken.first().copied().or(none)?;
    Some(SideStance {
        stance,
        second: taken.get(1).copied(),
        is_certain: source == StanceSource::Coded || holds(facts, stance, settings),
        n_passages,
        n_words,
    })
}

/// Whether the predicted `stance` of a side outweighs every other one even if all uncertain
/// passages took that one.
fn holds(facts: &[&ExchangeFact<'_>], stance: usize, settings: &ExchangeSettings) -> bool {
    let is_certain = |fact: &ExchangeFact<'_>| fact.is_certain && !fact.is_outside;
    let words_of = |class: usize| -> usize {
        let certain = facts.iter().filter(|fact| is_certain(fact));
        certain
            .filter(|fact| fact.predicted == class)
            .map(|fact| fact.n_words)
            .sum()
    };
    let mut uncertain = facts.iter().filter(|fact| !is_certain(fact)).peekable();
    if !settings.is_stance(stance) {
        return uncertain.peek().is_none();
    }
    let n_uncertain: usize = uncertain.map(|fact| fact.n_words).sum();
    let others = settings.stances().filter(|&k| k != stance);
    let most = others.map(words_of).max().unwrap_or(0);
    words_of(stance) > most + n_uncertain
}
