//! A figure as it stands in a page: its drawing inline, with links where it can be selected.

use serde::Serialize;

use crate::report::figures::{Figure, Mark};

/// A figure for the template.
#[derive(Debug, Serialize)]
pub(super) struct FigureView {
    pub(super) id: String,
    pub(super) title: String,
    /// The inside of the `svg` element, made by us from escaped text.
    drawing: String,
    view_box: String,
    marks: Vec<MarkView>,
    n: String,
    method: String,
    shows: String,
    shows_not: String,
    file: String,
    columns: Vec<ColumnView>,
    rows: Vec<Vec<String>>,
    n_rows: usize,
    /// Whether it is shown only when asked for.
    pub(super) is_folded: bool,
}

#[derive(Debug, Serialize)]
struct MarkView {
    places: Vec<PlaceView>,
    label: String,
    target: String,
}

#[derive(Debug, Serialize)]
struct PlaceView {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

#[derive(Debug, Serialize)]
struct ColumnView {
    name: String,
    is_number: bool,
}

impl FigureView {
    /// The view of a figure with at most so many rows of its table; the file has all.
    pub(super) fn new(figure: &Figure, max_rows: usize) -> Self {
        let (drawing, table) = (&figure.drawing, &figure.table);
        let columns = table.columns.iter().enumerate().map(|(i, name)| {
            let mut fields = table.rows.iter().filter_map(|row| row.get(i));
            ColumnView {
                name: name.clone(),
                is_number: fields.all(|field| field.is_empty() || field.parse::<f64>().is_ok()),
            }
        });
        Self {
            id: figure.id.clone(),
            title: figure.title.clone(),
            drawing: inside(&drawing.svg).to_owned(),
            view_box: format!("0 0 {} {}", drawing.width, drawing.height),
            marks: drawing.marks.iter().map(MarkView::new).collect(),
            n: figure.n.clone(),
            method: figure.method.clone(),
            shows: figure.shows.clone(),
            shows_not: figure.shows_not.clone(),
            file: table.file.clone(),
            columns: columns.collect(),
            rows: table.rows.iter().take(max_rows).cloned().collect(),
            n_rows: table.rows.len(),
            is_folded: false,
        }
    }
}

impl MarkView {
    fn new(mark: &Mark) -> Self {
        let places = [Some(mark.place), mark.also].into_iter().flatten();
        let view = |(x, y, width, height)| PlaceView {
            x,
            y,
            width,
            height,
        };
        Self {
            places: places.map(view).collect(),
            label: mark.label.clone(),
            target: mark.target.clone(),
        }
    }
}

/// What stands between the tags of an SVG document.
fn inside(svg: &str) -> &str {
    let inside = svg.split_once('>').map_or("", |(_, inside)| inside);
    inside.trim_end().trim_end_matches("</svg>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inside_of_a_drawing_is_what_stands_between_its_tags() {
        assert_eq!(inside("<svg a=\"b\">\n<line/>\n</svg>\n"), "\n<line/>\n");
    }
}
