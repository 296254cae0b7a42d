//! Who asks and who answers, by the heading of written questions.
//!
//! `Vragen van de leden Jansen (VVD) en De Wit (SP) aan de Minister …` names the members that ask,
//! with their groups in brackets; a bracket counts for every name before it that has none
//! (`Jansen en De Wit (beiden SP)`). `Antwoord van Minister Bakker (Defensie)` names who answers.

/// A member that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asker {
    /// The name as printed, words that are glued together taken apart.
    pub(super) name: String,
    /// The group as printed; empty where none stands there.
    pub(super) party: String,
}

/// A member of government that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answerer {
    /// The name as printed; may be empty.
    pub(super) name: String,
    /// The office: `Staatssecretaris van Justitie en Veiligheid`.
    pub(super) function: String,
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
    let found = places
        .iter()
        .map(|&at| names(front.get(at..).unwrap_or("")));
    let mut best: Vec<Asker> = Vec::new();
    for names in found {
        let n_named = |names: &[Asker]| names.iter().filter(|a| !a.party.is_empty()).count();
        if !names.is_empty() && (best.is_empty() || n_named(&names) > n_named(&best)) {
            best = names;
        }
    }
    best
}

fn head_of(front: &str) -> &str {
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
        if name.is_empty() {
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
fn bracket(text: &str) -> Option<(&str, &str)> {
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
fn name_length(text: &str) -> usize {
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
fn taken_apart(name: &str) -> String {
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

/// The members of government that the heading says answer, in its order.
pub(super) fn answerers(front: &str) -> Vec<Answerer> {
    let front = head_of(front);
    let opening = [
        "Antwoord van ",
        "Antwoorden van ",
        "ANTWOORD VAN ",
        "Mededeling van ",
        "Beantwoording van ",
        "Beantwoording door ",
        "Antwoord door ",
    ];
    let place = opening
        .iter()
        .filter_map(|opening| Some(front.rfind(opening)? + opening.len()))
        .max();
    let Some(text) = place.and_then(|at| front.get(at..)) else {
        return Vec::new();
    };
    let text = text.strip_prefix("de ").unwrap_or(text);
    let end = [
        "(ontvangen",
        "mede namens",
        "Zie ook",
        " op vragen",
        " op Kamervragen",
        " op de ",
    ]
    .iter()
    .filter_map(|end| text.find(end))
    .min();
    let text = text.get(..end.unwrap_or(text.len())).unwrap_or("");
    let mut rest = text.trim();
    let mut found: Vec<Answerer> = Vec::new();
    let mut office = "";
    while found.len() < 6 {
        rest = rest.trim_start_matches([' ', ',', '.']);
        rest = rest.strip_prefix("en ").unwrap_or(rest).trim_start();
        rest = rest.strip_prefix("de ").unwrap_or(rest);
        if let Some((name, behind)) = office_at(rest) {
            office = name;
            rest = behind;
        } else if found.is_empty() {
            break;
        }
        let Some((answerer, behind)) = answerer(office, rest, front) else {
            break;
        };
        found.push(answerer);
        rest = behind;
    }
    found
}

/// The office at the start of a text, as a title in front of a name.
fn office_at(text: &str) -> Option<(&'static str, &str)> {
    const OFFICES: [(&str, &str); 6] = [
        ("minister-president", "Minister-President"),
        ("staatssecretarissen", "Staatssecretaris"),
        ("staatssecretaris", "Staatssecretaris"),
        ("staatsecretaris", "Staatssecretaris"),
        ("ministers", "Minister"),
        ("minister", "Minister"),
    ];
    OFFICES.iter().find_map(|(word, office)| {
        let head = text.get(..word.len())?;
        let rest = text.get(word.len()..)?;
        (head.eq_ignore_ascii_case(word) && rest.starts_with(' '))
            .then(|| (*office, rest.trim_start()))
    })
}

/// A name with the department in brackets, or the department alone (`van Defensie`).
fn answerer<'a>(office: &str, text: &'a str, front: &str) -> Option<(Answerer, &'a str)> {
    for preposition in ["van ", "voor "] {
        let Some(department) = text.strip_prefix(preposition) else {
            continue;
        };
        if !department.starts_with(char::is_uppercase) {
            continue;
        }
        let end = department.find(['(', '.', ':']).unwrap_or(department.len());
        let name = department.get(..end)?.trim();
        let function = format!("{office} {preposition}{name}");
        let name = String::new();
        return Some((Answerer { name, function }, ""));
    }
    let length = name_length(text);
    let name = text.get(..length)?.trim();
    if name.is_empty() {
        return None;
    }
    let behind = text.get(length..)?.trim_start();
    let (department, behind) = bracket(behind).unwrap_or(("", behind));
    let department: Vec<&str> = department.split_whitespace().collect();
    let department = department.join(" ");
    let of = |preposition: &str| format!("{office} {preposition} {department}");
    let function = match department.as_str() {
        "" => office.to_owned(),
        _ if front.to_lowercase().contains(&of("voor").to_lowercase()) => of("voor"),
        _ => of("van"),
    };
    let name = taken_apart(name);
    Some((Answerer { name, function }, behind))
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
        ] {
            assert_eq!(asked(front), pairs(&expected), "{front}");
        }
    }

    #[test]
    fn the_heading_with_more_groups_wins() {
        let front = "Onderwerp: Vragen van het lid Zon over de opvang. Vragen van het lid Zon (PVV) aan de Minister";
        assert_eq!(asked(front), pairs(&[("Zon", "PVV")]));
    }

    #[test]
    fn who_answers_has_a_name_and_an_office() {
        let of = |front: &str| -> Vec<(String, String)> {
            let found = answerers(front).into_iter();
            found.map(|a| (a.name, a.function)).collect()
        };
        for (front, expected) in [
            (
                "Antwoord van Staatssecretaris Zon (Justitie en Veiligheid) (ontvangen 14 november 2024).",
                vec![("Zon", "Staatssecretaris van Justitie en Veiligheid")],
            ),
            (
                "aan de Minister voor Klimaat en Energie over gas. Antwoord van minister Zon (Klimaat en Energie), mede namens de Minister van Defensie (ontvangen",
                vec![("Zon", "Minister voor Klimaat en Energie")],
            ),
            (
                "Antwoord van Minister Van der Zon (Defensie) en Staatssecretaris Maan (Financiën) (ontvangen 1 mei 2023)",
                vec![
                    ("Van der Zon", "Minister van Defensie"),
                    ("Maan", "Staatssecretaris van Financiën"),
                ],
            ),
            (
                "Antwoord van de Minister van Defensie (ontvangen 1 mei 2013)",
                vec![("", "Minister van Defensie")],
            ),
            ("Antwoord van het kabinet", vec![]),
        ] {
            assert_eq!(of(front), pairs(&expected), "{front}");
        }
    }
}
