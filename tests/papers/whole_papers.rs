//! Whole papers with letters, lists of questions and answers, written for the tests.

/// A piece of a paper: who says it in which role, `""` for what is nobody's, and its text.
pub(crate) type Block = (&'static str, &'static str);

/// A paper: its name, its date, and its pieces in order.
pub(crate) type Paper = (&'static str, &'static str, &'static [Block]);

pub(crate) const EXCHANGES: [Paper; 6] = [
    (
        "senate, numbered answers behind the letters",
        "2022-12-20",
        &[
            ("", "Eerste Kamer der Staten-Generaal"),
            ("", "VERSLAG VAN EEN NADER SCHRIFTELIJK OVERLEG"),
            ("", "Vastgesteld 20 december 2022"),
            (
                "",
                "De leden van de vaste commissie voor Immigratie en Asiel/JBZ-Raad hebben op 1 november 2022 beraadslaagd over de voortgang van de onderhandelingen. De leden van de fracties van GroenLinks en PvdA gezamenlijk hebben naar aanleiding daarvan vragen gesteld.",
            ),
            ("", "De griffier van de vaste commissie,"),
            ("", "Zonneveld"),
            (
                "",
                "BRIEF VAN DE VOORZITTER VAN DE VASTE COMMISSIE VOOR IMMIGRATIE EN ASIEL / JBZ-RAAD",
            ),
            ("", "Aan de Staatssecretaris van Justitie en Veiligheid"),
            ("", "Den Haag, 4 november 2022"),
            (
                "",
                "De leden van de vaste commissie hebben met belangstelling kennisgenomen van de voortgangsrapportage. De leden van de fractie-Otten hebben naar aanleiding daarvan nog enkele vragen.",
            ),
            (
                "",
                "Vragen en opmerkingen van de leden van de fracties van GroenLinks en de PvdA gezamenlijk",
            ),
            (
                "GroenLinks+PvdA question",
                "De leden van GroenLinks en PvdA vernemen dat boten op zee worden omgekeerd. Kunt u toelichten of de Commissie daarnaar onderzoek doet?",
            ),
            (
                "",
                "Vragen en opmerkingen van de leden van de fractie-Otten",
            ),
            (
                "Fractie-Otten question",
                "Waarom neemt het aantal aanvragen toe? Deze leden ontvangen graag een uitleg.",
            ),
            (
                "",
                "De leden van de vaste commissie zien uw antwoord met belangstelling tegemoet en ontvangen het graag binnen vier weken.",
            ),
            (
                "",
                "De voorzitter van de vaste commissie voor Immigratie en Asiel/JBZ-Raad,",
            ),
            ("", "A.B. Sterrenburg"),
            (
                "",
                "BRIEF VAN DE STAATSSECRETARIS VAN JUSTITIE EN VEILIGHEID",
            ),
            (
                "",
                "Aan de Voorzitter van de Eerste Kamer der Staten-Generaal",
            ),
            ("", "Den Haag, 19 december 2022"),
            ("", "Hierbij zend ik u de antwoorden."),
            ("", "De Staatssecretaris van Justitie en Veiligheid,"),
            ("", "C. van der Maan"),
            ("", "Vraag 1 (GroenLinks en PvdA)"),
            (
                "GroenLinks+PvdA question",
                "Kunt u toelichten of de Commissie daarnaar onderzoek doet?",
            ),
            ("", "Antwoord 1"),
            (
                "Kabinet answer",
                "Ja, dat onderzoek loopt sinds dit voorjaar.",
            ),
            ("", "Vraag 2 (Otten)"),
            (
                "Fractie-Otten question",
                "Waarom neemt het aantal aanvragen toe?",
            ),
            ("", "Antwoord 2"),
            (
                "Kabinet answer",
                "Dat aantal volgt de oorlogen in de wereld.",
            ),
        ],
    ),
    (
        "answers to each party behind all questions",
        "2024-06-03",
        &[
            ("", "Verslag van een schriftelijk overleg"),
            ("", "Vastgesteld 3 juni 2024"),
            ("", "Inbreng van de leden van de BBB-fractie"),
            (
                "BBB question",
                "De leden van de BBB-fractie hebben de stukken gelezen en vragen of de minister de instroom wil verminderen. Zij vragen ook of zij daarover met Denemarken overlegt.",
            ),
            ("", "Inbreng van de leden van de Volt-fractie"),
            (
                "Volt question",
                "De leden van de Volt-fractie vragen of de minister het pact uitvoert. De leden van de Volt-fractie lezen dat de leden van de PVV-fractie in het debat zeiden dat het pact niet deugt. Kan de minister daarop ingaan?",
            ),
            ("", "Inbreng van het lid Keijzer"),
            ("BBB question", "Het lid Keijzer vraagt naar woningen."),
            ("", "Antwoorden van de minister"),
            ("", "Antwoord op de vragen van de leden van de BBB-fractie"),
            (
                "Kabinet answer",
                "Ja, de minister wil de instroom verminderen en overlegt met Denemarken.",
            ),
            ("", "Antwoord op de vragen van de leden van de Volt-fractie"),
            (
                "Kabinet answer",
                "Ja, het pact wordt uitgevoerd zoals het is afgesproken.",
            ),
        ],
    ),
    (
        "two parts, paragraphs that name new speakers",
        "2023-03-01",
        &[
            ("", "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG"),
            ("", "I Vragen en opmerkingen vanuit de fracties"),
            ("", "Vragen en opmerkingen van de leden van de VVD-fractie"),
            (
                "VVD question",
                "De leden van de VVD-fractie lezen dat de leden van de PVV-fractie eerder om cijfers vroegen. Deze leden willen weten of die er al zijn.",
            ),
            (
                "CDA question",
                "Met de leden van de VVD-fractie vragen de leden van de CDA-fractie of de cijfers per land worden uitgesplitst.",
            ),
            (
                "SGP question",
                "In navolging van de leden van de CDA-fractie vragen de leden van de SGP-fractie of de cijfers ook over kinderen gaan.",
            ),
            (
                "SP+PvdD question",
                "De leden van de SP-fractie vragen, samen met de leden van de PvdD-fractie, of de opvang warm genoeg is.",
            ),
            ("", "II Antwoord / Reactie van de staatssecretaris"),
            (
                "Kabinet answer",
                "De cijfers zijn er nog niet. Ik verwacht ze in het najaar en zend ze dan aan uw Kamer.",
            ),
            (
                "Kabinet answer",
                "De leden van de SGP-fractie vragen of de cijfers over kinderen gaan. Dat is zo.",
            ),
        ],
    ),
    (
        "answers below each question",
        "2022-06-02",
        &[
            ("", "Verslag van een schriftelijk overleg over de opvang"),
            (
                "",
                "Vragen en opmerkingen van de leden van de fractie van de PvdA",
            ),
            (
                "PvdA question",
                "De leden van de fractie van de PvdA vragen naar de opvang op de eilanden. Hoeveel plaatsen komen erbij?",
            ),
            ("", "Antwoord"),
            (
                "Kabinet answer",
                "Er komen 900 plaatsen bij, waarvan de helft voor gezinnen.",
            ),
            (
                "PvdA question",
                "De leden van de fractie van de PvdA vragen voorts of de bouw op tijd klaar is. Wie houdt daar toezicht op?",
            ),
            ("", "Antwoord"),
            (
                "Kabinet answer",
                "De bouw ligt op schema en de provincie houdt toezicht.",
            ),
            ("", "Vragen en opmerkingen van de leden van de D66-fractie"),
            (
                "D66 question",
                "De leden van de D66-fractie vragen of kinderen naar school kunnen. Is daar geld voor?",
            ),
            ("", "Antwoord"),
            (
                "Kabinet answer",
                "Daar is geld voor, en de eerste lessen zijn begonnen.",
            ),
        ],
    ),
    (
        "groups unknown, initiators",
        "2023-02-10",
        &[
            ("", "Verslag van een schriftelijk overleg"),
            ("", "Vragen en opmerkingen van de leden van de SP-fractie"),
            (
                "SP question",
                "De leden van de SP-fractie vragen wat het voorstel kost. Wie betaalt dat?",
            ),
            ("", "Reactie van de initiatiefnemers"),
            (
                "unknown answer",
                "Het voorstel kost niets, omdat de gemeenten er al voor betalen.",
            ),
            (
                "",
                "Vragen en opmerkingen van de leden van de Zonnebloem-fractie",
            ),
            (
                "unknown question",
                "De leden van de Zonnebloem-fractie vragen of tuinen mogen blijven. Wie beslist daarover?",
            ),
            ("", "Reactie van de initiatiefnemers"),
            (
                "unknown answer",
                "De gemeente beslist daarover, zoals zij altijd doet.",
            ),
        ],
    ),
    (
        "one section, members who ask by name",
        "2022-03-03",
        &[
            ("", "Verslag van een schriftelijk overleg"),
            ("", "Vragen en opmerkingen van de leden Piri en Kröger"),
            (
                "PvdA+GroenLinks question",
                "De leden Piri en Kröger vragen of de grens open blijft. Kan de fractie daarop rekenen?",
            ),
            ("", "Antwoord"),
            (
                "Kabinet answer",
                "De grens blijft open zolang dat kan, en uw Kamer hoort het als dat verandert.",
            ),
            ("", "Vragen en opmerkingen van de leden van de VVD-fractie"),
            (
                "VVD question",
                "De leden van de VVD-fractie vragen het omgekeerde. Kan de grens dicht?",
            ),
            ("", "Antwoord"),
            (
                "Kabinet answer",
                "De grens kan niet dicht, om de redenen die hierboven zijn genoemd.",
            ),
        ],
    ),
];

pub(crate) const QUESTIONS: [Paper; 6] = [
    (
        "numbered with words",
        "2022-05-20",
        &[
            (
                "",
                "Vragen van het lid Wilders (PVV) aan de Minister van Justitie en Veiligheid over asiel (ingezonden 3 mei 2022).",
            ),
            ("", "Vraag 1"),
            ("PVV question", "Kent u het bericht over de nieuwe opvang?"),
            ("", "Antwoord 1"),
            ("Kabinet answer", "Ja."),
            ("", "Vraag 2"),
            (
                "PVV question",
                "Herinnert u zich uw antwoord op eerdere vragen? Zo ja, staat u daar nog achter?",
            ),
            ("", "Antwoord 2"),
            (
                "Kabinet answer",
                "Ja. In antwoord op vraag 1 van het lid Piri (PvdA) is dat al gezegd.",
            ),
        ],
    ),
    (
        "two sets of questions",
        "2022-05-20",
        &[
            (
                "",
                "Vragen van het lid Wilders (PVV) aan de Minister van Justitie en Veiligheid over asiel (ingezonden 3 mei 2022).",
            ),
            ("", "Vraag 1"),
            ("PVV question", "Kent u het bericht over de nieuwe opvang?"),
            ("", "Antwoord 1"),
            ("Kabinet answer", "Ja, dat bericht ken ik uit de krant."),
            (
                "",
                "Vragen van het lid Piri (PvdA) aan de Minister van Justitie en Veiligheid over asiel (ingezonden 4 mei 2022).",
            ),
            ("", "Vraag 1"),
            ("PvdA question", "Wat vindt u van de toon van het debat?"),
            ("", "Antwoord 1"),
            ("Kabinet answer", "Daar vind ik niets van."),
        ],
    ),
    (
        "numbers alone, answers behind all questions",
        "2025-09-20",
        &[
            (
                "",
                "Vragen van de leden Timmermans en Klaver (beiden GroenLinks-PvdA) en Bontenbal (CDA) aan de Minister-President over het akkoord (ingezonden 5 september 2025).",
            ),
            ("", "Vragen:"),
            ("GroenLinks-PvdA+CDA question", "1. Kent u het akkoord?"),
            ("GroenLinks-PvdA+CDA question", "2. Wat vindt u ervan?"),
            ("", "Antwoorden:"),
            ("Kabinet answer", "1. Ja."),
            ("Kabinet answer", "2. Dat is een goed akkoord."),
        ],
    ),
    (
        "a letter with answers, some without a heading",
        "2023-06-02",
        &[
            ("", "Geachte voorzitter,"),
            (
                "",
                "Hierbij zend ik u de antwoorden op de vragen van de leden Bikker (ChristenUnie), Piri (PvdA) en Van Nispen (SP) over gezinshereniging (ingezonden 12 mei 2023, 2023Z08431).",
            ),
            ("", "De Staatssecretaris van Justitie en Veiligheid,"),
            ("", "C. van der Maan"),
            ("", "2023Z08431"),
            (
                "ChristenUnie+PvdA+SP question",
                "1. Kunt u toelichten waarom de regels strenger zijn?",
            ),
            ("", "Antwoord op vraag 1."),
            ("Kabinet answer", "De maatregel is geschorst."),
            (
                "ChristenUnie+PvdA+SP question",
                "2. Bent u bereid dit te herzien?",
            ),
            ("Kabinet answer", "Nee, daartoe ben ik niet bereid."),
            (
                "ChristenUnie+PvdA+SP question",
                "3. Hoeveel zaken lopen er nog?",
            ),
            ("unknown answer", "Er lopen 400 zaken bij twee rechtbanken."),
        ],
    ),
    (
        "questions only",
        "2024-09-06",
        &[
            ("", "2024Z12345"),
            (
                "",
                "Vragen van de leden Piri (GroenLinks-PvdA), Podt (D66) en Teunissen (PvdD) aan de Minister van Asiel en Migratie over de grens (ingezonden 5 september 2024)",
            ),
            (
                "GroenLinks-PvdA+D66+PvdD question",
                "1 Bent u bekend met het bericht over de grens?",
            ),
            (
                "GroenLinks-PvdA+D66+PvdD question",
                "2 Hoe beoordeelt u dit bericht?",
            ),
            (
                "GroenLinks-PvdA+D66+PvdD question",
                "3 Kunt u de vragen afzonderlijk beantwoorden?",
            ),
        ],
    ),
    (
        "who answered and when behind the questions",
        "2022-06-10",
        &[
            (
                "",
                "Vragen van het lid Van Dijk (SP) aan de Staatssecretaris van Justitie en Veiligheid over kamperen (ingezonden 3 mei 2022)",
            ),
            ("SP question", "1 Kent u het bericht over de tenten?"),
            ("SP question", "2 Hoeveel mensen slapen daarin?"),
            (
                "",
                "Antwoord van Staatssecretaris Zonneveld (Justitie en Veiligheid) (ontvangen 1 juni 2022)",
            ),
            ("Kabinet answer", "1 Ja."),
            ("Kabinet answer", "2 Dat zijn er 300."),
        ],
    ),
];
