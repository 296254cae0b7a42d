//! Rows, and what stands in their fields.

use std::fmt::Display;
use std::str::FromStr;

use super::TableError;

/// The columns of a table, and the file they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    file: String,
    names: Vec<String>,
}

/// A column found once, to be looked up in every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnIndex(usize);

/// What a column can be asked for by: its name, or its [`ColumnIndex`].
pub trait ColumnKey: Copy {
    /// The place of the column, from 0.
    ///
    /// # Errors
    /// [`TableError::MissingColumn`].
    fn place_in(&self, header: &Header) -> Result<usize, TableError>;
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    header: &'t Header,
    text: &'t str,
    /// Where each field ends in `text`; as many as there are columns.
    ends: &'t [usize],
    line: u64,
}

impl Header {
    /// The header of `file`.
    ///
    /// # Errors
    /// [`TableError::UnnamedColumn`], [`TableError::RepeatedColumn`].
    pub(super) fn new(file: String, names: Vec<String>) -> Result<Self, TableError> {
        for (i, name) in names.iter().enumerate() {
            if name.trim().is_empty() {
                return Err(TableError::UnnamedColumn {
                    file,
                    position: i + 1,
                });
            }
            if let Some(earlier) = names.iter().take(i).position(|n| n == name) {
                return Err(TableError::RepeatedColumn {
                    file,
                    name: name.clone(),
                    first: earlier + 1,
                    second: i + 1,
                });
            }
        }
        Ok(Self { file, names })
    }

    /// The file, as given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The column of a name, if there is one.
    pub fn find(&self, name: &str) -> Option<ColumnIndex> {
        self.names.iter().position(|n| n == name).map(ColumnIndex)
    }

    /// The column of a name.
    ///
    /// # Errors
    /// [`TableError::MissingColumn`], with the names that are there.
    pub fn column(&self, name: &str) -> Result<ColumnIndex, TableError> {
        self.find(name).ok_or_else(|| TableError::MissingColumn {
            file: self.file.clone(),
            name: name.to_owned(),
            columns: self.names.clone(),
        })
    }
}

impl ColumnKey for ColumnIndex {
    fn place_in(&self, _: &Header) -> Result<usize, TableError> {
        Ok(self.0)
    }
}

impl ColumnKey for &str {
    fn place_in(&self, header: &Header) -> Result<usize, TableError> {
        header.column(self).map(|index| index.0)
    }
}

impl<'t> Row<'t> {
    pub(super) fn new(header: &'t Header, text: &'t str, ends: &'t [usize], line: u64) -> Self {
        Self {
            header,
            text,
            ends,
            line,
        }
    }

    /// The fields behind each other, where each ends, and the line.
    pub(super) fn parts(self) -> (&'t str, &'t [usize], u64) {
        let length = self.ends.last().copied().unwrap_or_default();
        let text = self.text.get(..length).unwrap_or_default();
        (text, self.ends, self.line)
    }

    /// The columns.
    pub fn header(&self) -> &'t Header {
        self.header
    }

    /// The line of the file on which the row starts, from 1; the header is usually on line 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The fields, in the order of the columns.
    pub fn fields(self) -> impl Iterator<Item = &'t str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let field = self.text.get(start..end).unwrap_or_default();
            start = end;
            field
        })
    }

    /// The field at a place, from 0; empty where there is none.
    pub(crate) fn field(&self, place: usize) -> &'t str {
        self.at(place)
    }

    /// The field of a column as it stands; empty where it is missing.
    ///
    /// # Errors
    /// [`TableError::MissingColumn`] where the table has no such column.
    pub fn get(&self, column: impl ColumnKey) -> Result<&'t str, TableError> {
        Ok(self.at(column.place_in(self.header)?))
    }

    /// The field of a column, `None` where it is empty.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn optional(&self, column: impl ColumnKey) -> Result<Option<&'t str>, TableError> {
        self.get(column).map(|f| (!f.is_empty()).then_some(f))
    }

    /// The field of a column that must not be empty.
    ///
    /// # Errors
    /// As [`Row::get`]; [`TableError::Field`] where nothing, or only white space, stands there.
    pub fn required(&self, column: impl ColumnKey) -> Result<&'t str, TableError> {
        let place = column.place_in(self.header)?;
        let field = self.at(place);
        if field.trim().is_empty() {
            Err(self.unfit(place, "a value"))
        } else {
            Ok(field)
        }
    }

    /// The field of a column, read as a `T`. The error of `T` must say what was expected.
    ///
    /// # Errors
    /// As [`Row::get`]; [`TableError::Invalid`] where it is no `T`.
    pub fn parse<T>(&self, column: impl ColumnKey) -> Result<T, TableError>
    where
        T: FromStr,
        T::Err: Display,
    {
        let place = column.place_in(self.header)?;
        let value = self.at(place).trim().parse();
        value.map_err(|error: T::Err| TableError::Invalid {
            file: self.header.file.clone(),
            line: self.line,
            column: self.name_at(place),
            reason: error.to_string(),
        })
    }

    /// As [`Row::parse`], `None` where the field is empty.
    ///
    /// # Errors
    /// As [`Row::parse`].
    pub fn parse_optional<T>(&self, column: impl ColumnKey) -> Result<Option<T>, TableError>
    where
        T: FromStr,
        T::Err: Display,
    {
        let place = column.place_in(self.header)?;
        if self.at(place).trim().is_empty() {
            return Ok(None);
        }
        self.parse(ColumnIndex(place)).map(Some)
    }

    /// The finite number in a column.
    ///
    /// # Errors
    /// As [`Row::get`]; [`TableError::Field`] where it is no number, or infinite.
    pub fn number(&self, column: impl ColumnKey) -> Result<f64, TableError> {
        let place = column.place_in(self.header)?;
        match self.at(place).trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(self.unfit(place, "a number such as 0.25")),
        }
    }

    /// The whole number in a column.
    ///
    /// # Errors
    /// As [`Row::get`]; [`TableError::Field`] where it is no whole number.
    pub fn integer(&self, column: impl ColumnKey) -> Result<i64, TableError> {
        let place = column.place_in(self.header)?;
        let number = self.at(place).trim().parse();
        number.map_err(|_| self.unfit(place, "a whole number"))
    }

    /// The number of things in a column: a whole number from 0.
    ///
    /// # Errors
    /// As [`Row::get`]; [`TableError::Field`] where it is no whole number, or negative.
    pub fn count(&self, column: impl ColumnKey) -> Result<usize, TableError> {
        let place = column.place_in(self.header)?;
        let number = self.at(place).trim().parse();
        number.map_err(|_| self.unfit(place, "a whole number from 0"))
    }

    /// `true` or `false` in a column, in any case.
    ///
    /// # Errors
    /// As [`Row::get`]; [`TableError::Field`] where it is something else.
    pub fn flag(&self, column: impl ColumnKey) -> Result<bool, TableError> {
        let place = column.place_in(self.header)?;
        let field = self.at(place).trim();
        if field.eq_ignore_ascii_case("true") {
            Ok(true)
        } else if field.eq_ignore_ascii_case("false") {
            Ok(false)
        } else {
            Err(self.unfit(place, "true or false"))
        }
    }

    /// The error that the field of a column is not what it should be, with its place.
    pub fn reject(&self, column: impl ColumnKey, expected: &str) -> TableError {
        match column.place_in(self.header) {
            Ok(place) => self.unfit(place, expected),
            Err(error) => error,
        }
    }

    fn at(&self, place: usize) -> &'t str {
        let start = match place {
            0 => 0,
            _ => self.ends.get(place - 1).copied().unwrap_or_default(),
        };
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    fn name_at(&self, place: usize) -> String {
        self.header.names.get(place).cloned().unwrap_or_default()
    }

    fn unfit(&self, place: usize, expected: &str) -> TableError {
        const MOST_CHARACTERS: usize = 60;
        let field = self.at(place);
        let mut found: String = field.chars().take(MOST_CHARACTERS).collect();
        if found.len() < field.len() {
            found.push('…');
        }
        TableError::Field {
            file: self.header.file.clone(),
            line: self.line,
            column: self.name_at(place),
            found,
            expected: expected.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let names = ["id", "share", "certain", "note"];
        Header::new("t.csv".to_owned(), names.map(str::to_owned).to_vec()).unwrap()
    }

    #[test]
    fn fields_are_found_by_name_and_by_index() {
        let header = header();
        let row = Row::new(&header, "a10.5TRUE", &[2, 5, 9, 9], 3);
        let share = header.column("share").unwrap();
        assert_eq!(row.get("id").unwrap(), "a1");
        assert_eq!(row.get(share).unwrap(), "0.5");
        assert!((row.number(share).unwrap() - 0.5).abs() < 1e-12);
        assert!(row.flag("certain").unwrap());
        assert_eq!(row.optional("note").unwrap(), None);
        assert_eq!(row.fields().collect::<Vec<_>>(), ["a1", "0.5", "TRUE", ""]);
    }

    #[test]
    fn a_wrong_field_is_named_with_its_place() {
        let header = header();
        let row = Row::new(&header, "a10,5nee", &[2, 5, 8, 8], 14);
        for (error, message) in [
            (
                row.number("share").unwrap_err(),
                "t.csv, line 14, column `share`: found `0,5`; expected a number such as 0.25",
            ),
            (
                row.flag("certain").unwrap_err(),
                "t.csv, line 14, column `certain`: found `nee`; expected true or false",
            ),
            (
                row.required("note").unwrap_err(),
                "t.csv, line 14, column `note`: found ``; expected a value",
            ),
            (
                row.get("actor").unwrap_err(),
                "t.csv: no column `actor`; found `id`, `share`, `certain`, `note`",
            ),
        ] {
            assert_eq!(error.to_string(), message);
            assert!(error.help().is_some());
        }
    }

    #[test]
    fn infinity_is_no_number() {
        let header = header();
        for text in ["inf", "NaN", "1e999", ""] {
            let ends = [0, text.len(), text.len(), text.len()];
            let row = Row::new(&header, text, &ends, 2);
            assert!(row.number("share").is_err(), "{text}");
        }
    }

    #[test]
    fn names_must_be_there_and_differ() {
        let make = |names: &[&str]| {
            let names = names.iter().map(|&n| n.to_owned()).collect();
            Header::new("t.csv".to_owned(), names)
        };
        let unnamed = make(&["a", " "]).unwrap_err().to_string();
        assert_eq!(unnamed, "t.csv: column 2 has no name");
        let repeated = make(&["a", "b", "a"]).unwrap_err().to_string();
        assert_eq!(repeated, "t.csv: columns 1 and 3 are both named `a`");
    }
}
