//! The sections of a page and their figures.

use serde::Serialize;

use super::PageSources;
use super::figure_view::FigureView;
use crate::report::figures::Figure;

/// One heading with its figures.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    id: &'static str,
    title: &'static str,
    intro: &'static str,
    without: &'static str,
    figures: Vec<FigureView>,
    elsewhere: Vec<Elsewhere>,
    elsewhere_words: String,
}

/// A figure that stands in a file alone.
#[derive(Debug, Serialize)]
struct Elsewhere {
    file: String,
    title: String,
}

/// A section: its id, title, what it is about, what it says without figures where passages are coded
/// and where none is, and how the ids of its figures begin.
struct SectionPlan {
    id: &'static str,
    title: &'static str,
    intro: &'static str,
    without_figures: &'static str,
    without_codes: &'static str,
    prefixes: &'static [&'static str],
}

/// Figures of how well actors are recognised stand at the head of the page.
const RECALLS: &str = "recall";

const SECTIONS: [SectionPlan; 8] = [
    SectionPlan {
        id: "trust",
        title: "How far to trust the labels",
        intro: "Every score is of models that had not seen the passages they label.",
        without_figures: "The head of the page tells how well the labels of this comparison fit the codes. For scores on \
                          passages that a model had not seen: standpunt evaluate --gold.",
        without_codes: "No coded passages were given, so nothing here tells how right the labels are. \
                        Code a random sample (standpunt sample) before you use them.",
        prefixes: &["scores", "certainty", "reliability", "confusion"],
    },
    SectionPlan {
        id: "shares",
        title: "Which stances the actors take",
        intro: "Filled marks, where there are any, are estimates; hollow ones are the share of predicted \
                labels, which is biased wherever the model errs more for one actor than for another.",
        without_figures: "There is nothing to take shares of.",
        without_codes: "There is nothing to take shares of.",
        prefixes: &["shares"],
    },
    SectionPlan {
        id: "instruments",
        title: "Actors and policy instruments",
        intro: "About which instruments actors speak, and with which stance where enough is coded.",
        without_figures: "No actor speaks of a policy instrument of the codebook.",
        without_codes: "No actor speaks of a policy instrument of the codebook.",
        prefixes: &["instruments"],
    },
    SectionPlan {
        id: "time",
        title: "Over time",
        intro: "Actors who speak in several years.",
        without_figures: "For no actor can shares be estimated in two years or more. Counts of every year stand in \
                          stance_by_actor_and_year.csv.",
        without_codes: "Nothing is coded, so no change can be told from errors of the model. Counts of every year \
                        stand in stance_by_actor_and_year.csv.",
        prefixes: &["time"],
    },
    SectionPlan {
        id: "contrasts",
        title: "How far actors differ",
        intro: "Differences between actors in the same role.",
        without_figures: "No difference between two actors in one role can be estimated; what stands in its way is told \
                          in contrasts.csv.",
        without_codes: "Nothing is coded, so no difference can be told from errors of the model. Differences of \
                        counts stand in contrasts.csv.",
        prefixes: &["contrasts"],
    },
    SectionPlan {
        id: "positions",
        title: "Where actors stand",
        intro: "Scales made from the shares of stances; what each stands for is written at its ends.",
        without_figures: "No position can be estimated; what stands in its way is told in positions.csv.",
        without_codes: "Nothing is coded, so no position can be estimated.",
        prefixes: &["positions"],
    },
    SectionPlan {
        id: "terms",
        title: "The words that tell actors and stances apart",
        intro: "Each mark is a term; a selected one shows who used it, how sure the difference is, and \
                where it stands.",
        without_figures: "No side has enough words to compare.",
        without_codes: "No side has enough words to compare.",
        prefixes: &["framing"],
    },
    SectionPlan {
        id: "exchanges",
        title: "Questions and their answers",
        intro: "Which stance a question takes and which its answer.",
        without_figures: "Too few questions with an answer were found to draw.",
        without_codes: "Too few questions with an answer were found to draw.",
        prefixes: &["exchanges"],
    },
];

/// How much of the figures a page shows. The next one is tried where the page would leave too little
/// room for passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thrift {
    /// All figures, each with up to 300 rows of its table.
    None,
    /// All figures with up to 20 rows.
    FewRows,
    /// The figures that are open, and of each section so many folded ones, with up to 5 rows; the
    /// others are named with their files.
    Folded(usize),
    /// The first figure of each kind, with up to 5 rows; the others are named with their files.
    FirstOnly,
}

impl Thrift {
    /// From lavish to sparing.
    pub(super) const ALL: [Self; 10] = [
        Self::None,
        Self::FewRows,
        Self::Folded(usize::MAX),
        Self::Folded(32),
        Self::Folded(16),
        Self::Folded(8),
        Self::Folded(4),
        Self::Folded(2),
        Self::Folded(0),
        Self::FirstOnly,
    ];

    fn max_rows(self) -> usize {
        match self {
            Self::None => 300,
            Self::FewRows => 20,
            Self::Folded(_) | Self::FirstOnly => 5,
        }
    }
}

/// Most figures that a section shows at once.
const MAX_OPEN: usize = 4;

/// The figures of how well actors are recognised.
pub(super) fn recalls(sources: &PageSources<'_>, thrift: Thrift) -> Vec<FigureView> {
    let figures = of_prefixes(sources.figures, &[RECALLS], thrift);
    let n_shown = if thrift == Thrift::FirstOnly {
        1
    } else {
        figures.len()
    };
    figures.into_iter().take(n_shown).collect()
}

/// All sections of figures, in their order.
pub(super) fn sections(sources: &PageSources<'_>, thrift: Thrift) -> Vec<Section> {
    let is_coded = sources.tables.get("comparison.csv").is_some_and(|table| {
        let coded = table.rows().find(|row| row.text("fact") == "n_coded");
        coded.is_some_and(|row| row.count("value") > 0)
    });
    SECTIONS
        .iter()
        .map(|plan| {
            let figures = folded(of_prefixes(sources.figures, plan.prefixes, thrift), thrift);
            let (figures, elsewhere) = divided(figures, thrift);
            Section {
                id: plan.id,
                title: plan.title,
                intro: plan.intro,
                without: if is_coded {
                    plan.without_figures
                } else {
                    plan.without_codes
                },
                figures,
                elsewhere_words: match elsewhere.len() {
                    1 => "1 more figure, in a file beside this page".to_owned(),
                    n => format!("{n} more figures, in files beside this page"),
                },
                elsewhere,
            }
        })
        .collect()
}

/// Of many figures, the first of each kind and the overviews are open and the others folded.
fn folded(mut figures: Vec<FigureView>, thrift: Thrift) -> Vec<FigureView> {
    if figures.len() <= MAX_OPEN && thrift != Thrift::FirstOnly {
        return figures;
    }
    let mut kinds: Vec<String> = Vec::new();
    for figure in &mut figures {
        let kind = figure.id.split('-').next().unwrap_or_default().to_owned();
        figure.is_folded = kinds.contains(&kind) && !figure.id.ends_with("overview");
        kinds.push(kind);
    }
    figures
}

/// The figures of the page, and the names of those that there is no room for.
fn divided(figures: Vec<FigureView>, thrift: Thrift) -> (Vec<FigureView>, Vec<Elsewhere>) {
    let most_folded = match thrift {
        Thrift::None | Thrift::FewRows => usize::MAX,
        Thrift::Folded(n) => n,
        Thrift::FirstOnly => 0,
    };
    let mut n_folded = 0;
    let (shown, left): (Vec<_>, Vec<_>) = figures.into_iter().partition(|figure| {
        n_folded += usize::from(figure.is_folded);
        !figure.is_folded || n_folded <= most_folded
    });
    let named = left.into_iter().map(|figure| Elsewhere {
        file: format!("figures/{}.svg", figure.id),
        title: figure.title,
    });
    (shown, named.collect())
}

/// The figures whose id is one of the prefixes, or begins with one and a hyphen.
fn of_prefixes(figures: &[Figure], prefixes: &[&str], thrift: Thrift) -> Vec<FigureView> {
    let is_of = |figure: &&Figure| {
        let word = figure.id.split('-').next().unwrap_or_default();
        prefixes.contains(&word)
    };
    let max_rows = thrift.max_rows();
    let figures = figures.iter().filter(is_of);
    figures
        .map(|figure| FigureView::new(figure, max_rows))
        .collect()
}
