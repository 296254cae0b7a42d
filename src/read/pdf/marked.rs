//! Marked content: what a file says about the letters it shows.

use std::rc::Rc;

use lopdf::{Dictionary, Document, Object};

/// The marks that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct MarkedContent {
    open: Vec<Mark>,
}

#[derive(Debug)]
struct Mark {
    is_pagination: bool,
    actual_text: Option<Rc<str>>,
}

impl MarkedContent {
    /// Opens the mark of a `BMC` or `BDC`.
    pub(super) fn begin(
        &mut self,
        document: &Document,
        operands: &[Object],
        resources: &Dictionary,
    ) {
        let named = |name: &[u8]| {
            let all = resources
                .get_deref(b"Properties", document)
                .ok()?
                .as_dict()
                .ok()?;
            all.get_deref(name, document).ok()?.as_dict().ok()
        };
        let properties = match operands.get(1) {
            Some(Object::Dictionary(properties)) => Some(properties),
            Some(Object::Name(name)) => named(name),
            _ => None,
        };
        let tag = operands.first().and_then(|it| it.as_name().ok());
        let kind = properties.and_then(|it| it.get(b"Type").and_then(Object::as_name).ok());
        let text = properties.and_then(|it| it.get(b"ActualText").ok());
        self.open.push(Mark {
            is_pagination: tag == Some(b"Artifact") && kind == Some(b"Pagination"),
            actual_text: text
                .and_then(|it| lopdf::decode_text_string(it).ok())
                .map(Rc::from),
        });
    }

    /// Closes the innermost mark.
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// Whether a mark says that this belongs to the page, not to the text.
    pub(super) fn is_pagination(&self) -> bool {
        self.open.iter().any(|mark| mark.is_pagination)
    }

    /// What the letters inside the mark say, given once: for the first letter all of it, for the
    /// others nothing.
    pub(super) fn actual_text(&mut self) -> Option<Rc<str>> {
        let mark = self
            .open
            .iter_mut()
            .rev()
            .find(|mark| mark.actual_text.is_some())?;
        mark.actual_text.replace(Rc::from(""))
    }
}
