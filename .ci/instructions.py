"""Holds the instructions that the hot stages take, by valgrind: they do not depend on what else a
machine does, as seconds do.

    python .ci/instructions.py target/release/standpunt

What a row costs is the difference between a table and one of twice its rows, so that starting up
does not count. A limit is a tenth above what was measured when it was set; after a change that earns
more, set it anew, and say so in docs/performance.md.
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile

# Thousands of instructions.
LIMITS = {
    "start label with the shipped model": 500_000,
    "label a passage": 250,
    "label a passage, stance and probabilities alone": 162,
    "read a kilobyte of printed lines": 436,
}


def instructions(program: str, *arguments: str) -> int:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "--quiet"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"{' '.join(arguments)} failed under valgrind:\n{done.stderr[-2000:]}")
    return int(found.group(1))


def copies(table: list[list[str]], n: int, path: pathlib.Path) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table[0])
        writer.writerows(table[1:] * n)
    return str(path)


def measure(program: str, folder: pathlib.Path) -> dict[str, float]:
    with open("data/labelled/passages.csv", newline="", encoding="utf-8") as file:
        table = list(csv.reader(file))
    n_rows = len(table) - 1
    out = ["--out", str(folder / "labelled.csv")]

    def label(n: int, *more: str) -> int:
        path = copies(table, n, folder / f"{n}.csv")
        return instructions(program, "label", path, "--threads", "1", *out, *more)

    def a_row(*more: str) -> float:
        return (label(4, *more) - label(2, *more)) / (2 * n_rows)

    def read(n: int) -> int:
        texts = sorted(pathlib.Path("seeds").glob("*.txt"))
        text = max(texts, key=lambda path: path.stat().st_size)
        into = folder / f"read{n}"
        into.mkdir()
        for i in range(n):
            (into / f"{i}-{text.name}").write_bytes(text.read_bytes())
        arguments = ["read", str(into), "--threads", "1", "--out", str(folder / f"{n}-passages.csv")]
        return instructions(program, *arguments)

    size = max(path.stat().st_size for path in pathlib.Path("seeds").glob("*.txt"))
    one_row = copies(table[:2], 1, folder / "one.csv")
    return {
        "start label with the shipped model": instructions(
            program, "label", one_row, "--threads", "1", *out
        ),
        "label a passage": a_row(),
        "label a passage, stance and probabilities alone": a_row(
            "--columns", "passage_id,predicted_stance,in_training,prob_*"
        ),
        "read a kilobyte of printed lines": (read(4) - read(2)) / (2 * size / 1000),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = measure(sys.argv[1], pathlib.Path(folder))
    is_over = False
    for name, n in found.items():
        limit = LIMITS[name]
        is_over |= n / 1000 > limit
        print(f"{name}: {n / 1000:,.1f} thousand instructions, limit {limit:,}")
    if is_over:
        sys.exit("a stage takes more instructions than its limit: see .ci/instructions.py")


if __name__ == "__main__":
    main()
