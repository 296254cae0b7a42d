"""Checks that folders of tables are what they say: for frictionless, pandas and people.

Usage: python tests/tables/check_tables.py FOLDER...
Each FOLDER holds a datapackage.json. Of every table there it checks that
- frictionless finds size, hash, columns, types, constraints, keys and references as described;
- pandas reads it by the types of the schema, every field as the file has it (read once more by the
  csv module of Python), and missing where the field is empty and nowhere else;
- codebook_of_tables.md, taken apart by a parser of GitHub's Markdown, says of every column what the
  schema says, and that no text of it acts as markup.
It also counts the columns whose type pandas guesses otherwise without the schema.
"""

import csv
import json
import pathlib
import sys

import pandas as pd
from frictionless import Package
from marko.ext.gfm import gfm

csv.field_size_limit(2**30)

DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
PARSERS = {"string": str, "integer": int, "number": float, "boolean": {"true": True, "false": False}.get}
NAMES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true/false"}


def read_table(folder, resource):
    """A table as docs/loading-tables.md says to read it."""
    types = {field["name"]: DTYPES[field["type"]] for field in resource["schema"]["fields"]}
    return pd.read_csv(folder / resource["path"], dtype=types, keep_default_na=False, na_values=[""])


def check_pandas(folder, resource):
    """What is wrong with a table that pandas read, and how many columns it guesses otherwise."""
    table = read_table(folder, resource)
    guessed = pd.read_csv(folder / resource["path"], low_memory=False)
    with (folder / resource["path"]).open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file, strict=True)
    fields = resource["schema"]["fields"]
    if header != [field["name"] for field in fields] or list(table) != header:
        return [f"columns are {header}"], 0
    problems, n_otherwise = [], 0
    for place, field in enumerate(fields):
        name, parse = field["name"], PARSERS[field["type"]]
        expected = [None if row[place] == "" else parse(row[place]) for row in rows]
        found = [None if pd.isna(value) else value for value in table[name]]
        if found != expected:
            problems.append(f"{name}: pandas reads other values than stand in the file")
        if field.get("constraints", {}).get("required") and None in found:
            problems.append(f"{name}: a required value is missing")
        kinds = {"string": "O", "integer": "i", "number": "fi", "boolean": "b"}[field["type"]]
        n_otherwise += bool(rows) and guessed[name].dtype.kind not in kinds
    return problems, n_otherwise


def text_of(element):
    """What a reader sees of a piece of Markdown."""
    if isinstance(element.children, str):
        return element.children
    return "".join(map(text_of, element.children))


def rows_of(element):
    """The rows of a table of Markdown, as texts of its cells."""
    return [[text_of(cell) for cell in row.children] for row in element.children]


def values_of(field):
    """What the codebook says of the values of a column."""
    rules = field.get("constraints", {})
    low, high = (None if rules.get(end) is None else f"{rules[end]:g}" for end in ("minimum", "maximum"))
    if "enum" in rules:
        return ", ".join(rules["enum"])
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None or high is not None:
        return f"from {low}" if high is None else f"to {high}"
    return "true, false" if field["type"] == "boolean" else ""


def row_of(field):
    """The row of the codebook that tells of a column."""
    rules = field.get("constraints", {})
    filled = "always" if rules.get("required") else "may be empty"
    return [
        field["name"],
        "date" if "pattern" in rules else NAMES[field["type"]],
        field.get("unit", ""),
        values_of(field),
        "always, none twice" if rules.get("unique") else filled,
        field["description"].replace("`", ""),
    ]


def check_codebook(folder, package):
    """What the codebook of a folder lacks or says otherwise."""
    page = gfm.parse((folder / "codebook_of_tables.md").read_text(encoding="utf-8"))
    parts = [part for part in page.children if part.get_type() != "BlankLine"]
    kinds = {part.get_type() for part in parts}
    if not kinds <= {"Heading", "Paragraph", "Table"}:
        return [f"the codebook holds {sorted(kinds)}"]
    tables, heading = {}, None
    for part in parts:
        if part.get_type() == "Heading":
            heading = text_of(part)
        if part.get_type() == "Table":
            tables[heading] = rows_of(part)[1:]
    problems = []
    title = "Codebook of tables: " + package["title"]
    listed = [row[0] for row in tables.pop(title, [])]
    if listed != [resource["path"] for resource in package["resources"]] or listed != list(tables):
        problems.append(f"the codebook lists {listed} and tells of {list(tables)}")
    for resource in package["resources"]:
        expected = [row_of(field) for field in resource["schema"]["fields"]]
        for row, told in zip(expected, tables.get(resource["path"], []), strict=True):
            if [cell.strip() for cell in told] != [cell.strip() for cell in row]:
                problems.append(f"{resource['path']}: the codebook says {told}, the schema {row}")
    return problems


def check(folder):
    """Whether a folder is what it says; prints what is not."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    report = Package(str(folder / "datapackage.json")).validate()
    problems = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    problems += [error.message for error in report.errors]
    n_columns = n_otherwise = 0
    for resource in package["resources"]:
        found, otherwise = check_pandas(folder, resource)
        problems += [f"{resource['path']}: {problem}" for problem in found]
        n_columns += len(resource["schema"]["fields"])
        n_otherwise += otherwise
    described = {resource["path"] for resource in package["resources"]}
    tables = {path.name for path in folder.glob("*.csv")}
    problems += [f"{name}: in the folder or the description alone" for name in described ^ tables]
    problems += check_codebook(folder, package)
    n_rows = sum(task.stats.get("rows") or 0 for task in report.tasks)
    print(
        f"{folder}: {len(described)} tables, {n_columns} columns, {n_rows} rows, {len(problems)} problems;"
        f" pandas alone guesses {n_otherwise} columns otherwise"
    )
    for problem in problems[:20]:
        print(f"  {problem}")
    return report.valid and not problems


if __name__ == "__main__":
    results = [check(pathlib.Path(name)) for name in sys.argv[1:]]
    sys.exit(0 if results and all(results) else 1)
