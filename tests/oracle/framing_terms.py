"""Reference numbers of the tests of src/compare/terms/{log_odds,keyness}.rs.

Made with scipy 1.17.1 (contingency tables); the log-odds ratio is written out from Monroe, Colaresi and Quinn (2008), equations 15, 16 and 19.
Run: python tests/oracle/framing_terms.py
"""

from math import log, log2, sqrt

import scipy
from scipy.stats import chi2_contingency

print("scipy", scipy.__version__)
TABLE = {
    "solidariteit": (24, 3, 60), "opvang": (31, 14, 120), "grens": (6, 29, 110),
    "controle": (9, 33, 105), "asielzoekers": (40, 44, 300), "de": (510, 498, 6000),
    "verdrag": (12, 5, 70), "terugkeer": (0, 17, 40),
}
n1 = sum(row[0] for row in TABLE.values())
n2 = sum(row[1] for row in TABLE.values())
n = sum(row[2] for row in TABLE.values())
a0 = 500
for term, (y1, y2, background) in TABLE.items():
    alpha = a0 * background / n
    cells = [y1 + alpha, y2 + alpha, n1 + a0 - y1 - alpha, n2 + a0 - y2 - alpha]
    delta = log(cells[0] / cells[2]) - log(cells[1] / cells[3])
    z = delta / sqrt(sum(1 / cell for cell in cells))
    table = [[y1, y2], [n1 - y1, n2 - y2]]
    sign = 1 if y1 / n1 > y2 / n2 else -1
    g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    chi2 = chi2_contingency(table, correction=False).statistic
    ratio = log2((max(y1, 0.5) / n1) / (max(y2, 0.5) / n2))
    print(term, f"{delta:.6f} {z:.6f} {sign * g2:.6f} {sign * chi2:.6f} {ratio:.6f}")
