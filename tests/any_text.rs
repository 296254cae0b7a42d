//! Any text is read without a panic and accounted for to its last character.

mod papers;

use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use standpunt::corpus::{DocumentKind, PartyRegister};

use papers::accounts::{check_accounts, check_source};
use papers::{document, read};

/// Lines of which documents consist, and what goes wrong with them.
const FRAGMENTS: [&str; 56] = [
    "",
    "",
    " ",
    "\u{c}",
    "Antwoord",
    "Antwoord:",
    "Antwoord: Ja.",
    "Antwoord op vraag 2",
    "Vraag 2",
    "1",
    "12",
    "Inhoudsopgave",
    "I Vragen en opmerkingen vanuit de fracties",
    "II Antwoord / Reactie van de staatssecretaris  4",
    "Vragen en opmerkingen van de leden van de VVD-fractie",
    "Vragen en opmerkingen van de leden van de SP-fractie ........ 3",
    "Inbreng van de leden van de Groep-Zonnebloem-fractie",
    "PVV",
    "De leden van de VVD-fractie vragen of de minister dit weet.",
    "De leden van de SP- en PvdD-fracties sluiten zich aan bij de vragen van D66.",
    "Het kabinet is van mening dat dit kan. Verder niets.",
    "en gaat door met kleine letters",
    "De motie1 van 8 november jl.2, «de tekst»3 en (IND)4 van 20195.",
    "woord[1] en² en km³ ⁴",
    "1 Kamerstuk 32 317, nr. 872.",
    "2Kamerstuk 32 317",
    "[1] Zie https://ec.europa.eu/x_1_2.pdf",
    "https://ec.europa.eu/commission",
    "¹ Idem.",
    "Tweede Kamer, vergaderjaar 2022–2023, 32 317, nr. 855 2",
    "kst-32317-855",
    "Fout! Bladwijzer niet gedefinieerd.Fout! Bladwijzer niet",
    "gedefinieerd.",
    "samen-",
    "werking",
    "samen\u{ad}",
    "EU-",
    "zacht\u{ad}e\u{200b} tekst\u{a0}\u{a0}met   ruimte",
    "BRIEF VAN DE STAATSSECRETARIS VAN JUSTITIE",
    "BRIEF VAN DE VOORZITTER VAN DE COMMISSIE",
    "Geachte voorzitter,",
    "Hoogachtend,",
    "De Minister van Justitie en Veiligheid,",
    "E. van der Burg",
    "’s Avonds… «… Het»? ’t Is zo!",
    "Vragen van de leden Zon (SP) en Maan (beiden D66) aan de Minister (ingezonden 3 mei 2024).",
    "Antwoord van Minister Ster (Defensie) (ontvangen 5 juni 2024)",
    "Vraag 1",
    "Vraag 3 t/m 5 Klopt het? 1) Antwoord 1 Ja. Vraag 2 Nee?",
    "1) NOS, 3 mei 2024 (nos.nl)",
    "De voorzitter: Het woord is aan de heer Zon. De heer Zon (SP): Dank. De voorzitter: Ja.",
    "De heer Zon (SP):",
    "Motie De Kamer, gehoord de beraadslaging, overwegende dat é; verzoekt de regering",
    "en gaat over tot de orde van de dag. De vergadering wordt geschorst.",
    "4Kamerstuk 19 637, nr. 4",
    "𝄞 é\u{301} ‏ \u{85}\u{2028}",
];

fn any_text() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        9 => select(&FRAGMENTS[..]).prop_map(str::to_owned),
        1 => "\\PC{0,60}",
    ];
    let line_end = prop_oneof![8 => Just("\n"), 1 => Just("\r\n"), 1 => Just(" ")];
    vec((fragment, line_end), 1..60).prop_map(|lines| {
        lines
            .into_iter()
            .flat_map(|(line, end)| [line, end.to_owned()])
            .collect()
    })
}

fn any_kind() -> impl Strategy<Value = Option<DocumentKind>> {
    select(vec![
        None,
        Some(DocumentKind::SchriftelijkOverleg),
        Some(DocumentKind::Kamerbrief),
        Some(DocumentKind::SchriftelijkeVragen),
        Some(DocumentKind::Debat),
        Some(DocumentKind::Other(String::new())),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_text_is_accounted_for_to_the_last_character(text in any_text(), kind in any_kind()) {
        let register = REGISTER.get_or_init(PartyRegister::built_in);
        let document = document("any", kind, "2022-06");
        if text.trim().is_empty() {
            return Ok(());
        }
        let reading = read(&document, &text, register);
        check_accounts(&reading);
        check_source(&reading);
    }
}

static REGISTER: OnceLock<PartyRegister> = OnceLock::new();
