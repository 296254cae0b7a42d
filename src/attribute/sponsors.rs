//! Who makes a motion, an amendment or a question: names as printed, and their parties.
//!
//! A party in brackets behind a name is the party; else the member register tells it by name, date
//! and chamber. A name that several members bear stays unknown, with that reason.

use std::sync::LazyLock;

use regex::Regex;

use super::Registers;
use crate::corpus::{PartialDate, PartyId, Unresolved, fold_name, is_particle, one_line, pattern};

/// What stands before the names: *Vragen van de leden*, *MOTIE VAN HET LID*, *de heer*.
static BEFORE_NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^.*?(?-u:\b)(?:motie|amendement|subamendement|vragen|vraag|initiatiefnota|brief)\s+van\s+",
        r"(?:(?:het|de|oud-)\s*)?(?:kamer)?(?:lid|leden)?\s*",
        r"|^.*?(?-u:\b)(?:door|van)\s+(?:het|de)\s+(?:kamer)?(?:lid|leden)\s+",
        r"|^(?:(?:het|de)\s+)?(?:kamer)?(?:lid|leden)\s+",
        r"|^(?:de\s+)?(?:heer|heren|mevrouw|mevr\.|dhr\.|dames)\s+",
    ))
});

/// What ends the names: what is asked, of whom, when.
static BEHIND_NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\s+(?:aan\s+(?:de|het)|over|inzake|betreffende|ter\s+vervanging|naar\s+aanleiding",
        r"|stelt|stellen|heeft|hebben|tot\s+wijziging|strekkende|met\s+betrekking|dat\s+luidt",
        r"|(?:voor)?gesteld|ontvangen|\(?ingezonden|voorgesteld|t\.v\.v\.)(?-u:\b)",
        r"|,\s*(?:\(?ingezonden|ontvangen|voorgesteld|gedrukt)(?-u:\b)",
        r"|[.:;]\s+(?:zij|ze|deze|naar|nr|over|de\s+kamer)(?-u:\b)|\s+[-–—]\s+",
    ))
});

/// *c.s.*: others sign as well.
static AND_OTHERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)[\s,]+(?:c\.\s?s\.?|cum suis|e\.a\.)(?:[\s,.;)]|$)"));

/// *heer* and *mevrouw* inside a list of names, and the words that bind it.
static TITLE_OF_PERSON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:en\s+)?(?:(?:van\s+)?(?:het|de)\s+(?:kamer)?(?:lid|leden)\s+|(?:de\s+)?(?:heer|mevrouw|mevr\.|dhr\.)\s+)",
    )
});

/// A name as printed, and the text in brackets that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSponsor {
    /// The name: `Van Nispen`.
    pub name: String,
    /// What stands in brackets behind it, without words such as *beiden*: `SP`.
    pub party: Option<String>,
}

/// The names that a text lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrintedSponsors {
    /// The names in their order.
    pub names: Vec<PrintedSponsor>,
    /// Whether *c.s.* says that there are others.
    pub has_others: bool,
}

/// Where the party of a sponsor comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartySource {
    /// It stands in brackets behind the name.
    Brackets,
    /// The member register has it.
    Register,
}

/// Who makes a motion, an amendment or a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sponsor {
    /// The name as printed.
    pub name: String,
    /// The party and where it comes from, or in a few words why it is unknown: `namesakes`,
    /// `not in the register`, `not a member at that date`, `party unclear at that date`,
    /// `party in brackets not in the register`.
    pub party: Result<(PartyId, PartySource), &'static str>,
}

impl Sponsor {
    /// The party, if known.
    pub fn party_id(&self) -> Option<&PartyId> {
        self.party.as_ref().ok().map(|(id, _)| id)
    }
}

/// The registers, date and chamber by which names become parties.
#[derive(Debug, Clone, Copy)]
pub struct NameContext<'a> {
    /// Parties and members.
    pub registers: Registers<'a>,
    /// The date of the paper.
    pub date: Option<PartialDate>,
    /// The chamber of the paper; empty where unknown.
    pub chamber: &'a str,
}

/// Splits the names that a title, a signature or an announcement lists.
///
/// `(beiden …)` and `(allen …)` count for the names before them that have no brackets of their own
/// (two of them, or all); other brackets count for the one name before them.
///
/// ```
/// use standpunt::attribute::split_names;
/// let read = split_names("Vragen van de leden Kröger en Gabriëls (beiden GroenLinks-PvdA) aan de Minister");
/// let names: Vec<_> = read.names.iter().map(|n| (n.name.as_str(), n.party.as_deref())).collect();
/// assert_eq!(names, [("Kröger", Some("GroenLinks-PvdA")), ("Gabriëls", Some("GroenLinks-PvdA"))]);
/// ```
pub fn split_names(text: &str) -> PrintedSponsors {
    let joined = one_line(text);
    let mut names = joined.as_str();
    if let Some(found) = BEFORE_NAMES.as_ref().and_then(|regex| regex.find(names)) {
        names = names.get(found.end()..).unwrap_or("");
    }
    let mut has_others = false;
    if let Some(found) = AND_OTHERS.as_ref().and_then(|regex| regex.find(names)) {
        has_others = true;
        names = names.get(..found.start()).unwrap_or("");
    }
    if let Some(found) = BEHIND_NAMES.as_ref().and_then(|regex| regex.find(names)) {
        names = names.get(..found.start()).unwrap_or("");
    }
    PrintedSponsors {
        names: read_list(names),
        has_others,
    }
}

/// Names divided by commas, semicolons, slashes and *en*, with brackets between them.
fn read_list(text: &str) -> Vec<PrintedSponsor> {
    let mut list: Vec<PrintedSponsor> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (names, inside, behind) = match rest.split_once(['(', '[']) {
            Some((names, after)) => {
                let (inside, behind) = after.split_once([')', ']']).unwrap_or((after, ""));
                (names, Some(inside), behind)
            }
            None => (rest, None, ""),
        };
        let names = names.replace([';', '/', '&'], ",").replace(" EN ", ",");
        for name in names.replace(" en ", ",").split(',') {
            if let Some(name) = clean_name(name) {
                list.push(PrintedSponsor { name, party: None });
            }
        }
        if let Some(inside) = inside {
            give_party(&mut list, inside.trim());
        }
        rest = behind;
    }
    list
}

/// The name without titles and stray signs; `None` where nothing is left that could be a name.
fn clean_name(text: &str) -> Option<String> {
    let mut name = text.trim();
    name = name.strip_prefix("en ").unwrap_or(name);
    while let Some(found) = TITLE_OF_PERSON.as_ref().and_then(|regex| regex.find(name)) {
        name = name.get(found.end()..).unwrap_or("");
    }
    let name = name.trim_matches(|c: char| c.is_whitespace() || ".,:*†".contains(c));
    name.chars()
        .any(char::is_alphabetic)
        .then(|| name.to_owned())
}

fn give_party(list: &mut [PrintedSponsor], inside: &str) {
    let (n_names, party) = if let Some(party) = without_word(inside, &["beiden", "beide"]) {
        (2, party)
    } else if let Some(party) = without_word(inside, &["allen", "alle", "allemaal"]) {
        (usize::MAX, party)
    } else {
        (1, inside)
    };
    for sponsor in list
        .iter_mut()
        .rev()
        .take_while(|sponsor| sponsor.party.is_none())
        .take(n_names)
    {
        sponsor.party = Some(party.to_owned());
    }
}

/// What follows one of the words at the start of `text`.
fn without_word<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let (first, rest) = text.split_once(' ')?;
    words
        .iter()
        .any(|word| first.eq_ignore_ascii_case(word))
        .then(|| rest.trim())
}

/// The sponsor with the party that brackets or the member register give.
pub fn resolve_sponsor(printed: &PrintedSponsor, context: &NameContext<'_>) -> Sponsor {
    let in_brackets = printed
        .party
        .as_deref()
        .map(|label| context.registers.parties.resolve(label, context.date));
    let by_register = || {
        context
            .registers
            .members
            .find(&printed.name, context.date, context.chamber)
            .map(|member| (member.party_id.clone(), PartySource::Register))
            .map_err(|error| error.reason())
    };
    let party = match in_brackets {
        Some(Ok(id)) => Ok((id.clone(), PartySource::Brackets)),
        Some(Err(Unresolved::NotFound { .. })) => {
            by_register().map_err(|_| "party in brackets not in the register")
        }
        Some(Err(_)) | None => by_register(),
    };
    Sponsor {
        name: printed.name.clone(),
        party,
    }
}

/// The names of a signature line; a line with several names and no comma between them (*Koekkoek
/// Ceder*) is divided where the register and the names of the title allow one division only.
pub(super) fn split_signature(
    line: &str,
    title: &[PrintedSponsor],
    context: &NameContext<'_>,
) -> PrintedSponsors {
    let mut read = split_names(line);
    let in_title = |name: &str| title.iter().any(|t| fold_name(&t.name) == fold_name(name));
    let is_known =
        |name: &str| in_title(name) || context.registers.members.knows(name, context.chamber);
    let names = read.names.iter().flat_map(|sponsor| {
        let words: Vec<&str> = sponsor.name.split(' ').collect();
        if words.len() < 2 || is_known(&sponsor.name) {
            return vec![sponsor.clone()];
        }
        let mut divisions = Vec::new();
        divide(&words, &is_known, &mut Vec::new(), &mut divisions);
        match divisions.as_slice() {
            [names] => {
                let last = names.len().saturating_sub(1);
                let with_party = |(i, name): (usize, &String)| PrintedSponsor {
                    name: name.clone(),
                    party: sponsor.party.clone().filter(|_| i == last),
                };
                names.iter().enumerate().map(with_party).collect()
            }
            _ => vec![sponsor.clone()],
        }
    });
    read.names = names.collect();
    read
}

/// All ways to divide `words` into known names; stops looking after the second.
fn divide(
    words: &[&str],
    is_known: &impl Fn(&str) -> bool,
    so_far: &mut Vec<String>,
    divisions: &mut Vec<Vec<String>>,
) {
    if words.is_empty() {
        divisions.push(so_far.clone());
        return;
    }
    for n_words in 1..=words.len() {
        let (name, rest) = words.split_at(n_words);
        let name = name.join(" ");
        if divisions.len() < 2 && is_known(&name) {
            so_far.push(name);
            divide(rest, is_known, so_far, divisions);
            so_far.pop();
        }
    }
}

/// Whether two printed names may be the same person's: the same, or one has a first name or
/// initials before the other. *Dijk* is not the same as *Van Dijk*.
pub(super) fn is_same_name(a: &str, b: &str) -> bool {
    let (a, b) = (fold_name(a), fold_name(b));
    let is_longer = |long: &str, short: &str| {
        long.strip_suffix(short)
            .and_then(|before| before.strip_suffix(' '))
            .and_then(|before| before.split(' ').next_back())
            .is_some_and(|word| !short.is_empty() && !is_particle(word))
    };
    a == b || is_longer(&a, &b) || is_longer(&b, &a)
}

#[cfg(test)]
#[path = "sponsors_tests.rs"]
mod tests;
