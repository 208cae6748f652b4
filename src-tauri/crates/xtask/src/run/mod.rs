//! Starting the demo shop: its data, its devices, its window. Owns the order of starting
//! and that nothing is left running; knows the programs only by their command lines.

mod children;
mod devices;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use directories::ProjectDirs;

use crate::paths::program;
use children::Children;

/// Where the screens are served when there is no display.
const SCREENS: &str = "127.0.0.1:8086";

/// Starts everything and waits until the window is closed or Ctrl-C is pressed.
pub fn shop(arguments: &[&str]) -> Result<()> {
    let data = match arguments {
        [] => platform_folder()?.join("demo"),
        ["--data", folder] => std::path::absolute(folder)?,
        _ => bail!("usage: cargo xtask run [--data DIR]"),
    };
    std::fs::create_dir_all(&data).with_context(|| format!("making {}", data.display()))?;
    println!("Data: {}", data.display());
    make_demo(&data)?;

    let mut children = Children::watching_ctrl_c()?;
    devices::start(&mut children, &data)?;
    let mut front = front(&data)?;
    children.start_front(&mut front)?;
    children.wait()
}

/// `~/.local/share/countertop` on Linux and its like elsewhere.
fn platform_folder() -> Result<PathBuf> {
    let folders = ProjectDirs::from("shop", "Countertop", "countertop");
    Ok(folders
        .context("this user has no home folder; say --data DIR")?
        .data_dir()
        .to_owned())
}

/// Makes the demo shop on the first start; leaves an existing one alone.
fn make_demo(data: &Path) -> Result<()> {
    let status = Command::new(program("posctl")?)
        .arg("demo")
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null())
        .status()?;
    ensure!(
        status.success(),
        "the demo shop could not be made ({status})"
    );
    Ok(())
}

/// The window, or without a display the same screens for a browser.
fn front(data: &Path) -> Result<Command> {
    let mut command = if has_display() {
        println!("Opening the window. Close it, or press Ctrl-C here, to stop everything.");
        Command::new(program("countertop")?)
    } else {
        println!("No display: serving the screens. Press Ctrl-C to stop everything.");
        let mut serve = Command::new(program("posctl")?);
        serve.args(["serve", "--listen", SCREENS]);
        serve
    };
    command.arg("--data").arg(data);
    Ok(command)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
