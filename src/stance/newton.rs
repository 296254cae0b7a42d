//! Newton's method for a convex function of a few variables.

use crate::math;

/// Steps after which the search ends; a convex likelihood of 16 variables needs about ten.
const MAX_STEPS: usize = 100;

/// Halvings of a step that does not lead down.
const MAX_HALVINGS: usize = 40;

/// A twice differentiable convex function.
pub(super) trait Problem {
    /// The value.
    fn value(&self, params: &[f64]) -> f64;
    /// Gradient and Hessian, the Hessian positive definite; only its entries on and right of the
    /// diagonal need be filled.
    fn derivatives(&self, params: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>);
}

/// The place of the least value, as nearly as rounding allows.
pub(super) fn minimise(problem: &impl Problem, mut params: Vec<f64>) -> Vec<f64> {
    let mut value = problem.value(&params);
    for _ in 0..MAX_STEPS {
        let (gradient, hessian) = problem.derivatives(&params);
        let Some(step) = solve(hessian, gradient) else {
            break;
        };
        let mut length = 1.0;
        let mut found = None;
        for _ in 0..MAX_HALVINGS {
            let there: Vec<f64> = params
                .iter()
                .zip(&step)
                .map(|(x, s)| x - length * s)
                .collect();
            let value_there = problem.value(&there);
            if value_there < value {
                found = Some((there, value_there));
                break;
            }
            length *= 0.5;
        }
        let Some((there, value_there)) = found else {
            break;
        };
        (params, value) = (there, value_there);
    }
    params
}

/// Solves `A x = y` for a symmetric positive definite `A` by its Cholesky factor; `None` where
/// rounding has left it none.
fn solve(mut a: Vec<Vec<f64>>, mut y: Vec<f64>) -> Option<Vec<f64>> {
    let n = y.len();
    for j in 0..n {
        let pivot = a[j][j] - math::dot(&a[j][..j], &a[j][..j]);
        if !(pivot > 0.0 && pivot.is_finite()) {
            return None;
        }
        let root = math::sqrt(pivot);
        a[j][j] = root;
        for i in j + 1..n {
            a[i][j] = (a[j][i] - math::dot(&a[i][..j], &a[j][..j])) / root;
        }
    }
    for i in 0..n {
        y[i] = (y[i] - math::dot(&a[i][..i], &y[..i])) / a[i][i];
    }
    for i in (0..n).rev() {
        let below: f64 = (i + 1..n).map(|j| a[j][i] * y[j]).sum();
        y[i] = (y[i] - below) / a[i][i];
    }
    Some(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_a_system_worked_by_hand() {
        // 4·1 + 2·2 = 8 and 2·1 + 3·2 = 8.
        let x = solve(vec![vec![4.0, 2.0], vec![2.0, 3.0]], vec![8.0, 8.0]).unwrap();
        assert!((x[0] - 1.0).abs() < 1e-15 && (x[1] - 2.0).abs() < 1e-15);
        assert!(solve(vec![vec![0.0]], vec![1.0]).is_none());
    }
}
