//! Where a monotone function takes a value.

/// The place between `low` and `high` where an increasing function is 0, to about 15 digits:
/// Newton's step where it stays inside the bracket and shrinks it fast enough, else the middle
/// (Press et al. 2007, Numerical Recipes, §9.4). `function` gives its value and its slope. The
/// function must be at most 0 at `low` and at least 0 at `high`; otherwise the nearer end comes
/// back.
pub(super) fn increasing_root(
    mut low: f64,
    mut high: f64,
    function: impl Fn(f64) -> (f64, f64),
) -> f64 {
    const MAX_STEPS: u32 = 2000;
    let mut at = f64::midpoint(low, high);
    let mut step_before_last = high - low;
    let mut last_step = step_before_last;
    for _ in 0..MAX_STEPS {
        let (value, slope) = function(at);
        if value < 0.0 {
            low = at;
        } else if value > 0.0 {
            high = at;
        } else {
            return at;
        }
        let newton = at - value / slope;
        let is_good = newton > low && newton < high && (newton - at).abs() < 0.5 * step_before_last;
        let next = if is_good {
            newton
        } else {
            f64::midpoint(low, high)
        };
        step_before_last = last_step;
        last_step = (next - at).abs();
        if last_step <= 4.0 * f64::EPSILON * next.abs() || high - low <= f64::MIN_POSITIVE {
            return next;
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_root_where_newton_alone_runs_away() {
        // atan x − 1 has its root at tan 1 = 1.557407724654902; from the middle of a wide bracket
        // Newton's steps overshoot.
        let root = increasing_root(-1000.0, 5000.0, |x| {
            (libm::atan(x) - 1.0, 1.0 / (1.0 + x * x))
        });
        assert!((root - 1.557_407_724_654_902).abs() < 1e-14, "{root}");
    }

    #[test]
    fn a_function_without_a_root_gives_the_nearer_end() {
        let root = increasing_root(0.0, 1.0, |x| (x - 3.0, 1.0));
        assert!((root - 1.0).abs() < 1e-12, "{root}");
    }
}
