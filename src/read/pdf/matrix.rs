//! Affine maps of the plane, as PDF writes them.

/// The map `(x, y) → (a·x + c·y + e, b·x + d·y + f)` (ISO 32000-1, 8.3.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) const fn new(map: [f64; 6]) -> Self {
        Self {
            a: map[0],
            b: map[1],
            c: map[2],
            d: map[3],
            e: map[4],
            f: map[5],
        }
    }

    /// The map that six numbers are; none for more or fewer.
    pub(super) fn of(numbers: &[f64]) -> Option<Self> {
        Some(Self::new(numbers.try_into().ok()?))
    }

    /// The map that moves by `(x, y)`.
    pub(super) const fn shift(x: f64, y: f64) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `next`.
    pub(super) fn then(&self, next: &Self) -> Self {
        let (e, f) = next.apply(self.e, self.f);
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e,
            f,
        }
    }

    pub(super) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        )
    }

    /// Factor by which horizontal lengths grow.
    pub(super) fn horizontal(&self) -> f64 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// Factor by which vertical lengths grow.
    pub(super) fn vertical(&self) -> f64 {
        (self.c * self.c + self.d * self.d).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_applied_in_the_order_of_writing() {
        // (1, 2) is doubled to (2, 4), then moved by (10, 0) to (12, 4).
        let double = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let both = double.then(&Matrix::shift(10.0, 0.0));
        assert_eq!(both.apply(1.0, 2.0), (12.0, 4.0));
    }
}
