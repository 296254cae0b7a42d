//! Elementary functions with the same bits on every machine.
//!
//! The standard library's `exp` and `ln` call the platform's C library, whose last bit differs
//! between versions and processors. Everything that reaches a model or a table goes through here.

/// e to the power `x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The natural logarithm of `x`.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The natural logarithm of `1 + x`, with all digits for small `x`.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// The logarithm of `x` to base 2.
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// `x` to the power `y`.
pub fn powf(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The natural logarithm of the gamma function of `x`, above 0: `ln_gamma(n + 1) = ln n!`.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The complementary error function of `x`.
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// The square root of `x`, which IEEE 754 rounds correctly everywhere.
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// The inner product of two slices of the same length, summed from the left.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    debug_assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Replaces logits by probabilities: `p_k = exp(z_k − max z) / Σ_j exp(z_j − max z)`.
pub fn softmax_in_place(logits: &mut [f64]) {
    let max = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for z in logits.iter_mut() {
        *z = exp(*z - max);
        sum += *z;
    }
    for p in logits.iter_mut() {
        *p /= sum;
    }
}

/// The place of the largest value; the first one where several are equal. `0` for an empty slice.
pub fn argmax(values: &[f64]) -> usize {
    let mut best = 0;
    for (i, v) in values.iter().enumerate() {
        if *v > values[best] {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_of_ln_weights_gives_their_shares() {
        // exp(ln 1), exp(ln 2), exp(ln 5) stand as 1 : 2 : 5 of 8.
        let mut z = [ln(1.0), ln(2.0), ln(5.0)];
        softmax_in_place(&mut z);
        for (got, want) in z.iter().zip([0.125, 0.25, 0.625]) {
            assert!((got - want).abs() < 1e-15);
        }
    }

    #[test]
    fn softmax_survives_logits_of_a_thousand() {
        let mut z = [1000.0, 0.0];
        softmax_in_place(&mut z);
        assert!((z[0] - 1.0).abs() < 1e-15);
    }

    #[test]
    fn argmax_takes_the_first_of_equals() {
        assert_eq!(argmax(&[0.2, 0.4, 0.4]), 1);
    }
}
