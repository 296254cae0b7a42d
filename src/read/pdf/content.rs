//! Runs the drawing operations of a page and collects the letters they show.
//!
//! Method: ISO 32000-1, 8.4 (graphics state), 8.10 (forms), 9.4 (text), 14.6 (marked content). Of
//! paths only horizontal lines are kept, of images only their number.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};

use super::font::{Font, value};
use super::glyph::{Glyph, Rule, Sheet, UNKNOWN};
use super::marked::MarkedContent;
use super::matrix::Matrix;

/// Drawing operations one page may have, forms included.
pub(super) const MAX_OPERATIONS: usize = 5_000_000;
/// Bytes the content of one page or form may unpack to.
const MAX_CONTENT: usize = 256 << 20;
/// Forms inside forms.
const MAX_DEPTH: usize = 12;
/// Height in points up to which a filled box is a line.
const RULE_HEIGHT: f64 = 3.0;
/// Length in points from which a line counts.
const RULE_LENGTH: f64 = 18.0;

/// Fonts that were read, by the place of their dictionary in memory.
pub(super) type Fonts = BTreeMap<usize, Rc<Font>>;

#[derive(Debug, Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    is_stroked: bool,
}

/// Draws one page, or a form on it.
pub(super) struct Painter<'a> {
    document: &'a Document,
    fonts: &'a mut Fonts,
    /// What was collected.
    pub(super) sheet: Sheet,
    /// Operations done.
    pub(super) n_operations: usize,
    state: State,
    text: Matrix,
    line: Matrix,
    marked: MarkedContent,
    path: Vec<Rule>,
    pen: (f64, f64),
    depth: usize,
}

impl<'a> Painter<'a> {
    /// A painter for a page that `base` takes to points from the top left corner.
    pub(super) fn new(
        document: &'a Document,
        fonts: &'a mut Fonts,
        base: Matrix,
        (width, height): (f64, f64),
    ) -> Self {
        let state = State {
            ctm: base,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_stroked: false,
        };
        Self {
            document,
            fonts,
            sheet: Sheet {
                width,
                height,
                ..Sheet::default()
            },
            n_operations: 0,
            state,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            marked: MarkedContent::default(),
            path: Vec::new(),
            pen: (0.0, 0.0),
            depth: 0,
        }
    }

    /// Runs the operations of a content stream.
    pub(super) fn run(&mut self, content: &[u8], resources: &'a Dictionary) {
        let mut saved = Vec::new();
        for operation in Content::decode_iter(content) {
            self.n_operations += 1;
            if self.n_operations > MAX_OPERATIONS {
                return;
            }
            let Ok(operation) = operation else {
                self.sheet.damaged = true;
                return;
            };
            match operation.operator.as_str() {
                "q" => saved.push(self.state.clone()),
                "Q" => {
                    if let Some(state) = saved.pop() {
                        self.state = state;
                    }
                }
                "Do" => self.draw_object(&operation, resources),
                "Tf" => self.set_font(&operation, resources),
                "gs" => self.set_font_of_state(&operation, resources),
                "BDC" | "BMC" => {
                    self.marked
                        .begin(self.document, &operation.operands, resources);
                }
                "EMC" => self.marked.end(),
                "BI" => self.sheet.n_images += 1,
                _ => {
                    let numbers: Vec<f64> = operation
                        .operands
                        .iter()
                        .filter_map(|it| value(self.document, it))
                        .collect();
                    self.change(&operation, &numbers);
                }
            }
        }
    }

    fn change(&mut self, operation: &Operation, numbers: &[f64]) {
        match (operation.operator.as_str(), numbers) {
            ("cm", &[_, _, _, _, _, _]) => {
                let map = Matrix::of(numbers).unwrap_or(Matrix::IDENTITY);
                self.state.ctm = map.then(&self.state.ctm);
            }
            ("BT", _) => self.start_line(Matrix::IDENTITY),
            ("Tc", &[spacing]) => self.state.character_spacing = spacing,
            ("Tw", &[spacing]) => self.state.word_spacing = spacing,
            ("Tz", &[percent]) => self.state.scale = percent / 100.0,
            ("TL", &[leading]) => self.state.leading = leading,
            ("Ts", &[rise]) => self.state.rise = rise,
            // Letters that are filled and outlined look bold.
            ("Tr", &[mode]) => self.state.is_stroked = (1.5..2.5).contains(&mode),
            ("Td", &[x, y]) => self.start_line(Matrix::shift(x, y).then(&self.line)),
            ("TD", &[x, y]) => {
                self.state.leading = -y;
                self.start_line(Matrix::shift(x, y).then(&self.line));
            }
            ("Tm", &[_, _, _, _, _, _]) => {
                self.start_line(Matrix::of(numbers).unwrap_or(Matrix::IDENTITY));
            }
            ("T*", _) => self.next_line(),
            ("Tj" | "TJ", _) => self.show_all(&operation.operands),
            ("'", _) => {
                self.next_line();
                self.show_all(&operation.operands);
            }
            ("\"", &[word_spacing, character_spacing]) => {
                self.state.word_spacing = word_spacing;
                self.state.character_spacing = character_spacing;
                self.next_line();
                self.show_all(operation.operands.get(2..).unwrap_or_default());
            }
            (operator, numbers) => self.draw_path(operator, numbers),
        }
    }

    fn start_line(&mut self, line: Matrix) {
        self.line = line;
        self.text = line;
    }

    fn next_line(&mut self) {
        self.start_line(Matrix::shift(0.0, -self.state.leading).then(&self.line));
    }

    fn show_all(&mut self, operands: &[Object]) {
        for operand in operands {
            match operand {
                Object::String(bytes, _) => self.show(bytes),
                Object::Array(parts) => self.show_all(parts),
                number => {
                    let back = value(self.document, number).unwrap_or(0.0) / 1000.0;
                    self.advance(-back * self.state.size * self.state.scale);
                }
            }
        }
    }

    fn advance(&mut self, by: f64) {
        self.text = Matrix::shift(by, 0.0).then(&self.text);
    }

    fn show(&mut self, bytes: &[u8]) {
        let font = self
            .state
            .font
            .clone()
            .unwrap_or_else(|| Rc::new(Font::missing()));
        for shown in font.shown(bytes) {
            let mut spacing = self.state.character_spacing;
            if shown.is_space_byte {
                spacing += self.state.word_spacing;
            }
            let text = if shown.text.contains(UNKNOWN) {
                self.marked.actual_text().unwrap_or(shown.text)
            } else {
                shown.text
            };
            let set = shown.width * self.state.size;
            self.place(text, set, font.bold || self.state.is_stroked);
            self.advance((set + spacing) * self.state.scale);
        }
    }

    /// Adds a letter that is `set` wide, in units of the text.
    fn place(&mut self, text: Rc<str>, set: f64, bold: bool) {
        let rise = Matrix::new([self.state.scale, 0.0, 0.0, 1.0, 0.0, self.state.rise]);
        let all = rise.then(&self.text).then(&self.state.ctm);
        let size = self.state.size.abs() * all.vertical();
        let length = all.horizontal();
        let sound = [all.e, all.f, size, length].iter().all(|it| it.is_finite());
        if text.is_empty() || !sound || size <= 0.01 || length <= 0.0 {
            return;
        }
        let (x, y) = (all.e, all.f);
        let margin = size.max(1.0);
        let on_page = (-margin..=self.sheet.width + margin).contains(&x)
            && (-margin..=self.sheet.height + margin).contains(&y);
        if !on_page {
            return;
        }
        // The line runs along `(along, across)`, which is `(1, 0)` for upright text.
        let (along, across) = (all.a / length, all.b / length);
        let turn = degrees(along, across);
        let (x, y) = if turn == 0 {
            (x, y)
        } else {
            (x * along + y * across, y * along - x * across)
        };
        self.sheet.glyphs.push(Glyph {
            text,
            x,
            y,
            width: set * length,
            size,
            bold,
            pagination: self.marked.is_pagination(),
            turn,
        });
    }

    fn set_font(&mut self, operation: &Operation, resources: &'a Dictionary) {
        let [Object::Name(name), size] = operation.operands.as_slice() else {
            return;
        };
        let font = entry(self.document, resources, b"Font", name).and_then(|it| it.as_dict().ok());
        self.state.font = font.map(|font| self.font(font));
        self.state.size = value(self.document, size).unwrap_or(0.0);
    }

    fn set_font_of_state(&mut self, operation: &Operation, resources: &'a Dictionary) {
        let Some(Object::Name(name)) = operation.operands.first() else {
            return;
        };
        let setting = entry(self.document, resources, b"ExtGState", name)
            .and_then(|it| it.as_dict().ok())
            .and_then(|it| it.get_deref(b"Font", self.document).ok())
            .and_then(|it| it.as_array().ok());
        if let Some([font, size]) = setting.map(Vec::as_slice)
            && let Ok((_, Object::Dictionary(font))) = self.document.dereference(font)
        {
            self.state.font = Some(self.font(font));
            self.state.size = value(self.document, size).unwrap_or(0.0);
        }
    }

    fn font(&mut self, font: &'a Dictionary) -> Rc<Font> {
        let place = std::ptr::from_ref(font) as usize;
        let document = self.document;
        let read = self.fonts.entry(place);
        Rc::clone(read.or_insert_with(|| Rc::new(Font::read(document, font))))
    }

    fn draw_object(&mut self, operation: &Operation, resources: &'a Dictionary) {
        let Some(Object::Name(name)) = operation.operands.first() else {
            return;
        };
        let object = entry(self.document, resources, b"XObject", name);
        let Some(Object::Stream(form)) = object else {
            return;
        };
        let is_form = form.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form");
        if !is_form {
            self.sheet.n_images += 1;
            return;
        }
        let Ok(content) = form.get_plain_content_with_limit(MAX_CONTENT) else {
            self.sheet.damaged = true;
            return;
        };
        if self.depth >= MAX_DEPTH {
            self.sheet.damaged = true;
            return;
        }
        let own = form.dict.get_deref(b"Resources", self.document);
        let matrix = form.dict.get_deref(b"Matrix", self.document);
        let matrix = matrix
            .and_then(Object::as_array)
            .ok()
            .and_then(|it| self.matrix(it));
        let state = self.state.clone();
        let (text, line) = (self.text, self.line);
        self.depth += 1;
        self.state.ctm = matrix.unwrap_or(Matrix::IDENTITY).then(&self.state.ctm);
        self.run(&content, own.and_then(Object::as_dict).unwrap_or(resources));
        self.depth -= 1;
        self.state = state;
        (self.text, self.line) = (text, line);
    }

    fn matrix(&self, array: &[Object]) -> Option<Matrix> {
        let numbers: Vec<f64> = array
            .iter()
            .filter_map(|it| value(self.document, it))
            .collect();
        Matrix::of(&numbers)
    }

    fn draw_path(&mut self, operator: &str, numbers: &[f64]) {
        match (operator, numbers) {
            ("m", &[x, y]) => self.pen = (x, y),
            ("l", &[x, y]) => {
                self.add_line(self.pen, (x, y));
                self.pen = (x, y);
            }
            ("re", &[x, y, width, height]) => self.add_line((x, y), (x + width, y + height)),
            ("S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*", _) => {
                self.sheet.rules.append(&mut self.path);
            }
            ("n", _) => self.path.clear(),
            _ => {}
        }
    }

    /// Keeps a line or box on the path that is long and flat.
    fn add_line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (x0, y0) = self.state.ctm.apply(from.0, from.1);
        let (x1, y1) = self.state.ctm.apply(to.0, to.1);
        if (y0 - y1).abs() <= RULE_HEIGHT && (x0 - x1).abs() >= RULE_LENGTH {
            self.path.push(Rule {
                x0: x0.min(x1),
                x1: x0.max(x1),
                y: f64::midpoint(y0, y1),
            });
        }
    }
}

/// The angle of a direction in whole degrees; 0 within one degree of upright.
#[expect(
    clippy::cast_possible_truncation,
    reason = "an angle lies between -180 and 180"
)]
fn degrees(along: f64, across: f64) -> i32 {
    if along > 0.9998 {
        0
    } else {
        libm::atan2(across, along).to_degrees().round() as i32
    }
}

/// The object `name` of one kind of resources.
fn entry<'a>(
    document: &'a Document,
    resources: &'a Dictionary,
    kind: &[u8],
    name: &[u8],
) -> Option<&'a Object> {
    let kind = resources.get_deref(kind, document).ok()?.as_dict().ok()?;
    kind.get_deref(name, document).ok()
}
