use super::*;

fn split(text: &str) -> Vec<&str> {
    sentences(text, &Abbreviations::built_in())
        .into_iter()
        .map(|s| &text[s.range()])
        .collect()
}

#[test]
fn ends_at_question_and_exclamation_marks() {
    assert_eq!(
        split("Zo nee, waarom niet? Zo ja, hoe?"),
        ["Zo nee, waarom niet?", "Zo ja, hoe?"]
    );
}

#[test]
fn abbreviations_initials_and_numbers_do_not_end_a_sentence() {
    for text in [
        "De verkenning van mr. J.P.H. Donner en mr. dr. M. den Heijer is af.",
        "Zie Kamerstuk 32 317, nr. 872 van de Kamer.",
        "Er kwamen 1.100 mensen, o.a. Syriërs.",
        "Op 10 april jl. zijn de voorstellen aangenomen.",
        "3. Het derde punt.",
        "Het kabinet (ca. 2.575 mensen) telt.",
    ] {
        assert_eq!(split(text), [text]);
    }
}

#[test]
fn a_capital_behind_jl_begins_a_sentence() {
    assert_eq!(
        split("Dat was op 23 september jl. De procedure loopt.").len(),
        2
    );
}

#[test]
fn closing_quotation_marks_belong_to_the_sentence() {
    assert_eq!(
        split("«Het kabinet waardeert deze aanpak.» De leden vragen dit. “Ja.” Nee."),
        [
            "«Het kabinet waardeert deze aanpak.»",
            "De leden vragen dit.",
            "“Ja.”",
            "Nee."
        ]
    );
}

#[test]
fn an_ellipsis_in_front_of_small_letters_goes_on() {
    assert_eq!(
        split("Zij lezen: «... is het kabinet van mening dat dit kan.» Kunt u dat uitleggen?")
            .len(),
        2
    );
    assert_eq!(split("om deze te beheersen.. Vindt hij dat?").len(), 2);
}

/// Texts with `|` where a sentence ends inside them.
const BOUNDARIES: [&str; 95] = [
    // dates, years, numbers
    "Dat was op 23 september jl. | De procedure loopt.",
    "Op 10 april jl. zijn de voorstellen aangenomen.",
    "De Raad vergadert op 9 december as. | Nederland neemt deel.",
    "De brief van 3 nov. 2022 is beantwoord.",
    "De brief d.d. 14 maart 2022 is ontvangen.",
    "In 2021. | Daarna niet meer.",
    "Het ging om 1.100 mensen in 2020. | In 2021 waren het er 981.",
    "De zitting begint om 18.30 uur. | De Kamer vergadert.",
    "Het aandeel steeg van 3,1 naar 4.5 procent. | Dat is veel.",
    "Het kabinet (ca. 2.575 mensen) telt. | Daarna niet.",
    "Er zijn max. 500 plaatsen. | Die zijn bezet.",
    "Het kost € 1,2 mld. | Dat is meer dan geraamd.",
    "Er is 20 mln. euro beschikbaar.",
    "De termijn is verlengd tot 1 jan. 2024.",
    // papers and law
    "Zie Kamerstuk 32 317, nr. 872 van de Kamer.",
    "Zie Kamerstuk 32 317, nr. 872. | De leden vragen dit.",
    "Zie Kamerstukken II 2021/22, 22 112, nr. 3309, p. 4. | Dat klopt.",
    "Dit volgt uit art. 3 EVRM. | Het kabinet deelt dit.",
    "Dit volgt uit artikel 3. | Het kabinet deelt dit.",
    "Het besluit (Stb. 2020, 1) is in werking getreden.",
    "Het besluit is bekendgemaakt in Stcrt. 2021, nr. 45. | Daarna volgde beroep.",
    "De mededeling COM(2020) 609. | De Raad sprak hierover.",
    "De mededeling (COM(2020) 609 def.) is besproken.",
    "Zie PbEU 2013, L 180, blz. 60. | De richtlijn geldt.",
    "Vgl. HvJ EU 22 juni 2023, C-823/21. | Het Hof oordeelde anders.",
    "In de zaak N.S. e.a. (C-411/10) oordeelde het Hof.",
    "Zie rov. 43 e.v. | Het Hof verwijst daarnaar.",
    "Het arrest Jawo (C-163/17). | Daarin staat dit.",
    "De motie-Piri c.s. (Kamerstuk 19 637, nr. 3260) is aangenomen.",
    "De motie van het lid Piri c.s. | De Kamer nam haar aan.",
    "Zie onderd. 4 van de toelichting.",
    "Zie bijlage A. | Het kabinet licht dit toe.",
    "(zie p. 3). | Een toename is mogelijk.",
    "Dat staat op blz. 3 t/m 5. | Verder niet.",
    // persons
    "De verkenning van mr. J.P.H. Donner en mr. dr. M. den Heijer is af.",
    "Minister E. van der Burg schreef dit. | De Kamer antwoordde.",
    "De heer A. In ’t Veld sprak.",
    "Prof. dr. Th. van Os adviseerde. | Dat advies is gevolgd.",
    "Dhr. Jansen en mw. De Vries waren aanwezig.",
    "De commissie-Van Ark sprak met H. Battjes. | Hij adviseerde.",
    "De voorzitter, ir. K. de Boer, opent de vergadering.",
    // running text
    "Er kwamen mensen uit o.a. Duitsland en België.",
    "Het standpunt t.a.v. Bulgarije is ongewijzigd.",
    "I.v.m. COVID-19 is dit uitgesteld.",
    "Dit geldt bijv. Italië. | Daar is de druk groot.",
    "Kunt u dit a.u.b. toelichten?",
    "Graag een antwoord a.u.b. | Deze leden wachten.",
    "Landen als Frankrijk, Italië, enz. | Het kabinet volgt dit.",
    "Brieven, notities e.d. worden bewaard.",
    "Dat is m.i. Duitsland te verwijten.",
    "Het gaat om lidstaten, d.w.z. Polen en Hongarije.",
    "Het ministerie (incl. IND) werkt eraan.",
    "Uw Kamer c.q. de commissie wordt geïnformeerd.",
    "N.a.v. de motie is dit aangepast. | Ook de brief.",
    "De z.g.n. Turkijeverklaring blijft van kracht.",
    "Dit is z.o.z. Duitsland beter.",
    "Zij zijn, zgn. Dublinclaimanten, overgedragen.",
    // questions, exclamations, ellipses
    "Zo nee, waarom niet? | Zo ja, hoe?",
    "Wat nu?! | Niemand weet het.",
    "Om deze te beheersen.. | Vindt hij dat?",
    "Zij lezen: «... is het kabinet van mening dat dit kan.» | Kunt u dat uitleggen?",
    "«… Het kabinet is van mening dat dit kan.» | Klopt dat?",
    "Het kabinet … is van mening dat dit kan.",
    "De Raad besloot anders… | Dat is jammer.",
    "«[…] De Raad besloot anders.» | Is dat zo?",
    "Ja. | Nee. | Dat weet ik niet.",
    // quotation marks, brackets, apostrophes
    "«Het kabinet waardeert deze aanpak.» | De leden vragen dit.",
    "“Ja.” | Nee.",
    "De vraag «Wat nu?» is gesteld.",
    "Hij zei: ‘Dat kan niet.’ | De Kamer knikte.",
    "(Dat is zo.) | De Kamer knikte.",
    "De lidstaten (waaronder Nederland). | De Raad.",
    "Dat duurde lang. | ’s Avonds was er een akkoord.",
    "Dat duurde lang. | ’s-Gravenhage was ver weg.",
    "Dat duurde lang. | ’t Was laat.",
    "Dat is zo. | «Wij zetten door», schrijft het kabinet.",
    "Dat is zo. | “Wij zetten door”, schrijft het kabinet.",
    "Dat is zo. | (Zie ook bijlage 1.)",
    "Dat is «veilig derde land». | De rechter oordeelt.",
    // lists and bullets
    "3. Het derde punt. | Daarna niets.",
    "a. De opvang wordt verbeterd.",
    "iv. De terugkeer wordt versneld.",
    "Twee punten: 1. De opvang; 2. De terugkeer.",
    "• De opvang. | • De terugkeer.",
    "De opvang; – De terugkeer.",
    "Dat zijn vraag 3 en 4. | Het antwoord volgt.",
    // addresses
    "Zie www.europapoort.nl. | Het dossier staat daar.",
    "Zie https://ec.europa.eu/info/files/a.b.pdf voor meer.",
    "Mail naar info@coa.nl. | Het COA antwoordt.",
    // acronyms and parties
    "Dat geldt voor de hele EU. | De Raad besluit.",
    "Dat vindt de VVD. | De PVV niet.",
    "Dat vindt D66. | De SP niet.",
    "Dat geldt voor de VN. | Ook de IOM.",
    "De afstand is 5 km. | Dat is kort.",
    "Het kabinet werkt met UNHCR, IOM en ngo’s. | Nederland betaalt mee.",
];

#[test]
fn a_lost_space_between_sentences_is_no_matter() {
    assert_eq!(split("Zo nee, waarom?Bent u bereid?").len(), 2);
    assert_eq!(split("Dat is verwacht.Zoals eerder gemeld.").len(), 2);
    assert_eq!(split("Zie www.Rijksoverheid.nl en A.B. de Vries.").len(), 1);
}

#[test]
fn difficult_boundaries_are_found_and_no_others() {
    let mut wrong = Vec::new();
    for marked in BOUNDARIES {
        let expected: Vec<&str> = marked.split(" | ").collect();
        let text = expected.join(" ");
        let found = split(&text);
        if found != expected {
            wrong.push(format!("{marked}\n  {}", found.join(" | ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
