//! The card of a model, from what was measured in the same run.

use super::leading::leading_of;
use super::{Coded, Learned, Resources};
use crate::Error;
use crate::config::Config;
use crate::corpus::ReferenceStandard;
use crate::evaluate::{SplitKind, Warning, WarningFacts, warnings};
use crate::report::{CardFacts, model_card};
use crate::stance::{LeadingSettings, Watch};
use crate::store::Interrupt;

/// Refits behind the leading terms of the card: enough to leave out what hangs on a few groups,
/// in seconds. `standpunt explain --classes` makes more.
const N_REFITS: usize = 25;

/// The share of refits in which a term of the card leads.
const MIN_STABILITY: f64 = 0.8;

/// The card of a model, as Markdown. It depends on what trained the model alone: `train` and `run`
/// write the same card.
///
/// # Errors
/// Where a refit for the leading terms does not converge, or the work is interrupted.
pub fn card_of(
    learned: &Learned,
    coded: &Coded,
    resources: &Resources,
    config: &Config,
    interrupt: &Interrupt,
) -> Result<String, Error> {
    let settings = LeadingSettings {
        n_refits: N_REFITS,
        seed: config.evaluate().seed,
        ..LeadingSettings::default()
    };
    let nothing = || {};
    let watch = Watch::new(&nothing, interrupt);
    let model = &learned.model;
    let mut leading = leading_of(model, coded, resources, config, &settings, &watch)?;
    leading.keep_stable(MIN_STABILITY);
    Ok(model_card(&CardFacts {
        model,
        codebook: &resources.codebook,
        gold: &coded.gold,
        meta: &coded.meta,
        examples: &coded.examples,
        inputs: &coded.inputs,
        set: &learned.set,
        evaluation: &learned.evaluation,
        warnings: &warnings_of(learned, coded, resources),
        leading: Some(&leading),
    }))
}

/// The warnings that hold whatever is labelled.
fn warnings_of(learned: &Learned, coded: &Coded, resources: &Resources) -> Vec<Warning> {
    let (set, evaluation) = (&learned.set, &learned.evaluation);
    let recalls: Vec<_> = evaluation.recalls().cloned().collect();
    let class_ids: Vec<String> = resources.codebook.class_ids().map(str::to_owned).collect();
    warnings(&WarningFacts {
        grouped_macro_f1: evaluation.macro_f1(SplitKind::Grouped),
        document_macro_f1: evaluation.macro_f1(SplitKind::LeaveOneDocumentOut),
        actor_recalls: &recalls,
        better_baselines: &evaluation.better_baselines(),
        gold_by_class: &set.gold_by_class(),
        class_ids: &class_ids,
        is_gold_by_language_models: coded.meta.reference_standard
            == ReferenceStandard::AdjudicatedLlm,
        ..WarningFacts::default()
    })
}
