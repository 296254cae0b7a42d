//! Colours and shapes. Every class has both, so that figures can be read in grey and by readers of
//! every kind of colour vision.

use crate::corpus::Codebook;
use crate::math;

/// Black that is kind to eyes and printers.
pub(super) const INK: &str = "#1a1a1a";
/// Text beside the point; 7:1 on white.
pub(super) const QUIET: &str = "#555555";
/// Lines of axes and marks that say little; 3:1 on white.
pub(super) const AXIS: &str = "#767676";
/// Lines behind the marks.
pub(super) const GRID: &str = "#dddddd";
/// What the figure is printed on.
pub(super) const PAPER: &str = "#ffffff";
/// Cells that cannot be estimated.
pub(super) const EMPTY: &str = "#ececec";

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    TriangleDown,
    Cross,
}

/// How a class is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClassStyle {
    /// The id of the class.
    pub(super) id: String,
    /// Its name in figures.
    pub(super) name: String,
    /// `#rrggbb`: that of the codebook, darkened as far as marks on white need (3:1).
    pub(super) colour: String,
    /// Its shape; six shapes, then from the first again.
    pub(super) shape: Shape,
}

const SHAPES: [Shape; 6] = [
    Shape::Circle,
    Shape::Square,
    Shape::Triangle,
    Shape::Diamond,
    Shape::TriangleDown,
    Shape::Cross,
];

/// The styles of the classes, in the order of the codebook.
pub(super) fn class_styles(codebook: &Codebook) -> Vec<ClassStyle> {
    let classes = codebook.classes().iter().zip(SHAPES.iter().cycle());
    classes
        .map(|(class, &shape)| ClassStyle {
            id: class.id.clone(),
            name: class.name.clone(),
            colour: visible(&class.colour),
            shape,
        })
        .collect()
}

/// A colour that stands out from white by 3:1, as marks must (WCAG 2.2, 1.4.11): the same, or as much
/// darker as that needs.
fn visible(hex: &str) -> String {
    let mut channels = [1, 3, 5].map(|from| {
        let digits = hex.get(from..from + 2).unwrap_or("00");
        f64::from(u8::from_str_radix(digits, 16).unwrap_or_default())
    });
    if contrast_with_white(channels) >= 3.0 {
        return hex.to_owned();
    }
    while contrast_with_white(channels) < 3.0 {
        channels = channels.map(|channel| (channel * 0.97).floor());
    }
    let [red, green, blue] = channels;
    format!("#{:02X}{:02X}{:02X}", byte(red), byte(green), byte(blue))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a channel is a whole number from 0 to 255"
)]
fn byte(channel: f64) -> u8 {
    channel as u8
}

/// `1.05 / (L + 0.05)`, L the relative luminance of sRGB (WCAG 2.2, definitions).
fn contrast_with_white(channels: [f64; 3]) -> f64 {
    let [red, green, blue] = channels.map(|channel| {
        let share = channel / 255.0;
        if share <= 0.040_45 {
            share / 12.92
        } else {
            math::powf((share + 0.055) / 1.055, 2.4)
        }
    });
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_that_are_too_light_for_marks_are_darkened() {
        // Okabe and Ito's orange-red, green and blue have 3:1 and stay; the grey #999999 has
        // L = 0.3185, so 1.05 / 0.3685 = 2.85, and #949494 has L = 0.2961, so 3.03.
        assert_eq!(visible("#D55E00"), "#D55E00");
        assert_eq!(visible("#009E73"), "#009E73");
        assert_eq!(visible("#0072B2"), "#0072B2");
        assert_eq!(visible("#999999"), "#949494");
        assert!(contrast_with_white([255.0, 255.0, 255.0]) < 1.001);
        for hex in ["#F0E442", "#FFFFFF", "#E69F00"] {
            assert_ne!(visible(hex), hex);
        }
    }
}
