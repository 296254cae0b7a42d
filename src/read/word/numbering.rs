//! The numbers that Word sets in front of paragraphs by itself (ECMA-376, part 1, section 17.9).
//!
//! A paragraph, or its style, names a list (`w:num`); the list names a definition
//! (`w:abstractNum`), which says of each of nine levels where it starts and how it looks. Lists of
//! one definition count on from each other, except where one says that it starts anew.

use std::collections::{BTreeMap, BTreeSet};

use super::number_format::NumberFormat;
use super::styles::{Style, Styles, is_on};
use crate::read::XmlError;
use crate::read::xml::{Element, Events, Node};

/// Levels that a list has.
const N_LEVELS: usize = 9;

/// The most that Word counts to; a damaged file may state any number.
const MAX_NUMBER: u32 = 32_767;

/// Characters that a number with what stands around it may have; `Vraag 12.3.` has eleven.
const MAX_LABEL: usize = 64;

/// How many styles a definition is looked for in, each of which refers to the next.
const MAX_LINKS: usize = 4;

/// One level of a list.
#[derive(Debug, Default)]
struct Level {
    /// The first number; zero where the file states none (section 17.9.25).
    start: u32,
    format: NumberFormat,
    /// What is shown: `%1` is the number of the first level (section 17.9.11).
    text: String,
    /// The style of paragraphs whose level this is.
    style: String,
    /// The level is counted anew behind a paragraph of this many upper levels, the first of which
    /// is 1; 0 for never (section 17.9.10).
    restart: Option<usize>,
    /// Whether all numbers in it are shown as decimals.
    is_decimal: bool,
    is_hidden: bool,
}

/// What lists have in common.
#[derive(Debug, Default)]
struct Definition {
    levels: BTreeMap<usize, Level>,
    /// The style whose list has the levels.
    link: Option<String>,
}

/// A list.
#[derive(Debug, Default)]
struct List {
    definition: Option<u32>,
    /// Levels that start anew, with their first numbers.
    starts: BTreeMap<usize, u32>,
    /// Levels that differ from those of the definition.
    levels: BTreeMap<usize, Level>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<u32, Definition>,
    lists: BTreeMap<u32, List>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    ///
    /// # Errors
    /// Where it is damaged.
    pub(super) fn read(text: &str, file: &str) -> Result<Self, XmlError> {
        let mut numbering = Self::default();
        within(&mut Events::new(text, file), |events, element| {
            match element.name() {
                "abstractNum" => {
                    let definition = read_definition(events)?;
                    if let Some(id) = number(element, "abstractNumId") {
                        numbering.definitions.insert(id, definition);
                    }
                }
                "num" => {
                    let list = read_list(events)?;
                    if let Some(id) = number(element, "numId") {
                        numbering.lists.insert(id, list);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(numbering)
    }

    /// The definition of a list, with its id.
    fn definition(&self, list: &List, styles: &Styles) -> Option<(u32, &Definition)> {
        let mut id = list.definition?;
        for _ in 0..MAX_LINKS {
            let definition = self.definitions.get(&id)?;
            let Some(link) = &definition.link else {
                return Some((id, definition));
            };
            let list = styles.get(link).list?;
            id = self.lists.get(&list)?.definition?;
        }
        None
    }
}

/// Calls `visit` for each element below the one that is open, or for each of the file; it may read
/// on up to the end of the element.
fn within<'a>(
    events: &mut Events<'a>,
    mut visit: impl FnMut(&mut Events<'a>, &Element<'a>) -> Result<(), XmlError>,
) -> Result<(), XmlError> {
    let depth = events.depth();
    while let Some(node) = events.next()? {
        match node {
            Node::Open(element) => visit(events, &element)?,
            Node::Close if events.depth() < depth => break,
            Node::Close | Node::Text(_) => {}
        }
    }
    Ok(())
}

fn read_definition(events: &mut Events<'_>) -> Result<Definition, XmlError> {
    let mut definition = Definition::default();
    within(events, |events, element| {
        match element.name() {
            "lvl" => {
                let level = read_level(events)?;
                definition.levels.extend(level_of(element).zip(Some(level)));
            }
            "numStyleLink" => definition.link = element.attribute("val"),
            _ => {}
        }
        Ok(())
    })?;
    Ok(definition)
}

fn read_list(events: &mut Events<'_>) -> Result<List, XmlError> {
    let mut list = List::default();
    let mut changed = None;
    within(events, |events, element| {
        match element.name() {
            "abstractNumId" => list.definition = number(element, "val"),
            "lvlOverride" => changed = level_of(element),
            "startOverride" => list.starts.extend(changed.zip(number(element, "val"))),
            "lvl" => {
                let level = read_level(events)?;
                list.levels.extend(changed.zip(Some(level)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(list)
}

fn read_level(events: &mut Events<'_>) -> Result<Level, XmlError> {
    let mut level = Level::default();
    within(events, |_, element| {
        let value = || element.attribute("val").unwrap_or_default();
        match element.name() {
            "start" => level.start = number(element, "val").unwrap_or_default(),
            "numFmt" => level.format = NumberFormat::named(&value()),
            "lvlText" => level.text = value(),
            "pStyle" => level.style = value(),
            "lvlRestart" => level.restart = value().trim().parse().ok(),
            "isLgl" => level.is_decimal = is_on(element),
            "vanish" => level.is_hidden = is_on(element),
            _ => {}
        }
        Ok(())
    })?;
    if level.text.chars().count() > MAX_LABEL {
        level.text.clear();
    }
    Ok(level)
}

/// A number of the file; `None` where it is none.
pub(super) fn number(element: &Element<'_>, attribute: &str) -> Option<u32> {
    element.attribute(attribute)?.trim().parse().ok()
}

fn level_of(element: &Element<'_>) -> Option<usize> {
    let level = element.attribute("ilvl")?.trim().parse().ok();
    level.filter(|level| *level < N_LEVELS)
}

/// What the properties of a paragraph itself say of its number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Listed {
    pub(super) style: String,
    list: Option<u32>,
    level: Option<u32>,
    /// Whether the mark that ends the paragraph is deleted or hidden.
    is_mark_gone: bool,
}

impl Listed {
    /// Learns from an element inside the property `parent`.
    pub(super) fn property(&mut self, parent: &str, element: &Element<'_>) {
        match (parent, element.name()) {
            ("numPr", "numId") => self.list = number(element, "val"),
            ("numPr", "ilvl") => self.level = number(element, "val"),
            ("rPr", "del" | "moveFrom") => self.is_mark_gone = true,
            ("rPr", "vanish") => self.is_mark_gone |= is_on(element),
            _ => {}
        }
    }
}

/// Counts the paragraphs of the lists of a document.
#[derive(Debug)]
pub(super) struct Counter<'n> {
    numbering: &'n Numbering,
    styles: &'n Styles,
    /// The number that each level of a definition has come to.
    counts: BTreeMap<u32, BTreeMap<usize, u32>>,
    /// Levels of lists that have started anew.
    started: BTreeSet<(u32, usize)>,
}

impl<'n> Counter<'n> {
    pub(super) fn new(numbering: &'n Numbering, styles: &'n Styles) -> Self {
        Self {
            numbering,
            styles,
            counts: BTreeMap::new(),
            started: BTreeSet::new(),
        }
    }

    /// Counts a paragraph and tells what Word shows in front of it; `None` where that is no number.
    /// An empty paragraph counts, and shows no more than the words of its level (`Vraag 3`).
    pub(super) fn label(
        &mut self,
        listed: &Listed,
        style: Style,
        is_empty: bool,
    ) -> Option<String> {
        if is_empty && listed.is_mark_gone {
            return None;
        }
        let id = listed.list.or(style.list)?;
        let list = self.numbering.lists.get(&id)?;
        let (definition_id, definition) = self.numbering.definition(list, self.styles)?;
        let of_style = || {
            let mut levels = definition.levels.iter();
            let is_own = |level: &Level| !level.style.is_empty() && level.style == listed.style;
            levels.find(|(_, level)| is_own(level)).map(|(at, _)| *at)
        };
        let stated = |level: u32| usize::try_from(level).ok();
        let at = listed.level.and_then(stated).or_else(of_style);
        let at = at.or(style.level.and_then(stated)).unwrap_or_default();
        let levels = Levels { list, definition };
        let level = levels.get(at)?;
        let counts = self.counts.entry(definition_id).or_default();
        if list.starts.contains_key(&at) && self.started.insert((id, at)) {
            counts.remove(&at);
        }
        let next = counts.get(&at).map(|n| n.saturating_add(1));
        let next = next.unwrap_or_else(|| levels.start(at));
        counts.insert(at, next.min(MAX_NUMBER));
        counts.retain(|&deeper, _| {
            let restart = levels.get(deeper).and_then(|level| level.restart);
            deeper <= at || at >= restart.unwrap_or(deeper)
        });
        let has_words = level.text.contains(char::is_alphabetic);
        if is_empty && !has_words {
            return None;
        }
        levels.label(at, counts)
    }
}

/// The levels of a list.
#[derive(Debug, Clone, Copy)]
struct Levels<'n> {
    list: &'n List,
    definition: &'n Definition,
}

impl<'n> Levels<'n> {
    fn get(self, at: usize) -> Option<&'n Level> {
        let own = self.list.levels.get(&at);
        own.or_else(|| self.definition.levels.get(&at))
    }

    /// The first number of a level.
    fn start(self, at: usize) -> u32 {
        let stated = self.list.starts.get(&at).copied();
        let stated = stated.or_else(|| self.get(at).map(|level| level.start));
        stated.unwrap_or_default().min(MAX_NUMBER)
    }

    /// What is shown at a level; an upper level that has not come yet shows its first number.
    fn label(self, at: usize, counts: &BTreeMap<usize, u32>) -> Option<String> {
        let level = self.get(at)?;
        if level.is_hidden || level.format == NumberFormat::Nothing {
            return None;
        }
        let mut label = String::new();
        let mut rest = level.text.chars().peekable();
        while let Some(c) = rest.next() {
            let shown = rest.peek().and_then(|c| c.to_digit(10)).filter(|n| *n > 0);
            match shown.and_then(|n| usize::try_from(n - 1).ok()) {
                Some(shown) if c == '%' => {
                    rest.next();
                    if shown <= at {
                        let n = counts.get(&shown).copied();
                        let n = n.unwrap_or_else(|| self.start(shown));
                        let format = self.get(shown).map(|level| level.format);
                        let format = format.filter(|_| !level.is_decimal);
                        label.push_str(&format.unwrap_or(NumberFormat::Decimal).show(n));
                    }
                }
                _ => label.push(c),
            }
        }
        let label = label.trim();
        let is_shown = !label.is_empty() && label.chars().count() <= MAX_LABEL;
        is_shown.then(|| label.to_owned())
    }
}

#[cfg(test)]
#[path = "numbering_tests.rs"]
mod tests;
