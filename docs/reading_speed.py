"""Prints the table of docs/reading.md, "Speed": CPU seconds and peak memory of `standpunt read`.

    python docs/reading_speed.py [--samples FOLDER] [--standpunt BINARY] [--keep FOLDER] [--runs N]

The texts are made of the written exchanges of seeds/, and of the debate reports in FOLDER/debates-vlos where it
is given: repeated, and shuffled so that nothing repeats. Shuffled means that every word in small letters becomes
another one of the same length from the same text, so that sentences, lines and speakers stay as they are; lines
that name a group stay whole. Python 3.9 or later, no packages. Unix only.
"""

import argparse
import collections
import os
import pathlib
import random
import re
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORD = re.compile(r"(?<![\w’'-])[a-zà-ÿ]{2,}(?![\w’'-])")
SPEAKERS = ["De heer Jansen (VVD):", "Mevrouw De Boer (D66):", "Minister Smit:", "De voorzitter:"]
MB = 1_000_000


def shuffled(text, draw):
    pools = collections.defaultdict(list)
    for word in WORD.findall(text):
        pools[len(word)].append(word)
    other = lambda found: draw.choice(pools[len(found.group())])
    is_heading = lambda line: "fractie" in line
    return "".join(line if is_heading(line) else WORD.sub(other, line) for line in text.splitlines(True))


def shuffled_xml(text, draw):
    pools = collections.defaultdict(list)
    parts = re.split(r"(<[^>]*>)", text)
    for word in WORD.findall(" ".join(parts[::2])):
        pools[len(word)].append(word)
    other = lambda found: draw.choice(pools[len(found.group())])
    return "".join(part if i % 2 else WORD.sub(other, part) for i, part in enumerate(parts))


def grown(text, size, change=lambda text: text):
    """Pieces of a text that is repeated until it has `size` bytes."""
    length = 0
    while length < size:
        piece = change(text)
        length += len(piece.encode())
        yield piece


def debate(text):
    sentences = re.split(r"(?<=[.?]) (?=[A-Z])", " ".join(text.split()))
    turns = (sentences[i : i + 12] for i in range(0, len(sentences), 12))
    return " ".join(f"{SPEAKERS[i % len(SPEAKERS)]} {' '.join(turn)}" for i, turn in enumerate(turns)) + " "


def grown_report(report, size, change):
    """A debate report whose activities are repeated."""
    start = report.index("<activiteit ")
    end = report.rindex("</activiteit>") + len("</activiteit>")
    yield report[:start]
    yield from grown(report[start:end], size, change)
    yield report[end:]


def texts(samples):
    """Name, file and pieces of every text."""
    draw = random.Random(1)
    shuffle = lambda text: shuffled(text, draw)
    seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    exchange = max((text for text in seeds if "schriftelijk overleg" in text), key=len)
    lines = "".join(grown(exchange, 10 * MB, shuffle))
    yield "a written exchange in printed lines, words shuffled", "exchange.txt", [lines]
    yield "the same, repeated to a large file", "exchange-large.txt", grown(lines, 100 * MB)
    yield "the same, twice as large", "exchange-larger.txt", grown(lines, 200 * MB)
    yield "a written exchange in printed lines, repeated", "repeated.txt", grown(exchange, 10 * MB)
    yield "the shuffled exchange on one line", "one-line.txt", [" ".join(lines.split())]
    yield "a debate on one line, words shuffled", "debate.txt", [debate(lines)]
    if samples:
        report = max((pathlib.Path(samples) / "debates-vlos").glob("*.xml"), key=os.path.getsize).read_text("utf-8")
        shuffle = lambda text: shuffled_xml(text, draw)
        yield "a debate report, words shuffled", "report.xml", grown_report(report, 20 * MB, shuffle)
        yield "a debate report, repeated", "report-large.xml", grown_report(report, 200 * MB, lambda text: text)


def run(command):
    """CPU seconds and peak memory in MiB."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", default=os.environ.get("STANDPUNT_SAMPLES"), help="folder with debates-vlos")
    parser.add_argument("--standpunt", default=str(ROOT / "target/release/standpunt"), help="the binary")
    parser.add_argument("--keep", help="folder for the texts, which are kept")
    parser.add_argument("--runs", type=int, default=5, help="runs of each text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(options.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print("| text | size | seconds, median | from–to | MB/s | peak memory |\n|---|---:|---:|---:|---:|---:|")
        for name, file, pieces in texts(options.samples):
            path = folder / file
            with path.open("w", encoding="utf-8", newline="") as out:
                out.writelines(pieces)
            size = path.stat().st_size / MB
            command = [options.standpunt, "read", str(path), "--threads", "1", "--out", "/dev/null", "-q"]
            seconds, memory = zip(*(run(command) for _ in range(options.runs)))
            median = statistics.median(seconds)
            spread = f"{min(seconds):.2f}–{max(seconds):.2f}"
            print(f"| {name} | {size:.1f} MB | {median:.2f} | {spread} | {size / median:.0f} | {max(memory):.0f} MiB |", flush=True)
            if not options.keep:
                path.unlink()


if __name__ == "__main__":
    main()
