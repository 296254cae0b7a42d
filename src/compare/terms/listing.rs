//! All comparisons, each with the terms that stand out.

use super::comparison::{
    Compared, SideSize, Sides, TermSpread, TestedTerm, compare_sides, list_side,
};
use super::corpus::FramingCorpus;
use super::evidence::{Quote, quotes};
use super::log_odds::LogOdds;
use super::settings::{FramingContext, FramingPassage, FramingSettings, LeftOutWords};
use super::tasks::{Task, Tasks};
use crate::metrics::Interval;

/// Where the classes of compared passages come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StanceSource {
    /// All were coded.
    Coded,
    /// None was: terms then partly repeat what the model goes by.
    Predicted,
    /// Some were.
    Mixed,
}

/// A term that stands out.
#[derive(Debug, Clone, PartialEq)]
pub struct FramingTerm {
    /// Its stems, with a space between two.
    pub term: String,
    /// How it most often stands in the corpus, at most three forms.
    pub surface_forms: Vec<String>,
    /// The side that uses it more, 0 or 1.
    pub side: usize,
    /// Its place on this side, from 1, by the size of z.
    pub rank: usize,
    /// Where it occurs.
    pub spread: TermSpread,
    /// The log-odds ratio over instruments, above 0 where the first side uses it more.
    pub log_odds: LogOdds,
    /// z with a tenth of the prior.
    pub z_prior_tenth: f64,
    /// z with twice the prior.
    pub z_prior_double: f64,
    /// Of the log-odds ratio, by bootstrap of groups: percentiles.
    pub interval: Interval,
    /// The level of the interval.
    pub conf_level: f64,
    /// Two-sided, by the same bootstrap.
    pub p: f64,
    /// Adjusted for all terms tested in the comparison.
    pub q: f64,
    /// Whether `q` allows to claim a difference.
    pub is_claim: bool,
    /// Strata in which both sides have text and the term occurs.
    pub n_strata: usize,
    /// The log-odds ratio without strata.
    pub unstratified: LogOdds,
    /// Signed G² over four cells.
    pub g2: f64,
    /// The logarithm to base 2 of the ratio of the rates.
    pub log2_ratio: f64,
    /// From the side that uses it more, at most three.
    pub quotes: Vec<Quote>,
}

/// Two sides and the terms that stand out.
#[derive(Debug, Clone, PartialEq)]
pub struct FramingComparison {
    /// The two sides: an actor or stance, and another or all others.
    pub names: [String; 2],
    /// The role, `all` or `unstated`.
    pub role: &'static str,
    /// How much text each side has.
    pub sizes: [SideSize; 2],
    /// What a side lacks to be compared; `None` where the sides are compared.
    pub not_estimable: Option<String>,
    /// Where the classes come from.
    pub stance_source: StanceSource,
    /// What the priors of the strata are worth together, in words.
    pub prior_mass: f64,
    /// What the prior of the log-odds without strata is worth, in words.
    pub prior_mass_unstratified: f64,
    /// Share of the words of each side that stands in strata where both have text.
    pub stratum_shares: [f64; 2],
    /// Terms that were tested.
    pub n_terms_tested: usize,
    /// Terms of the corpus that were not: in too few groups here, or of too few actors.
    pub n_terms_not_tested: usize,
    /// Tested terms that may be claimed, listed or not.
    pub n_claims: usize,
    /// First those the first side uses more, by rank.
    pub terms: Vec<FramingTerm>,
}

/// The comparisons of all three tables.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FramingTables {
    /// Each actor with all other actors.
    pub by_actor: Vec<FramingComparison>,
    /// Each stance with all other stances.
    pub by_stance: Vec<FramingComparison>,
    /// Each pair of actors.
    pub by_pair: Vec<FramingComparison>,
}

/// Makes all comparisons. `on_done` is called after each with how many are done, and of how many.
///
/// ```
/// use standpunt::compare::terms::{
///     FramingContext, FramingPassage, FramingSettings, LeftOutWords, compare_framing,
/// };
/// use standpunt::corpus::Role;
///
/// let passage = |passage_id, group, actor, text| FramingPassage {
///     passage_id, document_id: "kst-1", group, actor, role: Some(Role::Question),
///     instruments: &[], stance: 0, is_coded: true, text,
/// };
/// let passages = [
///     passage("a", "g1", "Volt", "Strenge grenzen werken niet."),
///     passage("b", "g2", "PVV", "Sluit de grenzen."),
/// ];
/// let context = FramingContext {
///     class_ids: vec!["none".to_owned()],
///     reference_standard: "expert".to_owned(),
///     design: "these documents; no sample".to_owned(),
/// };
/// let left_out = LeftOutWords::with_names(None);
/// let settings = FramingSettings::default();
/// let tables = compare_framing(&passages, &left_out, &context, &settings, &mut |_, _| {});
/// // 4 words are too few to say anything.
/// let lack = tables.by_pair[0].not_estimable.as_deref();
/// assert_eq!(lack, Some("PVV: n_words 3, at least 500 needed"));
/// ```
pub fn compare_framing(
    passages: &[FramingPassage<'_>],
    left_out: &LeftOutWords,
    context: &FramingContext,
    settings: &FramingSettings,
    on_done: &mut dyn FnMut(usize, usize),
) -> FramingTables {
    let mut corpus = FramingCorpus::read(passages, left_out, settings.min_groups);
    let tasks = Tasks::of(&corpus, &context.class_ids, settings);
    let n_tasks = tasks.len();
    let mut n_done = 0;
    let mut run = |list: &[Task]| -> Vec<FramingComparison> {
        let comparisons = list.iter().map(|task| {
            let sides = Sides {
                places: &task.places,
                background: &task.background,
                min_actors: task.min_actors,
            };
            let compared = compare_sides(&corpus, &sides, settings);
            let comparison = describe(&mut corpus, task, compared, settings);
            n_done += 1;
            on_done(n_done, n_tasks);
            comparison
        });
        comparisons.collect()
    };
    FramingTables {
        by_actor: run(&tasks.actors),
        by_stance: run(&tasks.stances),
        by_pair: run(&tasks.pairs),
    }
}

/// A comparison with the terms that are listed.
fn describe(
    corpus: &mut FramingCorpus<'_>,
    task: &Task,
    compared: Compared,
    settings: &FramingSettings,
) -> FramingComparison {
    let is_claim = |term: &TestedTerm| term.q <= settings.claim_level;
    let n_terms_tested = compared.terms.len();
    let n_claims = compared.terms.iter().filter(|term| is_claim(term)).count();
    let listed = [0, 1].map(|side| list_side(&compared.terms, side, settings.n_listed));
    let of_sides: Vec<(u32, usize)> = (0..)
        .zip(&listed)
        .flat_map(|(side, terms)| terms.iter().map(move |term| (term.term, side)))
        .collect();
    let mut quotes = quotes(corpus, &of_sides, &task.places).into_iter();
    let mut terms = Vec::with_capacity(of_sides.len());
    for (side, found) in listed.iter().enumerate() {
        for (rank, tested) in (1..).zip(found) {
            let term = corpus.terms.get(tested.term as usize);
            terms.push(FramingTerm {
                term: term.map(|term| term.stems.clone()).unwrap_or_default(),
                surface_forms: term.map(|term| term.forms.clone()).unwrap_or_default(),
                side,
                rank,
                spread: tested.spread,
                log_odds: tested.estimate.delta,
                z_prior_tenth: tested.estimate.z_prior_tenth,
                z_prior_double: tested.estimate.z_prior_double,
                interval: tested.estimate.interval,
                conf_level: super::bootstrap::CONF_LEVEL,
                p: tested.estimate.p,
                q: tested.q,
                is_claim: is_claim(tested),
                n_strata: tested.estimate.n_strata,
                unstratified: tested.unstratified,
                g2: tested.g2,
                log2_ratio: tested.log2_ratio,
                quotes: quotes.next().unwrap_or_default(),
            });
        }
    }
    let lack = compared.lack;
    FramingComparison {
        names: task.names.clone(),
        role: task.role,
        sizes: compared.sizes,
        not_estimable: lack.map(|(side, lack)| format!("{}: {lack}", task.names[side])),
        stance_source: stance_source(corpus, &task.places),
        prior_mass: compared.prior_mass,
        prior_mass_unstratified: compared.prior_mass_unstratified,
        stratum_shares: compared.stratum_shares,
        n_terms_tested,
        n_terms_not_tested: corpus.terms.len() - n_terms_tested,
        n_claims,
        terms,
    }
}

fn stance_source(corpus: &FramingCorpus<'_>, places: &[Vec<u32>; 2]) -> StanceSource {
    let passages = places.iter().flatten();
    let mut is_coded = passages.filter_map(|&place| Some(corpus.passage(place)?.source.is_coded));
    let Some(first) = is_coded.next() else {
        return StanceSource::Predicted;
    };
    match (first, is_coded.all(|next| next == first)) {
        (_, false) => StanceSource::Mixed,
        (true, true) => StanceSource::Coded,
        (false, true) => StanceSource::Predicted,
    }
}
