"""The table of peers in docs/performance.md: what labelling costs beside other tools, in one run.

    python docs/performance.py --harness FOLDER --program target/release/standpunt [--size 100k] [--reps 3]

FOLDER holds a set of peers with a module `bench` that knows their commands and how to time one
(`PEERS`, `timed`), and has trained each on its 10,000 passages. In each repetition every command runs once, in turn; ratios are taken within a
repetition, and medians are printed. "Foreign" is what other processes used meanwhile, in cores: where
it is above 0.2, quote CPU seconds and not seconds.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile

from training_scale import WORDS_ONLY, write_gold

PEERS = ["sk", "fasttext", "vw", "rs-csv", "rs-tok", "rs-score"]


def own_commands(program: str, size: str, folder: pathlib.Path, data: str) -> dict[str, str]:
    """The shipped model, and one of words and phrases alone, which is what the peers have."""
    gold, words, model = folder / "gold.csv", folder / "words.toml", folder / "words.json"
    words.write_text(WORDS_ONLY)
    write_gold(pathlib.Path(data, "train_10k.csv"), gold)
    train = [program, "--quiet", "train", "--config", str(words), "--gold", str(gold)]
    subprocess.run([*train, "--no-card", "--no-examples", "--out", str(model)], check=True)
    table = f"{data}/passages_{size}.csv"
    label = f"{program} --quiet label {table} --out {folder}/out.csv --threads"
    brief = "--columns passage_id,predicted_stance,prob_*"
    of_words = f"--config {words} --model {model}"
    return {
        "words, all columns": f"{label} 1 {of_words}",
        "words, stance and probabilities": f"{label} 1 {of_words} {brief}",
        "shipped, all columns": f"{label} 1",
        "shipped, stance and probabilities": f"{label} 1 {brief}",
        "shipped, all columns, 2 threads": f"{label} 2",
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--harness", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--size", default="100k")
    parser.add_argument("--reps", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_table(arguments, pathlib.Path(folder))


def print_table(arguments: argparse.Namespace, folder: pathlib.Path) -> None:
    sys.path.insert(0, arguments.harness)
    import bench

    program = str(pathlib.Path(arguments.program).resolve())
    table = f"{bench.D}/passages_{arguments.size}.csv"
    fields = {"in": table, "ms": "10k"}
    commands = own_commands(program, arguments.size, folder, bench.D)
    for name in PEERS:
        command = bench.PEERS[name][1]
        fields |= {"model": f"{bench.M}/{name}.10k", "out": f"{bench.O}/{name}.csv"}
        for field, value in fields.items():
            command = command.replace("{" + field + "}", value)
        commands[name] = command
    runs: dict[str, list[dict]] = {name: [] for name in commands}
    for _ in range(arguments.reps):
        for name, command in commands.items():
            run = bench.timed(command, 900)
            if run["rc"]:
                sys.exit(f"{name} failed: {run}")
            runs[name].append(run)
    print("| command | s | CPU s | peak MiB | foreign cores | its CPU by ours, words | by ours, shipped |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, found in runs.items():
        median = {key: statistics.median(run[key] for run in found) for key in ("wall", "cpu", "rss", "foreign")}
        ratios = (
            statistics.median(run["cpu"] / own["cpu"] for run, own in zip(found, runs[ours]))
            for ours in ("words, all columns", "shipped, all columns")
        )
        cells = " | ".join(f"{ratio:.2f}" for ratio in ratios)
        print(
            f"| {name} | {median['wall']:.2f} | {median['cpu']:.2f} | {median['rss']:.0f} "
            f"| {median['foreign']:.1f} | {cells} |"
        )


if __name__ == "__main__":
    main()
