"""Prints what training costs beside scikit-learn: CPU seconds and peak memory for some numbers of passages.

    python docs/training_scale.py --harness FOLDER --program target/release/standpunt [--sizes 10k,100k] [--reps 3]

FOLDER holds a set of peers with the modules `bench` (paths, `DATA/train_SIZE.csv` among them) and `make_corpus`. Both
count words and phrases of two stems without the stop words of the harness and fit a multinomial logistic regression with the same penalty, each class alike
(`CLASS_WEIGHT=balanced`, C = 1 / 0.3); ours also fits one model for each of four folds, which calibrate. Commands run
in turn; medians are printed. `--ours-only` leaves scikit-learn out. Passages, terms, values of the rows, passes and
evaluations are what `train` says. Python 3.9 or later, no packages of its own. Unix only.
"""

import argparse
import csv
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

WORDS_ONLY = """[paths]
examples = []
[features]
shortest_piece = 0
longest_piece = 0
lexicon = "none"
names = "none"
"""


def write_gold(source: pathlib.Path, target: pathlib.Path) -> None:
    with source.open(newline="", encoding="utf-8") as given, target.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["passage_id", "text", "stance", "group"])
        for row in csv.DictReader(given):
            stance = {"neutral": "none"}.get(row["label"], row["label"])
            writer.writerow([row["passage_id"], row["text"], stance, row["doc_id"]])


def run(command: list, environment: dict) -> tuple:
    """CPU seconds, peak MiB and what was said on standard error."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stderr=said, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
        _, status, usage = os.wait4(process.pid, 0)
        said.seek(0)
        text = said.read().decode()
    if status:
        sys.exit(f"{command[0]} failed: {text}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--harness", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--sizes", default="10k,100k")
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--data", help="folder of train_SIZE.csv; that of the harness where absent")
    arguments = parser.parse_args()
    sys.path.insert(0, arguments.harness)
    import bench

    program = str(pathlib.Path(arguments.program).resolve())
    data = pathlib.Path(arguments.data or bench.D)
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    print("| passages | program | CPU s | peak MiB | what it says |")
    print("|--:|---|--:|--:|---|")
    with tempfile.TemporaryDirectory() as folder:
        settings = pathlib.Path(folder, "words.toml")
        stop_words = pathlib.Path(arguments.harness, "stopwords_nl.txt").resolve()
        settings.write_text(f'{WORDS_ONLY}stop_words = "{stop_words}"\n')
        for size in arguments.sizes.split(","):
            source, gold = data / f"train_{size}.csv", pathlib.Path(folder, f"gold_{size}.csv")
            write_gold(source, gold)
            train = [program, "--config", str(settings), "--threads", "1", "train", "--no-card", "--no-examples"]
            commands = {"ours": ([*train, "--gold", str(gold), "--out", f"{folder}/model.json"], {})}
            if not arguments.ours_only:
                peer = [bench.PY, f"{arguments.harness}/peer_sk.py", "train", str(source), f"{folder}/model.sk"]
                commands["scikit-learn"] = (peer, {**one, "CLASS_WEIGHT": "balanced", "C": str(1 / 0.3)})
            runs: dict = {name: [] for name in commands}
            for _ in range(arguments.reps):
                for name, (command, environment) in commands.items():
                    runs[name].append(run(command, environment))
            for name, found in runs.items():
                cpu, peak = (statistics.median(values) for values in list(zip(*found))[:2])
                said = re.sub(r".*penalty [^;]*; |; written to .*", "", found[0][2].strip().splitlines()[-1])
                print(f"| {size} | {name} | {cpu:.1f} | {peak:.0f} | {said} |", flush=True)
            gold.unlink()


if __name__ == "__main__":
    main()
