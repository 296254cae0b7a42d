//! With what a sentence of parliamentary Dutch can begin.

/// Words that begin sentences and, with a capital, hardly ever are part of a name.
#[rustfmt::skip]
const OPENING_WORDS: [&str; 165] = [
    "Aangezien", "Acht", "Alle", "Alleen", "Als", "Anders", "Andere", "Beide", "Bent", "Bij",
    "Blijft", "Bovendien", "Daar", "Daaraan", "Daarbij", "Daardoor", "Daarin", "Daarmee",
    "Daarna", "Daarnaast", "Daarom", "Daarop", "Daarover", "Daartoe", "Daaruit", "Daarvan",
    "Daarvoor", "Dan", "Dat", "Deelt", "Denkt", "Derhalve", "Deze", "Die", "Dit", "Doordat",
    "Dus", "Echter", "Een", "Eerder", "Eerst", "En", "Er", "Evenmin", "Gaat", "Geen", "Geldt",
    "Gezien", "Graag", "Had", "Hebben", "Hebt", "Heeft", "Helaas", "Het", "Hier", "Hieraan",
    "Hierbij", "Hierdoor", "Hierin", "Hiermee", "Hierna", "Hierom", "Hierop", "Hierover",
    "Hiertoe", "Hieruit", "Hiervan", "Hiervoor", "Hij", "Hoe", "Hoeveel", "Hoewel", "Hun", "Ik",
    "Immers", "Indien", "Inmiddels", "Is", "Ja", "Juist", "Kan", "Klopt", "Kunnen", "Kunt",
    "Later", "Maar", "Mag", "Men", "Met", "Mijn", "Mocht", "Moet", "Moeten", "Mogen",
    "Momenteel", "Na", "Naar", "Naast", "Nadat", "Nee", "Neen", "Niet", "Nog", "Nu", "Of", "Om",
    "Omdat", "Onze", "Ook", "Overigens", "Pas", "Per", "Sinds", "Sindsdien", "Slechts",
    "Sommige", "Tegelijk", "Tevens", "Tijdens", "Toch", "Toen", "Tot", "Tussen", "U",
    "Uiteraard", "Uw", "Vanaf", "Vanuit", "Veel", "Verder", "Vervolgens", "Vindt", "Volgens",
    "Voor", "Voordat", "Voorts", "Waar", "Waarom", "Want", "Wanneer", "Wat", "Wel", "Welk",
    "Welke", "Werd", "Wie", "Wij", "Wil", "Worden", "Wordt", "Zal", "Ze", "Zie", "Zij", "Zijn",
    "Zo", "Zoals", "Zodra", "Zolang", "Zonder", "Zou", "Zowel", "Zulke", "Zullen",
];

/// Words that begin sentences as well as surnames (`De Graaf`, `Op den Kamp`), with the words
/// behind them that speak for the name.
const OPENINGS_OF_NAMES: [(&str, &[&str]); 14] = [
    ("De", &["la", "los", "el", "le"]),
    ("Van", &["de", "den", "der", "het", "t", "la"]),
    ("In", &["t", "den", "der"]),
    ("Op", &["t", "den", "der"]),
    ("Aan", &["t", "den", "der"]),
    ("Uit", &["t", "den", "der"]),
    ("Onder", &["t", "den", "der"]),
    ("Over", &["t", "den", "der"]),
    ("Door", &["t", "den", "der"]),
    ("Tegen", &["t", "den", "der"]),
    ("Binnen", &["t", "den", "der"]),
    ("Buiten", &["t", "den", "der"]),
    ("Ter", &[]),
    ("Ten", &[]),
];

/// Whether a sentence can begin so: with a capital or a digit, also behind opening marks, with an
/// amount (`€ 400`), an elided word (`’s Avonds`), a name written small (`eIDAS`), a bullet or the
/// letter of a list.
pub(super) fn can_begin(rest: &str) -> bool {
    if rest.starts_with(is_bullet) {
        return true;
    }
    let inner = rest.trim_start_matches(|c: char| {
        matches!(
            c,
            '«' | '‹'
                | '“'
                | '‘'
                | '„'
                | '‚'
                | '"'
                | '\''
                | '('
                | '['
                | '–'
                | '—'
                | '-'
                | ' '
        )
    });
    let elided = rest.strip_prefix(['’', '\'', '‘']);
    inner.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || is_sign(c))
        || elided.is_some_and(|rest| {
            ["s ", "s-", "t ", "n "]
                .iter()
                .any(|elided| rest.starts_with(elided))
        })
        || is_name_written_small(inner)
        || is_list_letter(inner)
}

/// Whether a text begins with a word that begins sentences and is no part of a name there.
pub(super) fn opens_with_common_word(rest: &str) -> bool {
    let (first, behind) = first_word(rest);
    if OPENING_WORDS.contains(&first) {
        return true;
    }
    let Some((_, of_names)) = OPENINGS_OF_NAMES.iter().find(|(word, _)| *word == first) else {
        return false;
    };
    let (second, _) = first_word(behind.trim_start_matches([' ', '’', '\'', '‘']));
    second.starts_with(char::is_lowercase) && !of_names.contains(&second)
}

/// The letters and digits a text begins with, and the rest.
fn first_word(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_alphanumeric())
            .unwrap_or(text.len()),
    )
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '▪'
            | '▫'
            | '◦'
            | '‣'
            | '●'
            | '○'
            | '■'
            | '□'
            | '➢'
            | '➔'
            | '✓'
            | '\u{f0b7}'
            | '\u{f0a7}'
    )
}

fn is_sign(c: char) -> bool {
    matches!(c, '€' | '$' | '£' | '§')
}

/// `iPhone`, `eIDAS`, `e-Herkenning`: one small letter, then a capital.
fn is_name_written_small(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase)
        && match chars.next() {
            Some('-') => chars.next().is_some_and(char::is_uppercase),
            Some(c) => c.is_uppercase(),
            None => false,
        }
}

/// `a) de opvang`, `b. De terugkeer`, `iii. De grens`: the letter of a list item.
fn is_list_letter(text: &str) -> bool {
    let (letter, behind) = first_word(text);
    // `p. 4`, `t. België` and `v. België` are references, not letters of a list.
    let is_letter = letter.len() == 1
        && letter
            .bytes()
            .all(|b| b.is_ascii_lowercase() && !matches!(b, b'p' | b't' | b'v'))
        || !letter.is_empty() && letter.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let is_apart = |rest: &str| rest.starts_with(char::is_whitespace);
    is_letter
        && (behind.strip_prefix(')').is_some_and(is_apart)
            || behind.strip_prefix('.').is_some_and(|rest| {
                is_apart(rest) && rest.trim_start().starts_with(char::is_uppercase)
            }))
}
