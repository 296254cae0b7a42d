"""Writes stems.csv: every eighth distinct word of the seed documents with its Snowball stem.

PyStemmer 3.1.0, algorithm dutch_porter. Run from the root of the repository:
    python tests/oracle/stems.py
"""

import re
import unicodedata
from pathlib import Path

import Stemmer

words = set()
for path in sorted(Path("seeds").glob("*.txt")):
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).lower()
    words.update(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.replace("’", "'")))
chosen = sorted(words)[::8]
stemmer = Stemmer.Stemmer("dutch_porter")
lines = ["word,stem"] + [f"{word},{stemmer.stemWord(word)}" for word in chosen]
Path("tests/oracle/stems.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
