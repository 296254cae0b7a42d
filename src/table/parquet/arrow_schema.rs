//! The columns and their descriptions as readers of Arrow look for them in a Parquet file.
//!
//! Parquet has no place for the description of a column. Arrow (pyarrow, polars, R arrow) keeps
//! its own schema beside it, under the key `ARROW:schema`: a message of its IPC format in base64,
//! in which every field may have metadata. The message is a flatbuffer of the tables `Message`,
//! `Schema`, `Field` and `KeyValue`; the numbers of their slots are those of
//! <https://github.com/apache/arrow/blob/main/format/Schema.fbs> and `Message.fbs`. That readers
//! understand it is checked by `tests/tables/check_parquet.py`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flatbuffers::{FlatBufferBuilder, TableFinishedWIPOffset, VOffsetT, WIPOffset};

use crate::table::{Column, ColumnKind, Schema};

/// Version 5 of the metadata, that of Arrow 1.0 and later.
const METADATA_V5: i16 = 4;

/// `MessageHeader::Schema`.
const HEADER_SCHEMA: u8 = 1;

/// What stands in front of a message: four bytes of ones, then the length.
const CONTINUATION: [u8; 4] = [0xFF; 4];

type Table = WIPOffset<TableFinishedWIPOffset>;

/// The place of slot `i` in a table.
const fn slot(i: VOffsetT) -> VOffsetT {
    4 + 2 * i
}

/// The schema as the value of `ARROW:schema`.
pub(super) fn arrow_schema(schema: &Schema) -> String {
    let mut buffer = FlatBufferBuilder::new();
    let fields: Vec<Table> = (schema.columns.iter())
        .map(|column| push_field(&mut buffer, column))
        .collect();
    let fields = buffer.create_vector(&fields);
    let facts = [
        ("title", &schema.title),
        ("description", &schema.description),
    ];
    let facts = facts.map(|(key, value)| push_pair(&mut buffer, key, value));
    let facts = buffer.create_vector(&facts);
    let table = buffer.start_table();
    buffer.push_slot_always(slot(1), fields);
    buffer.push_slot_always(slot(2), facts);
    let header = buffer.end_table(table);
    let message = buffer.start_table();
    buffer.push_slot_always(slot(0), METADATA_V5);
    buffer.push_slot_always(slot(1), HEADER_SCHEMA);
    buffer.push_slot_always(slot(2), header);
    let message = buffer.end_table(message);
    buffer.finish(message, None);
    let mut bytes = buffer.finished_data().to_vec();
    // A message ends at a multiple of eight.
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    let length = u32::try_from(bytes.len()).unwrap_or_default();
    let framed = [&CONTINUATION[..], &length.to_le_bytes(), &bytes].concat();
    STANDARD.encode(framed)
}

/// `Field`: name, nullable, type, children, metadata.
fn push_field(buffer: &mut FlatBufferBuilder<'_>, column: &Column) -> Table {
    let name = buffer.create_string(&column.name);
    let (type_number, kind) = push_type(buffer, column.kind);
    let children = buffer.create_vector::<Table>(&[]);
    let mut facts = vec![push_pair(buffer, "description", &column.description)];
    if let Some(unit) = &column.unit {
        facts.push(push_pair(buffer, "unit", unit));
    }
    let facts = buffer.create_vector(&facts);
    let field = buffer.start_table();
    buffer.push_slot_always(slot(0), name);
    buffer.push_slot_always(slot(1), !column.is_required);
    buffer.push_slot_always(slot(2), type_number);
    buffer.push_slot_always(slot(3), kind);
    buffer.push_slot_always(slot(5), children);
    buffer.push_slot_always(slot(6), facts);
    buffer.end_table(field)
}

/// The number of a type in the union `Type`, and its table.
fn push_type(buffer: &mut FlatBufferBuilder<'_>, kind: ColumnKind) -> (u8, Table) {
    let table = buffer.start_table();
    let number = match kind {
        // Utf8
        ColumnKind::Text | ColumnKind::PartialDate => 5,
        // Int: bitWidth, is_signed
        ColumnKind::Integer => {
            buffer.push_slot_always(slot(0), 64_i32);
            buffer.push_slot_always(slot(1), true);
            2
        }
        // FloatingPoint: precision DOUBLE
        ColumnKind::Number => {
            buffer.push_slot_always(slot(0), 2_i16);
            3
        }
        // Bool
        ColumnKind::Flag => 6,
    };
    (number, buffer.end_table(table))
}

/// `KeyValue`: key, value.
fn push_pair(buffer: &mut FlatBufferBuilder<'_>, key: &str, value: &str) -> Table {
    let (key, value) = (buffer.create_string(key), buffer.create_string(value));
    let pair = buffer.start_table();
    buffer.push_slot_always(slot(0), key);
    buffer.push_slot_always(slot(1), value);
    buffer.end_table(pair)
}
