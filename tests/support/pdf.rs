//! Writes small PDFs by hand: pages with lines of text in Helvetica, drawn lines and pictures.

use std::fmt::Write as _;

/// Type of a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Plain,
    Bold,
}

/// The content of one page of A4. Places are points from its top left corner.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    content: String,
    has_picture: bool,
    rotate: i32,
}

/// A document that is being written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pdf {
    pages: Vec<Page>,
    /// More objects, written as they are; the first has number 10.
    objects: Vec<String>,
    /// Entries of the dictionary of fonts besides `/F1` and `/F2`.
    fonts: String,
    /// Entries of the dictionary of forms and pictures besides `/Picture`.
    forms: String,
}

const HEIGHT: f64 = 842.0;

impl Page {
    /// One line of text.
    pub(crate) fn line(&mut self, kind: Type, size: f64, x: f64, y: f64, text: &str) -> &mut Self {
        let font = if kind == Type::Bold { "F2" } else { "F1" };
        let y = HEIGHT - y;
        let text = escaped(text);
        self.draw(&format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET"))
    }

    /// Lines under each other, 1.2 times their size apart.
    pub(crate) fn lines(&mut self, size: f64, x: f64, y: f64, text: &str) -> &mut Self {
        for (n, line) in text.lines().enumerate() {
            self.line(
                Type::Plain,
                size,
                x,
                y + 1.2 * size * n as f64,
                line.trim_start(),
            );
        }
        self
    }

    /// A thin horizontal line.
    pub(crate) fn rule(&mut self, x0: f64, x1: f64, y: f64) -> &mut Self {
        let y = HEIGHT - y;
        self.draw(&format!("{x0} {y} m {x1} {y} l S"))
    }

    /// A picture that fills the page.
    pub(crate) fn picture(&mut self) -> &mut Self {
        self.has_picture = true;
        self.draw("q 595 0 0 842 0 0 cm /Picture Do Q")
    }

    /// Operations as they stand in the file.
    pub(crate) fn draw(&mut self, operations: &str) -> &mut Self {
        self.content.push_str(operations);
        self.content.push('\n');
        self
    }

    /// Shows the page turned by so many degrees.
    pub(crate) fn rotate(&mut self, degrees: i32) -> &mut Self {
        self.rotate = degrees;
        self
    }
}

impl Pdf {
    /// Adds a page.
    pub(crate) fn page(&mut self) -> &mut Page {
        self.pages.push(Page::default());
        self.pages.last_mut().unwrap()
    }

    /// Adds an object, and names it among the fonts.
    pub(crate) fn font(&mut self, name: &str, object: &str) {
        self.objects.push(object.to_owned());
        write!(self.fonts, " /{name} {} 0 R", self.objects.len() + 9).unwrap();
    }

    /// Adds a form.
    pub(crate) fn form(&mut self, name: &str, entries: &str, content: &str) {
        self.objects
            .push(stream(&format!("/Subtype /Form {entries}"), content));
        write!(self.forms, " /{name} {} 0 R", self.objects.len() + 9).unwrap();
    }

    /// Adds a stream and gives the reference to it.
    pub(crate) fn stream(&mut self, content: &str) -> String {
        self.objects.push(stream("", content));
        format!("{} 0 R", self.objects.len() + 9)
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let first = 10 + self.objects.len();
        let kids: Vec<String> = (0..self.pages.len())
            .map(|n| format!("{} 0 R", first + 2 * n))
            .collect();
        let font = |name| {
            format!(
                "<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
            )
        };
        let mut objects = vec![
            (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
            (
                2,
                format!(
                    "<< /Type /Pages /Count {} /Kids [{}] >>",
                    kids.len(),
                    kids.join(" ")
                ),
            ),
            (3, font("Helvetica")),
            (4, font("Helvetica-Bold")),
            (
                5,
                format!(
                    "<< /Font << /F1 3 0 R /F2 4 0 R{} >> /XObject << /Picture 6 0 R{} >> >>",
                    self.fonts, self.forms
                ),
            ),
            (
                6,
                stream(
                    "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
                    "x",
                ),
            ),
        ];
        objects.extend((10..).zip(self.objects.iter().cloned()));
        for (n, page) in self.pages.iter().enumerate() {
            let number = first + 2 * n;
            let content = number + 1;
            objects.push((number, format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {} /Resources 5 0 R /Contents {content} 0 R >>",
                page.rotate
            )));
            objects.push((content, stream("", &page.content)));
        }
        file(&objects)
    }
}

fn stream(entries: &str, content: &str) -> String {
    format!(
        "<< {entries} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// Objects with their table of places (ISO 32000-1, 7.5).
fn file(objects: &[(usize, String)]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::new();
    for (number, object) in objects {
        write!(table, "{number} 1\n{:010} 00000 n \n", file.len()).unwrap();
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let start = file.len();
    let size = objects
        .iter()
        .map(|(number, _)| number + 1)
        .max()
        .unwrap_or(1);
    write!(
        file,
        "xref\n0 1\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    file.into_bytes()
}

/// A string of the file in Windows-1252, with everything but ASCII as octal numbers.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '(' | ')' | '\\' => write!(escaped, "\\{c}").unwrap(),
            ' '..='~' => escaped.push(c),
            '–' => escaped.push_str("\\226"),
            '—' => escaped.push_str("\\227"),
            '‘' => escaped.push_str("\\221"),
            '’' => escaped.push_str("\\222"),
            '“' => escaped.push_str("\\223"),
            '”' => escaped.push_str("\\224"),
            '•' => escaped.push_str("\\225"),
            '€' => escaped.push_str("\\200"),
            c => write!(escaped, "\\{:03o}", u32::from(c)).unwrap(),
        }
    }
    escaped
}
