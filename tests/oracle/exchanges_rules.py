"""Other rules for the stance of a side of an exchange, on the seeds: the table of
docs/decisions/exchanges.md. Python 3.11, with what tests/oracle/exchanges.py needs.

    python tests/oracle/exchanges_rules.py
"""

import importlib.util
from collections import Counter, defaultdict

spec = importlib.util.spec_from_file_location("exchanges", "tests/oracle/exchanges.py")
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)


def heaviest(weights):
    best = max(weights.values(), default=0)
    return next((c for c in oracle.CLASSES if weights[c] == best and best), "none")


def by_words(side, source):
    return oracle.stance(side, source)


def by_all_words(side, source):
    weights = Counter()
    for passage in side:
        weights[passage[source]] += passage["words"]
    return heaviest(weights)


def by_passages(side, source):
    return heaviest(Counter(p[source] for p in side if p[source] != "none"))


def by_first(side, source):
    return next((p[source] for p in side if p[source] != "none"), "none")


def by_last(side, source):
    return by_first(side[::-1], source)


def macro_f1(pairs):
    total = 0.0
    for name in oracle.CLASSES:
        hits = sum(a == b == name for a, b in pairs)
        total += 2 * hits / sum((a == name) + (b == name) for a, b in pairs)
    return total / len(oracle.CLASSES)


sides = defaultdict(list)
for passage in oracle.passages():
    if passage["exchange"] and passage["role"] in ("question", "answer"):
        sides[passage["exchange"], passage["role"]].append(passage)
sides = list(sides.values())
stances = [{p["coded"] for p in side} for side in sides]
print(len(sides), "sides,", sum(map(len, sides)), "passages")
print(sum("none" in s and len(s) > 1 for s in stances), "with and without stance")
print(sum(len(s - {"none"}) > 1 for s in stances), "with two stances")
for rule in (by_words, by_all_words, by_passages, by_first, by_last):
    coded = [rule(side, "coded") for side in sides]
    pairs = list(zip(coded, (rule(side, "predicted") for side in sides)))
    differ = sum(a != by_words(side, "coded") for a, side in zip(coded, sides))
    right = sum(a == b for a, b in pairs) / len(pairs)
    none = coded.count("none")
    print(f"{rule.__name__}: {differ} differ, {none} none, {right:.3f}, {macro_f1(pairs):.3f}")
