//! The text of an exchange, written for the tests.

/// A section of a party: its heading, its id, and questions with the paragraphs of the answer.
pub(crate) type Section = (
    &'static str,
    &'static str,
    &'static [(&'static [&'static str], &'static [&'static str])],
);

pub(crate) const SECTIONS: [Section; 4] = [
    (
        "Vragen en opmerkingen van de leden van de VVD-fractie",
        "VVD",
        &[
            (
                &[
                    "De leden van de VVD-fractie hebben met belangstelling kennisgenomen van de geannoteerde agenda van de JBZ-Raad en hebben daarover nog de volgende vragen en opmerkingen.",
                    "Deze leden lezen dat de Europese Commissie een herziening van de Schengengrenscode voorbereidt. Kan de staatssecretaris toelichten welke wijzigingen het kabinet daarin het belangrijkst vindt? Is hij bereid zich in te zetten voor een ruimere toepassing van controles aan de binnengrenzen?",
                ],
                &[
                    "Het kabinet kijkt uit naar het voorstel van de Commissie. Voor Nederland is van belang dat de herziening bijdraagt aan het tegengaan van secundaire migratie binnen het Schengengebied en dat het vrije verkeer van personen zo min mogelijk wordt gehinderd.",
                    "Controles aan de binnengrenzen kunnen volgens het kabinet slechts een laatste redmiddel zijn. Wel is het denkbaar dat politiecontroles in de grensstreek worden geïntensiveerd. Daarover wordt op dit moment met de buurlanden gesproken.",
                ],
            ),
            (
                &[
                    "De leden van de VVD-fractie vragen voorts naar de stand van zaken van de Turkijeverklaring. Hoeveel mensen zijn in het afgelopen jaar vanuit Griekenland naar Turkije teruggekeerd? Wat gaat de staatssecretaris doen om dit aantal te verhogen?",
                ],
                &[
                    "Sinds maart 2020 heeft Turkije de overname van migranten van de Griekse eilanden opgeschort. In de eerste helft van 2021 zijn daarom geen mensen overgedragen, en het kabinet betreurt dat ten zeerste.",
                ],
            ),
        ],
    ),
    (
        "Vragen en opmerkingen van de leden van de D66-fractie",
        "D66",
        &[
            (
                &[
                    "De leden van de D66-fractie hebben kennisgenomen van de stukken. Deze leden maken zich zorgen over berichten dat asielzoekers aan de buitengrens worden teruggedrongen. Deelt de staatssecretaris de mening dat zulke handelingen in strijd zijn met het Unierecht? Welke stappen onderneemt hij?",
                ],
                &[
                    "Ja. Het kabinet heeft de Commissie meermaals gevraagd om toe te zien op de naleving van het Unierecht aan de buitengrenzen. Een onafhankelijk mechanisme voor toezicht op de grondrechten maakt deel uit van de voorstellen van september 2020.",
                ],
            ),
            (
                &[
                    "Daarnaast vragen de leden van de D66-fractie wat het kabinet onderneemt om kinderen te beschermen die zonder ouders reizen. Zijn er afspraken gemaakt met de Griekse autoriteiten over de opvang van deze groep?",
                ],
                &[
                    "Nederland heeft met Griekenland afgesproken dat het bijdraagt aan de opvang van alleenstaande kinderen op het vasteland. Daarvoor zijn 48 plaatsen beschikbaar gesteld, en Nidos heeft de voogden ter plaatse opgeleid.",
                ],
            ),
        ],
    ),
    (
        "Vragen en opmerkingen van de leden van de SP-fractie",
        "SP",
        &[(
            &[
                "Het kabinet schrijft dat terugkeer een hoeksteen van het beleid is. De leden van de SP-fractie vragen hoe zich dat verhoudt tot de praktijk, waarin veel mensen met onbekende bestemming vertrekken. Kan de staatssecretaris cijfers geven over de afgelopen vijf jaar?",
            ],
            &[
                "De leden van de SP-fractie vragen naar cijfers over vertrek met onbekende bestemming. In de Staat van Migratie is daarvan een overzicht opgenomen, waaruit blijkt dat dit aandeel schommelt rond de zestig procent.",
                "Het kabinet zet daarom in op begeleiding van mensen die moeten vertrekken, en uw Kamer wordt over de uitkomsten van die begeleiding in het najaar geïnformeerd.",
            ],
        )],
    ),
    (
        "Vragen en opmerkingen van het lid van de BBB-fractie",
        "BBB",
        &[(
            &[
                "Het lid van de BBB-fractie vraagt hoe de lasten van de opvang eerlijk over de gemeenten worden verdeeld. Is de staatssecretaris bereid om gemeenten in de grensstreek te ontzien?",
            ],
            &[
                "De verdeling over gemeenten is geen onderwerp van deze Raad. Het kabinet zal hierop ingaan in de brief over de uitvoering van de taakstelling, die uw Kamer voor het zomerreces ontvangt.",
            ],
        )],
    ),
];

pub(crate) const FOOTNOTES: [&str; 3] = [
    "Kamerstuk 32 317, nr. 698.",
    "Mededeling van de Commissie van 23 september 2020 over een nieuw migratie- en asielpact, COM(2020) 609.",
    "Zie https://ec.europa.eu/commission/presscorner/detail/nl/ip_21_3005.",
];
