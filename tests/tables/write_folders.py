"""Writes one folder of tables with each command of the tool that does so, for check_tables.py.

Usage: python tests/tables/write_folders.py STANDPUNT FOLDER
STANDPUNT is the built program. FOLDER must not exist. The corpus is tests/fixtures/small, whose
classes are not those of the seeds; `sample` and `compare` also run on the committed tables of the
seeds in data/labelled. It takes about 20 seconds on two cores and prints the folders, one a line.
"""

import csv
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PLAN = """
baseline = "plain"
groupings = [1]
[[variant]]
name = "plain"
[[variant]]
name = "pieces"
set = ["features.shortest_piece=3", "features.longest_piece=5"]
[[test]]
name = "other"
file = "other.csv"
[positions]
file = "built-in"
survey = "CHES"
year = 2024
dimension = "immigrate_policy"
plus = ["streng"]
minus = ["delen"]
min_rows = 2
"""
OTHER = """party,text,stance
VVD,Wie geen recht heeft op bescherming moet snel terugkeren.,streng
VVD,Strengere controles aan de buitengrens zijn nodig.,streng
D66,Europa moet de aankomsten eerlijk verdelen.,delen
D66,Alle lidstaten dragen bij aan de opvang.,delen
"""


def fill_in(draw: pathlib.Path, gold: pathlib.Path, coder: str, n_wrong: int) -> pathlib.Path:
    """A copy of to_code.csv in which `coder` gives the gold classes, but for the first few."""
    with gold.open(newline="", encoding="utf-8") as file:
        coded = list(csv.DictReader(file))
    # Four passages of the seeds end some bytes later than as they were coded: same text, other id.
    stances = {row[name]: row["stance"] for name in ("text", "passage_id") for row in coded}
    with (draw / "to_code.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for n, row in enumerate(rows):
        right = stances.get(row["passage_id"]) or stances[row["text"]]
        others = sorted(set(stances.values()) - {right})
        row.update(coder=coder, stance=others[0] if n < n_wrong else right, confidence="2")
        row["comment"] = "Twijfel, zie: \"opvang\" | terugkeer" if n == 0 else ""
    path = draw.parent / f"{coder}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def main(program: str, target: str) -> None:
    here = pathlib.Path(target).resolve()
    small = here / "small"
    shutil.copytree(ROOT / "tests" / "fixtures" / "small", small)
    (small / "plan.toml").write_text(PLAN, encoding="utf-8")
    (small / "other.csv").write_text(OTHER, encoding="utf-8")
    program = str(pathlib.Path(program).resolve())

    def run(folder: pathlib.Path, *arguments: object) -> None:
        command = [program, "--quiet", *map(str, arguments)]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    run(small, "run", "--out", "reports")
    run(small, "compare", "reports/labelled.csv", "--gold", "gold.csv", "--out", "shares")
    run(small, "evaluate", "--gold", "gold.csv", "--out", "scores", "--robustness")
    run(small, "evaluate", "--gold", "gold.csv", "--out", "curve", "--learning-curve")
    run(small, "evaluate", "--plan", "plan.toml", "--out", "measurements")
    run(small, "sample", "gold.csv", "--n", 12, "--floor", 2, "--out", "draw")
    anna = fill_in(small / "draw", small / "gold.csv", "anna", 0)
    bob = fill_in(small / "draw", small / "gold.csv", "bob", 2)
    run(small, "collect", "draw", anna, bob, "--standard", "adjudicated-expert")
    run(small, "agreement", "draw/coded/codings.csv", "--out", "agreement")
    # A second wave with other strata, and coders with tables of their own.
    again = ["--wave", 2, "--strata", "none", "--coders", "anna,bob"]
    run(small, "sample", "gold.csv", "--n", 6, *again, "--out", "draw")

    seeds = here / "seeds"
    seeds.mkdir()
    labelled, gold = ROOT / "data/labelled/labelled.csv", ROOT / "data/gold_seeds.csv"
    run(ROOT, "sample", labelled, "--n", 150, "--out", seeds / "draw")
    coder = fill_in(seeds / "draw", gold, "coder", 0)
    run(ROOT, "collect", seeds / "draw", coder, "--standard", "llm")
    coded = seeds / "draw" / "coded" / "gold.csv"
    run(ROOT, "compare", labelled, "--gold", coded, "--out", seeds / "shares")
    for package in sorted(here.rglob("datapackage.json")):
        print(package.parent)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
