//! Who asks, by the heading of written questions.
//!
//! `Vragen van de leden Jansen (VVD) en De Wit (SP) aan de Minister …` names the members that ask,
//! with their groups in brackets; a bracket counts for every name before it that has none
//! (`Jansen en De Wit (beiden SP)`).

/// A member that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asker {
    /// The name as printed, words that are glued together taken apart.
    pub(super) name: String,
    /// The group as printed; empty where none stands there.
    pub(super) party: String,
}

/// What stands in front of the names.
const OPENINGS: [&str; 11] = [
    "vragen van de leden ",
    "vragen van het lid ",
    "vragen van lid ",
    "vragen van leden ",
    "vragen van de kamerleden ",
    "vragen van het kamerlid ",
    "vragen van kamerlid ",
    "vragen gesteld door de leden ",
    "vragen gesteld door het lid ",
    "vragen leden ",
    "vragen lid ",
];

/// What may stand in front of a name behind the first.
const BEFORE_NAMES: [&str; 8] = [
    "en ",
    "alsmede ",
    "van de leden ",
    "van het lid ",
    "de leden ",
    "het lid ",
    "lid ",
    "leden ",
];

/// Particles of surnames.
const PARTICLES: [&str; 14] = [
    "van", "der", "den", "de", "het", "’t", "'t", "ten", "ter", "te", "el", "al", "von", "le",
];

/// How far into a document its heading is looked for, in bytes.
const MAX_HEADING: usize = 12_000;

/// The members that the heading of written questions names; empty where it names none.
pub(super) fn askers(front: &str) -> Vec<Asker> {
    let front = head_of(front);
    let lower = front.to_lowercase();
    // Lower case may be longer or shorter in bytes; the heading is then read from the text as is.
    let haystack = if lower.len() == front.len() {
        lower.as_str()
    } else {
        front
    };
    let mut places: Vec<usize> = OPENINGS
        .iter()
        .flat_map(|opening| {
            haystack
                .match_indices(opening)
                .map(|(at, found)| at + found.len())
        })
        .collect();
    places.sort_unstable();
    let mut best: Vec<Asker> = Vec::new();
    let mut addressed = usize::MAX;
    for &at in &places {
        // Behind the addressee stands what the questions are about, others' questions among it.
        if at > addressed {
            break;
        }
        let names = names(front.get(at..).unwrap_or(""));
        if !names.is_empty() && addressed == usize::MAX {
            let rest = haystack.get(at..).unwrap_or("");
            addressed = rest.find(" aan de ").map_or(usize::MAX, |to| at + to);
        }
        let n_named = |names: &[Asker]| names.iter().filter(|a| !a.party.is_empty()).count();
        if !names.is_empty() && (best.is_empty() || n_named(&names) > n_named(&best)) {
            best = names;
        }
    }
    if best.is_empty() {
        best = groups(front);
    }
    best
}

/// The groups that ask as such: `Vragen van de fracties van D66 en Volt aan de Minister`, `vragen
/// van de SP-fractie over …`.
fn groups(front: &str) -> Vec<Asker> {
    let opening = [
        "ragen van de fractie van ",
        "ragen van de fracties van ",
        "ragen van de ",
    ]
    .iter()
    .find_map(|words| Some((words, front.split_once(words)?.1)));
    let Some((words, behind)) = opening else {
        return Vec::new();
    };
    let end = [" aan ", " over ", " inzake ", "(", ".", "\n\n"]
        .iter()
        .filter_map(|end| behind.find(end))
        .min();
    let named = behind.get(..end.unwrap_or(behind.len())).unwrap_or("");
    let is_group = |name: &str| {
        name.starts_with(char::is_uppercase) && (words.len() > 14 || name.ends_with("-fractie"))
    };
    let groups: Vec<&str> = named
        .split([','])
        .flat_map(|part| part.split(" en "))
        .map(|name| {
            name.trim()
                .trim_start_matches("de ")
                .trim_start_matches("het ")
        })
        .collect();
    if named.len() > 120 || !groups.iter().all(|name| is_group(name)) {
        return Vec::new();
    }
    let group = |name: &str| Asker {
        name: String::new(),
        party: name.trim_end_matches("-fractie").to_owned(),
    };
    groups.into_iter().map(group).collect()
}

pub(super) fn head_of(front: &str) -> &str {
    let mut end = MAX_HEADING.min(front.len());
    while !front.is_char_boundary(end) {
        end -= 1;
    }
    front.get(..end).unwrap_or(front)
}

/// The names at the start of a text, up to the first word that belongs to no name.
fn names(text: &str) -> Vec<Asker> {
    let mut askers: Vec<Asker> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        while let Some(behind) = BEFORE_NAMES
            .iter()
            .filter(|word| !askers.is_empty() || **word != "en ")
            .find_map(|word| rest.strip_prefix(word))
            .filter(|behind| !behind.is_empty())
        {
            rest = behind.trim_start();
        }
        if let Some((label, behind)) = bracket(rest) {
            if !is_party_label(label) {
                break;
            }
            let label = without_number_word(label);
            let open = askers.iter().rposition(|asker| !asker.party.is_empty());
            for asker in askers.iter_mut().skip(open.map_or(0, |last| last + 1)) {
                label.clone_into(&mut asker.party);
            }
            rest = behind;
            continue;
        }
        let length = name_length(rest);
        let name = rest.get(..length).unwrap_or("").trim();
        if name.is_empty() || name.to_lowercase().contains("fractie") {
            break;
        }
        askers.push(Asker {
            name: taken_apart(name),
            party: String::new(),
        });
        rest = rest.get(length..).unwrap_or("");
    }
    askers
}

/// The text in brackets at the start of a text and what stands behind it.
pub(super) fn bracket(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('(')?;
    let end = inside.find(')')?;
    Some((inside.get(..end)?.trim(), inside.get(end + 1..)?))
}

/// Whether a text in brackets may name a group: not `ingezonden 3 mei 2024`.
fn is_party_label(label: &str) -> bool {
    let lower = label.to_lowercase();
    label.chars().count() <= 60
        && !lower.starts_with("ingezonden")
        && !lower.starts_with("ontvangen")
}

/// A label without `beiden` or `allen` in front.
fn without_number_word(label: &str) -> &str {
    let words = [
        "beiden ",
        "beide ",
        "allen ",
        "alle drie ",
        "alle vier ",
        "allemaal ",
    ];
    words
        .iter()
        .find_map(|word| label.strip_prefix(word))
        .unwrap_or(label)
        .trim()
}

/// The bytes of a name at the start of a text: words with a capital, and particles in front of
/// them.
pub(super) fn name_length(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let trimmed = rest.trim_start_matches(' ');
        at = text.len() - trimmed.len();
        let length = trimmed
            .find([' ', ',', '(', ':', ';', '«', '“', '"'])
            .unwrap_or(trimmed.len());
        let word = trimmed.get(..length).unwrap_or("");
        let is_initial =
            word.len() <= 6 && word.ends_with('.') && word.starts_with(char::is_uppercase);
        if PARTICLES.contains(&word) {
            at += length;
            continue;
        }
        if !word.starts_with(char::is_uppercase) || word.ends_with('.') && !is_initial {
            let bare = word.trim_end_matches('.');
            if bare.len() < word.len() && bare.starts_with(char::is_uppercase) {
                end = at + bare.len();
            }
            break;
        }
        at += length;
        end = at;
        if !text.get(at..).is_some_and(|rest| rest.starts_with(' ')) {
            break;
        }
    }
    end
}

/// A name whose words are glued together (`SanneJansen`) with a space between them.
pub(super) fn taken_apart(name: &str) -> String {
    let mut mended = String::with_capacity(name.len() + 1);
    for word in name.split_whitespace() {
        if !mended.is_empty() {
            mended.push(' ');
        }
        let mut before: Option<char> = None;
        for (at, c) in word.char_indices() {
            let is_joint = c.is_uppercase() && before.is_some_and(char::is_lowercase);
            let start = word.get(..at).unwrap_or("");
            if is_joint && !matches!(start, "Mc" | "Mac" | "De" | "Le" | "La" | "Van") {
                mended.push(' ');
            }
            mended.push(c);
            before = Some(c);
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(front: &str) -> Vec<(String, String)> {
        let found = askers(front).into_iter();
        found.map(|asker| (asker.name, asker.party)).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        list.iter().map(owned).collect()
    }

    #[test]
    fn headings_name_members_and_groups() {
        for (front, expected) in [
            (
                "Vragen van het lid Zonneveld (SP) aan de Minister van Defensie over de opvang (ingezonden 3 mei 2024).",
                vec![("Zonneveld", "SP")],
            ),
            (
                "546 Vragen van de leden Van der Zon (SP) en El Maan (GroenLinks-PvdA) aan de Staatssecretaris",
                vec![("Van der Zon", "SP"), ("El Maan", "GroenLinks-PvdA")],
            ),
            (
                "Vragen van de leden Zon en De Maan (beiden D66) over «Licht»",
                vec![("Zon", "D66"), ("De Maan", "D66")],
            ),
            (
                "Vragen van de leden Zon, De Maan en Ster-Bakker (allen Nieuw Sociaal Contract) aan",
                vec![
                    ("Zon", "Nieuw Sociaal Contract"),
                    ("De Maan", "Nieuw Sociaal Contract"),
                    ("Ster-Bakker", "Nieuw Sociaal Contract"),
                ],
            ),
            (
                "de vragen van de leden Zon, Maan (GroenLinks-PvdA), Ster (CDA) en van Licht (BBB) over",
                vec![
                    ("Zon", "GroenLinks-PvdA"),
                    ("Maan", "GroenLinks-PvdA"),
                    ("Ster", "CDA"),
                    ("van Licht", "BBB"),
                ],
            ),
            (
                "Vragen van het lid SanneZon (Volt) aan",
                vec![("Sanne Zon", "Volt")],
            ),
            ("Vragen van het lid Zon(VVD)over", vec![("Zon", "VVD")]),
            (
                "Vragen van het lid Zonneveld over de opvang",
                vec![("Zonneveld", "")],
            ),
            ("Vragen van de vaste commissie voor Defensie", vec![]),
            ("Vragen van het kabinet", vec![]),
            (
                "Antwoorden op de vragen van de leden van de VVD-fractie",
                vec![],
            ),
            (
                "Vragen van de fracties van D66 en de Volt aan de Minister",
                vec![("", "D66"), ("", "Volt")],
            ),
            ("Vragen van de SP-fractie over de opvang", vec![("", "SP")]),
            (
                "Antwoorden op Kamervragen van Kamerlid Zon (D66) over",
                vec![("Zon", "D66")],
            ),
        ] {
            assert_eq!(asked(front), pairs(&expected), "{front}");
        }
    }

    #[test]
    fn the_heading_with_more_groups_wins() {
        let front = "Onderwerp: Vragen van het lid Zon over de opvang. Vragen van het lid Zon (PVV) aan de Minister";
        assert_eq!(asked(front), pairs(&[("Zon", "PVV")]));
    }
}
