"""Scores of made-up predictions, for src/evaluate/evaluation_tests.rs. Writes
evaluation_rows.csv (90 rows, 4 classes; class 3 is never predicted) and evaluation_scores.csv.
Python 3.11, numpy 2.4.6, scikit-learn 1.9.1.
"""

import csv
from pathlib import Path

import numpy as np
from sklearn import metrics

HERE = Path(__file__).parent
random = np.random.default_rng(20240501)
gold = np.sort(random.choice(4, size=90, p=[0.35, 0.3, 0.3, 0.05]))
random.shuffle(gold)
logits = random.normal(size=(90, 4)) + 1.1 * np.eye(4)[gold]
logits[:, 3] -= 9
shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
shares = np.round(shares, 6)
predicted = shares.argmax(axis=1)

with open(HERE / "evaluation_rows.csv", "w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["passage_id", "actor", "group", "gold", "p0", "p1", "p2", "p3"])
    for i, (y, p) in enumerate(zip(gold, shares)):
        actor = ["VVD", "D66", "Kabinet"][i % 3]
        row = [f"document-{i // 30}:{i * 10}-{i * 10 + 9}", actor, f"g{i // 6 + 1:02}", y]
        table.writerow(row + [f"{value:.6f}" for value in p])

labels = range(4)
precision, recall, f1, _ = metrics.precision_recall_fscore_support(
    gold, predicted, labels=labels, zero_division=0
)
scores = [
    ("macro_f1", "", f1.mean()),
    ("accuracy", "", metrics.accuracy_score(gold, predicted)),
    ("balanced_accuracy", "", metrics.balanced_accuracy_score(gold, predicted)),
    ("mcc", "", metrics.matthews_corrcoef(gold, predicted)),
]
for k in labels:
    scores += [("precision", k, precision[k]), ("recall", k, recall[k]), ("f1", k, f1[k])]
truth = np.eye(4)[gold]
# Rounded rows do not sum to 1 exactly, so both are written out instead of calling log_loss.
scores += [
    ("log_loss", "", -np.log(shares[np.arange(90), gold]).mean()),
    ("brier_score", "", ((shares - truth) ** 2).sum(axis=1).mean()),
]
with open(HERE / "evaluation_scores.csv", "w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["metric", "stance", "value"])
    table.writerows((metric, stance, f"{value:.12f}") for metric, stance, value in scores)
