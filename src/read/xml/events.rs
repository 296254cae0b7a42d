//! XML one event at a time: names without prefix, text with references resolved, lines counted.
//!
//! Nothing outside the file is ever fetched and no entity that a file defines is expanded, so that
//! a small file cannot become a large text.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::XmlError;

/// Elements that may be open at once; official papers and debate reports stay below thirty.
const MAX_DEPTH: usize = 256;

/// The start of an element.
#[derive(Debug)]
pub(in crate::read) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without prefix.
    pub(in crate::read) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, by its name without prefix; `None` where it is not there.
    pub(in crate::read) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(
                |attribute| match attribute.normalized_value(XmlVersion::default()) {
                    Ok(value) => value.into_owned(),
                    Err(_) => attribute.value.into_owned(),
                },
            )
    }
}

/// What stands next in a file.
#[derive(Debug)]
pub(in crate::read) enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// The element opened last ends.
    Close,
    /// Text, references resolved.
    Text(Cow<'a, str>),
}

/// Reads a file event by event.
#[derive(Debug)]
pub(in crate::read) struct Events<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    file: &'a str,
    open: Vec<String>,
    /// Whether the element opened last was empty and is still to be closed.
    closes_next: bool,
    /// Where the event read last begins, and up to where lines are counted.
    at: usize,
    counted: usize,
    line: usize,
}

impl<'a> Events<'a> {
    /// Reads `text`; `file` names the place in errors.
    pub(in crate::read) fn new(text: &'a str, file: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.check_end_names = true;
        Self {
            reader,
            text,
            file,
            open: Vec::new(),
            closes_next: false,
            at: 0,
            counted: 0,
            line: 1,
        }
    }

    /// The line at which the event read last begins, from 1.
    pub(in crate::read) fn line(&mut self) -> usize {
        let read = self.text.as_bytes().get(self.counted..self.at);
        self.line += read.map_or(0, |read| read.split(|&b| b == b'\n').count() - 1);
        self.counted = self.counted.max(self.at);
        self.line
    }

    /// How many elements are open.
    pub(in crate::read) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next event; `None` at the end of the file.
    ///
    /// # Errors
    /// Where the file is not well-formed, ends inside an element, nests deeper than 256 elements,
    /// or uses an entity that is not one of XML or HTML.
    pub(in crate::read) fn next(&mut self) -> Result<Option<Node<'a>>, XmlError> {
        if std::mem::take(&mut self.closes_next) {
            self.open.pop();
            return Ok(Some(Node::Close));
        }
        loop {
            self.at = position(self.reader.buffer_position());
            match self.reader.read_event() {
                Ok(Event::Start(start)) => return self.opens(start).map(Some),
                Ok(Event::Empty(start)) => {
                    self.closes_next = true;
                    return self.opens(start).map(Some);
                }
                Ok(Event::End(_)) => {
                    self.open.pop();
                    return Ok(Some(Node::Close));
                }
                // Outside the root stands white space, or what a broken encoding left of a mark.
                Ok(Event::Text(_) | Event::CData(_)) if self.open.is_empty() => {}
                Ok(Event::Text(text)) => return Ok(Some(Node::Text(text.into_inner()))),
                Ok(Event::CData(text)) => return Ok(Some(Node::Text(text.into_inner()))),
                Ok(Event::GeneralRef(reference)) => return self.resolve(&reference).map(Some),
                Ok(Event::Eof) => return self.ends().map(|()| None),
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Err(source) => {
                    self.at = position(self.reader.error_position());
                    return Err(self.malformed(source));
                }
            }
        }
    }

    fn opens(&mut self, start: BytesStart<'a>) -> Result<Node<'a>, XmlError> {
        let element = Element(start);
        if self.open.len() == MAX_DEPTH {
            return Err(XmlError::TooDeep {
                file: self.file.to_owned(),
                line: self.line(),
                limit: MAX_DEPTH,
            });
        }
        self.open.push(element.name().to_owned());
        Ok(Node::Open(element))
    }

    fn resolve(&mut self, reference: &BytesRef<'a>) -> Result<Node<'a>, XmlError> {
        if let Ok(Some(c)) = reference.resolve_char_ref() {
            return Ok(Node::Text(Cow::Owned(c.to_string())));
        }
        match resolve_html5_entity(reference) {
            Some(text) => Ok(Node::Text(Cow::Borrowed(text))),
            None => Err(XmlError::UnknownEntity {
                file: self.file.to_owned(),
                line: self.line(),
                entity: reference.chars().take(40).collect(),
            }),
        }
    }

    /// The end of the file: no element may be open.
    fn ends(&mut self) -> Result<(), XmlError> {
        self.at = self.text.len();
        match self.open.last().cloned() {
            None => Ok(()),
            Some(element) => Err(XmlError::Truncated {
                file: self.file.to_owned(),
                line: self.line(),
                element,
            }),
        }
    }

    fn malformed(&mut self, source: quick_xml::Error) -> XmlError {
        XmlError::Malformed {
            file: self.file.to_owned(),
            line: self.line(),
            source,
        }
    }
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, XmlError> {
        let mut events = Events::new(text, "a.xml");
        let mut out = String::new();
        while let Some(node) = events.next()? {
            match node {
                Node::Open(element) => {
                    out.push('<');
                    out.push_str(element.name());
                    out.push('>');
                }
                Node::Close => out.push_str("</>"),
                Node::Text(text) => out.push_str(&text),
            }
        }
        Ok(out)
    }

    #[test]
    fn references_prefixes_and_empty_elements_are_read() {
        assert_eq!(
            read("<?xml version='1.0'?><n:a><b/>x &amp; y &#233;&nbsp;&eacute; R&D</n:a>").unwrap(),
            "<a><b></>x & y é\u{a0}é R&D</>"
        );
    }

    #[test]
    fn damage_is_named_with_its_line() {
        let message = |text: &str| read(text).unwrap_err().to_string();
        assert!(message("<a>\n<b></a>").starts_with("a.xml, line 2: not well-formed XML"));
        assert_eq!(
            message("<a>\n<b>x"),
            "a.xml, line 2: the file ends inside the element `b`"
        );
        assert_eq!(
            message("<a>\n\n&lol9;</a>"),
            "a.xml, line 3: the entity `&lol9;` is not one of XML or HTML"
        );
        let deep = "<a>".repeat(300);
        assert_eq!(
            message(&deep),
            "a.xml, line 1: more than 256 elements are open at once"
        );
    }

    #[test]
    fn entities_that_a_file_defines_are_not_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert!(matches!(read(bomb), Err(XmlError::UnknownEntity { .. })));
    }
}
