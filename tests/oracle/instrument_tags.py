"""Policy instruments of the gold texts by the patterns of data/instruments.csv, independent of the
Rust code: every pattern is a regular expression of its own. Python 3.11, standard library only.

    python tests/oracle/instrument_tags.py > tests/oracle/instrument_tags.csv

Run it again when data/instruments.csv changes.
"""

import csv
import re
import sys
import tomllib

BETWEEN = r"[^\w.;:?!]+"


def word(text):
    core = re.escape(text.strip("*"))
    opening = r"\w*" if text.startswith("*") else r"(?<!\w)"
    closing = r"\w*" if text.endswith("*") else r"(?!\w)"
    return opening + core + closing


def expression(pattern):
    found, gap = "", False
    for place, part in enumerate(pattern.split(" ")):
        if part == "…":
            gap = True
            continue
        if place:
            found += BETWEEN + (r"(?:\w+" + BETWEEN + r"){0,3}" if gap else "")
        gap = False
        found += word(part)
    return re.compile(found, 0 if pattern != pattern.lower() else re.IGNORECASE)


def expressions(cell):
    return [expression(part) for part in cell.split(";") if part]


with open("data/codebook.toml", "rb") as file:
    ORDER = [instrument["id"] for instrument in tomllib.load(file)["instrument"]]
with open("data/instruments.csv", newline="", encoding="utf-8") as file:
    CUES = [
        (
            ORDER.index(row["instrument"]),
            expression(row["pattern"]),
            row["rank"],
            expressions(row["with"]),
            expressions(row["without"]),
        )
        for row in csv.DictReader(file)
        if row["place"] != "heading"
    ]


def tags(text):
    main, side = set(), set()
    for instrument, cue, rank, wanted, unwanted in CUES:
        found = cue.search(text)
        if not found or any(term.search(text) for term in unwanted):
            continue
        if wanted and not any(term.search(text) for term in wanted):
            continue
        if rank == "main":
            main.add(instrument)
        else:
            side.add((found.start(), instrument))
    chosen = sorted(main) if main else [min(side)[1]] if side else []
    return ";".join(ORDER[instrument] for instrument in chosen)


writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(["passage_id", "instruments"])
with open("data/gold_seeds.csv", newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        writer.writerow([row["passage_id"], tags(row["text"])])
