//! Figures as PNG, for programs that do not take SVG. Their bytes depend on the fonts of the machine.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, Query};
use resvg::usvg::{Options, Tree};

use super::canvas::FONTS;
use super::{Figure, FigureError, figure_file};

/// Dots per inch, as journals ask for.
const DPI: f32 = 300.0;
/// CSS pixels per inch, the unit of the sizes that the SVG library tells.
const CSS_DPI: f32 = 96.0;
/// 300 dots per inch in dots per metre: 300 / 0.0254.
const DOTS_PER_METRE: u32 = 11_811;

/// The fonts of the machine.
#[derive(Debug, Clone)]
pub struct FigureFonts {
    fonts: Arc<Database>,
}

impl FigureFonts {
    /// Looks for the fonts of the machine.
    ///
    /// # Errors
    /// [`FigureError::NoFonts`] where there is none.
    pub fn of_system() -> Result<Self, FigureError> {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        Self::of(fonts)
    }

    /// Text is set in the first font at hand where none of those that figures name is there: without
    /// it, it would be missing.
    fn of(mut fonts: Database) -> Result<Self, FigureError> {
        let first = fonts
            .faces()
            .find_map(|face| face.families.first().cloned());
        let (first, _) = first.ok_or(FigureError::NoFonts)?;
        let named = FONTS.split(',').map(|name| name.trim().trim_matches('\''));
        let families: Vec<Family<'_>> = named.map(Family::Name).collect();
        let query = Query {
            families: &families,
            ..Query::default()
        };
        let sans_serif = match fonts.query(&query).and_then(|id| fonts.face(id)) {
            Some(face) => face.families.first().map_or(first, |name| name.0.clone()),
            None => first,
        };
        fonts.set_sans_serif_family(sans_serif);
        Ok(Self {
            fonts: Arc::new(fonts),
        })
    }
}

/// The figure as a PNG file of 300 dots per inch on white.
///
/// # Errors
/// [`FigureError::Draw`].
pub fn figure_png(figure: &Figure, fonts: &FigureFonts) -> Result<Vec<u8>, FigureError> {
    let failure = |message: String| FigureError::Draw {
        id: figure.id.clone(),
        message,
    };
    let options = Options {
        fontdb: Arc::clone(&fonts.fonts),
        ..Options::default()
    };
    let tree = Tree::from_data(&figure_file(figure), &options);
    let tree = tree.map_err(|error| failure(error.to_string()))?;
    let scale = DPI / CSS_DPI;
    let size = tree.size().to_int_size().scale_by(scale);
    let pixmap = size.and_then(|size| Pixmap::new(size.width(), size.height()));
    let mut pixmap = pixmap.ok_or_else(|| failure("no memory for its dots".to_owned()))?;
    pixmap.fill(Color::WHITE);
    let transform = Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    let png = pixmap.encode_png();
    Ok(with_density(
        png.map_err(|error| failure(error.to_string()))?,
    ))
}

/// The PNG with a chunk that tells its density (PNG specification, 11.3.4.3), behind the header, which
/// ends at byte 33.
fn with_density(mut png: Vec<u8>) -> Vec<u8> {
    const HEADER: usize = 33;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(DOTS_PER_METRE.to_be_bytes());
    chunk.extend(DOTS_PER_METRE.to_be_bytes());
    chunk.push(1);
    let mut sum = flate2::Crc::new();
    sum.update(&chunk);
    let mut whole = 9_u32.to_be_bytes().to_vec();
    whole.extend(&chunk);
    whole.extend(sum.sum().to_be_bytes());
    if png.len() > HEADER {
        png.splice(HEADER..HEADER, whole);
    }
    png
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::FigureTable;
    use crate::report::figures::canvas::{Lettering, SMALL, draw};
    use crate::report::figures::palette::INK;

    #[test]
    fn a_machine_without_fonts_is_told() {
        let error = FigureFonts::of(Database::new()).unwrap_err();
        assert!(matches!(error, FigureError::NoFonts));
        assert!(error.help().unwrap().contains("font"));
    }

    #[test]
    fn a_png_has_300_dots_per_inch_and_holds_its_text() {
        let Ok(fonts) = FigureFonts::of_system() else {
            return;
        };
        let figure = |text: &str| Figure {
            id: "a".to_owned(),
            title: "a".to_owned(),
            drawing: draw("a", (170, 10), |canvas| {
                canvas.text(text, (50.0, 50.0), Lettering::new(SMALL, INK))
            })
            .unwrap(),
            n: String::new(),
            method: String::new(),
            shows: String::new(),
            shows_not: String::new(),
            table: FigureTable::default(),
        };
        let png = figure_png(&figure("Volt"), &fonts).unwrap();
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        // 170 mm are 170 / 25.4 * 300 = 2007.9 dots, 10 mm are 118.1.
        assert!((2007..=2010).contains(&number(16)), "{}", number(16));
        assert!((117..=120).contains(&number(20)), "{}", number(20));
        assert_eq!(&png[37..41], b"pHYs");
        assert_eq!(number(41), 11_811);
        assert_ne!(png, figure_png(&figure(""), &fonts).unwrap());
    }
}
