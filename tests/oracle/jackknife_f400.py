"""Jackknife over documents of macro-F1 on F400 (methods: src/metrics/f400.rs), independent of the
Rust code. Python 3.11, numpy 2.4.6, scikit-learn 1.9.1. Expected output:

macro-F1 0.6630805749518290 SE 0.0273105979724532
difference 0.1484513979297609 SE 0.0323268878823305
"""

import math

import numpy as np
from sklearn.metrics import f1_score

state = 20240501


def u():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


SHARES = [(0.40, 0.20, 0.15, 0.25), (0.20, 0.40, 0.15, 0.25), (0.25,) * 4, (0.10, 0.45, 0.05, 0.40)]
gold, first, second = [], [], []
for i in range(400):
    t = u()
    cumulative = np.cumsum(SHARES[i // 4 % 4])
    y = next((k for k in range(4) if t < cumulative[k]), 3)
    gold.append(y)
    first.append(int(np.argmax([3 * (u() - 0.5) + 1.2 * (k == y) for k in range(4)])))
    second.append(int(np.argmax([3 * (u() - 0.5) + 0.9 * (k == y) for k in range(4)])))
    u()
gold, first, second = map(np.array, (gold, first, second))
document = np.arange(400) // 4


def macro_f1(rows, predicted):
    return f1_score(gold[rows], predicted[rows], average="macro", labels=range(4), zero_division=0)


def jackknife(score):
    left_out = np.array([score(document != d) for d in range(100)])
    return math.sqrt(99 / 100 * ((left_out - left_out.mean()) ** 2).sum())


def difference(rows):
    return macro_f1(rows, first) - macro_f1(rows, second)


everything = document >= 0
print(f"macro-F1 {macro_f1(everything, first):.16f} SE {jackknife(lambda rows: macro_f1(rows, first)):.16f}")
print(f"difference {difference(everything):.16f} SE {jackknife(difference):.16f}")
