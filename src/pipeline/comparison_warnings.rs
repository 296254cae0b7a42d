//! What a reader must know before citing a number of a comparison.

use crate::compare::{
    ALL, Denominator, Inference, Population, RecallGap, RoleActors, ShareRow, Status,
};
use crate::corpus::Actor;
use crate::evaluate::Warning;
use crate::math;

use super::comparing::Comparison;
use super::comparison_facts::macro_f1;

/// Coded passages below which an actor is not to be headlined.
const FEW_CODED: usize = 25;
/// Below this alpha the codings are not to be published (Krippendorff 2004, p. 241).
const LOWEST_ALPHA: f64 = 0.667;
/// Of more missing codings than this share is warned.
const LARGEST_MISSING_SHARE: f64 = 0.05;
/// Of more passages without a known actor than this share is warned.
const LARGEST_UNKNOWN_SHARE: f64 = 0.05;
/// Below this macro-F1 the labels are wrong too often to compare actors by.
const LOWEST_MACRO_F1: f64 = 0.5;

/// The warnings that apply, the gravest first.
pub(super) fn warnings(
    comparison: &Comparison,
    population: &Population<'_>,
    roles: &[RoleActors],
    by_actor: &[ShareRow],
) -> Vec<Warning> {
    let messages = [
        ("no-passages", no_passages(by_actor)),
        ("unknown-actors", unknown_actors(by_actor)),
        ("no-random-sample", no_sample(population)),
        ("unknown-inclusion-probability", unknown_pi(population)),
        (
            "relative-to-reference-standard",
            not_human(comparison, population),
        ),
        ("no-probabilities", no_probabilities(comparison)),
        ("predictions-of-two-models", two_models(comparison)),
        ("missing-codings", missing_codings(comparison)),
        ("few-codings", few_codings(population, roles)),
        ("agreement", agreement(comparison)),
        (
            "low-macro-f1-in-comparison",
            low_macro_f1(comparison, population),
        ),
        (
            "recall-differs-in-comparison",
            recall_gap(comparison, roles, true),
        ),
        (
            "recall-may-differ-in-comparison",
            recall_gap(comparison, roles, false),
        ),
        ("weak-prediction", weak_prediction(population, by_actor)),
        ("chosen-documents", chosen_documents(population)),
        ("cells-not-estimable", not_estimable(by_actor)),
        ("words-of-a-sample", words_of_a_sample(comparison)),
    ];
    let made = messages.into_iter().filter_map(|(code, message)| {
        Some(Warning {
            code,
            message: message?,
        })
    });
    made.collect()
}

/// The passages of each actor over all roles.
fn passages_of_actors(by_actor: &[ShareRow]) -> impl Iterator<Item = (&str, usize)> {
    let once = by_actor.iter().filter(|row| {
        row.role.is_none()
            && row.stance == 0
            && row.denominator == Denominator::Passages
            && row.inference == Inference::Corpus
    });
    once.filter_map(|row| Some((row.key.first()?.as_str(), row.counts.n_passages)))
}

fn no_passages(by_actor: &[ShareRow]) -> Option<String> {
    let n: usize = passages_of_actors(by_actor).map(|(_, n)| n).sum();
    (n == 0).then(|| {
        "The table has no passages: nothing is compared. Look at the step that made it, and at its \
         skipped.csv."
            .to_owned()
    })
}

fn unknown_actors(by_actor: &[ShareRow]) -> Option<String> {
    let unknown = Actor::unknown();
    let (mut n_unknown, mut n_known) = (0, 0);
    for (actor, n) in passages_of_actors(by_actor) {
        if actor == unknown.as_str() {
            n_unknown += n;
        } else if actor != ALL {
            n_known += n;
        }
    }
    let n = n_unknown + n_known;
    (n_unknown as f64 > LARGEST_UNKNOWN_SHARE * n as f64).then(|| {
        format!(
            "{n_unknown} of {n} passages have no known actor and count as one, `unknown`. A table that \
             `standpunt read` did not write needs a column `actor`; of its own, `standpunt read \
             --list-unknown` shows who is not known."
        )
    })
}

fn no_sample(population: &Population<'_>) -> Option<String> {
    (!population.is_census && !population.is_sampled).then(|| {
        "No random sample of these passages is coded: shares are descriptive, and no interval is \
         given. To get intervals: `standpunt sample`, code the passages, `standpunt collect`, then \
         `standpunt compare --gold` with its gold.csv (docs/sampling-and-coding.md)."
            .to_owned()
    })
}

fn unknown_pi(population: &Population<'_>) -> Option<String> {
    (!population.is_census && population.n_unknown_pi > 0).then(|| {
        format!(
            "{} coded passages have no known inclusion probability: they may train a model, and \
             enter no estimate.",
            population.n_unknown_pi
        )
    })
}

fn not_human(comparison: &Comparison, population: &Population<'_>) -> Option<String> {
    let settings = &comparison.settings;
    let is_estimated = population.is_census || population.is_sampled;
    (is_estimated && !settings.is_human_standard).then(|| {
        format!(
            "Estimates are relative to the reference standard `{}`: their intervals do not hold \
             against human coding.",
            settings.reference_standard
        )
    })
}

fn no_probabilities(comparison: &Comparison) -> Option<String> {
    (!comparison.has_probabilities).then(|| {
        "The table has no prob_ columns: predicted labels count as certain, which makes intervals \
         wider."
            .to_owned()
    })
}

fn two_models(comparison: &Comparison) -> Option<String> {
    (comparison.n_mixed > 0).then(|| {
        format!(
            "{} drawn passages are labelled out of fold and others by the model that trained on \
             them: the correction then mixes two models. Add `--refit`.",
            comparison.n_mixed
        )
    })
}

fn missing_codings(comparison: &Comparison) -> Option<String> {
    let (n_drawn, n_missing) = comparison.n_drawn_and_missing;
    (n_missing as f64 > LARGEST_MISSING_SHARE * n_drawn as f64).then(|| {
        format!(
            "{n_missing} of {n_drawn} drawn passages or documents are not coded. They count as missing \
             at random; where coders skipped some kinds of passages more than others, estimates are \
             wrong and intervals do not cover: code them."
        )
    })
}

fn few_codings(population: &Population<'_>, roles: &[RoleActors]) -> Option<String> {
    if !population.is_census && !population.is_sampled {
        return None;
    }
    let few: Vec<String> = roles
        .iter()
        .flat_map(|role| {
            role.actors
                .iter()
                .map(move |actor| (role.role_name(), actor))
        })
        .filter(|(_, actor)| actor.n_coded() < FEW_CODED)
        .map(|(role, actor)| format!("{} ({role}, {})", actor.actor, actor.n_coded()))
        .collect();
    (!few.is_empty()).then(|| {
        format!(
            "Fewer than {FEW_CODED} coded passages, too few for a headline: {}.",
            few.join(", ")
        )
    })
}

fn agreement(comparison: &Comparison) -> Option<String> {
    let is_coded = comparison.facts.is_coded();
    let lowest = comparison
        .alpha_limits
        .map(|limits| limits.0)
        .or(comparison.alpha);
    match lowest {
        _ if !is_coded => None,
        None => Some(
            "The gold file states no agreement of its coders: report Krippendorff's alpha beside \
             the shares (`standpunt agreement`)."
                .to_owned(),
        ),
        Some(lowest) if lowest < LOWEST_ALPHA => Some(format!(
            "Krippendorff's alpha of the coders may be as low as {lowest:.2}, below {LOWEST_ALPHA}: no \
             share of these codings should be published."
        )),
        Some(_) => None,
    }
}

fn low_macro_f1(comparison: &Comparison, population: &Population<'_>) -> Option<String> {
    let macro_f1 = macro_f1(population, comparison.settings.class_ids.len())?;
    (macro_f1 < LOWEST_MACRO_F1).then(|| {
        format!(
            "Macro-F1 of the predictions on the coded passages is {macro_f1:.2}, below \
             {LOWEST_MACRO_F1:.2}: raw shares are a rough guide at best."
        )
    })
}

/// The gaps of recall that are certain, or those that chance may have made.
fn recall_gap(comparison: &Comparison, roles: &[RoleActors], is_certain: bool) -> Option<String> {
    let mut parts = Vec::new();
    for role in roles {
        for (class, id) in comparison.settings.class_ids.iter().enumerate() {
            let gap = RecallGap::of(role.actors.iter(), class);
            if let Some(gap) = gap.filter(|gap| gap.is_certain == is_certain) {
                parts.push(format!("{id}, {}: {}", role.role_name(), gap.in_words()));
            }
        }
    }
    let parts = (!parts.is_empty()).then(|| parts.join("; "))?;
    Some(if is_certain {
        format!(
            "Recall differs between actors, for their 95 % intervals have nothing in common, which \
             tilts raw shares: {parts}."
        )
    } else {
        format!(
            "The measured recall of two actors lies more than 0.15 apart, but their 95 % intervals \
             overlap: it is not certain that it differs; if so, raw shares are tilted: {parts}."
        )
    })
}

/// Where the correlation of coded and predicted is below `1/sqrt(n − 2)` the prediction adds
/// nothing to the labels (Mani et al. 2025).
fn weak_prediction(population: &Population<'_>, by_actor: &[ShareRow]) -> Option<String> {
    if population.is_census {
        return None;
    }
    let judged = by_actor.iter().filter(|row| {
        row.denominator == Denominator::Passages
            && row.inference == Inference::Corpus
            && row.estimate.status == Status::Corrected
    });
    let (mut n_weak, mut n_judged) = (0, 0);
    for row in judged {
        n_judged += 1;
        let least = 1.0 / math::sqrt((row.counts.n_coded as f64 - 2.0).max(1.0));
        n_weak += usize::from(row.correlation.is_none_or(|r| r.abs() < least));
    }
    (n_weak > 0).then(|| {
        format!(
            "In {n_weak} of {n_judged} corrected shares the prediction tells too little of the \
             coded class to help (correlation below 1/sqrt(n - 2)): they are worth no more than \
             their codings."
        )
    })
}

fn chosen_documents(population: &Population<'_>) -> Option<String> {
    let is_estimated = population.is_census || population.is_sampled;
    is_estimated.then(|| {
        format!(
            "Rows `beyond-corpus` hold only if the {} documents are like a sample of such papers; \
             the clusters are {}s.",
            population.overview.n_documents,
            population.cluster_unit.as_str()
        )
    })
}

fn words_of_a_sample(comparison: &Comparison) -> Option<String> {
    let sample = &comparison.word_sample;
    sample.is_partial().then(|| {
        format!(
            "Framing terms and word scores rest on {} passages of {} documents, drawn at random by \
             the hash of their ids; everything else counts all passages.",
            sample.n_passages(),
            sample.n_documents()
        )
    })
}

fn not_estimable(by_actor: &[ShareRow]) -> Option<String> {
    let of_passages = || {
        by_actor
            .iter()
            .filter(|row| row.denominator == Denominator::Passages)
    };
    let n = of_passages()
        .filter(|row| row.estimate.status == Status::NotEstimable)
        .count();
    (n > 0).then(|| {
        format!(
            "{n} of {} shares of passages in stance_by_actor.csv are not estimable, for want of \
             codings or clusters.",
            of_passages().count()
        )
    })
}
