//! Writes estimates to files.
//!
//! Each table is written by the stage that makes its rows; here stand the tables that no other
//! stage owns, and [`TableFolder`], which gathers all tables of a run in one folder with their
//! descriptions, `datapackage.json` and `codebook_of_tables.md`. [`model_card`] tells what a model is and what was measured of it.

mod described;
mod explanation;
mod explanation_json;
mod figures;
mod folder;
mod leading_terms;
mod model_card;
mod page;
mod passages;
mod tables;
mod term_names;

pub use described::{IdentifiedTables, check_tables, identify_tables};
pub use explanation::{Style, explanation_csv, explanation_schema, explanation_text};
pub use explanation_json::{EXPLANATION_FORMAT_VERSION, ExplainedText, explanation_json};
pub use figures::{
    Drawing, FIGURE_TABLES, Figure, FigureError, FigureTable, Mark, figure_file, figures,
};
#[cfg(feature = "png")]
pub use figures::{FigureFonts, figure_png};
pub use folder::{CODEBOOK_OF_TABLES_NAME, DATA_PACKAGE_NAME, ReportError, TableFolder};
pub use leading_terms::{
    ClassTerm, ClassTerms, leading_terms_schema, leading_terms_text, write_leading_terms,
};
pub use model_card::{CardFacts, model_card};
pub use page::{
    CountedIds, Counting, MAX_PASSAGES, PAGE_FILE, PAGE_TABLES, PageSources, PassageSample,
    RowCount, ShownPassage, Wanted, page, wanted_passages,
};
pub use passages::{passages_schema, write_passages};
pub(crate) use passages::{write_before_group, write_behind_group};
pub use tables::{ReportRow, ReportTable, ReportTables};
pub use term_names::{TermKind, shown_term};
