//! Tests of finding cues and of tagging, with sentences made for them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{CueSource, InstrumentTagger, TagScratch};
use crate::corpus::{Codebook, InstrumentPatterns};
use crate::text::{KnownWords, Tokenizer};

fn codebook() -> Codebook {
    Codebook::built_in()
}

fn tagger_of(rows: &str) -> InstrumentTagger {
    let table = format!("instrument,pattern,rank,place,with,without\n{rows}");
    let patterns = InstrumentPatterns::from_csv(table.as_bytes(), "i.csv", &codebook()).unwrap();
    InstrumentTagger::new(&patterns).unwrap()
}

fn built_in() -> InstrumentTagger {
    InstrumentTagger::new(&InstrumentPatterns::built_in(&codebook()).unwrap()).unwrap()
}

/// The tags of a text without heading.
fn tags(tagger: &InstrumentTagger, text: &str) -> String {
    tags_under(tagger, "", text).0
}

fn tags_under(tagger: &InstrumentTagger, heading: &str, text: &str) -> (String, CueSource) {
    let tags = tagger.tag(text, heading, &mut TagScratch::default());
    (tagger.join(&tags.instruments), tags.source)
}

#[test]
fn wildcards_reach_into_compounds_and_whole_words_do_not() {
    let tagger = tagger_of("return,*hubs,,,,\ndublin,dublin*,,,,\nreception,opvang,,,,\n");
    assert_eq!(tags(&tagger, "De terugkeerhubs"), "return");
    assert_eq!(tags(&tagger, "hubspot"), "");
    assert_eq!(tags(&tagger, "Dublinclaimanten, Dublin-systeem"), "dublin");
    assert_eq!(
        tags(&tagger, "het EU-Dublinoverleg en non-Dublin"),
        "dublin"
    );
    assert_eq!(tags(&tagger, "herdublin"), "");
    assert_eq!(tags(&tagger, "opvanglocatie noodopvang"), "");
    assert_eq!(tags(&tagger, "«opvang»"), "reception");
}

#[test]
fn a_pattern_with_capitals_counts_only_as_it_stands() {
    let tagger = tagger_of("travel-systems,EES,,,,\nsearch-and-rescue,SAR,,,,\n");
    assert_eq!(tags(&tagger, "het EES-systeem"), "travel-systems");
    assert_eq!(tags(&tagger, "Van der Ees vraagt, ees"), "");
    assert_eq!(
        tags(&tagger, "na een SAR-operatie (SAR)"),
        "search-and-rescue"
    );
    assert_eq!(tags(&tagger, "SARs, de Sar"), "");
}

#[test]
fn a_pattern_without_capitals_counts_however_it_is_spelled() {
    let tagger = tagger_of("temporary-protection,oekraïne*,,,,\npact,één pact,,,,\n");
    for text in [
        "Oekraïners en oekraïne",
        "OEKRAÏNE",
        "Oekrai\u{308}ne",
        "oekra\u{ad}ïnecrisis",
    ] {
        assert_eq!(tags(&tagger, text), "temporary-protection", "{text}");
    }
    for text in ["één pact", "ÉÉN PACT", "Één Pact"] {
        assert_eq!(tags(&tagger, text), "pact", "{text}");
    }
}

#[test]
fn words_of_a_phrase_stand_side_by_side_in_one_clause() {
    let tagger = tagger_of(
        "pact,asiel en migratiepact,,,,\nborder-procedure,veilig* derd* land*,,,,\n\
         temporary-protection,richtlijn 2001/55,,,,\nsearch-and-rescue,*schepen op *zee,,,,\n",
    );
    assert_eq!(tags(&tagger, "het asiel- en migratiepact"), "pact");
    assert_eq!(tags(&tagger, "asiel, en\nmigratiepact"), "pact");
    assert_eq!(
        tags(&tagger, "asiel. En migratiepact; asielen migratiepact"),
        ""
    );
    assert_eq!(
        tags(&tagger, "een veilig derde land, veilige derde landen"),
        "border-procedure"
    );
    assert_eq!(tags(&tagger, "een veilig, zelfs mooi derde land"), "");
    assert_eq!(
        tags(&tagger, "Richtlijn 2001/55/EG"),
        "temporary-protection"
    );
    assert_eq!(tags(&tagger, "Richtlijn 2001/551"), "");
    assert_eq!(
        tags(&tagger, "Reddingsschepen op de Noordzee op Noordzee"),
        ""
    );
    assert_eq!(
        tags(&tagger, "Reddingsschepen op Noordzee"),
        "search-and-rescue"
    );
}

#[test]
fn a_gap_holds_at_most_three_words() {
    let tagger = tagger_of("solidarity-mechanism,verdel* … lidstaten,,,,\n");
    assert_eq!(tags(&tagger, "verdelen lidstaten"), "solidarity-mechanism");
    assert_eq!(
        tags(&tagger, "verdeling van asielzoekers over lidstaten"),
        "solidarity-mechanism"
    );
    assert_eq!(
        tags(&tagger, "verdeling van alle asielzoekers over lidstaten"),
        ""
    );
    assert_eq!(tags(&tagger, "verdeling. De lidstaten"), "");
}

#[test]
fn negation_does_not_change_what_a_passage_is_about() {
    let tagger = built_in();
    assert_eq!(
        tags(&tagger, "Er komen geen Dublinoverdrachten meer."),
        "dublin"
    );
    assert_eq!(
        tags(&tagger, "Nederland doet niet mee aan herplaatsing."),
        "solidarity-mechanism"
    );
}

#[test]
fn a_side_cue_counts_where_no_main_cue_stands() {
    let tagger =
        tagger_of("pact,het pact,side,,,\ndublin,secundaire,side,,,\neurodac,eurodac,,,,\n");
    assert_eq!(tags(&tagger, "Eurodac is deel van het pact."), "eurodac");
    assert_eq!(tags(&tagger, "Secundaire stromen; het pact"), "dublin");
    assert_eq!(tags(&tagger, "het pact; secundaire stromen"), "pact");
}

#[test]
fn the_innermost_heading_with_a_cue_counts_where_the_text_has_no_main_cue() {
    let tagger = tagger_of(
        "pact,het pact,side,,,\neurodac,eurodac,,,,\nfrontex,frontex,,,,\nreturn,terugkeer,,heading,,\n\
         dublin,dublin,,text,,\n",
    );
    let under = |heading, text| tags_under(&tagger, heading, text);
    let is = |tags: &str, source| (tags.to_owned(), source);
    let heading = "Het pact > Frontex > Overig";
    assert_eq!(under(heading, "Eurodac"), is("eurodac", CueSource::Text));
    assert_eq!(under(heading, "Wat nu?"), is("frontex", CueSource::Heading));
    assert_eq!(
        under("Terugkeer", "het pact"),
        is("return", CueSource::Heading)
    );
    assert_eq!(under("Dublin", "het pact"), is("pact", CueSource::SideCue));
    assert_eq!(under("Overig", "terugkeer"), is("", CueSource::None));
}

#[test]
fn conditions_look_at_the_same_text() {
    let tagger = tagger_of(
        "schengen-accession,toetred*,,,*schengen*;bulgarije,albanië\nreception,*opvang*,,,,oekra*\n",
    );
    assert_eq!(
        tags(&tagger, "De toetreding tot Schengen"),
        "schengen-accession"
    );
    assert_eq!(
        tags(&tagger, "Bulgarije wil toetreden"),
        "schengen-accession"
    );
    assert_eq!(tags(&tagger, "De toetreding tot de EU"), "");
    assert_eq!(tags(&tagger, "Schengen en de toetreding van Albanië"), "");
    assert_eq!(tags(&tagger, "opvang van Oekraïners"), "");
    let (tags, _) = tags_under(&tagger, "Schengen", "De toetreding");
    assert_eq!(tags, "");
}

#[test]
fn tags_stand_in_the_order_of_the_codebook() {
    let tagger = built_in();
    let text = "Frontex, Eurodac, de Screeningsverordening en Dublin.";
    assert_eq!(tags(&tagger, text), "dublin;eurodac;screening;frontex");
    assert_eq!(tags(&tagger, "Wat is de stand van zaken?"), "");
    assert_eq!(tags(&tagger, ""), "");
}

#[test]
fn a_scratch_remembers_nothing() {
    let tagger = built_in();
    let mut scratch = TagScratch::default();
    let first = tagger.tag("Eurodac", "", &mut scratch);
    tagger.tag("Frontex en Dublin", "Screening", &mut scratch);
    assert_eq!(tagger.tag("Eurodac", "", &mut scratch), first);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Words of the patterns in any order and spelling, with patterns in any order.
    #[test]
    fn the_order_of_the_patterns_does_not_matter(
        places in prop::collection::vec(0_usize..10_000, 1..30),
        seed in 0_u64..1000,
    ) {
        let text = include_str!("../../data/instruments.csv");
        let (header, rows) = text.split_once('\n').unwrap();
        let mut rows: Vec<&str> = rows.lines().collect();
        let words: Vec<String> = places
            .iter()
            .map(|place| rows[place % rows.len()].split(',').nth(1).unwrap().replace(['*', '…'], " x "))
            .collect();
        let passage = words.join(" en ");
        let expected = tags_under(&built_in(), &words[0], &passage);
        crate::random::Random::new(seed).shuffle(&mut rows);
        let shuffled = format!("{header}\n{}\n", rows.join("\n"));
        let patterns =
            InstrumentPatterns::from_csv(shuffled.as_bytes(), "i.csv", &codebook()).unwrap();
        let tagger = InstrumentTagger::new(&patterns).unwrap();
        prop_assert_eq!(tags_under(&tagger, &words[0], &passage), expected);
    }

    #[test]
    fn any_text_can_be_tagged(text in "\\PC{0,200}", heading in "\\PC{0,40}") {
        let tagger = tagger_of("pact,a* … *e,,,,\nreturn,*i*,,,,\ndublin,Één b,,,,\n");
        tags_under(&tagger, &heading, &text);
    }
}

/// The tags by words told apart, beside those by the whole text.
fn assert_same_by_words(tagger: &InstrumentTagger, texts: &[String]) {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let (mut by_words, mut by_text) = (TagScratch::default(), TagScratch::default());
    for text in texts {
        let mut places = Vec::new();
        let is_whole = Tokenizer::default().scan(text, |token| {
            let n = u32::try_from(numbers.len()).unwrap();
            let word = token.surface.to_lowercase();
            places.push((token.span, Some(*numbers.entry(word).or_insert(n))));
        });
        if is_whole {
            let words = KnownWords {
                id: (1, 1),
                places: places.into_iter(),
            };
            let found = tagger.tag_words(text, "", words, &mut by_words);
            assert_eq!(found, tagger.tag(text, "", &mut by_text), "{text}");
        }
    }
}

#[test]
fn words_that_are_known_have_the_tags_of_the_text() {
    let gold = include_str!("../../data/gold_seeds.csv");
    let gold = crate::corpus::read_gold(gold.as_bytes(), "gold_seeds.csv", &codebook()).unwrap();
    let texts: Vec<String> = gold.into_iter().map(|passage| passage.text).collect();
    assert_same_by_words(&built_in(), &texts);
}

proptest! {
    #[test]
    fn words_that_are_known_have_the_tags_of_the_text_however_they_are_joined(
        texts in prop::collection::vec(
            prop::collection::vec(
                prop::sample::select(vec![
                    "asiel", "Dublin", "DUBLIN", "eu", "EU", "-", "/", " ", " ", ".", "2001", "55", "pact", "new",
                    "financi\u{eb}le", "FINANCI\u{cb}LE", "financi\u{cb}le", "solidariteit", "\u{2019}s", "e", "\u{308}",
                    "\u{ad}", "@", "www.", "3", "m\u{b2}", "hubs", "terugkeer", "EES", "ees", "\u{212a}", "\u{130}",
                ]),
                0..12,
            ),
            1..6,
        ),
    ) {
        let rows = "pact,*asiel*,,,,\npact,new pact,,,,\ndublin,dublin*,,,,\nreturn,*hubs,,,,\n\
                    travel-systems,EES,,,,\neurodac,2001/55,,,,\nreturn,eu-pact*,,,,\n\
                    solidarity-mechanism,financi\u{eb}le solidariteit,,,,\n";
        let texts: Vec<String> = texts.iter().map(|parts| parts.concat()).collect();
        assert_same_by_words(&tagger_of(rows), &texts);
        assert_same_by_words(&built_in(), &texts);
    }
}

// tests/oracle/instrument_tags.py: one regular expression a pattern.
#[test]
fn tags_of_the_gold_texts_equal_those_of_regular_expressions() {
    let gold = include_str!("../../data/gold_seeds.csv");
    let gold = crate::corpus::read_gold(gold.as_bytes(), "gold_seeds.csv", &codebook()).unwrap();
    let expected = include_str!("../../tests/oracle/instrument_tags.csv");
    let tagger = built_in();
    let found: Vec<String> = gold
        .iter()
        .map(|passage| format!("{},{}", passage.passage_id, tags(&tagger, &passage.text)))
        .collect();
    assert_eq!(found, expected.lines().skip(1).collect::<Vec<_>>());
}
