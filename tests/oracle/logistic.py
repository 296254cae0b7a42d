"""Writes logistic.json: coefficients and probabilities of scikit-learn on the written examples.

scikit-learn 1.9.1, PyStemmer 3.1.0. Words are runs of the letters a to z, so that nothing hangs on
rules for tokens. Run from the root of the repository:
    python tests/oracle/logistic.py
"""

import csv
import json
import re
from pathlib import Path

import numpy as np
import Stemmer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

CLASSES = ["pro-solidarity", "pro-control", "rights-safeguard", "none"]
stemmer = Stemmer.Stemmer("dutch_porter")


def terms(text):
    stems = stemmer.stemWords(re.findall("[a-z]+", text.lower()))
    return stems + [f"{a} {b}" for a, b in zip(stems, stems[1:])]


with open("data/codebook_examples.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))[::2]
# Classes of unequal size: of the first class only every third row.
rows = [row for i, row in enumerate(rows) if row["stance"] != CLASSES[0] or i % 3 == 0]
texts = [row["text"] for row in rows]
classes = np.array([CLASSES.index(row["stance"]) for row in rows])
weights = 1.0 + np.arange(len(rows)) % 3

vectorizer = TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=2)
records = vectorizer.fit_transform(texts)
names = vectorizer.get_feature_names_out()
result = {"n_rows": len(rows), "n_features": len(names), "fits": []}
for class_weight, sample_weight, c in [(None, None, 1.0), ("balanced", None, 3.0), ("balanced", weights, 10.0)]:
    fit = LogisticRegression(C=c, class_weight=class_weight, tol=1e-11, max_iter=100_000)
    fit.fit(records, classes, sample_weight=sample_weight)
    chosen = range(0, len(names), len(names) // 40)
    result["fits"].append(
        {
            "balanced": class_weight is not None,
            "weighted": sample_weight is not None,
            "alpha": 1 / c,
            "bias": fit.intercept_.round(9).tolist(),
            "coefficients": {names[j]: fit.coef_[:, j].round(9).tolist() for j in chosen},
            "probabilities": fit.predict_proba(records[:20]).round(9).tolist(),
        }
    )
text = json.dumps(result, indent=1, ensure_ascii=False)
text = re.sub(r"\[\s+([^\[\]]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
Path("tests/oracle/logistic.json").write_text(text + "\n", encoding="utf-8")
