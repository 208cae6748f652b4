//! Owns the files of a slip: its picture and its words.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::strip::Paper;
use super::tally::Tally;
use crate::paint;

/// What was noticed while a slip was printed.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    pub unknown: Tally,
    pub ignored: Tally,
    pub missing: String,
    pub wrapped: u64,
}

/// How a slip ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Cut,
    PartialCut,
    Form,
    Tear,
    Quit,
}

impl End {
    fn name(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::PartialCut => "partial_cut",
            Self::Form => "form",
            Self::Tear => "tear",
            Self::Quit => "quit",
        }
    }
}

/// Writes the files, and gives the fields of the event.
///
/// # Errors
/// When a file cannot be written; the text says which.
pub fn write(
    folder: &Path,
    no: u64,
    paper: &Paper,
    end: End,
    remarks: &Remarks,
) -> Result<Value, String> {
    let file = |ending: &str| folder.join(format!("slip-{no:04}.{ending}"));
    let (picture, words) = (file("png"), file("txt"));
    let margin = margin(paper.dots.width());
    let failed = |path: &PathBuf, error: String| format!("{}: {error}", path.display());
    paint::save(&picture, &paper.dots, margin).map_err(|e| failed(&picture, e.to_string()))?;
    let mut text = String::new();
    for line in &paper.lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    fs::write(&words, &text).map_err(|e| failed(&words, e.to_string()))?;
    Ok(json!({
        "no": no,
        "end": end.name(),
        "png": picture,
        "txt": words,
        "text": text,
        "width_dots": paper.dots.width() + 2 * margin,
        "height_dots": paper.dots.height(),
        "wrapped": remarks.wrapped,
        "unknown": remarks.unknown.json(),
        "ignored": remarks.ignored.json(),
        "missing": remarks.missing,
    }))
}

/// The highest number of a slip that is in the folder, 0 if there is none.
pub fn last_no(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let numbers = entries.filter_map(|entry| {
        let name = entry.ok()?.file_name().into_string().ok()?;
        let number = name.strip_prefix("slip-")?.strip_suffix(".png")?;
        number.parse().ok()
    });
    numbers.max().unwrap_or(0)
}

/// The paper beside the print: 80 mm around 576 dots, 58 mm around 384.
fn margin(width: usize) -> usize {
    if width == 384 { 40 } else { 32 }
}
