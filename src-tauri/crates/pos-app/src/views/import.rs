//! Importing goods from a table.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which column holds what (0-based).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    pub barcode: Option<u32>,
    pub name: u32,
    pub name_zh: Option<u32>,
    pub price: Option<u32>,
    pub category: Option<u32>,
    pub tax_class: Option<u32>,
    pub unit: Option<u32>,
    pub stock: Option<u32>,
    pub has_header: bool,
}

/// A dry run.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportCheck {
    pub columns: Vec<String>,
    pub sample: Vec<Vec<String>>,
    pub mapping: ImportMapping,
    pub row_count: u32,
    pub new_count: u32,
    pub changed_count: u32,
    pub unchanged_count: u32,
    /// The first thousand; `problem_count` counts all.
    pub problems: Vec<ImportProblem>,
    pub problem_count: u32,
    pub refused_count: u32,
}

/// Something about a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ImportProblem {
    /// Line of the file, from 1.
    pub line: u32,
    pub field: String,
    /// Text key `import-problem-<reason>`.
    pub reason: String,
    pub value: String,
    /// The row is left out; otherwise it is taken with a correction.
    pub refused: bool,
}

/// An import that was done.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportDone {
    pub new_count: u32,
    pub changed_count: u32,
    pub unchanged_count: u32,
    pub refused_count: u32,
    pub took_ms: u32,
}
