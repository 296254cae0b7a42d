"""Prints the macro-F1 of our models and of scikit-learn's on the gold passages, by the same features, loss and folds.

    python docs/training_quality.py --harness FOLDER --program target/release/standpunt

Words and phrases of two stems without the stop words of the harness, classes balanced, C = 1 / 0.3. Folds are those of
scikit-learn's StratifiedGroupKFold(5, shuffle=True) over the groups of the gold file, for three seeds; nothing else is
left out of the training. Texts are given as they are and, so that both have the same words, as words of two letters or
more alone: ours takes all numbers for one word and a compound with a hyphen for one, the harness does neither. Needs
scikit-learn and PyStemmer.
"""

import argparse
import csv
import pathlib
import re
import subprocess
import sys
import tempfile

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from training_scale import WORDS_ONLY

ROOT = pathlib.Path(__file__).resolve().parent.parent
PENALTY = 0.3


def write(path: pathlib.Path, header: list, rows: list) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([header, *rows])


def ours(program: list, folder: pathlib.Path, train: list, test: list) -> list:
    """The labels of the texts of `test`; rows are id, text, class and group."""
    write(folder / "train.csv", ["passage_id", "text", "stance", "group"], train)
    write(folder / "test.csv", ["passage_id", "text"], [row[:2] for row in test])
    model, labelled = folder / "model.json", folder / "labelled.csv"
    learn = ["train", "--no-card", "--no-examples", "--gold", folder / "train.csv", "--out", model]
    label = ["label", folder / "test.csv", "--model", model, "--out", labelled]
    for command in (learn, label):
        subprocess.run([*program, *command], check=True, capture_output=True)
    with labelled.open(newline="", encoding="utf-8") as rows:
        found = {row["passage_id"]: row["predicted_stance"] for row in csv.DictReader(rows)}
    return [found[row[0]] for row in test]


def theirs(terms, train: list, test: list) -> list:
    vectorizer = TfidfVectorizer(analyzer=terms, min_df=2, sublinear_tf=True, norm="l2")
    features = vectorizer.fit_transform([row[1] for row in train])
    model = LogisticRegression(C=1 / PENALTY, class_weight="balanced", max_iter=5000, tol=1e-9)
    model.fit(features, [row[2] for row in train])
    return list(model.predict(vectorizer.transform([row[1] for row in test])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--harness", required=True)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    sys.path.insert(0, arguments.harness)
    import prep

    with (ROOT / "data/gold_seeds.csv").open(newline="", encoding="utf-8") as file:
        gold = [[row["passage_id"], row["text"], row["stance"], row["group"]] for row in csv.DictReader(file)]
    print("| texts | seed | passages | ours | scikit-learn | other labels |\n|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        stop_words = pathlib.Path(arguments.harness, "stopwords_nl.txt").resolve()
        settings = folder / "words.toml"
        settings.write_text(f'{WORDS_ONLY}stop_words = "{stop_words}"\n')
        program = [pathlib.Path(arguments.program).resolve(), "--config", settings, "--threads", "1"]
        for texts in ("as they are", "words alone"):
            rows = gold
            if texts == "words alone":
                rows = [[i, " ".join(re.findall(r"[^\W\d_]{2,}", text.lower())), *rest] for i, text, *rest in gold]
            for seed in range(3):
                truth, found = [], ([], [])
                folds = StratifiedGroupKFold(5, shuffle=True, random_state=seed)
                for train, test in folds.split(rows, [row[2] for row in rows], [row[3] for row in rows]):
                    train, test = [rows[i] for i in train], [rows[i] for i in test]
                    truth += [row[2] for row in test]
                    found[0].extend(ours(program, folder, train, test))
                    found[1].extend(theirs(prep.ngrams, train, test))
                f1 = [f"{f1_score(truth, labels, average='macro'):.3f}" for labels in found]
                n_other = sum(a != b for a, b in zip(*found))
                print(f"| {texts} | {seed} | {len(truth)} | {f1[0]} | {f1[1]} | {n_other} |", flush=True)


if __name__ == "__main__":
    main()
