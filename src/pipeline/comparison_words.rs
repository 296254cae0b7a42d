//! The tables of a comparison that are about words and exchanges.

use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::compare::exchanges::{
    ExchangeFact, ExchangeSettings, ExchangeSummaries, ExchangeWriter, Pairing, exchanges_schema,
    reframing_by_instrument_schema, reframing_schema, write_reframing,
    write_reframing_by_instrument,
};
use crate::compare::scaling::{
    WordCounter, WordscoresSettings, place_by_words, wordscores_schema, write_wordscores,
};
use crate::compare::terms::{
    FramingContext, FramingPassage, FramingSettings, LeftOutWords, compare_framing,
    framing_by_actor_schema, framing_by_pair_schema, framing_by_stance_schema,
    write_framing_by_actor, write_framing_by_pair, write_framing_by_stance,
};
use crate::compare::{JointRule, LabelledFact, Population};
use crate::corpus::{PartialDate, Role, built_in_expert_positions};
use crate::report::TableFolder;

use super::Monitor;
use super::comparing::Comparison;
use super::labelled_rows::temporary_file;

/// Words that an actor must have to be placed by them.
const MIN_WORDS: u64 = 500;

/// Passages of a corpus that allows many bootstrap samples.
const SMALL_CORPUS: usize = 10_000;
/// Bootstrap samples for framing terms of a small corpus.
const MANY_RESAMPLES: u32 = 10_000;
/// Bootstrap samples for framing terms of a large one.
const FEW_RESAMPLES: u32 = 2000;
/// Passages of a corpus in which every term has all bootstrap samples.
const TINY_CORPUS: usize = 2000;
/// Bootstrap samples after which, in a larger one, a term far from any claim is left.
const FIRST_RESAMPLES: u32 = 50;

/// The design of tables in which joint actors stand alone whatever the rule.
fn design(comparison: &Comparison) -> String {
    let settings = &comparison.settings;
    settings
        .design
        .replace(settings.joint.in_words(), JointRule::Own.in_words())
}

/// The same for tables of words, which may rest on a sample of the documents.
fn design_of_words(comparison: &Comparison) -> String {
    let sample = &comparison.word_sample;
    let design = design(comparison);
    if !sample.is_partial() {
        return design;
    }
    format!(
        "{design}; words of {} passages in {} documents drawn at random",
        sample.n_passages(),
        sample.n_documents()
    )
}

/// The passages whose words are compared, copies left out, with their texts.
fn texts(comparison: &Comparison) -> Result<Vec<(LabelledFact, &str)>, Error> {
    let mut texts = Vec::new();
    for (row, text) in comparison.word_sample.texts() {
        let fact = comparison.facts.get(row).map_err(temporary_file)?;
        if let Some(fact) = fact.filter(|fact| fact.duplicate_of.is_none()) {
            texts.push((fact, text));
        }
    }
    Ok(texts)
}

/// Writes exchanges and how questions are answered. Documents are paired one by one, in the order
/// of their dates, and only what shares need of an exchange is held.
pub(super) fn write_exchange_tables(
    tables: &mut TableFolder<'_>,
    comparison: &Comparison,
    population: &Population<'_>,
) -> Result<(), Error> {
    let compare = &comparison.settings;
    let settings = ExchangeSettings {
        class_ids: compare.class_ids.clone(),
        none_class: compare.none_class,
        instrument_ids: compare.instrument_ids.clone(),
        reference_standard: compare.reference_standard.clone(),
        design: design(comparison),
        seed: compare.seed,
    };
    let mut turns: BTreeSet<(Option<PartialDate>, usize)> = BTreeSet::new();
    let mut pairing = Pairing::default();
    for document in 0..population.n_documents() {
        population.visit_documents(document..document + 1, |fact, _| {
            if is_of_exchange(fact) {
                turns.insert((fact.date, document));
                if let Some(original) = fact.duplicate_of.as_deref() {
                    pairing.add_original(original);
                }
            }
            Ok::<(), Error>(())
        })?;
    }
    for &(date, document) in &turns {
        let facts = passages_of(population, document)?;
        let facts: Vec<ExchangeFact<'_>> = facts.iter().map(ExchangeFact::of_labelled).collect();
        pairing.learn(&facts.iter().collect::<Vec<_>>(), date, &settings);
    }
    let output = tables.start("exchanges.csv")?;
    let file = output.path().display().to_string();
    let mut writer = ExchangeWriter::new(&settings, output, &file)?;
    let mut exchanges = ExchangeSummaries::default();
    for (date, document) in turns {
        let facts = passages_of(population, document)?;
        let facts: Vec<ExchangeFact<'_>> = facts.iter().map(ExchangeFact::of_labelled).collect();
        let facts: Vec<&ExchangeFact<'_>> = facts.iter().collect();
        for exchange in pairing.exchanges(&facts, date, &settings) {
            writer.write(&exchange)?;
            exchanges.add(&exchange, document);
        }
    }
    drop(pairing);
    tables.keep(writer.finish()?, exchanges_schema(&settings))?;
    let rows = exchanges.reframing_by_actor(&settings);
    tables.write("reframing.csv", reframing_schema(&settings), |out, file| {
        write_reframing(&rows, &settings, out, file)
    })?;
    let rows = exchanges.reframing_by_instrument(&settings);
    tables.write(
        "reframing_by_instrument.csv",
        reframing_by_instrument_schema(&settings),
        |out, file| write_reframing_by_instrument(&rows, &settings, out, file),
    )?;
    Ok(())
}

/// Whether a passage is part of an exchange, or should be.
fn is_of_exchange(fact: &LabelledFact) -> bool {
    !fact.exchange_id.is_empty() || matches!(fact.role, Some(Role::Question | Role::Answer))
}

/// The passages of a document that are part of exchanges.
fn passages_of(population: &Population<'_>, document: usize) -> Result<Vec<LabelledFact>, Error> {
    let mut facts = Vec::new();
    population.visit_documents(document..document + 1, |fact, _| {
        if is_of_exchange(fact) {
            facts.push(fact.clone());
        }
        Ok::<(), Error>(())
    })?;
    Ok(facts)
}

/// Writes the terms in which actors and stances differ.
pub(super) fn write_framing_tables(
    tables: &mut TableFolder<'_>,
    comparison: &Comparison,
    monitor: &Monitor<'_>,
) -> Result<(), Error> {
    let compare = &comparison.settings;
    let context = FramingContext {
        class_ids: compare.class_ids.clone(),
        reference_standard: compare.reference_standard.clone(),
        design: design_of_words(comparison),
    };
    let settings = FramingSettings {
        seed: compare.seed,
        n_resamples: comparison.words.n_resamples.unwrap_or(
            if comparison.facts.len() <= SMALL_CORPUS {
                MANY_RESAMPLES
            } else {
                FEW_RESAMPLES
            },
        ),
        n_first_resamples: if comparison.facts.len() <= TINY_CORPUS {
            u32::MAX
        } else {
            FIRST_RESAMPLES
        },
        coded_only: comparison.words.coded_only,
        ..FramingSettings::default()
    };
    let left_out = LeftOutWords {
        names: comparison.words.names.clone(),
        procedure: comparison.words.procedure.clone(),
    };
    let texts = texts(comparison)?;
    let passages: Vec<FramingPassage<'_>> = texts
        .iter()
        .map(|(fact, text)| FramingPassage {
            passage_id: &fact.passage_id,
            document_id: &fact.document_id,
            group: if fact.group.is_empty() {
                &fact.document_id
            } else {
                &fact.group
            },
            actor: fact.actor.as_str(),
            role: fact.role,
            instruments: &fact.instruments,
            stance: fact.gold.as_ref().map_or(fact.predicted, |gold| gold.class),
            is_coded: fact.gold.is_some(),
            text,
        })
        .collect();
    let mut on_done = |done, all| monitor.step("framing terms", done, all);
    let found = compare_framing(&passages, &left_out, &context, &settings, &mut on_done);
    tables.write(
        "framing_terms_by_actor.csv",
        framing_by_actor_schema(&context),
        |out, file| write_framing_by_actor(&found.by_actor, &context, &settings, out, file),
    )?;
    tables.write(
        "framing_terms_by_stance.csv",
        framing_by_stance_schema(&context),
        |out, file| write_framing_by_stance(&found.by_stance, &context, &settings, out, file),
    )?;
    tables.write(
        "framing_terms_by_pair.csv",
        framing_by_pair_schema(&context),
        |out, file| write_framing_by_pair(&found.by_pair, &context, &settings, out, file),
    )?;
    Ok(())
}

/// Writes where the words of actors place them, by the newest survey of experts.
pub(super) fn write_wordscores_table(
    tables: &mut TableFolder<'_>,
    comparison: &Comparison,
) -> Result<(), Error> {
    let surveyed = built_in_expert_positions();
    let newest = surveyed.iter().map(|position| position.year).max();
    let of_survey = || {
        surveyed
            .iter()
            .filter(|position| Some(position.year) == newest)
    };
    let positions: BTreeMap<String, f64> = of_survey()
        .map(|position| (position.party_id.as_str().to_owned(), position.position))
        .collect();
    let name = of_survey().next().map(|position| {
        format!(
            "{} {} {}",
            position.survey, position.year, position.dimension
        )
    });
    let mut counter = WordCounter::new(comparison.words.names.as_ref());
    for (fact, text) in &texts(comparison)? {
        if !fact.actor.is_unknown() {
            counter.add(fact.actor.as_str(), text);
        }
    }
    let settings = WordscoresSettings {
        min_words: MIN_WORDS,
        positions_name: name.unwrap_or_default(),
        design: design_of_words(comparison),
    };
    let rows = place_by_words(&counter.finish(), &positions, &settings);
    tables.write("wordscores.csv", wordscores_schema(), |out, file| {
        write_wordscores(&rows, &settings, out, file)
    })?;
    Ok(())
}
