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

/// The natural logarithm of a normal number above 0: the bits of [`ln`], by the same steps (`FreeBSD`,
/// `e_log.c`) without its cases for other numbers, so that a compiler can take several logarithms at
/// once. Of any other number it gives some number. Checked by `ln_of_normal_has_the_bits_of_ln`.
#[inline]
pub fn ln_of_normal(x: f64) -> f64 {
    const LN2_HI: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
    const LN2_LO: f64 = f64::from_bits(0x3DEA_39EF_3579_3C76);
    const LG: [f64; 7] = [
        f64::from_bits(0x3FE5_5555_5555_5593),
        f64::from_bits(0x3FD9_9999_9997_FA04),
        f64::from_bits(0x3FD2_4924_9422_9359),
        f64::from_bits(0x3FCC_71C5_1D8E_78AF),
        f64::from_bits(0x3FC7_4664_96CB_03DE),
        f64::from_bits(0x3FC3_9A09_D078_C69F),
        f64::from_bits(0x3FC2_F112_DF3E_5244),
    ];
    // The upper halves of 1 and of sqrt(1/2): x = 2^power m with m from sqrt(1/2) to sqrt(2).
    const ONE: u32 = 0x3FF0_0000;
    const ROOT_HALF: u32 = 0x3FE6_A09E;
    let bits = x.to_bits();
    let upper = ((bits >> 32) as u32).wrapping_add(ONE - ROOT_HALF);
    #[expect(clippy::cast_possible_wrap, reason = "12 bits")]
    let power = f64::from((upper >> 20) as i32 - 0x3FF);
    let mantissa = (upper & 0x000F_FFFF) + ROOT_HALF;
    let m = f64::from_bits(u64::from(mantissa) << 32 | bits & 0xFFFF_FFFF);
    let f = m - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let square = s * s;
    let fourth = square * square;
    let even = fourth * (LG[1] + fourth * (LG[3] + fourth * LG[5]));
    let odd = square * (LG[0] + fourth * (LG[2] + fourth * (LG[4] + fourth * LG[6])));
    s * (half_square + (odd + even)) + power * LN2_LO - half_square + f + power * LN2_HI
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
    fn ln_of_normal_has_the_bits_of_ln() {
        // A generator of Lehmer's with the constants of Park and Miller (1988).
        let mut state = 1_u64;
        let mut unit = move || {
            state = state * 16_807 % 2_147_483_647;
            state as f64 / 2_147_483_647.0
        };
        let near_one = (0..2000).map(|i| 0.9 + f64::from(i) * 1e-4);
        let any = (0..100_000).map(|_| {
            let exponent = (400.0 * unit()).floor() - 200.0;
            (1.0 + unit()) * powf(2.0, exponent)
        });
        for x in near_one
            .chain(any)
            .chain([1.0, f64::MIN_POSITIVE, f64::MAX])
        {
            assert_eq!(ln_of_normal(x).to_bits(), ln(x).to_bits(), "{x}");
        }
    }

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
