//! The columns that labelling adds.

use super::LabelError;
use crate::stance::LabelReason;
use crate::table::{Column, ColumnIndex, Header, Schema};

/// How a table is labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelSettings {
    /// The column that holds the text; default `text`.
    pub text_column: String,
    /// The column that holds the passage id, used to find known predictions; default `passage_id`,
    /// which may be absent.
    pub id_column: Option<String>,
    /// What stands before the names of the new columns; default nothing.
    pub prefix: String,
    /// Threads that label, at least 1; default 1. Reading and writing have their own. Has no effect
    /// on the output.
    pub n_threads: usize,
    /// Terms named as the grounds of a label, at most; default 5.
    pub n_top_terms: usize,
    /// Words from which on a quotation is left out of the text that is scored; `None`, the default,
    /// scores the whole text.
    pub without_quotations: Option<usize>,
    /// Columns that the table may have, for their description in the schema.
    pub known_columns: Vec<Column>,
    /// The columns of the labelled table, of those of the table and those that labelling adds, in
    /// this order; a name that ends in `*` stands for all that begin so. `None`, the default, takes
    /// all. What no column asks for is not computed; a row whose text trained the model is refused where
    /// `in_training` is not among them.
    pub columns: Option<Vec<String>>,
}

impl Default for LabelSettings {
    fn default() -> Self {
        Self {
            text_column: "text".to_owned(),
            id_column: None,
            prefix: String::new(),
            n_threads: 1,
            n_top_terms: 5,
            without_quotations: None,
            known_columns: Vec::new(),
            columns: None,
        }
    }
}

/// Where a table has its text and id, and what its labelled form looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelColumns {
    /// All columns of the labelled table.
    pub schema: Schema,
    /// What stands in each of them.
    pub(super) cells: Vec<Cell>,
    /// The column that holds the text.
    pub text: ColumnIndex,
    /// The column that holds the passage id, where there is one.
    pub id: Option<ColumnIndex>,
    /// The column that holds the headings above the passage, where there is one.
    pub heading: Option<ColumnIndex>,
    /// The column that holds the places of the quotations in the text, where there is one and
    /// quotations are left out.
    pub quotations: Option<ColumnIndex>,
}

impl LabelColumns {
    /// The columns of the table with `header` when labelled with classes `class_ids`, and tagged
    /// with instruments where `has_instruments`.
    ///
    /// # Errors
    /// [`LabelError::NoTextColumn`], [`LabelError::NameClash`], [`LabelError::SharedColumn`];
    /// [`crate::table::TableError::MissingColumn`] where the id column asked for is not there.
    pub fn new(
        header: &Header,
        class_ids: &[String],
        settings: &LabelSettings,
        has_instruments: bool,
    ) -> Result<Self, LabelError> {
        let text = header.find(&settings.text_column);
        let text = text.ok_or_else(|| LabelError::NoTextColumn {
            file: header.file().to_owned(),
            wanted: settings.text_column.clone(),
            columns: header.names().to_vec(),
        })?;
        let id = match &settings.id_column {
            Some(name) => Some(header.column(name)?),
            None => header.find("passage_id"),
        };
        let mut added = added_columns(class_ids, &settings.prefix, has_instruments)?;
        if settings.without_quotations.is_some() {
            say_what_was_scored(&mut added, &settings.prefix);
        }
        let clashes: Vec<String> = added
            .iter()
            .map(|(_, column)| &column.name)
            .filter(|name| header.find(name).is_some())
            .cloned()
            .collect();
        if !clashes.is_empty() {
            return Err(LabelError::NameClash {
                file: header.file().to_owned(),
                columns: clashes,
            });
        }
        let passed = header.names().iter().map(|name| {
            let known = settings.known_columns.iter().find(|c| c.name == *name);
            known
                .cloned()
                .unwrap_or_else(|| Column::text(name, "As in the input."))
        });
        let passed = (0..).map(Cell::Passed).zip(passed);
        let all: Vec<(Cell, Column)> = passed.chain(added).collect();
        let chosen = match &settings.columns {
            Some(names) => choose(&all, names, header.file())?,
            None => all,
        };
        let (cells, columns): (Vec<Cell>, Vec<Column>) = chosen.into_iter().unzip();
        let schema = Schema::new(
            "labelled",
            "Labelled passages",
            "One row per row of the input, with the stance that the model gives its text.",
            columns,
        );
        Ok(Self {
            schema,
            cells,
            text,
            id,
            heading: header.find("heading"),
            quotations: settings
                .without_quotations
                .and_then(|_| header.find("quotations")),
        })
    }
}

/// What stands in a column of a labelled table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// What stands in the column of the table with this place, from 0.
    Passed(usize),
    Stance,
    Certain,
    LabelSet,
    Reason,
    InTraining,
    OutOfFold,
    /// The probability of a class.
    Probability(usize),
    Margin,
    Instruments,
    TopTerms,
    ScoredText,
}

impl LabelColumns {
    /// Whether any column shows this.
    pub(super) fn show(&self, cell: Cell) -> bool {
        self.cells.contains(&cell)
    }
}

/// The columns with these names, in the order of the names.
fn choose(
    all: &[(Cell, Column)],
    names: &[String],
    file: &str,
) -> Result<Vec<(Cell, Column)>, LabelError> {
    let mut chosen: Vec<(Cell, Column)> = Vec::with_capacity(all.len());
    for name in names {
        let fits = |(_, column): &&(Cell, Column)| match name.strip_suffix('*') {
            Some(start) => column.name.starts_with(start),
            None => column.name == *name,
        };
        let before = chosen.len();
        chosen.extend(all.iter().filter(fits).cloned());
        if chosen.len() == before {
            return Err(LabelError::NoSuchColumn {
                file: file.to_owned(),
                wanted: name.clone(),
                columns: all.iter().map(|(_, column)| column.name.clone()).collect(),
            });
        }
    }
    for (place, (_, column)) in chosen.iter().enumerate() {
        if chosen
            .iter()
            .take(place)
            .any(|(_, c)| c.name == column.name)
        {
            return Err(LabelError::ColumnTwice {
                column: column.name.clone(),
            });
        }
    }
    Ok(chosen)
}

fn added_columns(
    class_ids: &[String],
    prefix: &str,
    has_instruments: bool,
) -> Result<Vec<(Cell, Column)>, LabelError> {
    let name = |name: &str| format!("{prefix}{name}");
    let mut columns = vec![
        (Cell::Stance, Column::text(
            name("predicted_stance"),
            "The class that the model chooses, whether certain or not; the rule of the model may prefer a rare class to the most probable one.",
        )
        .required()
        .one_of(class_ids)),
        (Cell::Certain, Column::flag(
            name("certain"),
            "Whether the label may be used without a look at the text: label_set is the label alone, and label_reason is empty.",
        )
        .required()),
        (Cell::LabelSet, Column::text(
            name("label_set"),
            "The classes that cannot be excluded at the error level of the run, divided by `;`: of passages of any class like the coded ones, a share of at most about that level has its class left out. It may be empty.",
        )),
        (Cell::Reason, Column::text(
            name("label_reason"),
            "Why the label is not certain, the first that holds; empty where it is certain. empty: no words. not_dutch: another language. no_known_terms: the model knows no word. outside_training: more unknown words or less of the subject than in 98 % of held-out training passages. uncertain: label_set is not the label alone.",
        )
        .one_of(&LabelReason::ALL.map(LabelReason::as_str))),
        (Cell::InTraining, Column::flag(
            name("in_training"),
            "Whether the model was trained on this very text.",
        )
        .required()),
        (Cell::OutOfFold, Column::flag(
            name("out_of_fold"),
            "Whether the label comes from a model that had not seen the text, which `run` gives to texts that trained the model.",
        )
        .required()),
    ];
    let first_probability = columns.len();
    for (i, id) in class_ids.iter().enumerate() {
        let column = name(&probability_column(id));
        let earlier = columns
            .iter()
            .skip(first_probability)
            .position(|(_, c)| c.name == column);
        if let Some(first) = earlier.and_then(|earlier| class_ids.get(earlier)) {
            return Err(LabelError::SharedColumn {
                first: first.clone(),
                second: class_ids.get(i).cloned().unwrap_or_default(),
                column,
            });
        }
        let description = format!("Calibrated probability of {id}; those of a row sum to 1.");
        let column = Column::share(column, description).required();
        columns.push((Cell::Probability(i), column));
    }
    let margin = Column {
        minimum: Some(-1.0),
        maximum: Some(1.0),
        ..Column::number(
            name("margin"),
            "The probability of the predicted class minus the largest of the others; below 0 where the model prefers a class that is not the most probable.",
        )
        .required()
    };
    columns.push((Cell::Margin, margin));
    if has_instruments {
        let instruments = Column::text(
            name("predicted_instruments"),
            "The policy instruments that the text, or else its heading, names: ids of the codebook, divided by `;`; empty where neither names any.",
        );
        columns.push((Cell::Instruments, instruments));
    }
    let terms = Column::text(
        name("top_terms"),
        "The terms that speak most for the label, the strongest first, divided by `;`.",
    );
    columns.push((Cell::TopTerms, terms));
    Ok(columns)
}

/// Adds the column and the reason that tell how quotations were left out.
fn say_what_was_scored(columns: &mut Vec<(Cell, Column)>, prefix: &str) {
    let mut reason = columns.iter_mut().filter(|(cell, _)| *cell == Cell::Reason);
    if let Some((_, column)) = reason.next() {
        let reasons = LabelReason::ALL.map(LabelReason::as_str);
        let reasons: Vec<&str> = reasons.into_iter().chain([ONLY_QUOTATION]).collect();
        column.description = format!(
            "{} only_quotation: the text is nothing but quotation, and nothing was scored.",
            column.description
        );
        *column = column.clone().one_of(&reasons);
    }
    columns.push((
        Cell::ScoredText,
        Column::text(
            format!("{prefix}scored_text"),
            "What the label was scored on. whole: the text, which holds no quotation that is left out. without_quotations: what is left of it. nothing: it is nothing but quotation.",
        )
        .required()
        .one_of(&ScoredText::ALL.map(ScoredText::as_str)),
    ));
}

/// The `label_reason` of a text that is nothing but quotation.
pub(super) const ONLY_QUOTATION: &str = "only_quotation";

/// What a label was scored on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScoredText {
    Whole,
    WithoutQuotations,
    Nothing,
}

impl ScoredText {
    const ALL: [Self; 3] = [Self::Whole, Self::WithoutQuotations, Self::Nothing];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::WithoutQuotations => "without_quotations",
            Self::Nothing => "nothing",
        }
    }
}

/// The column of a class's probability: `prob_pro_control` for `pro-control`.
pub(crate) fn probability_column(class_id: &str) -> String {
    format!("prob_{}", class_id.replace('-', "_"))
}
