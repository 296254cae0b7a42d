//! The table `passages_for_regression.csv`: one row per passage, ready for regressions in R.
//!
//! # What it does
//! Gives each passage its covariates and, per class, the probability `f`, the code `Y` where it was
//! coded, and the pseudo-outcome `f + (R/π)(Y − f)` of design-based supervised learning (Egami,
//! Hinck, Stewart & Wei 2023, §3). A regression of the pseudo-outcome on covariates that are known
//! without error gives the coefficients and robust errors of `dsl` with the true π
//! (`docs/shares-in-r.md`).

use std::io::Write;

use crate::corpus::{Actor, PartialDate, Role, Standing};
use crate::table::{Column, Schema, TableError, TableWriter};

/// One passage.
#[derive(Debug, Clone, PartialEq)]
pub struct RegressionRow {
    /// Its id.
    pub passage_id: String,
    /// Its document.
    pub document_id: String,
    /// The unit of independence: passages of one group were never divided between training and
    /// prediction.
    pub group: String,
    /// The unit over which errors are clustered.
    pub cluster: String,
    /// Who speaks.
    pub actor: Actor,
    /// What the speaker does; `None` where not known.
    pub role: Option<Role>,
    /// The date of the document, as far as known.
    pub date: Option<PartialDate>,
    /// Whether the actor governed then.
    pub standing: Standing,
    /// The policy instruments it is about, ids of the codebook.
    pub instruments: Vec<String>,
    /// Its number of words.
    pub n_words: usize,
    /// The predicted class, from 0.
    pub predicted: usize,
    /// The probability of each class, from a model that did not see the passage's group.
    pub probabilities: Vec<f64>,
    /// The class given by coders, from 0. In a corpus with a design only codes of passages that the
    /// design drew may stand here: a code without π is no evidence about the rest.
    pub gold: Option<usize>,
    /// π: the probability with which the design drew the passage, above 0 to 1; `None` where it is
    /// not known, as it may be of passages that were not drawn.
    pub inclusion: Option<f64>,
    /// Whether a random sample of the corpus is coded, so that pseudo-outcomes mean something.
    pub is_sampled: bool,
    /// How much the passage counts: 1, or a part of it where its actor shares it.
    pub weight: f64,
}

impl RegressionRow {
    /// The pseudo-outcome of a class, `f + (R/π)(Y − f)`; any number. `None` where no sample was
    /// drawn, where π of a coded passage is not known, or none, or the class does not exist.
    /// Checked by `means_of_pseudo_outcomes_equal_the_published_shares`.
    pub fn pseudo_outcome(&self, class: usize) -> Option<f64> {
        let predicted = *self.probabilities.get(class)?;
        match self.gold {
            _ if !self.is_sampled => None,
            None => Some(predicted),
            Some(gold) => {
                let inclusion = self.inclusion.filter(|pi| *pi > 0.0 && *pi <= 1.0)?;
                Some(predicted + (indicator(gold == class) - predicted) / inclusion)
            }
        }
    }
}

fn indicator(is_so: bool) -> f64 {
    if is_so { 1.0 } else { 0.0 }
}

/// The schema of `passages_for_regression.csv`.
pub fn regression_schema(class_ids: &[String]) -> Schema {
    let roles = Role::ALL.map(Role::as_str);
    let standings = Standing::ALL.map(Standing::as_str);
    let mut columns = vec![
        Column::text("passage_id", "The passage.").required(),
        Column::text("document_id", "Its document.").required(),
        Column::text(
            "group",
            "Unit of independence: never divided between training and prediction.",
        )
        .required(),
        Column::text("cluster", "Unit over which errors should be clustered.").required(),
        Column::text("actor", "Who speaks.").required(),
        Column::text("role", "What the speaker does; empty where not known.").one_of(&roles),
        Column::integer("year", "Year of the document; empty where not known."),
        Column::partial_date("date", "Date of the document, as far as known."),
        Column::text(
            "government",
            "Whether the actor governed at the date; a caretaker cabinet governs.",
        )
        .one_of(&standings)
        .required(),
        Column::text("instruments", "Policy instruments, joined by `;`."),
        Column::count("n_words", "Words of the passage.")
            .in_unit("words")
            .required(),
        Column::text("predicted_stance", "The predicted class.")
            .one_of(class_ids)
            .required(),
    ];
    for id in class_ids {
        let text = format!("Probability of `{id}`, from a model that did not see the group.");
        columns.push(Column::share(column_name("prob", id), text).required());
    }
    for id in class_ids {
        let text = format!("1 where coders gave `{id}`, 0 where another; empty where not coded.");
        columns.push(Column::count(column_name("gold", id), text).at_most(1.0));
    }
    columns.extend([
        Column::flag("is_coded", "Whether the gold columns have values.").required(),
        Column::share(
            "pi",
            "Probability with which the passage was drawn for coding; empty where not known. Of \
             passages that were not drawn it stands in strata.csv of the sample.",
        ),
        Column::share(
            "weight",
            "How much the passage counts: 1, or a part where actors share it.",
        )
        .required(),
    ]);
    for id in class_ids {
        let text = format!(
            "Pseudo-outcome of `{id}`: prob + (is_coded / pi) (gold − prob), from values with all \
             digits; may lie outside 0 to 1. Its mean over any set of passages is their corrected \
             share. Empty where no random sample is coded."
        );
        columns.push(Column::number(column_name("dsl", id), text));
    }
    Schema::new(
        "passages_for_regression",
        "Passages for regressions",
        "One row is one passage, or one passage and actor where several share it. Made for R: \
         regress a dsl column on covariates, errors clustered by cluster, or give prob, gold and \
         pi to the package dsl. Intervals need is_coded passages drawn with known pi.",
        columns,
    )
    .with_key(&["passage_id", "actor"])
    .referring(&["passage_id"], "labelled", "passage_id")
}

/// The table `passages_for_regression.csv` under way.
pub struct RegressionWriter<'a, W: Write> {
    table: TableWriter<W>,
    class_ids: &'a [String],
}

impl<'a, W: Write> RegressionWriter<'a, W> {
    /// A table without rows; `file` is its name in messages.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(class_ids: &'a [String], output: W, file: &str) -> Result<Self, TableError> {
        Ok(Self {
            table: TableWriter::new(output, file, &regression_schema(class_ids))?,
            class_ids,
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When writing fails, or a probability is no number.
    pub fn write(&mut self, row: &RegressionRow) -> Result<(), TableError> {
        let table = &mut self.table;
        write_covariates(table, row, self.class_ids)?;
        let classes = 0..self.class_ids.len();
        for class in classes.clone() {
            table.number(row.probabilities.get(class).copied().unwrap_or(0.0))?;
        }
        for class in classes.clone() {
            table.optional_count(row.gold.map(|gold| usize::from(gold == class)))?;
        }
        table
            .flag(row.gold.is_some())?
            .optional_number(row.inclusion)?
            .number(row.weight)?;
        for class in classes {
            table.optional_number(row.pseudo_outcome(class))?;
        }
        table.end_row()
    }

    /// The output, after the last row.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> Result<W, TableError> {
        self.table.finish()
    }
}

fn write_covariates<W: Write>(
    table: &mut TableWriter<W>,
    row: &RegressionRow,
    class_ids: &[String],
) -> Result<(), TableError> {
    let date = row.date.map_or_else(String::new, |date| date.to_string());
    table
        .text(&row.passage_id)?
        .text(&row.document_id)?
        .text(&row.group)?
        .text(&row.cluster)?
        .text(row.actor.as_str())?
        .text(row.role.map_or("", Role::as_str))?
        .optional_count(row.date.map(|date| usize::from(date.year())))?
        .text(&date)?
        .text(row.standing.as_str())?
        .text(&row.instruments.join(";"))?
        .count(row.n_words)?
        .text(class_ids.get(row.predicted).map_or("", String::as_str))?;
    Ok(())
}

/// `prob_pro_control`: names that R reads as they stand.
fn column_name(prefix: &str, class_id: &str) -> String {
    format!("{prefix}_{}", class_id.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    fn class_ids() -> Vec<String> {
        ["pro-control", "b", "c", "none"]
            .map(str::to_owned)
            .to_vec()
    }

    fn f400_rows() -> Vec<RegressionRow> {
        f400::rows()
            .into_iter()
            .enumerate()
            .map(|(i, row)| RegressionRow {
                passage_id: format!("p{i}"),
                document_id: format!("d{}", row.document),
                group: format!("d{}", row.document),
                cluster: format!("d{}", row.document),
                actor: Actor::from_name(["A", "B", "C", "D"][row.party]),
                role: Some(Role::Question),
                date: "2024-05-16".parse().ok(),
                standing: Standing::Opposition,
                instruments: vec!["dublin".to_owned(), "return".to_owned()],
                n_words: 12,
                predicted: row.predicted,
                probabilities: row.probabilities.to_vec(),
                gold: row.is_coded.then_some(row.gold),
                inclusion: Some(row.inclusion),
                is_sampled: true,
                weight: 1.0,
            })
            .collect()
    }

    // F400: the R package dsl with the true π; per party class 0, and all parties, all classes.
    #[test]
    fn means_of_pseudo_outcomes_equal_the_published_shares() {
        let rows = f400_rows();
        let mean = |class: usize, actor: Option<&str>| {
            let of = rows
                .iter()
                .filter(|row| actor.is_none_or(|a| row.actor.as_str() == a));
            let outcomes: Vec<f64> = of.map(|row| row.pseudo_outcome(class).unwrap()).collect();
            outcomes.iter().sum::<f64>() / outcomes.len() as f64
        };
        for (actor, want) in [
            ("A", 0.409_665),
            ("B", 0.164_531),
            ("C", 0.428_078),
            ("D", 0.199_023),
        ] {
            assert!((mean(0, Some(actor)) - want).abs() < 1e-6, "{actor}");
        }
        for (class, want) in [0.300_324, 0.326_643, 0.132_346, 0.240_686]
            .into_iter()
            .enumerate()
        {
            assert!((mean(class, None) - want).abs() < 1e-6, "{class}");
        }
    }

    #[test]
    fn a_row_has_what_a_regression_needs_and_nothing_invented() {
        let mut coded = f400_rows().remove(0);
        coded.probabilities = vec![0.25, 0.25, 0.25, 0.25];
        coded.gold = Some(0);
        coded.inclusion = Some(0.5);
        let unknown = RegressionRow {
            gold: Some(1),
            inclusion: None,
            is_sampled: true,
            date: None,
            role: None,
            instruments: Vec::new(),
            ..coded.clone()
        };
        let not_coded = RegressionRow {
            gold: None,
            ..coded.clone()
        };
        let rows = [coded, unknown, not_coded];
        let class_ids = class_ids();
        let mut writer = RegressionWriter::new(&class_ids, Vec::new(), "p.csv").unwrap();
        for row in &rows {
            writer.write(row).unwrap();
        }
        let bytes = writer.finish().unwrap();
        // Coded: .25 + (1 − .25)/.5 = 1.75 and .25 + (0 − .25)/.5 = −.25.
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r"
        passage_id,document_id,group,cluster,actor,role,year,date,government,instruments,n_words,predicted_stance,prob_pro_control,prob_b,prob_c,prob_none,gold_pro_control,gold_b,gold_c,gold_none,is_coded,pi,weight,dsl_pro_control,dsl_b,dsl_c,dsl_none
        p0,d0,d0,d0,A,question,2024,2024-05-16,opposition,dublin;return,12,c,0.250000,0.250000,0.250000,0.250000,1,0,0,0,true,0.500000,1.000000,1.750000,-0.250000,-0.250000,-0.250000
        p0,d0,d0,d0,A,,,,opposition,,12,c,0.250000,0.250000,0.250000,0.250000,0,1,0,0,true,,1.000000,,,,
        p0,d0,d0,d0,A,question,2024,2024-05-16,opposition,dublin;return,12,c,0.250000,0.250000,0.250000,0.250000,,,,,false,0.500000,1.000000,0.250000,0.250000,0.250000,0.250000
        ");
    }
}
