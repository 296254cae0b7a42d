//! Who answers, by the heading of written questions: `Antwoord van Minister Bakker (Defensie)`.

use super::askers::{bracket, head_of, name_length, taken_apart};

/// A member of government that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answerer {
    /// The name as printed; may be empty.
    pub(super) name: String,
    /// The office: `Staatssecretaris van Justitie en Veiligheid`.
    pub(super) function: String,
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

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        list.iter().map(owned).collect()
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
