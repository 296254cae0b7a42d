//! What is compared.

use std::sync::Arc;

use super::JointRule;
use super::LimitRules;
use crate::corpus::{Actor, PartialDate, Role, Standing};

/// What is known of a labelled passage.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledFact {
    /// Its id, no other passage's.
    pub passage_id: String,
    /// Its document. Passages share the texts of names, so that a large corpus fits in memory.
    pub document_id: Arc<str>,
    /// The unit of independence: question and answer, copies, and what stands under one heading.
    pub group: Arc<str>,
    /// The question and answer that it is part of; empty outside exchanges.
    pub exchange_id: Arc<str>,
    /// The date of its document, as far as it is known.
    pub date: Option<PartialDate>,
    /// The year of its document, where it is known.
    pub year: Option<u16>,
    /// Who speaks; parties that speak as one are one actor.
    pub actor: Actor,
    /// Whether the actor supported the cabinet of the day.
    pub standing: Standing,
    /// What the speaker does; `None` where that is not known: such a passage counts for all roles
    /// together only.
    pub role: Option<Role>,
    /// The policy instruments that it is about, by their places in the codebook, ascending.
    pub instruments: Arc<[usize]>,
    /// Its number of words.
    pub n_words: usize,
    /// The predicted class, from 0.
    pub predicted: usize,
    /// The predicted probability of each class.
    pub probabilities: Box<[f64]>,
    /// The gold class with how the passage was drawn; `None` where it is not coded.
    pub gold: Option<Box<Gold>>,
    /// The passage of the same actor that it repeats; `None` where the actor says it first. As in
    /// the frame of a sample, a repeated passage counts once for its actor.
    pub duplicate_of: Option<Box<str>>,
    /// Whether `predicted` comes from a model that was trained on this text. Out-of-fold
    /// predictions do not.
    pub is_in_sample: bool,
    /// Whether the text is none that the model can know about.
    pub is_outside: bool,
    /// Whether the model is certain of the class.
    pub is_certain: bool,
}

/// A gold class.
#[derive(Debug, Clone, PartialEq)]
pub struct Gold {
    /// The class, from 0.
    pub class: usize,
    /// How the passage came to be coded; `None` where nobody knows: such a label may train a
    /// model, and enters no estimate.
    pub drawn: Option<Drawn>,
}

/// How a passage was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The probability that it was drawn, over all waves, above 0 to 1.
    pub pi: f64,
    /// Its stratum, where it has one.
    pub stratum: Option<DrawnStratum>,
    /// Whether its whole document was drawn.
    pub by_document: bool,
    /// Whether it was drawn from a frame, a number of each stratum, and not one by one.
    pub from_frame: bool,
}

/// The stratum of a drawn passage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrawnStratum {
    /// Its name.
    pub name: String,
    /// Sampling units of it in the frame.
    pub n_units: usize,
}

/// What the facts mean, and how they are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareSettings {
    /// The ids of the classes, in the order of the codebook.
    pub class_ids: Vec<String>,
    /// The class that takes no stance, if there is one. Without it, shares of stance-taking
    /// passages are left out: they would repeat the shares of all passages.
    pub none_class: Option<usize>,
    /// The ids of the policy instruments, in the order of the codebook.
    pub instrument_ids: Vec<String>,
    /// Who gave the gold codes, as it must stand beside each share: `adjudicated-llm`.
    pub reference_standard: String,
    /// Whether people gave them.
    pub is_human_standard: bool,
    /// How the documents and codings came about: "these documents; no sample".
    pub design: String,
    /// How joint statements count.
    pub joint: JointRule,
    /// From how many codings an interval is given.
    pub rules: LimitRules,
    /// The seed of draws from estimated distributions.
    pub seed: u64,
}
