//! What the columns of a Parquet file hold, and how it is written as text.

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use ::parquet::schema::types::{ColumnDescriptor, Type as SchemaType};

use crate::table::ColumnKind;

/// Largest precision of a decimal number: what 128 bits hold.
const MAX_PRECISION: i32 = 38;

/// How the values of a column are written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Signed,
    /// A whole number from 0 in 32 bits.
    Unsigned32,
    /// A whole number from 0 in 64 bits.
    Unsigned64,
    /// A number in 16 bits.
    Half,
    /// A number in 32 or 64 bits, by the values themselves.
    Number,
    /// A number with so many decimals.
    Decimal(u32),
    /// UTF-8.
    Text,
    /// 16 bytes as 8-4-4-4-12 hexadecimal digits.
    Uuid,
    /// Days since 1970-01-01.
    Date,
    /// Parts of a second since midnight; how many go into a second.
    Time(i64),
    /// Parts of a second since 1970-01-01; how many go into a second, and whether in UTC.
    Instant(i64, bool),
}

impl Form {
    /// The form of a column that is not nested; `None` where it holds what has no text.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Self> {
        let kind = column.physical_type();
        let form = match column.logical_type_ref() {
            None => Self::of_converted(column)?,
            Some(LogicalType::Unknown) => Self::of_kind(kind),
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Self::Text,
            Some(LogicalType::Decimal(decimal)) => decimal_form(decimal.precision, decimal.scale)?,
            Some(LogicalType::Date) => Self::Date,
            Some(LogicalType::Time(time)) => Self::Time(per_second(time.unit)),
            Some(LogicalType::Timestamp(time)) => {
                Self::Instant(per_second(time.unit), time.is_adjusted_to_u_t_c)
            }
            Some(LogicalType::Integer(whole)) if whole.is_signed => Self::Signed,
            Some(LogicalType::Integer(_)) => unsigned(kind),
            Some(LogicalType::Uuid) if column.type_length() == 16 => Self::Uuid,
            Some(LogicalType::Float16) if column.type_length() == 2 => Self::Half,
            Some(_) => return None,
        };
        form.fits(kind).then_some(form)
    }

    /// Whether values of this form are stored as `kind`.
    fn fits(self, kind: Type) -> bool {
        let is_bytes = matches!(kind, Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY);
        let is_whole = matches!(kind, Type::INT32 | Type::INT64);
        match self {
            Self::Flag => kind == Type::BOOLEAN,
            Self::Signed | Self::Unsigned32 | Self::Unsigned64 | Self::Date | Self::Time(_) => {
                is_whole
            }
            Self::Number => matches!(kind, Type::FLOAT | Type::DOUBLE),
            Self::Text | Self::Uuid | Self::Half => is_bytes,
            Self::Decimal(_) => is_bytes || is_whole,
            Self::Instant(..) => matches!(kind, Type::INT64 | Type::INT96),
        }
    }

    /// By the older names of types, which files of before 2018 have alone.
    fn of_converted(column: &ColumnDescriptor) -> Option<Self> {
        let kind = column.physical_type();
        let form = match column.converted_type() {
            ConvertedType::NONE => Self::of_kind(kind),
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Self::Text,
            ConvertedType::DECIMAL => decimal_form(column.type_precision(), column.type_scale())?,
            ConvertedType::DATE => Self::Date,
            ConvertedType::TIME_MILLIS => Self::Time(1_000),
            ConvertedType::TIME_MICROS => Self::Time(1_000_000),
            ConvertedType::TIMESTAMP_MILLIS => Self::Instant(1_000, true),
            ConvertedType::TIMESTAMP_MICROS => Self::Instant(1_000_000, true),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => unsigned(kind),
            ConvertedType::INT_8
            | ConvertedType::INT_16
            | ConvertedType::INT_32
            | ConvertedType::INT_64 => Self::Signed,
            _ => return None,
        };
        Some(form)
    }

    fn of_kind(kind: Type) -> Self {
        match kind {
            Type::BOOLEAN => Self::Flag,
            Type::INT32 | Type::INT64 => Self::Signed,
            // Times of Impala and of Spark before 3: nanoseconds of a day, and the day.
            Type::INT96 => Self::Instant(1_000_000_000, false),
            Type::FLOAT | Type::DOUBLE => Self::Number,
            Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY => Self::Text,
        }
    }

    /// What such a column is among ours.
    pub(super) fn kind(self) -> ColumnKind {
        match self {
            Self::Flag => ColumnKind::Flag,
            Self::Signed | Self::Unsigned32 => ColumnKind::Integer,
            Self::Half | Self::Number => ColumnKind::Number,
            _ => ColumnKind::Text,
        }
    }
}

/// What a column that is no list of plain values holds, for a message.
pub(super) fn describe_nested(field: &SchemaType) -> &'static str {
    let info = field.get_basic_info();
    match (info.logical_type_ref(), info.converted_type()) {
        (Some(LogicalType::List), _) | (_, ConvertedType::LIST) => "lists",
        (Some(LogicalType::Map), _) | (_, ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE) => {
            "maps"
        }
        (Some(LogicalType::Variant(_)), _) => "variants",
        _ if field.is_primitive() => "lists",
        _ => "structs",
    }
}

/// What a column of plain values without a text holds, for a message.
pub(super) fn describe_unread(column: &ColumnDescriptor) -> String {
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Decimal(_)), _) | (_, ConvertedType::DECIMAL) => {
            format!("decimal numbers of more than {MAX_PRECISION} digits")
        }
        (_, ConvertedType::INTERVAL) => "intervals of time".to_owned(),
        (Some(LogicalType::Bson), _) | (_, ConvertedType::BSON) => "BSON".to_owned(),
        (Some(LogicalType::Geometry(_) | LogicalType::Geography(_)), _) => "geometry".to_owned(),
        _ => format!("values of an unknown kind in {}", column.physical_type()),
    }
}

fn decimal_form(precision: i32, scale: i32) -> Option<Form> {
    let scale = u32::try_from(scale).ok()?;
    (precision <= MAX_PRECISION && scale <= MAX_PRECISION.unsigned_abs())
        .then_some(Form::Decimal(scale))
}

fn unsigned(kind: Type) -> Form {
    if kind == Type::INT64 {
        Form::Unsigned64
    } else {
        Form::Unsigned32
    }
}

fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}
