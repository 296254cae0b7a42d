//! Reports of debates in which the chair changes, written for the tests.

use super::whole_papers::Paper;

pub(crate) const DEBATES: [Paper; 2] = [
    (
        "the chair asks as a member, and takes the chair again",
        "2024-06-10",
        &[
            ("", "Verslag van een commissiedebat"),
            ("", "Vastgesteld 9 juli 2024"),
            (
                "",
                "De commissie heeft op 10 juni 2024 overleg gevoerd met de minister over de havens.",
            ),
            ("", "Voorzitter: Van Nispen"),
            ("", "Griffier: Zonneveld"),
            ("", "Aanvang 10.01 uur."),
            ("", "De voorzitter:"),
            (
                "Voorzitter speech Van Nispen",
                "Ik open de vergadering en geef mevrouw Piri het woord.",
            ),
            ("", "Mevrouw Piri (GroenLinks-PvdA):"),
            (
                "GroenLinks-PvdA speech Piri",
                "Dank u wel. De havens zijn vol.",
            ),
            ("", "Voorzitter: Piri"),
            ("", "De voorzitter:"),
            (
                "Voorzitter speech Piri",
                "Het woord is aan de heer Van Nispen.",
            ),
            ("", "De heer Van Nispen (SP):"),
            ("SP speech Van Nispen", "Voorzitter. De havens moeten leeg."),
            ("", "Voorzitter: de heer Van Nispen"),
            (
                "",
                "De vergadering wordt van 12.10 uur tot 12.15 uur geschorst.",
            ),
            ("", "De voorzitter:"),
            (
                "Voorzitter speech Van Nispen",
                "Wij gaan verder met de minister.",
            ),
            ("", "Minister Zonneschijn:"),
            (
                "Kabinet speech Zonneschijn",
                "De havens gaan open in het voorjaar.",
            ),
            ("", "De voorzitter:"),
            ("Voorzitter speech Van Nispen", "Ik sluit de vergadering."),
            ("", "Sluiting 17.02 uur."),
            ("", "Volledige agenda"),
            ("", "1. Havens"),
            ("", "Brief van de minister over de havens"),
        ],
    ),
    (
        "who takes the chair speaks next under an own label",
        "2024-06-10",
        &[
            ("", "Verslag van een commissiedebat"),
            ("", "Voorzitter: Kat"),
            ("", "Aanvang 10.01 uur."),
            ("", "De voorzitter:"),
            ("Voorzitter speech Kat", "Goedemorgen, mevrouw Piri."),
            ("", "Mevrouw Piri (GroenLinks-PvdA):"),
            (
                "GroenLinks-PvdA speech Piri",
                "De havens zijn vol. Dat zei ik al.",
            ),
            (
                "",
                "De vergadering wordt van 11.00 uur tot 11.15 uur geschorst.",
            ),
            ("", "Voorzitter: Podt"),
            ("", "Mevrouw Podt (D66):"),
            ("D66 speech Podt", "Ik vraag dit namens mijn groep."),
            ("", "De voorzitter:"),
            ("Voorzitter speech Podt", "Dan sluiten wij af."),
            ("", "Sluiting 12.00 uur."),
        ],
    ),
];
