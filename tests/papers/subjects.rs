//! Exchanges ordered by subject, and answers that repeat the questions, written for the tests.

use super::whole_papers::Paper;

pub(crate) const BY_SUBJECT: [Paper; 3] = [
    (
        "numbered subjects",
        "2024-03-05",
        &[
            ("", "Verslag van een schriftelijk overleg"),
            ("", "Vastgesteld 5 maart 2024"),
            ("", "I Vragen en opmerkingen vanuit de fracties"),
            ("", "1. Inleiding"),
            (
                "VVD question",
                "De leden van de VVD-fractie hebben de agenda van de raad met belangstelling gelezen.",
            ),
            (
                "SGP question",
                "De leden van de SGP-fractie vragen of de havens open blijven voor vissers.",
            ),
            ("", "2. Havens"),
            (
                "D66 question",
                "De leden van de D66-fractie vragen hoeveel kranen er in de havens staan.",
            ),
            ("", "II Reactie van de minister"),
            (
                "Kabinet answer",
                "De havens blijven open, en er staan dertig kranen in.",
            ),
        ],
    ),
    (
        "a subject without a number",
        "2024-03-05",
        &[
            ("", "Verslag van een schriftelijk overleg"),
            ("", "Vastgesteld 5 maart 2024"),
            ("", "I Vragen en opmerkingen vanuit de fracties"),
            ("", "Algemeen"),
            (
                "VVD question",
                "De leden van de VVD-fractie hebben de agenda van de raad met belangstelling gelezen. Zij danken de minister voor de agenda, die helder is en die ook de stukken over de visserij noemt, waarnaar zij eerder hadden gevraagd.",
            ),
            (
                "SGP question",
                "De leden van de SGP-fractie vragen of de havens open blijven voor vissers. Zij lezen daarover in de agenda niets, terwijl de minister bij een vorige gelegenheid had gezegd dat dit onderwerp zou terugkomen.",
            ),
            ("", "II Reactie van de minister"),
            ("Kabinet answer", "De havens blijven open voor vissers."),
        ],
    ),
    (
        "groups named by other phrases",
        "2024-03-05",
        &[
            ("", "Verslag van een schriftelijk overleg"),
            ("", "Vastgesteld 5 maart 2024"),
            ("", "I Vragen en opmerkingen vanuit de fracties"),
            ("", "1. Havens"),
            (
                "VVD question",
                "De leden van de VVD-fractie hebben de agenda van de raad met belangstelling gelezen.",
            ),
            (
                "D66 question",
                "De hier aan het woord zijnde leden van de D66-fractie lezen dat havens dichtgaan.",
            ),
            (
                "D66 question",
                "Kan de minister zeggen welke havens dat zijn?",
            ),
            (
                "SGP question",
                "Namens de leden van de SGP-fractie wordt gevraagd of vissers daar nog mogen komen.",
            ),
            (
                "SP question",
                "Over de kranen vragen de leden van de SP-fractie of die nog draaien.",
            ),
            ("", "II Reactie van de minister"),
            (
                "Kabinet answer",
                "De havens blijven open, en er staan dertig kranen in.",
            ),
        ],
    ),
];

/// Papers whose paragraphs only blank lines tell apart.
pub(crate) const REPEATED: [Paper; 2] = [
    (
        "numbered questions repeated in front of the answers",
        "2024-03-05",
        &[
            ("", "Verslag van een schriftelijk overleg"),
            ("", "Vastgesteld 5 maart 2024"),
            ("", "I Vragen en opmerkingen vanuit de fracties"),
            ("", "Vragen en opmerkingen van de leden van de VVD-fractie"),
            (
                "VVD question",
                "De leden van de VVD-fractie hebben twee vragen.",
            ),
            ("", "II Reactie van de minister"),
            ("", "Vragen en opmerkingen van de leden van de VVD-fractie"),
            ("VVD question", "1. Hoeveel kranen staan er in de havens?"),
            ("Kabinet answer", "Er staan dertig kranen."),
            ("VVD question", "2. Welke havens blijven open?"),
            ("Kabinet answer", "Alle havens blijven open."),
        ],
    ),
    (
        "a question with its group in brackets",
        "2024-06-04",
        &[
            ("", "Lijst van vragen en antwoorden"),
            ("", "Vastgesteld 4 juni 2024"),
            ("", "Vraag van de leden van de VVD-fractie:"),
            ("VVD question", "Hoeveel kranen staan er in de havens?"),
            ("", "Antwoord:"),
            ("Kabinet answer", "Er staan dertig kranen."),
            ("", "Vraag (D66):"),
            ("D66 question", "Welke havens blijven open?"),
            ("", "Antwoord:"),
            ("Kabinet answer", "Alle havens blijven open."),
        ],
    ),
];
