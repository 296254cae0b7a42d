"""Top-label calibration error of F400 if its probabilities were true.

Draws the class of each row from the row's own probabilities and takes the 95 % quantile of the
top-label error (10 equal-mass bins). The expected number of the test
`the_simulation_equals_the_oracle_and_f400_is_beyond_it` in src/evaluate/calibration.rs. Python 3.11, numpy 2.4.6. Expected output:

error of F400 0.14417778125854327
95 % quantile of the simulation 0.08491303114221029
"""

import numpy as np


def f400():
    x = 20240501
    shares = [(.40, .20, .15, .25), (.20, .40, .15, .25), (.25, .25, .25, .25), (.10, .45, .05, .40)]

    def u():
        nonlocal x
        x = (1103515245 * x + 12345) % 2**31
        return x / 2**31

    rows = []
    for i in range(400):
        t, total, y = u(), 0.0, 3
        for k, share in enumerate(shares[i // 4 % 4]):
            total += share
            if t < total:
                y = k
                break
        z = np.array([3 * (u() - .5) + 1.2 * (k == y) for k in range(4)])
        for _ in range(5):  # the second classifier's four numbers, and the draw for hand-coding
            u()
        p = np.exp(z - z.max())
        rows.append((p / p.sum(), y))
    return rows


def top_label_error(confidence, right, order):
    bins = np.array_split(order, 10)
    return sum(abs(right[b].sum() - confidence[b].sum()) for b in bins) / len(right)


rows = f400()
p = np.array([row[0] for row in rows])
gold = np.array([row[1] for row in rows])
top, confidence = p.argmax(1), p.max(1)
order = np.argsort(confidence, kind="stable")
print("error of F400", top_label_error(confidence, top == gold, order))
rng = np.random.default_rng(1)
drawn = [
    top_label_error(confidence, rng.random(400) < confidence, order) for _ in range(20_000)
]
print("95 % quantile of the simulation", np.quantile(drawn, .95))
