//! A sample drawn from the labelled seeds, coded by two coders, collected, and compared; and the
//! same shares worked out here, apart from the library.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{Ending, Workspace, number};

/// A row of a table.
pub(crate) type Row = BTreeMap<String, String>;

/// The classes of the codebook, in its order.
pub(crate) const STANCES: [&str; 4] = ["pro-solidarity", "pro-control", "rights-safeguard", "none"];

/// A file of the project's own data.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name)
}

/// An empty folder in which samples of the labelled seeds are drawn and coded.
pub(crate) struct Coding {
    pub(crate) workspace: Workspace,
    /// The rows of the labelled table.
    pub(crate) rows: Vec<Row>,
    /// The coded seeds by document and first byte: four passages end elsewhere in the gold file.
    codes: BTreeMap<String, Row>,
}

fn start_of(passage_id: &str) -> &str {
    passage_id.rsplit_once('-').unwrap().0
}

impl Coding {
    /// The labelled seeds as `labelled.csv`, whose labels are out of fold.
    pub(crate) fn of_seeds() -> Self {
        let workspace = Workspace::empty();
        let table = std::fs::read(data("labelled/labelled.csv")).unwrap();
        workspace.write("labelled.csv", table);
        let gold = std::fs::read_to_string(data("gold_seeds.csv")).unwrap();
        let codes = super::table(&gold).into_iter();
        Self {
            rows: workspace.table("labelled.csv"),
            codes: codes
                .map(|row| (start_of(&row["passage_id"]).to_owned(), row))
                .collect(),
            workspace,
        }
    }

    /// A made-up table as `labelled.csv`, and the classes of its passages.
    pub(crate) fn made_up(labelled: &str, codes: impl Iterator<Item = (String, usize)>) -> Self {
        let workspace = Workspace::empty();
        workspace.write("labelled.csv", labelled);
        let row = |class: usize| {
            let columns = ["coder_a", "coder_b", "stance"];
            let stance = |column: &str| (column.to_owned(), STANCES[class].to_owned());
            columns.into_iter().map(stance).collect()
        };
        Self {
            rows: workspace.table("labelled.csv"),
            codes: codes
                .map(|(id, class)| (start_of(&id).to_owned(), row(class)))
                .collect(),
            workspace,
        }
    }

    /// The class that the gold file gives a passage.
    pub(crate) fn stance(&self, passage_id: &str) -> &str {
        &self.codes[start_of(passage_id)]["stance"]
    }

    /// Draws from the labelled seeds into `draw`, for two coders.
    pub(crate) fn draw(&self, options: &[&str]) {
        let fixed = [
            "sample",
            "labelled.csv",
            "--coders",
            "anna,bob",
            "--out",
            "draw",
        ];
        self.workspace
            .run(&[&fixed[..], options].concat())
            .succeeds();
    }

    /// Fills in what each coder was handed, as the two coders of the gold file coded it; passages
    /// that are left out stay empty. The filled tables are `anna_<wave>.csv` and `bob_<wave>.csv`.
    pub(crate) fn fill(&self, wave: usize, is_left_out: impl Fn(&str) -> bool) {
        for (coder, column) in [("anna", "coder_a"), ("bob", "coder_b")] {
            let mut rows = self.workspace.records(&format!("draw/to_code_{coder}.csv"));
            let stance = rows[0].iter().position(|name| name == "stance").unwrap();
            for row in rows.iter_mut().skip(1).filter(|row| !is_left_out(&row[0])) {
                let code = &self.codes[start_of(&row[0])][column];
                row[stance].clone_from(code);
            }
            self.workspace
                .write_records(&format!("{coder}_{wave}.csv"), &rows);
        }
    }

    /// Collects the filled tables of all waves; where the coders differ, the gold file settles it.
    pub(crate) fn collect(&self, n_waves: usize) -> Ending {
        let mut settled = "passage_id,stance\n".to_owned();
        for wave in 1..=n_waves {
            for row in self.workspace.table(&format!("anna_{wave}.csv")) {
                let coded = &self.codes[start_of(&row["passage_id"])];
                if !row["stance"].is_empty() && coded["coder_a"] != coded["coder_b"] {
                    writeln!(settled, "{},{}", row["passage_id"], coded["stance"]).unwrap();
                }
            }
        }
        self.workspace.write("settled.csv", settled);
        let files: Vec<String> = (1..=n_waves)
            .flat_map(|wave| [format!("anna_{wave}.csv"), format!("bob_{wave}.csv")])
            .collect();
        let mut arguments = vec!["collect", "draw"];
        arguments.extend(files.iter().map(String::as_str));
        arguments.extend(["--standard", "adjudicated-expert"]);
        arguments.extend(["--adjudicated", "settled.csv"]);
        self.workspace.run(&arguments).succeeds()
    }

    /// Compares the labelled seeds with what was collected, into `shares`.
    pub(crate) fn compare(&self) -> Ending {
        let arguments = [
            "compare",
            "labelled.csv",
            "--gold",
            "draw/coded/gold.csv",
            "--out",
            "shares",
        ];
        self.workspace.run(&arguments).succeeds()
    }

    /// Draws, codes everything and collects.
    pub(crate) fn coded(self, options: &[&str]) -> Self {
        self.draw(options);
        self.fill(1, |_| false);
        self.collect(1);
        self
    }

    /// The labelled seeds, drawn, coded, collected and compared.
    pub(crate) fn compared(options: &[&str]) -> Self {
        let coding = Self::of_seeds().coded(options);
        coding.compare();
        coding
    }

    /// The passages of an actor, copies left out as in the frame, with the codings that count.
    pub(crate) fn cell(&self, is_member: impl Fn(&Row) -> bool) -> Cell {
        let frame: BTreeSet<String> = self
            .workspace
            .table("draw/frame.csv")
            .into_iter()
            .map(|mut row| row.remove("passage_id").unwrap())
            .collect();
        let members = self
            .rows
            .iter()
            .filter(|row| frame.contains(&row["passage_id"]) && is_member(row));
        Cell {
            predicted: members
                .map(|row| (row["passage_id"].clone(), predicted(row)))
                .collect(),
            codings: self.codings(),
        }
    }

    /// The coded passages of the draw, each with its class and with how it was drawn.
    fn codings(&self) -> Vec<Drawn> {
        let gold = self.workspace.table("draw/coded/gold.csv");
        let coded: Vec<&Row> = gold.iter().filter(|row| row["status"] == "coded").collect();
        let drawn = |row: &&Row| Drawn {
            passage_id: row["passage_id"].clone(),
            class: STANCES
                .iter()
                .position(|stance| *stance == self.stance(&row["passage_id"]))
                .unwrap(),
            unit: match row["sampling_unit"].as_str() {
                "documents" => row["document_id"].clone(),
                _ => row["passage_id"].clone(),
            },
            stratum: row["stratum"].clone(),
            n_stratum: number(&row["n_stratum"]),
        };
        coded.iter().map(drawn).collect()
    }
}

fn predicted(row: &Row) -> Vec<f64> {
    let column = |stance: &&str| format!("prob_{}", stance.replace('-', "_"));
    let columns = STANCES.iter().map(column);
    columns.map(|name| number(&row[&name])).collect()
}

/// A coded passage of a draw of one wave.
pub(crate) struct Drawn {
    pub(crate) passage_id: String,
    pub(crate) class: usize,
    pub(crate) unit: String,
    pub(crate) stratum: String,
    pub(crate) n_stratum: f64,
}

/// The passages of which a share is wanted, and all codings of the draw.
pub(crate) struct Cell {
    pub(crate) predicted: BTreeMap<String, Vec<f64>>,
    pub(crate) codings: Vec<Drawn>,
}

/// A share and its standard error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    pub(crate) value: f64,
    pub(crate) std_error: f64,
}

impl Cell {
    /// Coded passages of the cell.
    pub(crate) fn n_coded(&self) -> usize {
        let coded = self.codings.iter();
        coded
            .filter(|coding| self.predicted.contains_key(&coding.passage_id))
            .count()
    }

    /// The stratified difference estimator of a ratio, as textbooks of survey sampling have it
    /// (Cochran 1977, §6.11; Lohr 2010, §4.5): `ȳ = f̄ + Σ_h (N_h/n_h) Σ e / Σ_h (N_h/n_h) m_h` with
    /// variance `Σ_h N_h² (1 − n_h/N_h) s²_h / n_h / M̂²`, where `s²_h` is the variance in stratum h
    /// of `e − ē`, summed over a unit, and 0 for units outside the cell.
    pub(crate) fn share(&self, class: usize) -> Share {
        let residual = |drawn: &Drawn| {
            let predicted = self.predicted.get(&drawn.passage_id)?;
            Some(f64::from(u8::from(drawn.class == class)) - predicted[class])
        };
        let (mut excess, mut size) = (0.0, 0.0);
        for (_, stratum) in self.strata() {
            let weight = stratum[0].n_stratum / units(&stratum).len() as f64;
            for e in stratum.iter().filter_map(|drawn| residual(drawn)) {
                excess += weight * e;
                size += weight;
            }
        }
        let mean = excess / size;
        let mut variance = 0.0;
        for (_, stratum) in self.strata() {
            let (big, units) = (stratum[0].n_stratum, units(&stratum));
            let n = units.len() as f64;
            if n < 2.0 || units.len() as f64 >= big {
                continue;
            }
            let total = |unit: &&str| -> f64 {
                let own = stratum.iter().filter(|drawn| drawn.unit == *unit);
                own.filter_map(|drawn| Some(residual(drawn)? - mean)).sum()
            };
            let totals: Vec<f64> = units.iter().map(total).collect();
            let centre = totals.iter().sum::<f64>() / n;
            let squares: f64 = totals.iter().map(|t| (t - centre) * (t - centre)).sum();
            variance += big * big * (1.0 - n / big) * squares / (n - 1.0) / n;
        }
        let all = self.predicted.values().map(|p| p[class]);
        Share {
            value: all.sum::<f64>() / self.predicted.len() as f64 + mean,
            std_error: variance.sqrt() / size,
        }
    }

    /// The codings of each stratum, those outside the cell too.
    fn strata(&self) -> BTreeMap<&str, Vec<&Drawn>> {
        let mut strata: BTreeMap<&str, Vec<&Drawn>> = BTreeMap::new();
        for drawn in &self.codings {
            strata.entry(&drawn.stratum).or_default().push(drawn);
        }
        strata
    }
}

fn units<'a>(stratum: &[&'a Drawn]) -> BTreeSet<&'a str> {
    stratum.iter().map(|drawn| drawn.unit.as_str()).collect()
}

/// The row of a table of shares that has these values.
pub(crate) fn find<'a>(rows: &'a [Row], values: &[(&str, &str)]) -> &'a Row {
    let has = |row: &&Row| values.iter().all(|(column, value)| row[*column] == *value);
    let found: Vec<&Row> = rows.iter().filter(has).collect();
    assert_eq!(found.len(), 1, "{values:?}");
    found[0]
}

/// The row of all passages of an actor, about this corpus.
pub(crate) fn share_of<'a>(rows: &'a [Row], actor: &str, role: &str, stance: &str) -> &'a Row {
    let values = [
        ("actor", actor),
        ("role", role),
        ("stance", stance),
        ("denominator", "passages"),
        ("inference", "corpus"),
    ];
    find(rows, &values)
}
