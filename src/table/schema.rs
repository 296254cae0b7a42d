//! What the columns of a table hold; one source for the writer and for the description that
//! travels with the files.

use serde_json::{Map, Value, json};

/// What the fields of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A finite number, printed with six decimals.
    Number,
    /// `true` or `false`.
    Flag,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. A string in Table Schema, whose dates must have a day.
    PartialDate,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name, in `snake_case`.
    pub name: String,
    /// What its fields are.
    pub kind: ColumnKind,
    /// What it tells, in one or two sentences.
    pub description: String,
    /// Whether every row has a value; otherwise an empty field means that it is missing.
    pub is_required: bool,
    /// Whether no value occurs twice.
    pub is_unique: bool,
    /// The unit of a number, if it has one.
    pub unit: Option<String>,
    /// The only values; empty: any.
    pub allowed: Vec<String>,
    /// The smallest value.
    pub minimum: Option<f64>,
    /// The largest value.
    pub maximum: Option<f64>,
}

/// A table: its columns in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// A short name: lower case, digits, `-`, `_` and `.`.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// What one row is, and what the table is for.
    pub description: String,
    /// The columns in the order of the file.
    pub columns: Vec<Column>,
    /// The columns that together tell rows apart; may be empty.
    pub primary_key: Vec<String>,
    /// Where values of this table stand as keys of another one.
    pub references: Vec<Reference>,
}

/// A column whose every value, where there is one, is a value of a column of another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The column of this table.
    pub column: String,
    /// The name of the other table.
    pub table: String,
    /// The column of the other table, in which no value stands twice.
    pub key: String,
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
const PARTIAL_DATE_PATTERN: &str = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?";

impl Column {
    fn new(name: impl Into<String>, kind: ColumnKind, description: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind,
            description: description.into(),
            is_required: false,
            is_unique: false,
            unit: None,
            allowed: Vec::new(),
            minimum: None,
            maximum: None,
        }
    }

    /// A column of text.
    pub fn text(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, ColumnKind::Text, description)
    }

    /// A column of whole numbers.
    pub fn integer(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, ColumnKind::Integer, description)
    }

    /// A column of whole numbers from 0.
    pub fn count(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            minimum: Some(0.0),
            ..Self::integer(name, description)
        }
    }

    /// A column of numbers.
    pub fn number(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, ColumnKind::Number, description)
    }

    /// A column of numbers from 0 to 1.
    pub fn share(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            minimum: Some(0.0),
            maximum: Some(1.0),
            ..Self::number(name, description)
        }
    }

    /// A column of `true` and `false`.
    pub fn flag(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, ColumnKind::Flag, description)
    }

    /// A column of dates that may lack day or month.
    pub fn partial_date(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(name, ColumnKind::PartialDate, description)
    }

    /// The same column, with a value in every row.
    #[must_use]
    pub fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    /// The same column, with a value in every row and no value twice.
    #[must_use]
    pub fn unique(self) -> Self {
        Self {
            is_required: true,
            is_unique: true,
            ..self
        }
    }

    /// The same column, its numbers in a unit.
    #[must_use]
    pub fn in_unit(self, unit: impl Into<String>) -> Self {
        Self {
            unit: Some(unit.into()),
            ..self
        }
    }

    /// The same column, its numbers none smaller than this.
    #[must_use]
    pub fn at_least(self, minimum: f64) -> Self {
        Self {
            minimum: Some(minimum),
            ..self
        }
    }

    /// The same column, its numbers none larger than this.
    #[must_use]
    pub fn at_most(self, maximum: f64) -> Self {
        Self {
            maximum: Some(maximum),
            ..self
        }
    }

    /// The same column, with no other values than these.
    #[must_use]
    pub fn one_of<S: AsRef<str>>(self, allowed: &[S]) -> Self {
        Self {
            allowed: allowed.iter().map(|s| s.as_ref().to_owned()).collect(),
            ..self
        }
    }

    /// The column as a field descriptor of Table Schema.
    fn to_json(&self) -> Value {
        let mut field = Map::new();
        field.insert("name".to_owned(), json!(self.name));
        field.insert("type".to_owned(), json!(self.kind.table_schema_type()));
        field.insert("description".to_owned(), json!(self.description));
        if let Some(unit) = &self.unit {
            field.insert("unit".to_owned(), json!(unit));
        }
        let constraints = self.constraints();
        if !constraints.is_empty() {
            field.insert("constraints".to_owned(), Value::Object(constraints));
        }
        Value::Object(field)
    }

    fn constraints(&self) -> Map<String, Value> {
        let mut constraints = Map::new();
        if self.is_required {
            constraints.insert("required".to_owned(), json!(true));
        }
        if self.is_unique {
            constraints.insert("unique".to_owned(), json!(true));
        }
        if !self.allowed.is_empty() {
            constraints.insert("enum".to_owned(), json!(self.allowed));
        }
        if self.kind == ColumnKind::PartialDate {
            constraints.insert("pattern".to_owned(), json!(PARTIAL_DATE_PATTERN));
        }
        for (name, bound) in [("minimum", self.minimum), ("maximum", self.maximum)] {
            if let Some(bound) = bound {
                constraints.insert(name.to_owned(), self.bound_to_json(bound));
            }
        }
        constraints
    }

    fn bound_to_json(&self, bound: f64) -> Value {
        match format!("{bound:.0}").parse::<i64>() {
            Ok(whole) if self.kind == ColumnKind::Integer => json!(whole),
            _ => json!(bound),
        }
    }
}

impl ColumnKind {
    fn table_schema_type(self) -> &'static str {
        match self {
            Self::Text | Self::PartialDate => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Flag => "boolean",
        }
    }

    /// The kind as one word or two, for a codebook.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Flag => "true/false",
            Self::PartialDate => "date",
        }
    }

    /// The kind for a message.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Flag => "true or false",
            Self::PartialDate => "a date",
        }
    }
}

impl Schema {
    /// A table without a primary key.
    pub fn new(
        name: impl Into<String>,
        title: impl Into<String>,
        description: impl Into<String>,
        columns: Vec<Column>,
    ) -> Self {
        Self {
            name: name.into(),
            title: title.into(),
            description: description.into(),
            columns,
            primary_key: Vec::new(),
            references: Vec::new(),
        }
    }

    /// The same table; `columns` together tell its rows apart.
    #[must_use]
    pub fn with_key(self, columns: &[&str]) -> Self {
        Self {
            primary_key: columns.iter().map(|&name| name.to_owned()).collect(),
            ..self
        }
    }

    /// The same table; the values of each of `columns` are values of `key` in `table`. Where
    /// `table` is not in the same folder, nothing is said of it.
    #[must_use]
    pub fn referring(mut self, columns: &[&str], table: &str, key: &str) -> Self {
        self.references
            .extend(columns.iter().map(|&column| Reference {
                column: column.to_owned(),
                table: table.to_owned(),
                key: key.to_owned(),
            }));
        self
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The schema as a descriptor of Table Schema
    /// (<https://specs.frictionlessdata.io/table-schema/>), with its references.
    pub fn to_json(&self) -> Value {
        let fields: Vec<Value> = self.columns.iter().map(Column::to_json).collect();
        let mut schema = Map::new();
        schema.insert("fields".to_owned(), Value::Array(fields));
        schema.insert("missingValues".to_owned(), json!([""]));
        if !self.primary_key.is_empty() {
            schema.insert("primaryKey".to_owned(), json!(self.primary_key));
        }
        if !self.references.is_empty() {
            let keys: Vec<Value> = self.references.iter().map(Reference::to_json).collect();
            schema.insert("foreignKeys".to_owned(), Value::Array(keys));
        }
        Value::Object(schema)
    }
}

impl Reference {
    fn to_json(&self) -> Value {
        json!({
            "fields": self.column,
            "reference": {"resource": self.table, "fields": self.key},
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_say_what_the_writer_keeps() {
        let schema = Schema::new(
            "labelled",
            "Labels",
            "One row per passage.",
            vec![
                Column::text("passage_id", "Place.").unique(),
                Column::partial_date("date", "Date."),
                Column::text("stance", "Stance.")
                    .required()
                    .one_of(&["none", "mixed"]),
                Column::share("prob_none", "Probability."),
                Column::count("n_words", "Length.").in_unit("words"),
            ],
        )
        .with_key(&["passage_id"])
        .referring(&["passage_id"], "passages", "passage_id");
        // By the Table Schema specification: constraints by these names, bounds of the field's type.
        let expected = json!({
            "fields": [
                {"name": "passage_id", "type": "string", "description": "Place.",
                 "constraints": {"required": true, "unique": true}},
                {"name": "date", "type": "string", "description": "Date.",
                 "constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}},
                {"name": "stance", "type": "string", "description": "Stance.",
                 "constraints": {"required": true, "enum": ["none", "mixed"]}},
                {"name": "prob_none", "type": "number", "description": "Probability.",
                 "constraints": {"minimum": 0.0, "maximum": 1.0}},
                {"name": "n_words", "type": "integer", "description": "Length.", "unit": "words",
                 "constraints": {"minimum": 0}},
            ],
            "missingValues": [""],
            "primaryKey": ["passage_id"],
            "foreignKeys": [{
                "fields": "passage_id",
                "reference": {"resource": "passages", "fields": "passage_id"},
            }],
        });
        assert_eq!(schema.to_json(), expected);
    }
}
