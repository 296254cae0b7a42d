"""Runs every notebook from top to bottom, two at a time.

Usage: python notebooks/execute.py
Fails at the first cell that fails. The notebooks themselves are left as they are. Notebooks 03 and
04 run the program that STANDPUNT names, or target/release/standpunt.
"""

import concurrent.futures
import pathlib
import time

import nbclient
import nbformat

HERE = pathlib.Path(__file__).resolve().parent


def run(path: pathlib.Path) -> str:
    started = time.monotonic()
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(HERE)}}
    nbclient.NotebookClient(notebook, timeout=300, resources=resources).execute()
    return f"{path.name}: {len(notebook.cells)} cells run in {time.monotonic() - started:.0f} s"


if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        for line in pool.map(run, sorted(HERE.glob("*.ipynb"))):
            print(line)
