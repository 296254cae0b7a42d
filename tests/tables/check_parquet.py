"""Checks that a labelled table written as Parquet is the same table for pyarrow, polars and DuckDB.

Usage: python tests/tables/check_parquet.py STANDPUNT
STANDPUNT is the program built with the feature `parquet`. It labels data/labelled/passages.csv as CSV
and as Parquet. Of the Parquet file it checks that each reader, with nothing said of types, finds
- the columns in order, each of the type that its schema says: string, 64-bit integer, double, boolean;
- in every field the value of the CSV, and null where the CSV is empty and nowhere else;
- (pyarrow) null allowed where the schema allows it, the description and unit of every column, zstd;
and that files of the three writers (zstd, snappy, gzip) are labelled as the CSV is, from a file and from
a pipe, and that the bytes are the same on one thread and on two.

pyarrow 26.0.1, polars 2.1.0, DuckDB 2.0.0: tests/tables/requirements.txt. R arrow and Spark were not run:
see docs/loading-tables.md.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PARSERS = {"string": str, "integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}
ARROW = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


def expect(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")


def expected_columns(path, fields):
    """The values of every column of a CSV by the types of its schema."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file, strict=True)
    expect(f"columns of {path.name}", header, [field["name"] for field in fields])
    parsers = [PARSERS[field["type"]] for field in fields]
    return {
        name: [parser(row[i]) if row[i] else None for row in rows]
        for i, (name, parser) in enumerate(zip(header, parsers))
    }


def check_pyarrow(path, fields, columns):
    file = pq.ParquetFile(path)
    schema = file.schema_arrow
    for field, column in zip(fields, schema, strict=True):
        where = f"pyarrow, {field['name']}"
        expect(where, column.name, field["name"])
        expect(f"{where}, type", column.type, ARROW[field["type"]])
        expect(f"{where}, null allowed", column.nullable, not field.get("constraints", {}).get("required", False))
        metadata = {key.decode(): value.decode() for key, value in (column.metadata or {}).items()}
        metadata.pop("PARQUET:field_id", None)
        expect(f"{where}, metadata", metadata, {k: field[k] for k in ("description", "unit") if k in field})
    expect("title", schema.metadata[b"title"], b"Labelled passages")
    group = file.metadata.row_group(0)
    expect("compression", {group.column(i).compression for i in range(len(fields))}, {"ZSTD"})
    expect("pyarrow, values", file.read().to_pydict(), columns)
    file.read().validate(full=True)


def check_polars(path, fields, columns):
    table = pl.read_parquet(path)
    expect("polars, types", dict(table.schema), {f["name"]: POLARS[f["type"]] for f in fields})
    expect("polars, values", table.to_dict(as_series=False), columns)


def check_duckdb(path, fields, columns):
    table = duckdb.read_parquet(str(path))
    expect("duckdb, types", list(map(str, table.types)), [DUCKDB[f["type"]] for f in fields])
    rows = table.fetchall()
    found = {name: [row[i] for row in rows] for i, name in enumerate(table.columns)}
    expect("duckdb, values", found, columns)


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def label(source, name, *options, **pipe):
            target = folder / name
            command = [program, "--quiet", *options, "label", str(source), "--prefix", "new_", "--out", str(target)]
            subprocess.run(command, check=True, cwd=ROOT, **pipe)
            return target

        passages = ROOT / "data/labelled/passages.csv"
        as_csv = label(passages, "labelled.csv")
        path = label(passages, "labelled.parquet", "--threads", "1")
        again = label(passages, "again.parquet", "--threads", "2")
        expect("bytes on two threads", again.read_bytes() == path.read_bytes(), True)

        own = pq.ParquetFile(path).metadata.metadata[b"standpunt.table_schema"]
        fields = json.loads(own)["fields"]
        columns = expected_columns(as_csv, fields)
        n_typed = sum(field["type"] != "string" for field in fields)
        for check in (check_pyarrow, check_polars, check_duckdb):
            check(path, fields, columns)

        # Files of other writers, with the columns of passages.csv.
        names = passages.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        table = pq.read_table(path, columns=names)
        foreign = {codec: folder / f"{codec}.parquet" for codec in ("zstd", "snappy", "gzip")}
        pl.from_arrow(table).write_parquet(foreign["zstd"], compression="zstd")
        pq.write_table(table, foreign["gzip"], compression="gzip", data_page_version="2.0", row_group_size=100)
        quoted = ", ".join(f'"{name}"' for name in names)
        duckdb.sql(f"COPY (SELECT {quoted} FROM '{path}') TO '{foreign['snappy']}' (FORMAT parquet, CODEC 'snappy')")
        expected = columns_of(as_csv)
        for codec, file in foreign.items():
            expect(f"labels of {codec}", columns_of(label(file, "again.csv")), expected)
            with file.open("rb") as pipe:
                expect(f"labels of {codec}, piped", columns_of(label("-", "again.csv", stdin=pipe)), expected)
        print(f"{len(columns)} columns ({n_typed} typed) of {table.num_rows} rows: as in the CSV for "
              f"pyarrow {pa.__version__}, polars {pl.__version__}, DuckDB {duckdb.__version__}")


def columns_of(path):
    """The rows of a CSV, numbers as numbers: other writers do not keep how many decimals they had."""
    with path.open(newline="", encoding="utf-8") as file:
        return [[number_or_text(field) for field in row] for row in csv.reader(file, strict=True)]


def number_or_text(field):
    try:
        return float(field)
    except ValueError:
        return field


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).resolve()))
