//! Passages in which a letter summarises what others found, hold or advise.
//!
//! A rule by words, sentence by sentence. A sentence speaks for others where somebody outside the
//! cabinet (researchers, a committee, a court, member states) stands beside a verb of reporting, or
//! behind `volgens`; it speaks for the cabinet where that or the writer stands in it. Headings
//! (`Uitkomsten van de verkenning`, `Kabinetsreactie`) decide where sentences do not. A text that
//! only describes a proposal or a law reports nobody's view. `docs/reading.md` has how often the
//! rule is right.

/// People and papers outside the cabinet.
#[rustfmt::skip]
const OTHERS: [&str; 83] = [
    "acvz", "adviescollege", "adviescommissie", "adviesraad", "afdeling", "aiv", "algemene",
    "auteur", "auteurs", "bevraagden", "buitengrenslidstaten", "college", "commissie",
    "commissies", "cpb", "deelnemers", "deskundigen", "easo", "ehrm", "euaa", "eurocommissaris",
    "evaluatie", "evaluatiecommissie", "experts", "fra", "gemeente", "gemeenten",
    "geïnterviewden", "grondrechtenagentschap", "hof", "inspectie", "instituut", "iom", "landen",
    "lidstaat", "lidstaten", "nidi", "ngo", "ombudsman", "onderzoek", "onderzoekers",
    "onderzoeksbureau", "opstellers", "organisaties", "pbl", "planbureau", "provincies", "raad",
    "rapport", "rapporteurs", "rechtbank", "rechter", "rechters", "rekenkamer", "respondenten",
    "rli", "scp", "stakeholders", "studie", "toezichthouder", "toezichthouders", "tribunaal",
    "uitvoeringsorganisaties", "unhcr", "unicef", "verkenners", "verkenning", "visitatiecommissie",
    "vluchtelingenwerk", "vng", "voorzitterschap", "werkgroep", "wetenschappers", "wodc", "wrr",
    "advies", "adviezen", "ser", "rob", "ipo", "noordelijke", "partijen", "partners",
];

/// Verbs by which a view is reported; those of [`WITH_OBJECT`] need one word more.
#[rustfmt::skip]
const VERBS: [&str; 77] = [
    "acht", "achten", "adviseerde", "adviseerden", "adviseert", "adviseren", "beklemtonen",
    "beklemtoont", "bekritiseert", "bekritiseren", "benadrukken", "benadrukt", "benadrukte",
    "benadrukten", "bepleit", "bepleiten", "betogen", "betoogt", "beval", "beveelt", "bevelen",
    "committeren", "concludeerde", "concludeerden", "concludeert", "concluderen",
    "constateerde", "constateerden", "constateert", "constateren", "hecht", "hechten", "meent",
    "meldde", "meldden", "melden", "meldt", "menen", "noemde", "noemen", "noemt",
    "onderstreept", "onderstreepte", "onderstreepten", "onderstrepen", "oordeelde",
    "oordeelden", "oordeelt", "oordelen", "pleit", "pleiten", "pleitte", "pleitten",
    "rapporteerde", "rapporteert", "rapporteren", "schetsen", "schetst", "schreef", "schrijft",
    "schrijven", "signaleerde", "signaleert", "signaleren", "suggereert", "verwacht",
    "verwachten", "vinden", "vindt", "vond", "vonden", "vreest", "vrezen", "waarschuwde",
    "waarschuwen", "waarschuwt", "wijzen",
];

/// Verbs that report only with one of these words in the sentence.
const WITH_OBJECT: [(&[&str], &[&str]); 7] = [
    (&["geeft", "geven", "gaf", "gaven"], &["aan"]),
    (&["ziet", "zien", "zag", "zagen"], &["als"]),
    (
        &["stelt", "stellen", "stelde", "stelden"],
        &["dat", "vast", "voorop"],
    ),
    (
        &["laat", "laten", "toont", "tonen", "wijst"],
        &["zien", "aan", "erop", "uit"],
    ),
    (&["blijkt", "bleek", "blijken", "volgt"], &["dat", "uit"]),
    (&["vraagt", "vragen", "vroeg", "vroegen"], &["aandacht"]),
    (
        &["is", "zijn", "was", "waren"],
        &["mening", "oordeel", "opvatting", "kritisch", "bezorgd"],
    ),
];

/// Words behind which somebody's view stands.
const VIEWS: [&str; 9] = [
    "aldus",
    "analyse",
    "conclusie",
    "mening",
    "ogen",
    "oordeel",
    "opvatting",
    "volgens",
    "zienswijze",
];

/// Words of a sentence in which the cabinet or the writer speaks.
const CABINET: [&str; 16] = [
    "bewindspersonen",
    "bewindslieden",
    "ik",
    "ikzelf",
    "kabinet",
    "kabinets",
    "kabinetsinzet",
    "kabinetsreactie",
    "kabinetsstandpunt",
    "mij",
    "mijn",
    "onderschrijf",
    "ons",
    "onze",
    "regering",
    "wij",
];

/// Verbs behind `Nederland` that tell a view of its own.
const OWN_VERBS: [&str; 20] = [
    "acht",
    "benadrukt",
    "benadrukte",
    "bepleit",
    "blijft",
    "deelt",
    "hecht",
    "heeft",
    "kan",
    "onderschrijft",
    "onderstreept",
    "pleit",
    "pleitte",
    "staat",
    "steunt",
    "vindt",
    "wenst",
    "wil",
    "zal",
    "zet",
];

/// Headings over what others found.
const REPORTED_HEADINGS: [&str; 16] = [
    "aanbevelingen",
    "advies van",
    "adviezen van",
    "bevindingen",
    "conclusies",
    "conclusie van",
    "het advies",
    "het onderzoek",
    "het rapport",
    "oordeel van",
    "resultaten van",
    "samenvatting",
    "uitkomst van",
    "uitkomsten",
    "uitspraak van",
    "opvattingen van",
];

/// Headings over what the cabinet answers, also about what others found.
const CABINET_HEADINGS: [&str; 13] = [
    "appreciatie",
    "beleidsreactie",
    "inzet",
    "kabinet",
    "maatregelen",
    "mijn ",
    "naar aanleiding",
    "opvolging",
    "reactie",
    "standpunt",
    "tot slot",
    "vervolg",
    "waardering",
];

/// What the sentences of a passage say.
struct Tally {
    n_sentences: usize,
    n_others: usize,
    n_cabinet: usize,
    begins_with_others: bool,
}

/// Whether a passage of a letter mainly reports what others than the cabinet found, hold or advise.
///
/// `heading` is the headings above it, the innermost last (`A > B`); `previous_text` the passage
/// before it in the same turn, empty where there is none: a passage without any speaker of its own
/// goes on as the one before it. Depends on nothing but these three.
///
/// ```
/// use standpunt::segment::is_reported;
/// let finding = "De onderzoekers concluderen dat de opvang tekortschiet.";
/// assert!(is_reported("Bevindingen", finding, ""));
/// assert!(!is_reported("Bevindingen", "Het kabinet deelt de zorgen van de onderzoekers.", finding));
/// ```
pub fn is_reported(heading: &str, passage_text: &str, previous_text: &str) -> bool {
    let here = Tally::of(passage_text);
    let heading = heading.rsplit(" > ").next().unwrap_or("").to_lowercase();
    let has_any = |cues: &[&str]| cues.iter().any(|cue| heading.contains(cue));
    let is_under_cabinet = has_any(&CABINET_HEADINGS);
    let is_under_others = !is_under_cabinet && has_any(&REPORTED_HEADINGS);
    if here.n_cabinet > 0 {
        return is_under_others && here.begins_with_others && here.n_others > here.n_cabinet;
    }
    let is_mostly_others = 2 * here.n_others >= here.n_sentences && here.n_others > 0;
    if is_under_others || is_mostly_others {
        return true;
    }
    let before = Tally::of(previous_text);
    let goes_on = before.n_cabinet == 0 && 2 * before.n_others >= before.n_sentences.max(1);
    !is_under_cabinet
        && (here.begins_with_others
            || goes_on && (here.n_others > 0 || begins_with_pronoun(passage_text)))
}

impl Tally {
    fn of(text: &str) -> Self {
        let mut tally = Self {
            n_sentences: 0,
            n_others: 0,
            n_cabinet: 0,
            begins_with_others: false,
        };
        let lower = text.to_lowercase();
        let mut spoke_for_others = false;
        for sentence in lower.split_inclusive(['.', '?', '!']) {
            let words: Vec<&str> = sentence
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .filter(|word| !word.is_empty())
                .collect();
            // Shorter pieces are what abbreviations leave over.
            if words.len() < 3 {
                continue;
            }
            tally.n_sentences += 1;
            let is_cabinet = speaks_for_cabinet(&words);
            let is_others =
                !is_cabinet && (speaks_for_others(&words) || spoke_for_others && goes_on(&words));
            tally.n_cabinet += usize::from(is_cabinet);
            tally.n_others += usize::from(is_others);
            tally.begins_with_others |= tally.n_sentences == 1 && is_others;
            spoke_for_others = is_others;
        }
        tally
    }
}

fn speaks_for_cabinet(words: &[&str]) -> bool {
    let country = words.iter().position(|word| *word == "nederland");
    let beside = |at: usize| {
        let near = words.iter().skip(at.saturating_sub(1)).take(3);
        near.into_iter().any(|word| OWN_VERBS.contains(word))
    };
    words.iter().any(|word| CABINET.contains(word)) || country.is_some_and(beside)
}

fn speaks_for_others(words: &[&str]) -> bool {
    let is_other = |word: &&str| OTHERS.contains(word);
    // The committee of the House and the members are no source that a letter summarises.
    if words.iter().any(|word| {
        matches!(
            *word,
            "kamer" | "leden" | "vaste" | "motie" | "regeerakkoord"
        )
    }) {
        return false;
    }
    let has = |wanted: &str| words.contains(&wanted);
    let reports = words.iter().enumerate().any(|(at, word)| {
        // `te vinden`, `ziet op`, `vindt plaats`, `zich verantwoordelijk acht`, `wordt verwacht`: no views.
        let follows = at > 0 && words.get(at - 1) == Some(&"te");
        let is_other_sense = match *word {
            "ziet" | "zien" => words.get(at + 1) == Some(&"op"),
            "vindt" | "vinden" | "vond" | "vonden" => has("plaats"),
            "acht" | "achten" => has("zich"),
            "verwacht" => has("wordt") || has("worden"),
            _ => false,
        };
        if follows || is_other_sense {
            return false;
        }
        let near = words.iter().skip(at.saturating_sub(8)).take(14);
        reports_view(word, words) && near.into_iter().any(is_other)
    });
    let views = words
        .iter()
        .enumerate()
        .any(|(at, word)| VIEWS.contains(word) && words.iter().skip(at + 1).take(4).any(is_other));
    reports || views
}

fn reports_view(verb: &str, words: &[&str]) -> bool {
    let with = WITH_OBJECT.iter().find(|(verbs, _)| verbs.contains(&verb));
    VERBS.contains(&verb)
        || with.is_some_and(|(_, objects)| words.iter().any(|word| objects.contains(word)))
}

/// `Zij adviseert voorts …` behind a sentence that speaks for others.
fn goes_on(words: &[&str]) -> bool {
    let is_pronoun = |word: &&str| {
        matches!(
            *word,
            "zij" | "ze" | "hij" | "deze" | "men" | "hierin" | "daarin"
        )
    };
    words.iter().take(4).any(is_pronoun)
        && words.iter().take(8).any(|word| reports_view(word, words))
}

fn begins_with_pronoun(text: &str) -> bool {
    [
        "Zij ",
        "Ze ",
        "Hij ",
        "Ook zij ",
        "Voorts ",
        "Verder ",
        "Daarnaast ",
        "Tevens ",
    ]
    .iter()
    .any(|word| text.starts_with(word))
}

#[cfg(test)]
#[path = "reported_tests.rs"]
mod tests;
