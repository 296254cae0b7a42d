//! Marks as they travel from the process that reads to the one that asked.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::corpus::Span;
use crate::read::{PageMark, PageMarkKind};

#[derive(Serialize, Deserialize)]
enum Kind {
    PageHeader,
    Footnote,
    FootnoteMark,
    Heading,
}

/// Writes marks as lists of start, end and kind.
pub(super) fn serialize<S: Serializer>(marks: &[PageMark], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(marks.iter().map(|mark| {
        let kind = match mark.kind {
            PageMarkKind::PageHeader => Kind::PageHeader,
            PageMarkKind::Footnote => Kind::Footnote,
            PageMarkKind::FootnoteMark => Kind::FootnoteMark,
            PageMarkKind::Heading => Kind::Heading,
        };
        (mark.span.start, mark.span.end, kind)
    }))
}

/// Reads marks back.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PageMark>, D::Error> {
    let marks = Vec::<(usize, usize, Kind)>::deserialize(from)?;
    let marks = marks.into_iter().map(|(start, end, kind)| PageMark {
        span: Span::new(start, end),
        kind: match kind {
            Kind::PageHeader => PageMarkKind::PageHeader,
            Kind::Footnote => PageMarkKind::Footnote,
            Kind::FootnoteMark => PageMarkKind::FootnoteMark,
            Kind::Heading => PageMarkKind::Heading,
        },
    });
    Ok(marks.collect())
}
