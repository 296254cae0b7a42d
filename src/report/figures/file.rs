//! A figure as a file of its own.

use super::Figure;

/// The figure as an SVG file: its drawing with an XML declaration, and its title and what it shows
/// and does not show as `<title>` and `<desc>` for screen readers and catalogues, on white paper:
/// dark letters on the dark ground of a viewer cannot be read.
pub fn figure_file(figure: &Figure) -> Vec<u8> {
    let (head, body) = figure.drawing.svg.split_once('>').unwrap_or_default();
    let (title, description) = (escaped(&figure.title), escaped(&description(figure)));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head} role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">{title}</title>\n\
         <desc id=\"desc\">{description}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{}\n",
        body.trim()
    )
    .into_bytes()
}

fn description(figure: &Figure) -> String {
    let Figure {
        shows,
        shows_not,
        n,
        method,
        table,
        ..
    } = figure;
    format!(
        "{shows} {shows_not} n: {n}. Method: {method}. Numbers: {}.",
        table.file
    )
}

/// Text as it may stand in an element: no markup, no characters that XML forbids.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::{Drawing, FigureTable};

    #[test]
    fn a_file_tells_what_it_shows_and_text_in_it_is_data() {
        let figure = Figure {
            id: "shares".to_owned(),
            title: "Shares of <script>alert(1)</script> & others\u{0}".to_owned(),
            drawing: Drawing {
                svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1mm\">\n<g/>\n</svg>\n"
                    .to_owned(),
                width: 10,
                height: 10,
                marks: Vec::new(),
            },
            n: "9 passages".to_owned(),
            method: "counted".to_owned(),
            shows: "Shares.".to_owned(),
            shows_not: "Not causes.".to_owned(),
            table: FigureTable::default(),
        };
        let file = String::from_utf8(figure_file(&figure)).unwrap();
        let document = roxmltree::Document::parse(&file).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert_eq!(root.attribute("width"), Some("1mm"));
        let title = root.first_element_child().unwrap();
        assert_eq!(
            title.text(),
            Some("Shares of <script>alert(1)</script> & others")
        );
        assert!(file.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg"));
        assert!(file.contains("Shares. Not causes. n: 9 passages. Method: counted."));
    }
}
