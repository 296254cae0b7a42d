"""Reference numbers of the tests of src/compare/scaling/{distance,wald}.rs.

Made with numpy 2.4.6 and scipy 1.17.1. Run: python tests/oracle/distances.py
"""

import numpy as np
import scipy
from scipy import stats
from scipy.spatial.distance import jensenshannon

print("numpy", np.__version__, "scipy", scipy.__version__)
d = np.array([0.2, -0.2, 0.03, -0.03])
v = np.array([
    [0.0067, -0.0026, -0.0018, -0.0023],
    [-0.0026, 0.0066, -0.0017, -0.0023],
    [-0.0018, -0.0017, 0.0042, -0.0007],
    [-0.0023, -0.0023, -0.0007, 0.0053],
])
for left_out in (3, 0):
    keep = [i for i in range(4) if i != left_out]
    statistic = d[keep] @ np.linalg.solve(v[np.ix_(keep, keep)], d[keep])
    print("wald without class", left_out, f"{statistic:.15g} p {stats.chi2.sf(statistic, 3):.15g}")
p, q = [0.4, 0.2, 0.15, 0.25], [0.2, 0.4, 0.15, 0.25]
root = jensenshannon(p, q, base=2)
print("jensen-shannon", f"{root ** 2:.12g} root {root:.12g}")
print("hellinger", f"{np.sqrt(0.5 * np.sum((np.sqrt(p) - np.sqrt(q)) ** 2)):.12g}")
