"""Bias-corrected temperature scaling of F400 with shrunk shifts.

Minimises the mean negative log-likelihood of p_k ∝ exp(β z_k + b_k), b_3 = 0, plus
0.02 · Σ_k (b_k − mean b)², on documents with (document / 4) even; z = ln p. The expected numbers of
`shrunk_shifts_equal_the_oracle` in src/stance/calibration.rs. Python 3.11, numpy 2.4.6, scipy 1.17.1.
"""

import numpy as np
from scipy.optimize import minimize

state = 20240501


def u():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


SHARES = [(0.40, 0.20, 0.15, 0.25), (0.20, 0.40, 0.15, 0.25), (0.25,) * 4, (0.10, 0.45, 0.05, 0.40)]
scores, gold = [], []
for i in range(400):
    t = u()
    cumulative = np.cumsum(SHARES[i // 4 % 4])
    y = next((k for k in range(4) if t < cumulative[k]), 3)
    z = np.array([3 * (u() - 0.5) + 1.2 * (k == y) for k in range(4)])
    for _ in range(5):
        u()
    scores.append(z - np.log(np.exp(z).sum()))
    gold.append(y)
scores, gold = np.array(scores), np.array(gold)
even = np.arange(400) // 16 % 2 == 0


def loss(v, rows, penalty):
    b = np.append(v[1:], 0.0)
    z = v[0] * scores[rows] + b
    log_p = z - np.log(np.exp(z).sum(1, keepdims=True))
    mean = -log_p[np.arange(rows.sum()), gold[rows]].mean()
    return mean + penalty * ((b - b.mean()) ** 2).sum()


for penalty in (0.0, 0.02):
    found = minimize(loss, [1, 0, 0, 0], (even, penalty), method="BFGS", options={"gtol": 1e-10}).x
    print(penalty, "scale", found[0], "shifts", found[1:], "test", loss(found, ~even, 0.0))
