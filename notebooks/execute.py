"""Runs every notebook from top to bottom and checks the tables against their schema.

Usage: python notebooks/execute.py
Fails at the first cell that fails, and where a table does not fit data/labelled/datapackage.json.
The notebooks themselves are left as they are.
"""

import pathlib
import sys

import nbclient
import nbformat
from frictionless import Package

HERE = pathlib.Path(__file__).resolve().parent


def run_notebooks() -> None:
    for path in sorted(HERE.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        nbclient.NotebookClient(
            notebook, timeout=300, resources={"metadata": {"path": str(HERE)}}
        ).execute()
        print(f"{path.name}: {len(notebook.cells)} cells run")


def check_tables() -> bool:
    report = Package(str(HERE.parent / "data" / "labelled" / "datapackage.json")).validate()
    for task in report.tasks:
        print(f"{task.name}: {task.stats.get('rows', 0)} rows, {task.stats['errors']} errors")
        for error in task.errors[:5]:
            print(f"  {error.message}")
    return report.valid


if __name__ == "__main__":
    run_notebooks()
    sys.exit(0 if check_tables() else 1)
