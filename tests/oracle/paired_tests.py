"""Reference numbers of the tests of src/metrics/{mcnemar,resampled_t,student_t,beta,rank}.rs.

Made with scipy 1.17.1 and statsmodels 0.15.0. Run: python tests/oracle/paired_tests.py
"""

import scipy
import statsmodels
from scipy import special, stats
from statsmodels.stats.contingency_tables import mcnemar

print("scipy", scipy.__version__, "statsmodels", statsmodels.__version__)
for n10, n01 in [(121, 60), (6, 16), (5, 5), (0, 3), (900, 1100)]:
    table = [[59, n10], [n01, 80]]
    exact = mcnemar(table, exact=True).pvalue
    n, least = n10 + n01, min(n10, n01)
    mid = 2 * stats.binom.cdf(least, n, 0.5) - stats.binom.pmf(least, n, 0.5)
    plain = mcnemar(table, exact=False, correction=False)
    corrected = mcnemar(table, exact=False, correction=True)
    print(n10, n01, f"exact {exact:.12g} mid-p {mid:.12g} chi2 {plain.statistic:.12g} "
          f"p {plain.pvalue:.12g} corrected {corrected.statistic:.12g}")
for t, df in [(3.3496198, 9), (0.5, 14), (2.0, 1), (-4.0, 3), (40.0, 24), (0.0, 5)]:
    print("t", t, df, f"{2 * stats.t.sf(abs(t), df):.12g}")
for a, b, x in [(4.5, 0.5, 0.3), (0.5, 0.5, 0.9), (10.0, 2.0, 0.99)]:
    print("beta", a, b, x, f"{special.betainc(a, b, x):.14g}")
for x, y in [
    ([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]),
    ([1, 2, 2, 3], [1, 1, 2, 2]),
    ([3.2, 1.1, 1.1, 4.0, 2.5, 0.3], [10, 30, 20, 20, 40, 50]),
]:
    print("spearman", x, y, f"{stats.spearmanr(x, y).statistic:.14g}")
