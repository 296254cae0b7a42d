"""Exchanges of the labelled seeds and how their questions are answered, independent of the Rust code.
Python 3.11 with scipy 1.17.1 (Student's t); all permutation p-values by 20,000 draws of
Python's own generator, so that they agree with others only up to chance.

    python tests/oracle/exchanges.py > tests/oracle/exchanges.csv

Run it again when data/labelled/, data/gold_seeds.csv or the rules of docs/decisions/exchanges.md
change.
"""

import csv
import math
import random
import sys
import tomllib
from collections import Counter, defaultdict

from scipy.stats import t as student

CLASSES = ["pro-solidarity", "pro-control", "rights-safeguard", "none"]
STANCES = CLASSES[:3]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(passage_id):
    document, span = passage_id.rsplit(":", 1)
    return document, int(span.split("-")[0])


def passages():
    gold = {place(row["passage_id"]): row["stance"] for row in read("data/gold_seeds.csv")}
    first = {r["passage_id"]: r["duplicate_of"] for r in read("data/labelled/duplicates.csv")}
    last_tags = {}
    for row in read("data/labelled/labelled.csv"):
        exchange = row["exchange_id"]
        tags = [t for t in row["predicted_instruments"].split(";") if t]
        if exchange:
            if tags:
                last_tags[exchange] = tags
            tags = last_tags.get(exchange, [])
        yield {
            "exchange": exchange,
            "document": row["document_id"],
            "group": row["group"],
            "actor": row["actor"],
            "role": row["role"],
            "words": int(row["n_words"]),
            "tags": tags,
            "original": first.get(row["passage_id"]) or row["passage_id"],
            "coded": gold[place(row["passage_id"])],
            "predicted": row["predicted_stance"],
        }


def stance(side, source):
    words = Counter()
    for passage in side:
        if passage[source] != "none":
            words[passage[source]] += passage["words"]
    best = max(words.values(), default=0)
    return next((c for c in STANCES if words[c] == best and best), "none")


def exchanges(order):
    parts = defaultdict(list)
    for passage in passages():
        if passage["exchange"]:
            parts[passage["exchange"]].append(passage)
    found = []
    for exchange, members in parts.items():
        answers = [p for p in members if p["role"] == "answer"]
        for actor in sorted({p["actor"] for p in members if p["role"] == "question"}):
            questions = [p for p in members if p["role"] == "question" and p["actor"] == actor]
            words = Counter()
            for p in questions:
                for tag in p["tags"]:
                    words[tag] += p["words"]
            most = max(words.values(), default=0)
            main = next((tag for tag in order if words[tag] == most and most), "")
            found.append(
                {
                    "actor": actor,
                    "group": questions[0]["group"],
                    "stratum": (questions[0]["document"], main),
                    "tags": {tag for p in questions for tag in p["tags"]},
                    "answered": bool(answers),
                    "questions": {p["original"] for p in questions},
                    "coded": (stance(questions, "coded"), stance(answers, "coded")),
                    "predicted": (stance(questions, "predicted"), stance(answers, "predicted")),
                }
            )
    return found


def counts_as(answer, asked, given):
    if answer == "another-stance":
        return given != "none" and given != asked
    return answer == given


def is_asked(question, asked):
    return asked != "none" if question == "any-stance" else asked == question


def interval(outcomes, groups):
    """Ratio estimate with linearised variance over groups; Wilson's where counts are small."""
    n, yes = len(outcomes), sum(outcomes)
    p = yes / n
    sums = defaultdict(float)
    for outcome, group in zip(outcomes, groups):
        sums[group] += (outcome - p) / n
    g = len(sums)
    if g < 10:
        return None
    variance = g / (g - 1) * math.fsum(z * z for z in sums.values())
    t = student.ppf(0.975, g - 1)
    if min(yes, n - yes) >= 10:
        half = t * math.sqrt(variance)
        return max(0.0, p - half), min(1.0, p + half)
    effective = g if yes in (0, n) else min(n, p * (1 - p) / variance)
    centre = (p + t * t / (2 * effective)) / (1 + t * t / effective)
    half = t * math.sqrt(p * (1 - p) / effective + t * t / (4 * effective**2))
    half /= 1 + t * t / effective
    return max(0.0, centre - half), min(1.0, centre + half)


def p_value(rows, members, question, answer, draws=20000):
    strata = defaultdict(list)
    for i, row in enumerate(rows):
        strata[row["stratum"]].append(i)
    answers = [row["coded"][1] for row in rows]
    asked = [row["coded"][0] for row in rows]

    def count(answers):
        return sum(counts_as(answer, asked[i], answers[i]) for i in members)

    mean = sum(
        sum(counts_as(answer, asked[i], answers[j]) for j in strata[rows[i]["stratum"]])
        / len(strata[rows[i]["stratum"]])
        for i in members
    )
    limit = abs(count(answers) - mean) - 1e-9
    generator, beyond = random.Random(20221205), 0
    for _ in range(draws):
        for places in strata.values():
            mixed = [answers[i] for i in places]
            generator.shuffle(mixed)
            for i, given in zip(places, mixed):
                answers[i] = given
        beyond += abs(count(answers) - mean) >= limit
    return (1 + beyond) / (1 + draws)


def main():
    with open("data/codebook.toml", "rb") as file:
        order = [instrument["id"] for instrument in tomllib.load(file)["instrument"]]
    found = exchanges(order)
    rows = [row for row in found if row["answered"]]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        "unit question_stance answer_stance source n_both n_question_stance n_exchanges conf_low "
        "conf_high expected p_value".split()
    )
    units = ["all", *sorted({row["actor"] for row in found})]
    pairs = [(q, a) for q in CLASSES for a in CLASSES]
    pairs += [(q, "another-stance") for q in [*STANCES, "any-stance"]]
    pairs += [("any-stance", a) for a in CLASSES]
    for source in ["coded", "predicted"]:
        shares = defaultdict(list)
        for row in rows:
            shares[row["stratum"]].append(row[source][1])
        for unit in units:
            own = [i for i, row in enumerate(rows) if unit in ("all", row["actor"])]
            for question, answer in pairs:
                members = [i for i in own if is_asked(question, rows[i][source][0])]
                outcomes = [counts_as(answer, *rows[i][source]) for i in members]
                limits, expected, p = None, "", ""
                if members:
                    bases = [
                        [counts_as(answer, rows[i][source][0], g) for g in shares[rows[i]["stratum"]]]
                        for i in members
                    ]
                    expected = f"{math.fsum(sum(b) / len(b) for b in bases) / len(members):.6f}"
                if source == "coded" and members:
                    limits = interval(outcomes, [rows[i]["group"] for i in members])
                    if unit == "all":
                        p = f"{p_value(rows, members, question, answer):.3f}"
                low, high = (f"{x:.6f}" for x in limits) if limits else ("", "")
                out.writerow(
                    [unit, question, answer, source, sum(outcomes), len(members), len(own)]
                    + [low, high, expected, p]
                )


if __name__ == "__main__":
    main()
