//! Whether a paragraph sounds like a question of a party or like an answer of the cabinet.
//!
//! Between two answers lies a question, but often nothing marks where it begins: an answer may
//! cite the question ("De leden van de X-fractie geven aan dat …") and a question may follow an
//! answer after a single blank line. The scores here are weighed against each other in
//! [`super::exchange`]; positive is question, negative is answer.

use std::sync::LazyLock;

use regex::Regex;

use super::elements::Paragraph;
use super::near_words::NearWords;
use super::nearby::Nearby;
use crate::corpus::pattern;

static MEMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(De leden van|Het lid van|De fractie van|Deze leden|Dit lid|(Genoemde|Voornoemde) leden",
        r"|(Verder|Daarnaast|Voorts|Ook|Tot slot|Ten slotte|Tevens) (vragen|lezen|stellen|blijven|willen|verzoeken)",
        r"|Zij vragen|Kan de (minister|staatssecretaris)|Kunt u|Deelt (u|de))(?-u:\b)"
    ))
});

static ADDRESSED: LazyLock<NearWords> = LazyLock::new(|| {
    let asking = [
        "kan", "kunt", "is", "deelt", "acht", "hoe", "wat", "welke", "waarom", "gaat", "wil",
        "erkent", "ziet", "heeft", "vragen", "bereid", "steunt",
    ];
    let asked = [
        "de staatssecretaris",
        "de minister",
        "de regering",
        "de bewindspersoon",
        "u",
        "hij",
        "zij",
    ];
    NearWords::new(&asking, 40, asked)
});

static MEMBERS_ASK: LazyLock<Option<Nearby>> = LazyLock::new(|| {
    let asking = Nearby::new(
        r"(?i)(?-u:\b)(deze leden|dit lid|leden van de [^.]{0,40}fracties?)(?-u:\b)",
        60,
        r"(?i)(?-u:\b)(vragen|lezen|horen|verzoeken|willen|constateren|vinden|hebben|zouden|roepen|stellen|ontvangen|sluiten)(?-u:\b)",
    );
    let asking = asking?.or(concat!(
        r"(?i)(?-u:\b)(vragen|lezen|vinden|willen|zouden) (zij|deze leden|de leden)(?-u:\b)",
        r"|graag een reactie"
    ));
    asking?.with_one_of(&["leden", "dit lid", "en zij", "graag een reactie"])
});

static CABINET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)([Hh]et kabinet|[Uu]w Kamer|[Uu]w leden|ik|mijn|mij)(?-u:\b)|verwijs(t|en)? (ik|het kabinet|u|zij|uw)(?-u:\b)",
    )
});

static REPORTS_MEMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(Zoals )?[Dd]e [Ll]eden van de [^.]{1,60}?(fractie|fracties)? ?(geven (terecht )?aan|refereren|verwijzen",
        r"|merken (terecht )?op|vragen (het kabinet|mij|naar)|wijzen)(?-u:\b)"
    ))
});

static CABINET_ANSWERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?-u:\b)(naar (de mening|het oordeel) van het kabinet|kan ik (uw Kamer )?(melden|mededelen|aangeven|antwoorden)",
        r"|antwoord ik|ben ik van mening|in antwoord op uw vra)|^(Ten aanzien van de vra|Op de vra|Met betrekking tot de vra)"
    ))
});

fn count(regex: &LazyLock<Option<Regex>>, text: &str) -> u32 {
    regex.as_ref().map_or(0, |regex| {
        u32::try_from(regex.find_iter(text).take(3).count()).unwrap_or(3)
    })
}

/// Counts up to two.
fn count_nearby(words: &LazyLock<Option<Nearby>>, text: &str) -> u32 {
    words.as_ref().map_or(0, |words| words.count(text, 2))
}

/// Whether a paragraph opens as a party's paragraphs do.
pub(super) fn opens_as_question(text: &str) -> bool {
    // Every opening begins with one of these letters.
    text.starts_with(['D', 'H', 'G', 'V', 'O', 'T', 'Z', 'K'])
        && count(&MEMBERS, text) > 0
        && count(&REPORTS_MEMBERS, text) == 0
}

/// How much a paragraph sounds like a question, by its words. Roughly -6 to 6.
pub(super) fn of_words(text: &str) -> f64 {
    let questions = u32::try_from(text.matches('?').take(3).count()).unwrap_or(3);
    let mut score = if questions == 0 {
        -1.0
    } else {
        1.5 + 0.5 * f64::from(questions)
    };
    score += f64::from(ADDRESSED.count(text, 2)) * 0.75;
    score += f64::from(count_nearby(&MEMBERS_ASK, text)) * 1.0;
    score -= f64::from(count(&CABINET, text)) * 0.75;
    score -= f64::from(count(&CABINET_ANSWERS, text)) * 1.5;
    score -= f64::from(count(&REPORTS_MEMBERS, text).min(1)) * 2.0;
    score
}

/// Whether a paragraph, taken alone, is surely the cabinet's.
pub(super) fn sounds_like_answer(text: &str) -> bool {
    (says_ik(text) || count(&CABINET, text) > 0)
        && !opens_as_question(text)
        && of_words(text) <= -1.0
}

static FIRST_PERSON: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?-u:\b)(?:[Ii]k|mij|mijn)(?-u:\b)|^(?:Ja|Nee)(?:[,.]|$)"));

/// Whether a paragraph that asks nothing speaks in the first person, as members never do, or
/// answers yes or no.
pub(super) fn says_i(text: &str) -> bool {
    !text.contains('?') && count(&FIRST_PERSON, text) > 0
}

/// Whether a sentence of a paragraph begins as only the cabinet's do.
fn says_ik(text: &str) -> bool {
    text.starts_with("De regering ")
        || text.match_indices("Ik ").any(|(at, _)| {
            text.get(..at)
                .is_some_and(|b| b.is_empty() || b.ends_with(". "))
        })
}

/// Whether a paragraph, taken alone, is surely a party's.
pub(super) fn sounds_like_question(text: &str) -> bool {
    opens_as_question(text) || of_words(text) >= 1.0
}

/// Widths of lines, where a document sets questions and answers differently.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Widths {
    middle: f64,
    questions_are_wider: bool,
}

/// How many characters the two must differ.
const MIN_DIFFERENCE: f64 = 6.0;

/// Share of the paragraphs that must lie on their own side of the middle.
const MIN_SHARE_APART: f64 = 0.8;

/// Paragraphs of each sort needed to tell.
const MIN_PARAGRAPHS: usize = 4;

impl Widths {
    /// The widths of paragraphs that are surely questions and surely answers, if they differ.
    pub(super) fn of(questions: &[usize], answers: &[usize]) -> Option<Self> {
        if questions.len().min(answers.len()) < MIN_PARAGRAPHS {
            return None;
        }
        let (question, answer) = (median(questions), median(answers));
        let middle = f64::midpoint(question, answer);
        let questions_are_wider = question > answer;
        let apart = |widths: &[usize], wide: bool| {
            let n = widths
                .iter()
                .filter(|&&w| (w as f64 > middle) == wide)
                .count();
            n as f64 >= MIN_SHARE_APART * widths.len() as f64
        };
        let differ = (question - answer).abs() >= MIN_DIFFERENCE;
        (differ && apart(questions, questions_are_wider) && apart(answers, !questions_are_wider))
            .then_some(Self {
                middle,
                questions_are_wider,
            })
    }

    /// How much the width of a paragraph speaks for a question. A line that is too wide for the
    /// narrower sort tells more than lines that are narrow, which a short paragraph may be.
    pub(super) fn score(self, paragraph: &Paragraph) -> f64 {
        let is_wide = paragraph.width as f64 > self.middle;
        let sign = if is_wide == self.questions_are_wider {
            1.0
        } else {
            -1.0
        };
        match (is_wide, paragraph.n_lines) {
            (true, _) => 5.0 * sign,
            (false, n) if n > 2 => 4.0 * sign,
            (false, _) => 0.0,
        }
    }
}

fn median(values: &[usize]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).map_or(0.0, |&v| v as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pressing_question_sounds_like_one() {
        assert!(
            of_words(
                "Deelt de staatssecretaris de mening dat er geen sprake kan zijn van meer solidariteit?"
            ) > 1.0
        );
        assert!(
            of_words(
                "De leden van de SP-fractie vragen de staatssecretaris om een reactie. Kan hij dit toelichten?"
            ) > 2.0
        );
    }

    #[test]
    fn an_answer_that_cites_the_question_sounds_like_an_answer() {
        let text = "De leden van de VVD-fractie geven aan dat derdelanders geen risico lopen. In wezen verwijzen zij naar veilige derde landen.";
        assert!(of_words(text) < 0.0);
        assert!(!opens_as_question(text));
    }

    #[test]
    fn widths_tell_only_where_they_differ() {
        assert!(Widths::of(&[100, 99, 101, 98], &[88, 89, 87, 90]).is_some());
        assert!(Widths::of(&[80, 79, 81, 80], &[80, 79, 78, 81]).is_none());
        assert!(Widths::of(&[100, 99], &[88, 89]).is_none());
    }
}
