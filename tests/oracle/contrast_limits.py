"""Limits of the difference of two estimated shares from the limits of each (MOVER), computed apart
from the Rust code: Newcombe 1998 (Statistics in Medicine 17, 873-890), method 10, Table II, and
Zou & Donner 2008 (Statistics in Medicine 27, 1693-1702), equations 4 and 5, with a correlation.

Python 3.11, standard library only. Run: python tests/oracle/contrast_limits.py
"""

from math import erf, sqrt

Z = 1.959963984540054


def wilson(x, n):
    p = x / n
    centre, spread = p + Z**2 / (2 * n), Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return p, (centre - spread) / (1 + Z**2 / n), (centre + spread) / (1 + Z**2 / n)


def mover(a, b, r=0.0):
    (p, lp, up), (q, lq, uq) = wilson(*a), wilson(*b)
    down = sqrt((p - lp) ** 2 + (uq - q) ** 2 - 2 * r * (p - lp) * (uq - q))
    up_ = sqrt((up - p) ** 2 + (q - lq) ** 2 - 2 * r * (up - p) * (q - lq))
    reach = down if p >= q else up_
    tail = 0.5 * (1 - erf(Z * abs(p - q) / reach / sqrt(2)))
    return p - q - down, p - q + up_, 2 * tail


for a, b in [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((6, 7), (2, 7)), ((5, 56), (0, 29)),
             ((0, 10), (0, 20)), ((0, 10), (0, 10)), ((10, 10), (0, 20)), ((10, 10), (0, 10))]:
    print(a, b, *(f"{x:.6f}" for x in mover(a, b)))
print("r = .5:", *(f"{x:.6f}" for x in mover((56, 70), (48, 80), 0.5)))
