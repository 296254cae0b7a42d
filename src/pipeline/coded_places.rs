//! Where hand-coded passages stand, and their groups.

use std::collections::BTreeMap;

use crate::corpus::{DocumentId, GoldPassage, Passage, Span};

/// Hand-coded passages by document and place.
#[derive(Debug)]
pub(super) struct CodedPlaces<'a>(BTreeMap<&'a DocumentId, Vec<(Span, &'a GoldPassage)>>);

impl<'a> CodedPlaces<'a> {
    pub(super) fn of(gold: &'a [GoldPassage]) -> Self {
        let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for coded in gold {
            if let Some(place) = &coded.place {
                places
                    .entry(&place.document_id)
                    .or_default()
                    .push((place.span, coded));
            }
        }
        for coded in places.values_mut() {
            coded.sort_by_key(|(span, _)| *span);
        }
        Self(places)
    }

    /// The group of the coded passage that a passage overlaps most, the first one of equals.
    pub(super) fn group_of(&self, passage: &Passage) -> Option<&'a str> {
        let coded = self.0.get(&passage.id.document_id)?;
        let first = coded.partition_point(|(span, _)| span.end <= passage.id.span.start);
        let mut best: Option<(usize, &'a GoldPassage)> = None;
        for (span, coded) in coded[first..]
            .iter()
            .take_while(|(s, _)| s.start < passage.id.span.end)
        {
            let overlap = span.overlap(passage.id.span);
            if best.is_none_or(|(most, _)| overlap > most) {
                best = Some((overlap, *coded));
            }
        }
        best.map(|(_, coded)| coded.group.as_str())
    }
}

/// The hand-coded groups of passages that come one by one, each name once.
#[derive(Debug, Default)]
pub(super) struct CodedGroups {
    /// The names as fields of a table.
    fields: Vec<String>,
    numbers: BTreeMap<String, u32>,
    of_passages: Vec<u32>,
}

impl CodedGroups {
    /// Adds the group of the next passage.
    pub(super) fn add(&mut self, name: &str) {
        let number = if let Some(&number) = self.numbers.get(name) {
            number
        } else {
            let number = u32::try_from(self.fields.len()).unwrap_or(u32::MAX);
            self.fields.push(as_field(name));
            self.numbers.insert(name.to_owned(), number);
            number
        };
        self.of_passages.push(number);
    }

    /// The group of a passage as a field of a table.
    pub(super) fn field(&self, passage: usize) -> &str {
        let number = self.of_passages.get(passage).copied();
        let field = number.and_then(|number| self.fields.get(number as usize));
        field.map_or("", String::as_str)
    }
}

/// In quotes where a table needs them.
fn as_field(name: &str) -> String {
    if name.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_fields_of_a_table() {
        let mut groups = CodedGroups::default();
        for name in ["g2", "a, \"b\"", "g2"] {
            groups.add(name);
        }
        let fields = [0, 1, 2, 3].map(|passage| groups.field(passage));
        assert_eq!(fields, ["g2", "\"a, \"\"b\"\"\"", "g2", ""]);
        assert_eq!(groups.fields.len(), 2);
    }
}
