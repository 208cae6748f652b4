//! Reads tables of goods: CSV and TSV with any common separator and encoding, XLSX by calamine.

use calamine::{Data, Reader as _, Xlsx};
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::world::TableReader;
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// The file formats that goods come in.
pub struct Tables;

impl TableReader for Tables {
    fn rows(&self, file_name: &str, bytes: &[u8]) -> AppResult<Vec<(u32, Vec<String>)>> {
        // An XLSX file is a ZIP archive, whatever its name says.
        if bytes.starts_with(b"PK\x03\x04") {
            spreadsheet(bytes)
        } else {
            text(file_name, bytes)
        }
    }

    fn hash(&self, bytes: &[u8]) -> Vec<u8> {
        Sha256::digest(bytes).to_vec()
    }
}

fn refused(reason: impl ToString) -> AppError {
    AppError::new(ErrorCode::ImportRefused)
        .field("file")
        .with("reason", reason)
}

fn spreadsheet(bytes: &[u8]) -> AppResult<Vec<(u32, Vec<String>)>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or_else(|| refused("the file has no sheet"))?
        .map_err(refused)?;
    let first = sheet.start().map_or(0, |(row, _)| row);
    let line = |i: usize| {
        u32::try_from(i)
            .unwrap_or(u32::MAX)
            .saturating_add(first + 1)
    };
    Ok(sheet
        .rows()
        .enumerate()
        .map(|(i, row)| (line(i), row.iter().map(cell).collect()))
        .collect())
}

/// A cell as text. Numbers that spreadsheets keep as floats are written without an exponent, so
/// that a barcode of thirteen digits stays one.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

fn text(file_name: &str, bytes: &[u8]) -> AppResult<Vec<(u32, Vec<String>)>> {
    let text = decoded(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(file_name, &text))
        .quoting(separator(file_name, &text) != b'\t')
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(refused)?;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// UTF-8, with or without a mark; UTF-16 with one; anything else is refused, not guessed.
fn decoded(bytes: &[u8]) -> AppResult<String> {
    let utf16 = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|c| read([c[0], c[1]])).collect();
        String::from_utf16(&units).map_err(|_| refused("the file is not readable UTF-16"))
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => String::from_utf8(rest.to_vec()).map_err(|e| {
            let line = rest[..e.utf8_error().valid_up_to()]
                .iter()
                .filter(|b| **b == b'\n')
                .count();
            refused(format!(
                "line {} is not UTF-8; save the file as UTF-8",
                line + 1
            ))
        }),
    }
}

/// By the file's name, else the separator that is most common in the first line.
fn separator(file_name: &str, text: &str) -> u8 {
    if file_name.to_lowercase().ends_with(".tsv") {
        return b'\t';
    }
    let first = text.lines().next().unwrap_or_default();
    let count = |c: u8| first.bytes().filter(|b| *b == c).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|c| count(*c))
        .unwrap_or(b',')
}
