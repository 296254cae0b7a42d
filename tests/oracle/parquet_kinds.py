"""Makes the Parquet files of tests/fixtures/parquet, and the text that each of their values has.

Run with pyarrow 26.0.1 from the root of the repository: python tests/oracle/parquet_kinds.py

The expected text stands in kinds.csv. It is written from the Python values by Python's own rules
(`str`, `repr`, `isoformat`), not by a writer of CSV and not by this project.
"""

import datetime as dt
import decimal
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path("tests/fixtures/parquet")
UTC = dt.timezone.utc
DAY = dt.date(2024, 2, 29)
NOON = dt.datetime(2024, 2, 29, 12, 30, 5)
IDS = [uuid.UUID(int=7), uuid.UUID("12345678-9abc-def0-1234-56789abcdef0")]

#       name, type, three values (the third missing), their text
COLUMNS = [
    ("flag", pa.bool_(), [True, False], ["true", "false"]),
    ("int8", pa.int8(), [-128, 127], None),
    ("int16", pa.int16(), [-32768, 32767], None),
    ("int32", pa.int32(), [-(2**31), 2**31 - 1], None),
    ("int64", pa.int64(), [-(2**63), 2**63 - 1], None),
    ("uint8", pa.uint8(), [0, 255], None),
    ("uint16", pa.uint16(), [0, 65535], None),
    ("uint32", pa.uint32(), [0, 2**32 - 1], None),
    ("uint64", pa.uint64(), [0, 2**64 - 1], None),
    ("float16", pa.float16(), [0.5, -2.0], None),
    ("float32", pa.float32(), [0.1, -16777216.0], ["0.1", "-16777216.0"]),
    ("float64", pa.float64(), [0.1, 1 / 3], None),
    ("decimal", pa.decimal128(10, 2), [decimal.Decimal("-0.05"), decimal.Decimal("123.40")], None),
    ("wide_decimal", pa.decimal128(38, 4), [decimal.Decimal("-1.2345"), decimal.Decimal("9" * 34 + ".0001")], None),
    ("string", pa.string(), ['zegt: "nee", en\nblijft', "één – €"], None),
    ("large_string", pa.large_string(), ["a", "b"], None),
    ("binary", pa.binary(), ["é".encode(), b"x"], ["é", "x"]),
    ("fixed", pa.binary(2), [b"ab", b"cd"], ["ab", "cd"]),
    ("category", pa.dictionary(pa.int8(), pa.string()), ["SP", "VVD"], None),
    ("date32", pa.date32(), [dt.date(1, 1, 1), DAY], None),
    ("date64", pa.date64(), [dt.date(1969, 12, 31), DAY], None),
    ("milli", pa.timestamp("ms"), [NOON, NOON.replace(microsecond=7000)],
     ["2024-02-29T12:30:05", "2024-02-29T12:30:05.007"]),
    ("micro", pa.timestamp("us"), [NOON, NOON.replace(microsecond=7)],
     ["2024-02-29T12:30:05", "2024-02-29T12:30:05.000007"]),
    ("micro_utc", pa.timestamp("us", "UTC"), [NOON.replace(tzinfo=UTC), NOON.replace(tzinfo=UTC)],
     ["2024-02-29T12:30:05Z", "2024-02-29T12:30:05Z"]),
    ("nano", pa.timestamp("ns"), [1, 1_000_000_000],
     ["1970-01-01T00:00:00.000000001", "1970-01-01T00:00:01"]),
    ("time32", pa.time32("ms"), [dt.time(0, 0), dt.time(23, 59, 59)], ["00:00:00", "23:59:59"]),
    ("time64", pa.time64("us"), [dt.time(1, 2, 3), dt.time(1, 2, 3, 4)], ["01:02:03", "01:02:03.000004"]),
    ("uuid", pa.uuid(), IDS, None),
    ("nothing", pa.null(), [None, None], ["", ""]),
]


def text_of(value):
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (dt.date, dt.datetime, dt.time)):
        return value.isoformat()
    return str(value)


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text


def write_expected():
    lines = [[name for name, *_ in COLUMNS]]
    for row in range(2):
        lines.append(
            [(texts[row] if texts else text_of(values[row])) for _, _, values, texts in COLUMNS]
        )
    lines.append([""] * len(COLUMNS))
    text = "".join(",".join(map(quoted, line)) + "\n" for line in lines)
    (FOLDER / "kinds.csv").write_text(text, encoding="utf-8")


def array(kind, values):
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string()).dictionary_encode().cast(kind)
    if kind == pa.uuid():
        storage = pa.array([v and v.bytes for v in values], pa.binary(16))
        return pa.ExtensionArray.from_storage(kind, storage)
    return pa.array(values, kind)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_expected()
    table = pa.table({name: array(kind, [*values, None]) for name, kind, values, _ in COLUMNS})
    write = lambda name, table, **options: pq.write_table(
        table, FOLDER / f"{name}.parquet", store_schema=False, **options
    )
    write("kinds", table, compression="zstd", version="2.6")
    # Every codec and page version that is read, one row a group, no dictionaries.
    write("kinds_snappy_v2", table, compression="snappy", data_page_version="2.0", row_group_size=1)
    write("kinds_gzip_plain", table, compression="gzip", use_dictionary=False)
    write("kinds_none", table, compression="none", use_dictionary=False, data_page_version="2.0")
    # Instants in 96 bits, as Impala and older Spark write them.
    nano = table.select(["nano"])
    write("int96", nano, use_deprecated_int96_timestamps=True)
    # The delta encodings, which are written on demand and by version 2 of parquet-mr.
    text = pa.table({"text": ["aa", "ab", None, "b"], "n": [5, 7, None, 900]})
    write("delta", text, use_dictionary=False,
          column_encoding={"text": "DELTA_LENGTH_BYTE_ARRAY", "n": "DELTA_BINARY_PACKED"})
    write("delta_prefixes", text.select(["text"]), use_dictionary=False,
          column_encoding={"text": "DELTA_BYTE_ARRAY"})
    # What is refused.
    one = lambda kind, value: pa.table({"text": ["a"], "x": pa.array([value], kind)})
    write("list", one(pa.list_(pa.string()), ["a"]))
    write("struct", one(pa.struct([("a", pa.int8())]), {"a": 1}))
    write("map", one(pa.map_(pa.string(), pa.int8()), [("a", 1)]))
    write("brotli", one(pa.string(), "a"), compression="brotli")
    write("bytes", one(pa.binary(), b"\xff"))


if __name__ == "__main__":
    main()
