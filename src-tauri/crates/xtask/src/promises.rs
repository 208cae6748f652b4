//! The promises as a table: what `make promises` calls. What a promise is and how it is tried is
//! known by the test target of that name.

use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use crate::paths::root;

/// Tries the promises that are named, or all of them. With `--plant NAME` a control is broken first
/// and the promise's line must turn red.
pub fn tell(words: &[&str]) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "--locked", "--workspace"]);
    command.args(["--test", "promises", "--"]);
    if !words.contains(&"--plant") {
        command.arg("--plain");
    }
    let status = command
        .args(words)
        .current_dir(root())
        .stdin(Stdio::null())
        .status()?;
    ensure!(status.success(), "a promise is broken");
    Ok(())
}
