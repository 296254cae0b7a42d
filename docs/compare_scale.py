"""Prints how `standpunt compare` grows with the table: CPU seconds and peak memory for some numbers of rows.

    python docs/compare_scale.py [--rows 10000,100000,1000000] [--standpunt BINARY] [--keep FOLDER] [--coded 1000]

The tables are made of the labelled seeds: their passages are cut into pieces of one to three words, and new
passages are put together from these, so that words are as frequent as there and hardly two passages are alike;
two of a hundred rows repeat one of the last rows, word for word or with one sentence more. Documents have about
70 passages, one in three is a letter of the cabinet, the others hold questions and answers. `--coded` rows are
drawn one by one with equal probability and get a code; 0 leaves out --gold. Made files are kept with --keep (ten
million rows are 8 GB) and used again. Python 3.9 or later, no packages. Unix only.
"""

import argparse
import csv
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLASSES = ["pro-solidarity", "pro-control", "rights-safeguard", "none"]
PARTIES = ["VVD", "PVV", "CDA", "D66", "GroenLinks+PvdA", "PvdA+GroenLinks", "SP", "ChristenUnie", "SGP", "Volt", "BBB",
           "NSC", "DENK", "FVD", "JA21"]
HEADER = ["passage_id", "document_id", "date", "date_precision", "kind", "chamber", "dossier", "source_place", "actor",
          "parties", "speaker", "function", "role", "attribution_rule", "heading", "exchange_id", "group", "quoted_share",
          "quotations", "reported", "n_words", "text", "predicted_stance", "certain", "label_set", "label_reason",
          "in_training", "out_of_fold", "prob_pro_solidarity", "prob_pro_control", "prob_rights_safeguard", "prob_none",
          "margin", "predicted_instruments", "top_terms"]
GOLD_HEADER = ["passage_id", "group", "text", "stance", "pi"]


def pieces_of(rows, draw):
    """Runs of one to three words, and sorted single words for compounds."""
    pieces, words = [], set()
    for row in rows:
        text = row["text"].split()
        start = 0
        while start < len(text):
            n = draw.choice((1, 2, 2, 3))
            pieces.append(" ".join(text[start : start + n]))
            start += n
        words.update(word for word in text if word.isalpha() and word.islower() and len(word) > 5)
    return pieces, sorted(words)


class Texts:
    def __init__(self, seeds, draw):
        self.pieces, self.words = pieces_of(seeds, draw)
        self.draw, self.last = draw, []

    def sentence(self, n):
        parts = self.draw.choices(self.pieces, k=n)
        if self.draw.random() < 0.3:
            parts.append("".join(self.draw.choices(self.words, k=2)))
        return " ".join(parts) + "."

    def passage(self):
        chance = self.draw.random()
        if chance < 0.02 and self.last:
            old = self.draw.choice(self.last)
            return old if chance < 0.01 else old + " " + self.sentence(8)
        text = " ".join(self.sentence(self.draw.randint(4, 12)) for _ in range(self.draw.randint(1, 5)))
        if len(self.last) < 2000:
            self.last.append(text)
        else:
            self.last[self.draw.randrange(2000)] = text
        return text


def probabilities(draw, leaning):
    weights = [draw.gammavariate(0.5, 1.0) * lean for lean in leaning]
    millionths = [int(1_000_000 * weight / sum(weights)) for weight in weights]
    millionths[millionths.index(max(millionths))] += 1_000_000 - sum(millionths)
    return millionths


def documents(draw):
    """Yields (document, date, turns); a turn is actor, role, exchange or empty, number of passages."""
    number = 0
    while True:
        number += 1
        date = f"20{draw.randint(10, 24)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        if number % 3 == 0:
            yield f"kamerbrief-{number:07}", date, [("Kabinet", "letter", "", draw.randint(30, 110))]
            continue
        turns = []
        for exchange in range(1, draw.randint(8, 20)):
            turns.append((draw.choice(PARTIES), "question", str(exchange), draw.randint(1, 3)))
            turns.append(("Kabinet", "answer", str(exchange), draw.randint(1, 5)))
        yield f"schriftelijk-overleg-{number:07}", date, turns


def write_table(path, n_rows, n_coded, seeds):
    draw = random.Random(7)
    texts = Texts(seeds, draw)
    headings = sorted({row["heading"] for row in seeds})
    leanings = {actor: [draw.uniform(0.4, 1.6) for _ in CLASSES[:-1]] + [3.0] for actor in [*PARTIES, "Kabinet"]}
    pi = min(1.0, n_coded / n_rows)
    written = 0
    with open(path, "w", newline="") as table, open(f"{path}.gold", "w", newline="") as gold:
        out, coded = csv.writer(table, lineterminator="\n"), csv.writer(gold, lineterminator="\n")
        out.writerow(HEADER)
        coded.writerow(GOLD_HEADER)
        for document, date, turns in documents(draw):
            start = 0
            for turn, (actor, role, exchange, n) in enumerate(turns):
                group = f"{document}#{exchange or turn}"
                exchange_id = f"{document}#{exchange}" if exchange else ""
                for _ in range(n):
                    text = texts.passage()
                    end = start + len(text.encode())
                    found = probabilities(draw, leanings[actor])
                    place = found.index(max(found))
                    is_certain = max(found) > 600_000
                    passage = f"{document}:{start}-{end}"
                    fields = [passage, document, date, "day", "kamerbrief" if role == "letter" else "verslag", "Tweede Kamer",
                              "", f"line {start // 80 + 1}", actor, "", "", "", role, role, draw.choice(headings), exchange_id,
                              group, "0.000000", "", "false", text.count(" ") + 1, text, CLASSES[place],
                              "true" if is_certain else "false", CLASSES[place], "" if is_certain else "uncertain", "false",
                              "false", *(f"{p / 1e6:.6f}" for p in found), "0.500000", "", ""]
                    out.writerow(fields)
                    if draw.random() < pi:
                        code = draw.choices(CLASSES, found)[0]
                        coded.writerow([passage, group, text, code, f"{pi:.9f}"])
                    start = end + 1
                    written += 1
                    if written == n_rows:
                        return


def measured(command):
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))}\n{message}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, time.monotonic() - started


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", default="10000,100000,1000000")
    options.add_argument("--standpunt", default=ROOT / "target/release/standpunt", type=pathlib.Path)
    options.add_argument("--keep", type=pathlib.Path)
    options.add_argument("--coded", default=1000, type=int)
    options.add_argument("--make-only", action="store_true")
    args = options.parse_args()
    with open(ROOT / "data/labelled/labelled.csv", newline="") as file:
        seeds = list(csv.DictReader(file))
    print("| rows | table, MB | CPU s | µs a row | peak MiB | seconds |\n|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(dir=args.keep) as scratch:
        for n_rows in map(int, args.rows.split(",")):
            path = (args.keep or pathlib.Path(scratch)) / f"rows-{n_rows}-{args.coded}.csv"
            if not path.exists():
                write_table(f"{path}.part", n_rows, args.coded, seeds)
                os.rename(f"{path}.part.gold", f"{path}.gold")
                os.rename(f"{path}.part", path)
            if args.make_only:
                continue
            gold = ["--gold", f"{path}.gold"] if args.coded else []
            command = [args.standpunt.resolve(), "compare", path, *gold, "--out", pathlib.Path(scratch) / "out"]
            cpu, peak, wall = measured(command)
            mb = path.stat().st_size / 1e6
            print(f"| {n_rows:,} | {mb:,.0f} | {cpu:.1f} | {1e6 * cpu / n_rows:.0f} | {peak:,.0f} | {wall:.1f} |", flush=True)


if __name__ == "__main__":
    main()
