//! Which words of a passage speak for its label and which against.

use super::passages::ShownPassage;
use crate::stance::{Contrast, Model};

/// Contributions, in log-odds, from which a word is shaded by one, two and three steps.
pub(super) const STEPS: [f64; 3] = [0.05, 0.12, 0.25];

/// Probabilities in a table have six decimals; those of the same label differ by no more than this.
const SAME_PROBABILITY: f64 = 2e-6;

/// The shading of one passage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shading {
    /// For each shaded word: the letters since the end of the last one, its length, and its step
    /// from -3 (against the label) to 3 (for it). Letters are counted as browsers count them, in
    /// UTF-16 units.
    pub(super) words: Vec<(usize, usize, i8)>,
    /// The class that the label is held against.
    pub(super) against: String,
    /// Whether the model that shades gives this very label with these probabilities.
    pub(super) is_of_this_label: bool,
}

/// Shades the words of a passage by what they add to the log-odds of its label against the next
/// most probable class, in the model. `None` where the label is no class of the model.
pub(super) fn shade(passage: &ShownPassage, model: &Model) -> Option<Shading> {
    let ids = model.classes().ids();
    let label = passage.field("predicted_stance");
    let class = ids.iter().position(|id| id == label)?;
    let against = runner_up(&passage.probabilities, class);
    let contrast = Contrast {
        class: Some(class),
        against,
    };
    let explanation = model.explain_contrast(&passage.text, contrast)?;
    let own = &explanation.prediction;
    let is_same = own.probabilities.len() == passage.probabilities.len()
        && own
            .probabilities
            .iter()
            .zip(&passage.probabilities)
            .all(|(a, b)| (a - b).abs() <= SAME_PROBABILITY);
    let words = explanation
        .words
        .iter()
        .filter_map(|word| Some((word.span.start, word.span.end, step(word.contribution)?)));
    Some(Shading {
        words: in_utf16(&passage.text, words),
        against: ids.get(explanation.against).cloned().unwrap_or_default(),
        is_of_this_label: is_same && own.class == class,
    })
}

/// The most probable class other than `class`; `None` without probabilities.
fn runner_up(probabilities: &[f64], class: usize) -> Option<usize> {
    let others = probabilities
        .iter()
        .enumerate()
        .filter(|&(i, _)| i != class);
    let best = others.fold(None, |best: Option<(usize, f64)>, (i, &p)| match best {
        Some((_, most)) if most >= p => best,
        _ => Some((i, p)),
    });
    best.map(|(i, _)| i)
}

fn step(contribution: f64) -> Option<i8> {
    let steps = STEPS
        .iter()
        .filter(|&&from| contribution.abs() >= from)
        .count();
    let step = i8::try_from(steps).ok().filter(|&step| step > 0)?;
    Some(if contribution < 0.0 { -step } else { step })
}

/// Byte spans, in their order, as gaps and lengths in UTF-16 units.
fn in_utf16(
    text: &str,
    spans: impl Iterator<Item = (usize, usize, i8)>,
) -> Vec<(usize, usize, i8)> {
    let units = |from: usize, to: usize| {
        let part = text.get(from..to).unwrap_or_default();
        part.chars().map(char::len_utf16).sum::<usize>()
    };
    let mut done = 0;
    let mut words = Vec::new();
    for (start, end, step) in spans {
        if start >= done && start < end {
            words.push((units(done, start), units(start, end), step));
            done = end;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_begin_where_they_are_said_to() {
        for (contribution, expected) in [
            (0.049, None),
            (0.05, Some(1)),
            (-0.12, Some(-2)),
            (0.24, Some(2)),
            (-5.0, Some(-3)),
        ] {
            assert_eq!(step(contribution), expected, "{contribution}");
        }
    }

    #[test]
    fn places_are_counted_as_browsers_do() {
        // `é` is one unit and two bytes, `😀` two units and four bytes.
        let text = "één 😀 grens";
        let grens = text.find("grens").unwrap();
        let spans = [(0, 5, 1), (grens, text.len(), -3)];
        assert_eq!(in_utf16(text, spans.into_iter()), [(0, 3, 1), (4, 5, -3)]);
    }

    #[test]
    fn the_next_most_probable_class_is_held_against_the_label() {
        assert_eq!(runner_up(&[0.2, 0.5, 0.3], 1), Some(2));
        assert_eq!(runner_up(&[0.2, 0.5, 0.3], 0), Some(1));
        assert_eq!(runner_up(&[], 0), None);
    }
}
