//! The documents of a corpus: a folder with text files and, optionally, `documents.csv`.
