//! Fonts: what the codes of a string say, and how wide they are set.
//!
//! Method: ISO 32000-1, 9.6 to 9.10. The file's own table of characters (`ToUnicode`) goes first,
//! then the encoding with its differences. A code for which neither speaks is
//! [`UNKNOWN`](super::glyph::UNKNOWN), never a guess.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, Stream};

use super::cmap::CMap;
use super::glyph::UNKNOWN;
use super::names::{plain, text_of_code, text_of_name};
use super::widths::standard_width;

/// Bytes that a table of a font may unpack to.
const MAX_TABLE: usize = 8 << 20;

/// A font of the document.
#[derive(Debug)]
pub(super) struct Font {
    /// Whether its letters are bold.
    pub(super) bold: bool,
    codes: Codes,
    texts: BTreeMap<u32, Rc<str>>,
    /// Width by code, or by number of the letter in composite fonts; in thousandths of the size.
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    unknown: Rc<str>,
}

#[derive(Debug)]
enum Codes {
    OneByte,
    /// Two bytes are one number of a letter.
    TwoBytes,
    /// Two bytes are one unit of UTF-16.
    Utf16,
    /// What the table says.
    Table(CMap),
}

/// One code of a string.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// What it says.
    pub(super) text: Rc<str>,
    /// Its width in parts of the size.
    pub(super) width: f64,
    /// Whether it is the byte 32, which word spacing widens.
    pub(super) is_space_byte: bool,
}

impl Font {
    /// Reads the dictionary of a font; what is missing in it is filled with what the standard says.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        match name(document, font, b"Subtype") {
            Some(b"Type0") => Self::composite(document, font),
            subtype => Self::simple(document, font, subtype == Some(b"Type3")),
        }
    }

    /// A font that says nothing: every byte is an unknown letter.
    pub(super) fn missing() -> Self {
        Self {
            bold: false,
            codes: Codes::OneByte,
            texts: BTreeMap::new(),
            widths: BTreeMap::new(),
            default_width: 500.0,
            unknown: UNKNOWN.to_string().into(),
        }
    }

    fn simple(document: &Document, font: &Dictionary, drawn: bool) -> Self {
        let base_name = base_name(document, font);
        let descriptor = dictionary(document, font, b"FontDescriptor");
        let map = to_unicode(document, font);
        let encoding = Encoding::read(document, font, descriptor);
        let mut texts = BTreeMap::new();
        for code in 0..=255_u8 {
            let text = map
                .as_ref()
                .and_then(|map| map.texts.get(&u32::from(code)).cloned());
            let text = text.filter(|text| !text.is_empty());
            if let Some(text) = text.or_else(|| encoding.text(document, code)) {
                texts.insert(u32::from(code), Rc::from(plain(&text)));
            }
        }
        let scale = if drawn {
            drawn_scale(document, font)
        } else {
            1.0
        };
        let mut widths = simple_widths(document, font, scale);
        if widths.is_empty() {
            let standard = |text: &Rc<str>| standard_width(&base_name, text);
            widths = texts
                .iter()
                .map(|(code, text)| (*code, standard(text)))
                .collect();
        }
        let missing = descriptor.and_then(|it| number(document, it, b"MissingWidth"));
        Self {
            bold: is_bold(document, &base_name, descriptor),
            codes: Codes::OneByte,
            texts,
            widths,
            default_width: missing.unwrap_or(0.0),
            unknown: UNKNOWN.to_string().into(),
        }
    }

    fn composite(document: &Document, font: &Dictionary) -> Self {
        let descendant = array(document, font, b"DescendantFonts")
            .and_then(<[Object]>::first)
            .and_then(|it| document.dereference(it).ok())
            .and_then(|(_, it)| it.as_dict().ok());
        let descriptor = descendant.and_then(|it| dictionary(document, it, b"FontDescriptor"));
        let codes = match font.get_deref(b"Encoding", document) {
            Ok(Object::Stream(stream)) => Codes::Table(CMap::parse(&content(stream))),
            Ok(Object::Name(name)) if name.windows(4).any(|it| it == b"UCS2" || it == b"UTF1") => {
                Codes::Utf16
            }
            _ => Codes::TwoBytes,
        };
        let map = to_unicode(document, font).unwrap_or_default();
        let texts = map.texts.iter();
        Self {
            bold: is_bold(document, &base_name(document, font), descriptor),
            codes,
            texts: texts
                .map(|(code, text)| (*code, Rc::from(plain(text))))
                .collect(),
            widths: descendant
                .map(|it| composite_widths(document, it))
                .unwrap_or_default(),
            default_width: descendant
                .and_then(|it| number(document, it, b"DW"))
                .unwrap_or(1000.0),
            unknown: UNKNOWN.to_string().into(),
        }
    }

    /// What a string shows, code by code.
    pub(super) fn shown(&self, bytes: &[u8]) -> Vec<Shown> {
        let mut rest = bytes;
        let mut shown = Vec::with_capacity(bytes.len());
        while !rest.is_empty() {
            let (length, code) = self.next_code(rest);
            rest = rest.get(length..).unwrap_or_default();
            let id = match &self.codes {
                Codes::Table(map) => map.ids.get(&code).copied().unwrap_or(code),
                _ => code,
            };
            let width = self.widths.get(&id).copied().unwrap_or(self.default_width);
            shown.push(Shown {
                text: self.text(code),
                width: width / 1000.0,
                is_space_byte: length == 1 && code == 32,
            });
        }
        shown
    }

    fn text(&self, code: u32) -> Rc<str> {
        match (self.texts.get(&code), &self.codes) {
            (Some(text), _) if !text.is_empty() => Rc::clone(text),
            (_, Codes::Utf16) => match char::from_u32(code) {
                Some(c) => plain(c.encode_utf8(&mut [0; 4])).into(),
                None => Rc::clone(&self.unknown),
            },
            _ => Rc::clone(&self.unknown),
        }
    }

    /// How many bytes the next code takes, and the code.
    fn next_code(&self, bytes: &[u8]) -> (usize, u32) {
        let code = |n: usize| {
            let head = bytes.iter().take(n);
            head.fold(0, |code: u32, byte| (code << 8) | u32::from(*byte))
        };
        match &self.codes {
            Codes::OneByte => (1, code(1)),
            Codes::Table(map) if !map.code_spaces.is_empty() => {
                let fits = |n: &usize| {
                    let it = code(*n);
                    let spaces = &map.code_spaces;
                    bytes.len() >= *n
                        && spaces
                            .iter()
                            .any(|(bytes, low, high)| bytes == n && (*low..=*high).contains(&it))
                };
                let length = (1..=4)
                    .find(fits)
                    .unwrap_or(map.code_spaces[0].0.clamp(1, 4));
                (length, code(length))
            }
            _ => (2, code(2)),
        }
    }
}

/// Encoding of a simple font without regard to its table of characters.
struct Encoding {
    base: Option<Object>,
    differences: BTreeMap<u8, Vec<u8>>,
}

impl Encoding {
    fn read(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> Self {
        let own = default_base(document, font, descriptor);
        match font.get_deref(b"Encoding", document) {
            Ok(Object::Dictionary(encoding)) => {
                let base = encoding.get_deref(b"BaseEncoding", document).ok().cloned();
                Self {
                    base: base.or(own),
                    differences: differences(document, encoding),
                }
            }
            Ok(name @ Object::Name(_)) => Self {
                base: Some(name.clone()),
                differences: BTreeMap::new(),
            },
            _ => Self {
                base: own,
                differences: descriptor
                    .map(|it| built_in(document, it))
                    .unwrap_or_default(),
            },
        }
    }

    fn text(&self, document: &Document, code: u8) -> Option<String> {
        match self.differences.get(&code) {
            Some(name) => text_of_name(document, name),
            None => text_of_code(document, self.base.as_ref()?, code),
        }
    }
}

/// The encoding of a font that names none. A font that is cut down to the letters used and calls
/// itself symbolic numbers them as it likes: nothing is known then.
fn default_base(
    document: &Document,
    font: &Dictionary,
    descriptor: Option<&Dictionary>,
) -> Option<Object> {
    let flags = descriptor
        .and_then(|it| number(document, it, b"Flags"))
        .unwrap_or(0.0);
    let is_symbolic = (flags / 4.0).floor() % 2.0 > 0.5;
    let is_cut_down = base_name(document, font).as_bytes().get(6) == Some(&b'+');
    if is_symbolic && is_cut_down {
        return None;
    }
    let is_true_type = name(document, font, b"Subtype") == Some(b"TrueType");
    let base: &[u8] = if is_true_type {
        b"WinAnsiEncoding"
    } else {
        b"StandardEncoding"
    };
    Some(Object::Name(base.to_vec()))
}

fn differences(document: &Document, encoding: &Dictionary) -> BTreeMap<u8, Vec<u8>> {
    let mut names = BTreeMap::new();
    let mut code = 0_i64;
    for object in array(document, encoding, b"Differences").unwrap_or_default() {
        match document.dereference(object) {
            Ok((_, Object::Integer(number))) => code = *number,
            Ok((_, Object::Name(name))) => {
                if let Ok(code) = u8::try_from(code) {
                    names.insert(code, name.clone());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    names
}

/// The encoding that a Type 1 font program carries in its readable part: `dup 65 /A put`.
fn built_in(document: &Document, descriptor: &Dictionary) -> BTreeMap<u8, Vec<u8>> {
    let Ok(Object::Stream(program)) = descriptor.get_deref(b"FontFile", document) else {
        return BTreeMap::new();
    };
    let program = content(program);
    let end = program
        .windows(5)
        .position(|it| it == b"eexec")
        .unwrap_or(program.len());
    let text = String::from_utf8_lossy(&program[..end]);
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let entry = |words: &[&str]| match words {
        ["dup", code, name, "put"] => Some((
            code.parse().ok()?,
            name.strip_prefix('/')?.as_bytes().to_vec(),
        )),
        _ => None,
    };
    words.windows(4).filter_map(entry).collect()
}

fn simple_widths(document: &Document, font: &Dictionary, scale: f64) -> BTreeMap<u32, f64> {
    let first = number(document, font, b"FirstChar").unwrap_or(0.0);
    let codes = (0..=255_u32).skip_while(|code| f64::from(*code) < first);
    let widths = array(document, font, b"Widths").unwrap_or_default();
    let width = |it: &Object| value(document, it).unwrap_or(0.0) * scale;
    codes.zip(widths.iter().map(width)).collect()
}

/// The array `W` of ISO 32000-1, 9.7.4.3: `c [w1 w2 …]` and `first last w`.
fn composite_widths(document: &Document, font: &Dictionary) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut entries = array(document, font, b"W").unwrap_or_default().iter();
    while let (Some(first), Some(second)) = (entries.next(), entries.next()) {
        let Some(first) = code(document, first) else {
            continue;
        };
        if let Ok((_, Object::Array(list))) = document.dereference(second) {
            let list = list.iter().filter_map(|it| value(document, it));
            widths.extend((first..).zip(list));
        } else if let (Some(last), Some(width)) = (
            code(document, second),
            entries.next().and_then(|it| value(document, it)),
        ) {
            widths.extend((first..=last.min(first.saturating_add(0xFFFF))).map(|it| (it, width)));
        }
    }
    widths
}

/// Thousandths of the size that one unit of a drawn font is.
fn drawn_scale(document: &Document, font: &Dictionary) -> f64 {
    let matrix = array(document, font, b"FontMatrix").unwrap_or_default();
    let unit = matrix.first().and_then(|it| value(document, it));
    unit.unwrap_or(0.001).abs() * 1000.0
}

fn is_bold(document: &Document, base_name: &str, descriptor: Option<&Dictionary>) -> bool {
    let lower = base_name.to_ascii_lowercase();
    let weight = descriptor.and_then(|it| number(document, it, b"FontWeight"));
    let named = ["bold", "black", "heavy", "demi", "-bd"]
        .iter()
        .any(|it| lower.contains(it));
    named || weight.is_some_and(|weight| weight >= 600.0)
}

fn to_unicode(document: &Document, font: &Dictionary) -> Option<CMap> {
    let stream = font
        .get_deref(b"ToUnicode", document)
        .ok()?
        .as_stream()
        .ok()?;
    Some(CMap::parse(&content(stream)))
}

fn content(stream: &Stream) -> Vec<u8> {
    stream
        .get_plain_content_with_limit(MAX_TABLE)
        .unwrap_or_default()
}

fn base_name(document: &Document, font: &Dictionary) -> String {
    String::from_utf8_lossy(name(document, font, b"BaseFont").unwrap_or_default()).into_owned()
}

fn name<'a>(document: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    dict.get_deref(key, document).ok()?.as_name().ok()
}

fn dictionary<'a>(
    document: &'a Document,
    dict: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    dict.get_deref(key, document).ok()?.as_dict().ok()
}

fn array<'a>(document: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    let array = dict.get_deref(key, document).ok()?.as_array().ok()?;
    Some(array)
}

fn number(document: &Document, dict: &Dictionary, key: &[u8]) -> Option<f64> {
    value(document, dict.get(key).ok()?)
}

/// The number that an object or what it refers to is.
pub(super) fn value(document: &Document, object: &Object) -> Option<f64> {
    let (_, object) = document.dereference(object).ok()?;
    let number = f64::from(object.as_float().ok()?);
    number.is_finite().then_some(number)
}

fn code(document: &Document, object: &Object) -> Option<u32> {
    match document.dereference(object).ok()?.1 {
        Object::Integer(code) => u32::try_from(*code).ok(),
        _ => None,
    }
}
