//! The styles of a Word document: which are headings, bold, hidden or lines of a table of contents.

use std::collections::BTreeMap;

use super::numbering::number;
use crate::read::XmlError;
use crate::read::xml::{Element, Events, Node};

/// How far styles may build on each other.
const MAX_CHAIN: usize = 12;

/// The outline level that is body text (ECMA-376, part 1, section 17.3.1.20).
const BODY_LEVEL: &str = "9";

/// Beginnings of the names that Word gives the styles of headings, in English and Dutch.
const HEADINGS: [&str; 4] = ["heading", "kop", "title", "titel"];

/// Beginnings of the names of the styles of a table of contents.
const CONTENTS: [&str; 3] = ["toc", "inhopg", "inhoudsopgave"];

/// What a style says; `None` where it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub(super) is_heading: Option<bool>,
    pub(super) is_contents: Option<bool>,
    pub(super) is_bold: Option<bool>,
    pub(super) is_hidden: Option<bool>,
    /// The list that numbers its paragraphs, 0 for none, and the level in it.
    pub(super) list: Option<u32>,
    pub(super) level: Option<u32>,
}

impl Style {
    /// This style, and what `base` says where this one says nothing.
    fn or(self, base: Self) -> Self {
        Self {
            is_heading: self.is_heading.or(base.is_heading),
            is_contents: self.is_contents.or(base.is_contents),
            is_bold: self.is_bold.or(base.is_bold),
            is_hidden: self.is_hidden.or(base.is_hidden),
            list: self.list.or(base.list),
            level: self.level.or(base.level),
        }
    }

    fn name(&mut self, name: &str) {
        let name = name.trim().to_lowercase();
        let begins = |known: &[&str]| {
            known.iter().any(|known| {
                name.strip_prefix(known)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            })
        };
        if begins(&HEADINGS) {
            self.is_heading = Some(true);
        }
        if begins(&CONTENTS) {
            self.is_contents = Some(true);
        }
    }
}

/// The styles of a document, by id.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, (Style, Option<String>)>);

impl Styles {
    /// Reads `word/styles.xml`.
    ///
    /// # Errors
    /// Where it is damaged.
    pub(super) fn read(text: &str, file: &str) -> Result<Self, XmlError> {
        let mut events = Events::new(text, file);
        let mut styles = Self::default();
        let mut current: Option<(String, Style, Option<String>)> = None;
        let mut depth = 0;
        while let Some(node) = events.next()? {
            match node {
                Node::Open(element) if element.name() == "style" && current.is_none() => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    let mut style = Style::default();
                    style.name(&id);
                    current = Some((id, style, None));
                    depth = events.depth();
                }
                Node::Open(element) => {
                    if let Some((_, style, base)) = &mut current {
                        read_property(&element, style, base);
                    }
                }
                Node::Close => {
                    if events.depth() < depth
                        && let Some((id, style, base)) = current.take()
                    {
                        styles.0.insert(id, (style, base));
                    }
                }
                Node::Text(_) => {}
            }
        }
        Ok(styles)
    }

    /// What a style says, with those it builds on; an unknown style is known by its id alone.
    pub(super) fn get(&self, id: &str) -> Style {
        let mut found = Style::default();
        found.name(id);
        let mut next = Some(id);
        for _ in 0..MAX_CHAIN {
            let Some((style, base)) = next.and_then(|id| self.0.get(id)) else {
                break;
            };
            found = found.or(*style);
            next = base.as_deref();
        }
        found
    }
}

fn read_property(element: &Element<'_>, style: &mut Style, base: &mut Option<String>) {
    match element.name() {
        "name" => style.name(&element.attribute("val").unwrap_or_default()),
        "basedOn" => *base = element.attribute("val"),
        "outlineLvl" => {
            style.is_heading = element
                .attribute("val")
                .map(|level| level.trim() != BODY_LEVEL);
        }
        "b" => style.is_bold = Some(is_on(element)),
        "vanish" => style.is_hidden = Some(is_on(element)),
        "numId" => style.list = style.list.or(number(element, "val")),
        "ilvl" => style.level = style.level.or(number(element, "val")),
        _ => {}
    }
}

/// Whether a switch such as `<w:b/>` or `<w:b w:val="0"/>` is on.
pub(super) fn is_on(element: &Element<'_>) -> bool {
    !matches!(
        element.attribute("val").as_deref(),
        Some("0" | "false" | "none" | "off")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_name_level_or_what_they_build_on() {
        let styles = Styles::read(
            "<w:styles xmlns:w='w'><w:style w:styleId='Kop1'><w:name w:val='heading 1'/></w:style>\
<w:style w:styleId='Tussenkop'><w:basedOn w:val='Kop1'/><w:rPr><w:b/></w:rPr></w:style>\
<w:style w:styleId='Eigen'><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>\
<w:style w:styleId='Tekst'><w:basedOn w:val='Kop1'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr><w:rPr><w:b w:val='0'/></w:rPr></w:style>\
<w:style w:styleId='A'><w:basedOn w:val='B'/></w:style><w:style w:styleId='B'><w:basedOn w:val='A'/></w:style>\
</w:styles>",
            "a.docx",
        )
        .unwrap();
        let is_heading = |id: &str| styles.get(id).is_heading == Some(true);
        for id in ["Kop1", "Tussenkop", "Eigen", "Heading2", "Titel"] {
            assert!(is_heading(id), "{id}");
        }
        for id in ["Tekst", "A", "Koptekst", "Standaard"] {
            assert!(!is_heading(id), "{id}");
        }
        assert_eq!(styles.get("Tussenkop").is_bold, Some(true));
        assert_eq!(styles.get("Tekst").is_bold, Some(false));
        assert_eq!(styles.get("Inhopg2").is_contents, Some(true));
    }
}
