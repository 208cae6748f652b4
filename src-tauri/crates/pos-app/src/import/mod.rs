//! Goods from a table: which column is what, what is wrong with which row, and all or nothing.

pub mod mapping;
pub mod plan;

use crate::api::{AppError, AppResult, ErrorCode};
use pos_domain::ids::ImportId;
use std::collections::HashMap;

/// A file of goods is not larger than this.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Files waiting at the same time.
const UPLOADS_MAX: usize = 4;

/// A row of the file: its line (from 1) and its cells.
pub type Row = (u32, Vec<String>);

/// A file on its way in.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub file_name: String,
    pub size: usize,
    pub bytes: Vec<u8>,
    pub next_index: u32,
}

/// Files on their way in.
#[derive(Default)]
pub struct Uploads {
    files: HashMap<ImportId, Upload>,
}

impl Uploads {
    /// Makes place for a file; the oldest goes when there are too many.
    pub fn begin(&mut self, id: ImportId, file_name: String, size: usize) -> AppResult<()> {
        if size == 0 || size > FILE_BYTES_MAX {
            return Err(AppError::invalid("size", "out_of_range").with("most", FILE_BYTES_MAX));
        }
        if self.files.len() >= UPLOADS_MAX
            && let Some(oldest) = self.files.keys().min().copied()
        {
            self.files.remove(&oldest);
        }
        self.files.insert(
            id,
            Upload {
                file_name,
                size,
                ..Upload::default()
            },
        );
        Ok(())
    }

    /// Adds the next piece; the same piece twice is taken once.
    pub fn add(&mut self, id: ImportId, index: u32, piece: &[u8]) -> AppResult<()> {
        let upload = self.files.get_mut(&id).ok_or_else(missing)?;
        if index < upload.next_index {
            return Ok(());
        }
        if index > upload.next_index || upload.bytes.len() + piece.len() > upload.size {
            return Err(AppError::invalid("index", "out_of_order"));
        }
        upload.bytes.extend_from_slice(piece);
        upload.next_index += 1;
        Ok(())
    }

    /// The whole file.
    pub fn whole(&self, id: ImportId) -> AppResult<Upload> {
        let upload = self.files.get(&id).ok_or_else(missing)?;
        if upload.bytes.len() != upload.size {
            return Err(AppError::invalid("import_id", "not_complete"));
        }
        Ok(upload.clone())
    }

    pub fn done(&mut self, id: ImportId) {
        self.files.remove(&id);
    }
}

fn missing() -> AppError {
    AppError::new(ErrorCode::ImportNotFound).field("import_id")
}
