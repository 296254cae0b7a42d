//! Paragraphs and tables of a Word document, as `WordprocessingML` (ECMA-376, part 1, section 17)
//! sets them.
//!
//! Of a field its result is kept and its code left out. Deleted and hidden text is left out,
//! inserted text kept. Where a drawing stands twice, for new and for old programs, it is read once.

use super::numbering::{Counter, Listed, Numbering};
use super::styles::{Style, Styles, is_on};
use crate::read::XmlError;
use crate::read::xml::{Element, Events, Node};

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    /// The cells of every row.
    pub(super) rows: Vec<Vec<Vec<Block>>>,
    /// Whether it stands beside the text, as the column of the sender's data in a letter does.
    pub(super) is_floating: bool,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paragraph {
    /// Its text, behind the number that Word shows; line breaks inside it are `\n`.
    pub(super) text: String,
    pub(super) style: Style,
    listed: Listed,
    /// Characters that are not white space, and how many of them are bold.
    pub(super) n_characters: usize,
    pub(super) n_bold: usize,
    /// The notes it refers to, in order.
    pub(super) notes: Vec<NoteReference>,
    /// What stands in text boxes that hang on it.
    pub(super) boxes: Vec<Block>,
    /// Its number in the document, from 1; empty paragraphs count.
    pub(super) number: usize,
}

/// A reference to a note.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NoteReference {
    pub(super) is_endnote: bool,
    pub(super) id: String,
}

/// Elements whose content is no text of the document.
const LEFT_OUT: [&str; 11] = [
    "del",
    "moveFrom",
    "delText",
    "delInstrText",
    "instrText",
    "rt",
    "sdtPr",
    "sdtEndPr",
    "sectPr",
    "tblGrid",
    "fldData",
];

/// Reads the paragraphs and tables of a part.
pub(super) struct Body<'a, 's> {
    events: Events<'a>,
    styles: &'s Styles,
    /// The fields that are open: whether the result has begun.
    fields: Vec<bool>,
    n_paragraphs: usize,
    /// Counts the paragraphs of lists, where their numbers are wanted.
    counter: Option<Counter<'s>>,
}

/// How the characters of a run look.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    is_bold: bool,
    is_hidden: bool,
}

impl<'a, 's> Body<'a, 's> {
    pub(super) fn new(text: &'a str, file: &'a str, styles: &'s Styles) -> Self {
        Self {
            events: Events::new(text, file),
            styles,
            fields: Vec::new(),
            n_paragraphs: 0,
            counter: None,
        }
    }

    /// Writes the numbers of lists in front of their paragraphs.
    pub(super) fn numbered(mut self, numbering: &'s Numbering) -> Self {
        self.counter = Some(Counter::new(numbering, self.styles));
        self
    }

    /// The next element, so that parts made of several texts can be read one by one.
    pub(super) fn next_element(&mut self) -> Result<Option<Element<'a>>, XmlError> {
        while let Some(node) = self.events.next()? {
            if let Node::Open(element) = node {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// The paragraphs and tables up to the end of the element that is open, or of the file.
    pub(super) fn blocks(&mut self, blocks: &mut Vec<Block>) -> Result<(), XmlError> {
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "p" => {
                        let paragraph = self.paragraph()?;
                        blocks.push(Block::Paragraph(paragraph));
                    }
                    "tbl" => {
                        let mut table = Table::default();
                        self.rows(&mut table)?;
                        blocks.push(Block::Table(table));
                    }
                    "AlternateContent" => self.alternatives(blocks)?,
                    name if LEFT_OUT.contains(&name) => self.skip()?,
                    _ => self.blocks(blocks)?,
                },
                Node::Close => break,
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// Leaves out the element that is open.
    fn skip(&mut self) -> Result<(), XmlError> {
        let depth = self.events.depth();
        while self.events.depth() >= depth {
            if self.events.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// One drawing for several programs: the first form that holds text.
    fn alternatives(&mut self, blocks: &mut Vec<Block>) -> Result<(), XmlError> {
        let n_before = blocks.len();
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(_) if blocks.len() == n_before => self.blocks(blocks)?,
                Node::Open(_) => self.skip()?,
                Node::Close => break,
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn rows(&mut self, table: &mut Table) -> Result<(), XmlError> {
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "tr" => {
                        let mut cells = Vec::new();
                        self.cells(&mut cells)?;
                        table.rows.push(cells);
                    }
                    "tblpPr" => {
                        table.is_floating = true;
                        self.skip()?;
                    }
                    name if LEFT_OUT.contains(&name) => self.skip()?,
                    _ => self.rows(table)?,
                },
                Node::Close => break,
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn cells(&mut self, cells: &mut Vec<Vec<Block>>) -> Result<(), XmlError> {
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "tc" => {
                        let mut blocks = Vec::new();
                        self.blocks(&mut blocks)?;
                        cells.push(blocks);
                    }
                    name if LEFT_OUT.contains(&name) => self.skip()?,
                    _ => self.cells(cells)?,
                },
                Node::Close => break,
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self) -> Result<Paragraph, XmlError> {
        self.n_paragraphs += 1;
        let mut paragraph = Paragraph {
            number: self.n_paragraphs,
            ..Paragraph::default()
        };
        self.inline(&mut paragraph)?;
        let listed = std::mem::take(&mut paragraph.listed);
        let text = paragraph.text.trim_start();
        let counter = self.counter.as_mut();
        if let Some(label) =
            counter.and_then(|counter| counter.label(&listed, paragraph.style, text.is_empty()))
        {
            paragraph.text = format!("{label} {text}");
        }
        Ok(paragraph)
    }

    /// Runs, and what wraps them: links, insertions, content controls.
    fn inline(&mut self, paragraph: &mut Paragraph) -> Result<(), XmlError> {
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "pPr" => self.paragraph_properties(paragraph)?,
                    "r" => self.run(paragraph)?,
                    "AlternateContent" | "drawing" | "pict" | "object" => {
                        self.boxes(element.name() == "AlternateContent", paragraph)?;
                    }
                    name if LEFT_OUT.contains(&name) => self.skip()?,
                    _ => self.inline(paragraph)?,
                },
                Node::Close => break,
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// The style and the outline level; what the properties say of the paragraph's mark is no
    /// property of its text.
    fn paragraph_properties(&mut self, paragraph: &mut Paragraph) -> Result<(), XmlError> {
        let depth = self.events.depth();
        let mut property = String::new();
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(element) if self.events.depth() == depth + 1 => {
                    match element.name() {
                        "pStyle" => {
                            let id = element.attribute("val").unwrap_or_default();
                            let level = paragraph.style.is_heading;
                            paragraph.style = self.styles.get(&id);
                            paragraph.style.is_heading = level.or(paragraph.style.is_heading);
                            paragraph.listed.style = id;
                        }
                        "outlineLvl" => {
                            let level = element.attribute("val");
                            paragraph.style.is_heading = level.map(|level| level.trim() != "9");
                        }
                        _ => {}
                    }
                    element.name().clone_into(&mut property);
                }
                Node::Open(element) if self.events.depth() == depth + 2 => {
                    paragraph.listed.property(&property, &element);
                }
                Node::Close if self.events.depth() < depth => break,
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn run(&mut self, paragraph: &mut Paragraph) -> Result<(), XmlError> {
        let mut look = Look {
            is_bold: paragraph.style.is_bold.unwrap_or_default(),
            is_hidden: paragraph.style.is_hidden.unwrap_or_default(),
        };
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(element) => self.in_run(&element, &mut look, paragraph)?,
                Node::Close => break,
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn in_run(
        &mut self,
        element: &Element<'a>,
        look: &mut Look,
        paragraph: &mut Paragraph,
    ) -> Result<(), XmlError> {
        match element.name() {
            "rPr" => return self.run_properties(look),
            "t" => return self.characters(*look, paragraph),
            "AlternateContent" | "drawing" | "pict" | "object" => {
                return self.boxes(element.name() == "AlternateContent", paragraph);
            }
            "fldChar" => self.field(&element.attribute("fldCharType").unwrap_or_default()),
            "tab" | "ptab" => self.add("\t", *look, paragraph),
            "br" | "cr" => self.add("\n", *look, paragraph),
            "noBreakHyphen" => self.add("-", *look, paragraph),
            "footnoteReference" | "endnoteReference" if self.is_shown() => {
                paragraph.notes.push(NoteReference {
                    is_endnote: element.name() == "endnoteReference",
                    id: element.attribute("id").unwrap_or_default(),
                });
            }
            name if LEFT_OUT.contains(&name) => {}
            "ruby" | "rubyBase" => return self.inline(paragraph),
            _ => {}
        }
        self.skip()
    }

    fn run_properties(&mut self, look: &mut Look) -> Result<(), XmlError> {
        let depth = self.events.depth();
        while let Some(node) = self.events.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "rStyle" => {
                        let style = self
                            .styles
                            .get(&element.attribute("val").unwrap_or_default());
                        look.is_bold = style.is_bold.unwrap_or(look.is_bold);
                        look.is_hidden = style.is_hidden.unwrap_or(look.is_hidden);
                    }
                    "b" => look.is_bold = is_on(&element),
                    "vanish" | "webHidden" => look.is_hidden = is_on(&element),
                    _ => {}
                },
                Node::Close if self.events.depth() < depth => break,
                Node::Close | Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// The characters of the text element that is open.
    fn characters(&mut self, look: Look, paragraph: &mut Paragraph) -> Result<(), XmlError> {
        let depth = self.events.depth();
        while let Some(node) = self.events.next()? {
            match node {
                Node::Text(text) => self.add(&text, look, paragraph),
                Node::Close if self.events.depth() < depth => break,
                Node::Open(_) | Node::Close => {}
            }
        }
        Ok(())
    }

    fn add(&self, text: &str, look: Look, paragraph: &mut Paragraph) {
        if look.is_hidden || !self.is_shown() {
            return;
        }
        let n = text.chars().filter(|c| !c.is_whitespace()).count();
        paragraph.n_characters += n;
        paragraph.n_bold += if look.is_bold { n } else { 0 };
        // A soft hyphen says where a word may be cut, and is no letter of it.
        paragraph
            .text
            .extend(text.chars().filter(|&c| c != '\u{ad}'));
    }

    /// Whether text is shown: the results of all open fields have begun.
    fn is_shown(&self) -> bool {
        self.fields.iter().all(|&is_result| is_result)
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(false),
            "separate" => {
                if let Some(is_result) = self.fields.last_mut() {
                    *is_result = true;
                }
            }
            "end" => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// The text boxes in a drawing; the fields around it do not reach into them.
    fn boxes(&mut self, has_forms: bool, paragraph: &mut Paragraph) -> Result<(), XmlError> {
        let is_shown = self.is_shown();
        let fields = std::mem::take(&mut self.fields);
        let mut blocks = Vec::new();
        let read = if has_forms {
            self.alternatives(&mut blocks)
        } else {
            self.blocks(&mut blocks)
        };
        self.fields = fields;
        if is_shown {
            paragraph.boxes.append(&mut blocks);
        }
        read
    }
}
