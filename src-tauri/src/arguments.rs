//! The command line. Owns its few words; what comes from it is trusted as little as any input.

use std::ffi::OsString;
use std::path::PathBuf;

pub const USAGE: &str = "usage: countertop [--data DIR] [--passphrase-file FILE] [--kiosk]";

/// How the window starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The shop's folder.
    pub data: PathBuf,
    /// Holds the passphrase of a shop whose key slot is one.
    pub passphrase_file: Option<PathBuf>,
    /// The whole screen, without frame, for a till that is nothing else.
    pub kiosk: bool,
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    Run(Options),
    /// A text, and no window.
    Tell(String),
}

/// Reads the arguments after the program's name; the error says which one is wrong.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, String> {
    let mut arguments = arguments.into_iter();
    let mut data = None;
    let mut passphrase_file = None;
    let mut kiosk = false;
    while let Some(argument) = arguments.next() {
        let mut path = |name: &str| {
            let value = arguments.next().filter(|value| !value.is_empty());
            value
                .map(PathBuf::from)
                .ok_or_else(|| format!("{name} needs a path"))
        };
        match argument.to_str() {
            Some("--data") => data = Some(path("--data")?),
            Some("--passphrase-file") => passphrase_file = Some(path("--passphrase-file")?),
            Some("--kiosk") => kiosk = true,
            Some("--help" | "-h") => return Ok(Asked::Tell(USAGE.to_owned())),
            Some("--version" | "-V") => {
                return Ok(Asked::Tell(
                    concat!("countertop ", env!("CARGO_PKG_VERSION")).into(),
                ));
            }
            Some(_) | None => return Err(format!("unknown: {}", argument.to_string_lossy())),
        }
    }
    Ok(Asked::Run(Options {
        data: data.unwrap_or_else(pos_host::platform_data_dir),
        passphrase_file,
        kiosk,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line() {
        let run = |data: &str, kiosk| {
            Ok(Asked::Run(Options {
                data: data.into(),
                passphrase_file: None,
                kiosk,
            }))
        };
        let asked = |words: &[&str]| read(words.iter().map(OsString::from));
        assert_eq!(asked(&["--data", "a b"]), run("a b", false));
        assert_eq!(asked(&["--kiosk", "--data", "x"]), run("x", true));
        assert_eq!(asked(&["--data"]), Err("--data needs a path".to_owned()));
        assert_eq!(asked(&["--date", "x"]), Err("unknown: --date".to_owned()));
        assert_eq!(asked(&["-h"]), Ok(Asked::Tell(USAGE.to_owned())));
    }
}
