//! The corpus labelled again and again with one setting changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::Error;
use crate::config::Config;
use crate::corpus::{DocumentId, GoldPassage, Passage, PassageId, Span};
use crate::evaluate::{
    EvaluationSet, FoldFailure, GridPassage, GridVariant, Robustness, SplitKind, compare_variants,
    plan_splits,
};
use crate::features::Stemming;
use crate::read::ReadOptions;
use crate::segment::{SegmentSettings, count_words, without_quotations};
use crate::stance::{Model, Scratch, Watch};

use super::joining::GoldIndex;
use super::learn::evaluate_settings;
use super::{Coded, Monitor, Reading, ReadingOptions, Resources, Trainer, read_corpus};

/// Lengths of passages that are tried, in words.
const LENGTHS: [usize; 3] = [40, 80, 160];

/// Labels the corpus of the settings with another stemmer, with passages of other lengths and
/// without quotations, and compares scores, shares and ranks with those of the settings as they
/// are. Every label comes from a model that had not seen the document.
///
/// # Errors
/// Where the corpus cannot be read or holds no coded passage, the coded passages stand in one
/// document, a model cannot be trained, or the run is interrupted.
pub fn measure_robustness(
    set: &EvaluationSet,
    trainer: &Trainer,
    coded: &Coded,
    config: &Config,
    resources: &Resources,
    monitor: &Monitor<'_>,
) -> Result<Robustness, Error> {
    let grid = Grid {
        set,
        coded,
        config,
        resources,
        monitor,
        index: GoldIndex::of(&coded.gold),
    };
    let default = grid.read(&coded.gold, resources.segment)?;
    grid.check_joins(&default)?;
    let groups = GroupPlaces::of(&default.passages);
    let parts = grid.training_parts(&default)?;

    let models = grid.train(trainer, &parts)?;
    let whole = |text: &str| Some(text.to_owned());
    let spoken = |text: &str| {
        let rest = without_quotations(text);
        (count_words(&rest) > 0).then_some(rest)
    };
    let label = |name: String, how: &str, reading: &Reading, models: &Models, cut| {
        grid.label(name, how, reading, models, &groups, cut)
    };
    let mut variants = vec![label(
        "default".to_owned(),
        "settings as they are",
        &default,
        &models,
        &whole as &(dyn Fn(&str) -> Option<String> + Sync),
    )];
    for max_words in LENGTHS {
        let segment = of_length(resources.segment, max_words);
        let reading = grid.read(&[], segment)?;
        let how = format!(
            "passages cut anew at {max_words} words and {} sentences, without hand-coded boundaries",
            segment.max_sentences
        );
        let name = format!("max_words={max_words}");
        variants.push(label(name, &how, &reading, &models, &whole));
    }
    let name = "quotations=removed".to_owned();
    let how = "words between quotation marks taken out before labelling; passages of nothing else \
               left out";
    variants.push(label(name, how, &default, &models, &spoken));

    let stemmer = match trainer.stemmer() {
        Stemming::DutchPorter => Stemming::None,
        Stemming::None => Stemming::DutchPorter,
    };
    let models = grid.train(&trainer.with_stemmer(stemmer), &parts)?;
    let name = format!("stemmer={}", stemmer.as_str());
    let how = "models trained with another stemmer";
    variants.insert(1, label(name, how, &default, &models, &whole));
    let settings = evaluate_settings(config, &resources.codebook);
    Ok(compare_variants(&variants, set.n_classes(), &settings))
}

/// The settings for passages of `max_words`; sentences and the shortest passage in proportion.
fn of_length(settings: SegmentSettings, max_words: usize) -> SegmentSettings {
    let scaled = |n: usize| (n * max_words).div_ceil(settings.max_words.max(1));
    SegmentSettings {
        max_words,
        max_sentences: scaled(settings.max_sentences).max(1),
        min_words: scaled(settings.min_words).min(max_words),
    }
}

/// The models by the document that they have not seen; that of `None` has seen all coded passages,
/// for documents without any.
type Models = BTreeMap<Option<String>, Model>;

/// The rows to train on, by the document left out.
type TrainingParts = BTreeMap<Option<String>, Vec<usize>>;

struct Grid<'a> {
    set: &'a EvaluationSet,
    coded: &'a Coded,
    config: &'a Config,
    resources: &'a Resources,
    monitor: &'a Monitor<'a>,
    index: GoldIndex<'a>,
}

impl Grid<'_> {
    fn read(&self, gold: &[GoldPassage], segment: SegmentSettings) -> Result<Reading, Error> {
        let options = ReadingOptions {
            register: &self.resources.register,
            members: &self.resources.members,
            abbreviations: &self.resources.abbreviations,
            read: ReadOptions {
                pdf_program: self.monitor.pdf_program.clone(),
                ..ReadOptions::default()
            },
            segment,
            gold,
            keeps_texts: false,
        };
        let corpus = self.config.corpus().dir.clone();
        let on_document = |done, all| self.monitor.step("reading", done, all);
        read_corpus(&[corpus], &options, self.monitor.interrupt, on_document)
    }

    fn coded(&self, passage: &Passage) -> Option<&GoldPassage> {
        let id = passage.id.to_string();
        let joined = self.index.find(&id, Some(&passage.id), &passage.text)?;
        self.coded.gold.get(joined)
    }

    fn check_joins(&self, reading: &Reading) -> Result<(), Error> {
        if reading
            .passages
            .iter()
            .any(|passage| self.coded(passage).is_some())
        {
            return Ok(());
        }
        Err(Error::Usage {
            message: format!(
                "no coded passage stands in the documents of {}",
                self.config.corpus().dir.display()
            ),
            help: "name the folder of the documents that were coded: --set corpus.dir=\"…\""
                .to_owned(),
        })
    }

    /// The training parts of the split that leaves one document out, for the documents read.
    fn training_parts(&self, reading: &Reading) -> Result<TrainingParts, Error> {
        let settings = evaluate_settings(self.config, &self.resources.codebook);
        let splits = plan_splits(self.set, settings.n_folds, settings.fold_seed);
        let by_document = splits
            .into_iter()
            .find(|split| split.kind == SplitKind::LeaveOneDocumentOut);
        let folds = by_document.as_ref().map_or(&[][..], |split| split.folds());
        if folds.is_empty() {
            return Err(Error::Usage {
                message: "robustness cannot be measured: no document can be left out of training"
                    .to_owned(),
                help: "code passages of two documents or more; `evaluate` says why \
                       leave-one-document-out is not possible"
                    .to_owned(),
            });
        }
        let documents: BTreeSet<&str> = reading
            .passages
            .iter()
            .map(|passage| passage.id.document_id.as_str())
            .collect();
        let mut parts = TrainingParts::new();
        for document in documents {
            let fold = folds.iter().find(|fold| fold.name == document);
            match fold {
                Some(fold) => parts.insert(Some(document.to_owned()), fold.train.clone()),
                None => parts.insert(None, (0..self.set.rows().len()).collect()),
            };
        }
        Ok(parts)
    }

    fn train(&self, trainer: &Trainer, parts: &TrainingParts) -> Result<Models, Error> {
        let n_done = AtomicUsize::new(0);
        let parts: Vec<(&Option<String>, &Vec<usize>)> = parts.iter().collect();
        let train = |(document, rows): &(&Option<String>, &Vec<usize>)| {
            let nothing = || {};
            let watch = Watch::new(&nothing, self.monitor.interrupt);
            let model = trainer.train(self.set, rows.iter().copied(), watch);
            let model = model.map_err(|source| FoldFailure {
                split: SplitKind::LeaveOneDocumentOut,
                fold: document.as_deref().unwrap_or("none").to_owned(),
                source,
            })?;
            let done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            self.monitor
                .step("training without a document", done, parts.len());
            Ok(((*document).clone(), model))
        };
        let models: Vec<Result<_, Error>> = parts.par_iter().map(train).collect();
        models.into_iter().collect()
    }

    /// Labels the passages of a reading; those of which `cut` leaves nothing are left out.
    fn label(
        &self,
        name: String,
        how: &str,
        reading: &Reading,
        models: &Models,
        groups: &GroupPlaces<'_>,
        cut: &(dyn Fn(&str) -> Option<String> + Sync),
    ) -> GridVariant {
        let label = |scratch: &mut Scratch, passage: &Passage| {
            let own = models.get(&Some(passage.id.document_id.to_string()));
            let model = own.or_else(|| models.get(&None))?;
            Some(model.label(&cut(&passage.text)?, scratch).class)
        };
        let classes: Vec<Option<usize>> = reading
            .passages
            .par_iter()
            .map_init(|| Scratch::with_top_terms(0), label)
            .collect();
        let clusters: BTreeMap<&PassageId, &PassageId> = reading
            .duplicates
            .iter()
            .map(|copy| (&copy.passage_id, &copy.cluster_id))
            .collect();
        let mut seen = BTreeSet::new();
        let labelled = reading.passages.iter().zip(classes);
        let passages = labelled.filter_map(|(passage, predicted)| {
            let cluster = clusters.get(&passage.id).copied().unwrap_or(&passage.id);
            Some(GridPassage {
                predicted: predicted?,
                actor: passage.actor.as_str().to_owned(),
                group: groups.group_of(passage),
                coded: self
                    .coded(passage)
                    .map(|c| (c.passage_id.clone(), c.stance)),
                is_counted: seen.insert((passage.actor.as_str(), cluster)),
            })
        });
        GridVariant {
            name,
            method: format!(
                "{how}; models that had not seen the document; interval: percentiles of {} cluster \
                 bootstrap samples of groups, models held fixed",
                self.config.evaluate().bootstrap_replicates
            ),
            passages: passages.collect(),
        }
    }
}

/// The groups of passages by their places, so that passages cut otherwise find theirs.
struct GroupPlaces<'a>(BTreeMap<&'a DocumentId, Vec<(Span, &'a str)>>);

impl<'a> GroupPlaces<'a> {
    fn of(passages: &'a [Passage]) -> Self {
        let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for passage in passages {
            let place = (passage.id.span, passage.group.as_str());
            let of_document: &mut Vec<_> = places.entry(&passage.id.document_id).or_default();
            of_document.push(place);
        }
        for places in places.values_mut() {
            places.sort_unstable();
        }
        Self(places)
    }

    /// The group of the passage that this one overlaps most; one of its own where there is none.
    fn group_of(&self, passage: &Passage) -> String {
        let span = passage.id.span;
        let places = self
            .0
            .get(&passage.id.document_id)
            .map_or(&[][..], Vec::as_slice);
        let first = places.partition_point(|(place, _)| place.end <= span.start);
        let overlapping = places
            .iter()
            .skip(first)
            .take_while(|(place, _)| place.start < span.end);
        let best = overlapping
            .max_by_key(|(place, _)| (place.overlap(span), std::cmp::Reverse(place.start)));
        best.map_or_else(|| passage.id.to_string(), |(_, group)| (*group).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_the_shortest_passage_grow_with_the_length() {
        let settings = SegmentSettings {
            max_words: 80,
            max_sentences: 4,
            min_words: 25,
        };
        let of = |length| {
            let SegmentSettings {
                max_words,
                max_sentences,
                min_words,
            } = of_length(settings, length);
            (max_words, max_sentences, min_words)
        };
        // 25 · 40 / 80 = 12.5.
        assert_eq!(of(40), (40, 2, 13));
        assert_eq!(of(80), (80, 4, 25));
        assert_eq!(of(160), (160, 8, 50));
    }
}
