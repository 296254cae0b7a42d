//! Colours and shapes. Every class has both, so that figures can be read in grey and by readers of
//! every kind of colour vision.

use crate::corpus::Codebook;

/// Black that is kind to eyes and printers.
pub(super) const INK: &str = "#1a1a1a";
/// Text beside the point; 7:1 on white.
pub(super) const QUIET: &str = "#555555";
/// Lines of axes and marks that say little; 3:1 on white.
pub(super) const AXIS: &str = "#767676";
/// Lines behind the marks.
pub(super) const GRID: &str = "#dddddd";
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
    /// `#rrggbb`.
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
            colour: class.colour.clone(),
            shape,
        })
        .collect()
}
