//! The program's log: a file a day in the shop's folder, kept for two weeks. `COUNTERTOP_LOG` sets
//! how much is said (`info` when it is not set).

use std::io;
use std::path::Path;
use tracing_appender::rolling::{Builder, RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Days that are kept.
const FILES_MAX: usize = 14;

/// Begins to write; without a log the till runs all the same, and says so once.
pub fn begin(data: &Path) {
    let written = file(&data.join("log")).map(|file| {
        let filter = EnvFilter::try_from_env("COUNTERTOP_LOG");
        let filter = filter.unwrap_or_else(|_| EnvFilter::new("info"));
        tracing_subscriber::fmt()
            .json()
            .with_env_filter(filter)
            .with_writer(file)
            .init();
    });
    if let Err(error) = written {
        eprintln!("countertop: no log: {error}");
    }
}

fn file(folder: &Path) -> io::Result<RollingFileAppender> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("countertop")
        .filename_suffix("jsonl")
        .max_log_files(FILES_MAX)
        .build(folder)
        .map_err(io::Error::other)
}
