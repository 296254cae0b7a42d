//! Where questions begin and where the part with all answers begins.
//!
//! Headings tell most of it. Where an answer ends and the next question begins is decided between
//! two answer headings by the break at which the paragraphs above sound most like an answer and
//! those below most like a question: words, width of the lines, blank lines and headings count.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::elements::{Element, Paragraph};
use super::letterhead::Letterhead;
use super::meaning::Meaning;
use super::unheaded::announced_answers;
use super::voice::{Widths, of_words, opens_as_question};

/// Share of the stretches between answer headings with one wide gap from which on the gap is
/// taken for the sign that divides answers from questions.
const MIN_SHARE_WITH_ONE_GAP: f64 = 0.75;

/// Where the part that holds only answers begins, if there is one.
///
/// It begins at its heading, at a letter of the government behind the questions, or at the first
/// heading that says to whom it answers; no single answer is headed behind it, unless the answers
/// are numbered as the questions above were.
pub(super) fn answer_part(elements: &[Element]) -> Option<usize> {
    let all = |test: fn(&Meaning) -> bool| -> Vec<usize> {
        (0..elements.len())
            .filter(|&i| elements[i].meaning().is_some_and(test))
            .collect()
    };
    let parts = all(|m| *m == Meaning::AnswerPart);
    let answers = all(|m| *m == Meaning::Answer);
    let numbers = all(|m| *m == Meaning::Number);
    let sections = all(|m| matches!(m, Meaning::Parties(_) | Meaning::Persons(_)));
    let to_parties = all(|m| matches!(m, Meaning::AnswerTo(_)));
    let is_behind = |list: &[usize], start: usize| list.last().is_some_and(|&last| last > start);
    let is_before = |list: &[usize], start: usize| list.first().is_some_and(|&i| i < start);
    // Where several parts of answers hold text, each stands below the questions of a section.
    let holds_text = |i: &&usize| matches!(elements.get(**i + 1), Some(Element::Paragraph(_)));
    if parts.iter().filter(holds_text).count() > 1 {
        return None;
    }
    if let [.., start] = parts[..] {
        let are_numbered = is_before(&numbers, start) && !is_behind(&numbers, start);
        if !is_behind(&answers, start) || are_numbered {
            return Some(start);
        }
    }
    if let [start] = answers[..]
        && sections_return(elements, start)
    {
        return Some(start);
    }
    if let Some(&start) = to_parties.first()
        && is_before(&sections, start)
        && !is_behind(&sections, start)
        && !is_behind(&answers, start)
    {
        return Some(start);
    }
    let letter = elements.iter().rposition(|element| {
        matches!(
            element,
            Element::Frame {
                letterhead: Letterhead::GovernmentLetter,
                ..
            }
        )
    })?;
    let is_after_questions = is_before(&sections, letter) || is_before(&numbers, letter);
    (is_after_questions && !is_behind(&answers, letter) && sections_return(elements, letter))
        .then_some(letter)
}

/// Whether a party whose section stands above `start` has one below as well.
fn sections_return(elements: &[Element], start: usize) -> bool {
    let parties = |element: &Element| match element.meaning() {
        Some(Meaning::Parties(parties)) if !parties.is_empty() => Some(parties.clone()),
        _ => None,
    };
    let (above, below) = elements.split_at(start);
    let above: BTreeSet<Vec<String>> = above.iter().filter_map(parties).collect();
    below.iter().filter_map(parties).any(|p| above.contains(&p))
}

/// The elements at which questions begin that no heading of a section or number opens; behind
/// `end` there are only answers.
pub(super) fn question_starts(elements: &[Element], end: Option<usize>) -> BTreeSet<usize> {
    let answers: Vec<usize> = (0..end.unwrap_or(elements.len()))
        .filter(|&i| is_answer(&elements[i]))
        .collect();
    let stretches: Vec<Range<usize>> = answers
        .windows(2)
        .map(|pair| pair[0] + 1..pair[1])
        .filter(|between| !elements[between.clone()].iter().any(opens_a_question))
        .collect();
    let signs = Signs::of(elements, &answers, &stretches);
    stretches
        .iter()
        .filter_map(|between| signs.question_start(elements, between))
        .collect()
}

/// The paragraphs behind the last question of a stretch between headings that no answer heading
/// follows, in a paper that heads its answers one by one, or whose headings announce answers that
/// have none: they may be an answer without a heading.
pub(super) fn statements_behind_questions(
    elements: &[Element],
    end: Option<usize>,
) -> BTreeSet<usize> {
    let mut statements = BTreeSet::new();
    if end.is_some() {
        return statements;
    }
    if !elements.iter().any(is_answer) {
        return announced_answers(elements);
    }
    let mut start = 0;
    for end in 0..elements.len() {
        let next = elements.get(end + 1);
        let is_last = opens_or_answers(&elements[end]) || next.is_none_or(is_numbered_question);
        if is_last {
            let is_answered = is_answer(&elements[end]);
            if !is_answered {
                statements.extend(behind_last_question(elements, start..end + 1));
            }
            start = end + 1;
        }
    }
    statements
}

/// The numbered questions that the part with all answers, from `start` on, repeats in front of its
/// answers: each ends with a question mark, and a statement follows the last of them.
pub(super) fn repeated_questions(elements: &[Element], start: Option<usize>) -> BTreeSet<usize> {
    let mut repeated = BTreeSet::new();
    let Some(start) = start else {
        return repeated;
    };
    let mut is_answered = false;
    for (i, element) in elements.iter().enumerate().skip(start).rev() {
        is_answered = match element {
            Element::Paragraph(paragraph) if paragraph.text.trim_end().ends_with('?') => {
                let is_repeated = is_answered && is_numbered_question(element);
                if is_repeated {
                    repeated.insert(i);
                }
                is_repeated
            }
            Element::Paragraph(_) => true,
            Element::Heading { meaning, .. } => is_answered && *meaning == Meaning::Answer,
            Element::Frame { .. } => false,
            Element::Dropped { .. } => is_answered,
        };
    }
    repeated
}

/// The paragraphs behind the last one that asks, where that one ends with a question mark.
fn behind_last_question(elements: &[Element], stretch: Range<usize>) -> Vec<usize> {
    let texts: Vec<(usize, &str)> = stretch
        .filter_map(|i| match &elements[i] {
            Element::Paragraph(paragraph) => Some((i, paragraph.text.as_str())),
            _ => None,
        })
        .collect();
    let asks = |text: &str| text.contains('?') || opens_as_question(text);
    match texts.iter().rposition(|(_, text)| asks(text)) {
        Some(last) if texts[last].1.ends_with('?') => {
            texts.iter().skip(last + 1).map(|(i, _)| *i).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a paragraph is a question behind its number: `2. Klopt dat?`.
fn is_numbered_question(element: &Element) -> bool {
    match element {
        Element::Paragraph(paragraph) => {
            let number = paragraph.text.split(['.', ')']).next().unwrap_or("");
            (1..=3).contains(&number.len())
                && number.bytes().all(|b| b.is_ascii_digit())
                && paragraph.text.contains('?')
        }
        _ => false,
    }
}

fn opens_or_answers(element: &Element) -> bool {
    is_answer(element) || opens_a_question(element)
}

fn is_answer(element: &Element) -> bool {
    matches!(
        element.meaning(),
        Some(Meaning::Answer | Meaning::AnswerTo(_) | Meaning::Initiators)
    )
}

fn opens_a_question(element: &Element) -> bool {
    match element {
        Element::Heading { meaning, .. } => {
            matches!(
                meaning,
                Meaning::Parties(_) | Meaning::Persons(_) | Meaning::Number | Meaning::Agenda
            )
        }
        Element::Frame { .. } => true,
        Element::Paragraph(_) | Element::Dropped { .. } => false,
    }
}

/// What in the layout of a document tells questions from answers.
#[derive(Debug)]
struct Signs {
    widths: Option<Widths>,
    /// Blank lines between most paragraphs.
    usual_gap: usize,
    /// What a wider gap counts for.
    gap_bonus: f64,
}

impl Signs {
    fn of(elements: &[Element], answers: &[usize], stretches: &[Range<usize>]) -> Self {
        let mut signs = Self {
            widths: widths(elements, answers),
            usual_gap: usual_gap(elements),
            gap_bonus: 2.0,
        };
        let several: Vec<_> = stretches.iter().filter(|range| range.len() > 1).collect();
        let n_with_one_gap = several
            .iter()
            .filter(|range| {
                let behind_first = &elements[range.start + 1..range.end];
                behind_first.iter().filter(|e| signs.has_gap(e)).count() == 1
            })
            .count();
        if several.len() > 1
            && n_with_one_gap as f64 >= MIN_SHARE_WITH_ONE_GAP * several.len() as f64
        {
            signs.gap_bonus = 6.0;
        }
        signs
    }

    fn has_gap(&self, element: &Element) -> bool {
        match element {
            Element::Paragraph(paragraph) => paragraph
                .blank_before
                .is_some_and(|blank| blank > self.usual_gap),
            _ => false,
        }
    }

    /// The element of `between` at which the question begins: the best break.
    fn question_start(&self, elements: &[Element], between: &Range<usize>) -> Option<usize> {
        let score = |element: &Element| match element {
            Element::Paragraph(paragraph) => {
                of_words(&paragraph.text)
                    + self.widths.map_or(0.0, |widths| widths.score(paragraph))
            }
            _ => 0.0,
        };
        // All breaks have the first element above them and the last one below.
        let is_inside = |i: usize| between.len() == 1 || i > between.start && i + 1 < between.end;
        let scores: Vec<f64> = between
            .clone()
            .map(|i| {
                if is_inside(i) {
                    score(&elements[i])
                } else {
                    0.0
                }
            })
            .collect();
        let total: f64 = scores.iter().sum();
        let mut above = 0.0;
        let mut best: Option<(f64, usize)> = None;
        for (i, score) in between.clone().zip(scores) {
            let is_first = i == between.start;
            let value = total - 2.0 * above + self.break_bonus(&elements[i]);
            if (!is_first || between.len() == 1 && total > 0.0)
                && best.is_none_or(|(top, _)| value > top)
            {
                best = Some((value, i));
            }
            above += score;
        }
        best.map(|(_, i)| i)
    }

    /// What speaks for a break in front of an element.
    fn break_bonus(&self, element: &Element) -> f64 {
        match element {
            Element::Heading { .. } => 4.0,
            Element::Paragraph(paragraph) => {
                let gap = if self.has_gap(element) {
                    self.gap_bonus
                } else {
                    0.0
                };
                let opening = if opens_as_question(&paragraph.text) {
                    2.0
                } else {
                    0.0
                };
                gap + opening
            }
            Element::Frame { .. } | Element::Dropped { .. } => 0.0,
        }
    }
}

/// The number of blank lines that stands most often between paragraphs.
fn usual_gap(elements: &[Element]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for element in elements {
        if let Element::Paragraph(Paragraph {
            blank_before: Some(blank),
            ..
        }) = element
        {
            *counts.entry(*blank).or_default() += 1;
        }
    }
    let most = counts.iter().max_by_key(|(blank, n)| (**n, **blank));
    most.map_or(1, |(blank, _)| *blank)
}

/// Widths of the paragraphs right below answer headings and right above them.
fn widths(elements: &[Element], answers: &[usize]) -> Option<Widths> {
    let width = |i: usize| match elements.get(i) {
        Some(Element::Paragraph(paragraph)) if paragraph.n_lines > 2 => Some(paragraph.width),
        _ => None,
    };
    let above: Vec<usize> = answers
        .iter()
        .filter_map(|&i| width(i.checked_sub(1)?))
        .collect();
    let below: Vec<usize> = answers.iter().filter_map(|&i| width(i + 1)).collect();
    Widths::of(&above, &below)
}
