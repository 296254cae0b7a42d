"""Reference numbers of the tests of src/metrics/{normal,student_t,beta,chi_square}.rs.

Made with scipy 1.17.1. Run: python tests/oracle/distributions.py
Each line holds the arguments, then the value to 15 digits.
"""

import scipy
from scipy import special, stats

print("scipy", scipy.__version__)


def line(name, arguments, *values):
    print(name, *arguments, *(f"{value:.15g}" for value in values))


for z in [-8.0, -2.5, 0.0, 1.3]:
    line("normal_cdf", [z], stats.norm.cdf(z))
for p in [1e-20, 0.0001, 0.025, 0.5, 0.8, 0.975, 0.999]:
    line("normal_quantile", [p], stats.norm.ppf(p))
for t, df in [(1e-9, 3.0), (1.0, 0.7), (2.2, 17.35), (2.0, 250000.0), (1.96, float("inf"))]:
    line("t_two_sided", [t, df], 2 * stats.t.sf(abs(t), df))
for p, df in [(0.975, 1), (0.975, 2.5), (0.975, 9), (0.995, 58), (0.9, 30), (0.975, 116),
              (0.975, 4000.0), (0.975, 1e6), (0.999999, 3), (0.6, 0.5), (0.975, float("inf"))]:
    line("t_quantile", [p, df], stats.t.ppf(p, df))
for f, d1, d2 in [(3.2, 3, 40), (0.4, 2, 7), (11.0, 1, 12.5), (2.6, 3, 1e5)]:
    line("f_upper_tail", [f, d1, d2], stats.f.sf(f, d1, d2))
for a, b, x in [(25000.0, 25100.0, 0.499), (3.5, 400.0, 0.01), (1e5, 0.5, 0.99999)]:
    line("incomplete_beta", [a, b, x], special.betainc(a, b, x))
for p, a, b in [(0.025, 7, 54), (0.5, 0.5, 0.5), (0.975, 1, 25), (0.01, 0.2, 9), (0.3, 4000, 2000)]:
    line("beta_quantile", [p, a, b], stats.beta.ppf(p, a, b))
for s, n in [(7, 60), (0, 25), (25, 25), (1, 1), (13, 14), (110, 40000)]:
    interval = stats.binomtest(s, n).proportion_ci(0.95, method="exact")
    line("exact_interval", [s, n], interval.low, interval.high)
for x, df in [(3.841458820694124, 1), (0.2, 3), (7.81, 3), (40.0, 6), (90.0, 100), (12.3, 4.5)]:
    line("chi_square_upper_tail", [x, df], stats.chi2.sf(x, df))
