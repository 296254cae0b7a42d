"""Shares of F400 (src/metrics/f400.rs), computed apart from the Rust code: design-based supervised
learning, labels alone, stratified difference, contrast, Kish's size, and PPI++ with its power
tuning parameter pooled and within parties.

Python 3.11, numpy 2.4.6. Run: python tests/oracle/shares_f400.py. The numbers of R's dsl and of
ppi_py for the same rows are equal to six and eight decimals. Expected output:

A: dsl 0.409665 0.078253 0.072277 labels 0.412214 0.082378 stratified 0.403978 0.045405
B: dsl 0.164531 0.049660 0.046108 labels 0.141732 0.045677 stratified 0.168983 0.032288
C: dsl 0.428078 0.101491 0.094502 labels 0.376812 0.085772 stratified 0.402497 0.059637
D: dsl 0.199023 0.059609 0.052803 labels 0.222222 0.085854 stratified 0.199441 0.071879
all: 0.300324 0.326643 0.132346 0.240686 errors 0.037925 0.038246 0.028119 0.037243
B - A: -0.245134 0.085732
effective labels 108.446
class 0: tuning 0.8936746877, within parties 0.8671906238
  1: 0.29016403 [0.22115411, 0.35917395]
  0.8936746877: 0.29394852 [0.22494876, 0.36294829]
class 3: tuning 0.6340509926, within parties 0.6280239981
  1: 0.23833631 [0.17854356, 0.29812907]
  0.6340509926: 0.21765356 [0.15888081, 0.27642631]
"""

import numpy as np

state = 20240501


def u():
    global state
    state = (1103515245 * state + 12345) % 2**31
    return state / 2**31


SHARES = [[0.40, 0.20, 0.15, 0.25], [0.20, 0.40, 0.15, 0.25], [0.25] * 4, [0.10, 0.45, 0.05, 0.40]]


def softmax(z):
    e = np.exp(np.array(z) - max(z))
    return e / e.sum()


rows = []
for i in range(400):
    document = i // 4
    party = document % 4
    t = u()
    cumulative = np.cumsum(SHARES[party])
    y = next((k for k in range(4) if t < cumulative[k]), 3)
    p = softmax([3 * (u() - 0.5) + 1.2 * (k == y) for k in range(4)])
    for _ in range(4):  # The second classifier.
        u()
    predicted = int(np.argmax(p))
    pi = 0.15 if predicted == 3 else 0.40
    rows.append((document, party, y, p, predicted, pi, u() < pi))

document, party, y, f, predicted, pi, coded = map(np.array, zip(*rows))
Y = np.eye(4)[y]
assert coded.sum() == 132
corrected = f + (coded / pi)[:, None] * (Y - f)


def by_document(values, inside):
    return np.array([values[inside & (document == d)].sum(axis=0) for d in np.unique(document[inside])])


def dsl(inside):
    n = inside.sum()
    share = corrected[inside].mean(axis=0)
    u = (corrected - share) / n
    by_passage = np.sqrt((u[inside] ** 2).sum(axis=0))
    by_documents = np.sqrt((by_document(u, inside) ** 2).sum(axis=0))
    return share, by_passage, by_documents


def labels(inside):
    w = (coded & inside) / pi
    share = (w[:, None] * Y).sum(axis=0) / w.sum()
    u = w[:, None] * (Y - share) / w.sum()
    return share, np.sqrt((by_document(u, inside) ** 2).sum(axis=0))


def stratified(inside):
    share, variance = f[inside].mean(axis=0), 0
    for stratum in (predicted == 3, predicted != 3):
        of_stratum = inside & stratum
        e = (Y - f)[of_stratum & coded]
        weight = of_stratum.sum() / inside.sum()
        share = share + weight * e.mean(axis=0)
        variance = variance + weight**2 * (1 - len(e) / of_stratum.sum()) * e.var(axis=0, ddof=1) / len(e)
    return share, np.sqrt(variance)


print("numpy", np.__version__)
for k, name in enumerate("ABCD"):
    inside = party == k
    share, by_passage, by_documents = (x[0] for x in dsl(inside))
    alone, alone_error = (x[0] for x in labels(inside))
    difference, error = (x[0] for x in stratified(inside))
    print(
        f"{name}: dsl {share:.6f} {by_passage:.6f} {by_documents:.6f} labels {alone:.6f} {alone_error:.6f} "
        f"stratified {difference:.6f} {error:.6f}"
    )
share, error, _ = dsl(np.full(400, True))
print("all:", *(f"{x:.6f}" for x in share), "errors", *(f"{x:.6f}" for x in error))
a, b = party == 0, party == 1
share_a, share_b = dsl(a)[0][0], dsl(b)[0][0]
influence = b * (corrected[:, 0] - share_b) / b.sum() - a * (corrected[:, 0] - share_a) / a.sum()
print(f"B - A: {share_b - share_a:.6f} {np.sqrt((by_document(influence, a | b) ** 2).sum()):.6f}")
w = coded / pi
print(f"effective labels {w.sum() ** 2 / (w**2).sum():.3f}")


def ppi(target, prediction, coded, tuning):
    n, N = coded.sum(), (~coded).sum()
    share = tuning * prediction[~coded].mean() + (target - tuning * prediction)[coded].mean()
    variance = tuning**2 * prediction[~coded].var() / N + (target - tuning * prediction)[coded].var() / n
    return share, np.sqrt(variance)


def tune(target, prediction, coded, cell):
    """Moments within cells: centred on the mean of each cell, then pooled."""
    n, N = coded.sum(), (~coded).sum()
    covariance = pooled = 0.0
    for one in np.unique(cell):
        a, all_ = coded & (cell == one), cell == one
        covariance += ((target[a] - target[a].mean()) * (prediction[a] - prediction[a].mean())).sum()
        pooled += ((prediction[all_] - prediction[all_].mean()) ** 2).sum()
    covariance /= n
    variance = pooled / (n + N - len(np.unique(cell)))
    return float(np.clip(covariance / ((1 + n / N) * variance), 0, 1))


for k in (0, 3):
    tuning = tune(Y[:, k], f[:, k], coded, np.zeros(400))
    within = tune(Y[:, k], f[:, k], coded, party)
    print(f"class {k}: tuning {tuning:.10f}, within parties {within:.10f}")
    for value in (1, tuning):
        share, error = ppi(Y[:, k], f[:, k], coded, value)
        reach = 1.959963984540054 * error
        print(f"  {value:.10g}: {share:.8f} [{share - reach:.8f}, {share + reach:.8f}]")
