//! What is printed: plain text for people, one JSON document for scripts. Answers go to stdout,
//! failures and progress to stderr.

use pos_app::AppError;
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// How to speak.
pub struct Say {
    json: bool,
    progress: bool,
}

impl Say {
    pub fn new(json: bool) -> Say {
        Say {
            json,
            progress: std::io::stderr().is_terminal(),
        }
    }

    /// The answer, in one of its two forms. A reader that has gone away is no matter.
    pub fn answer(&self, text: &str, json: &Value) {
        let mut out = std::io::stdout().lock();
        let _ = if self.json {
            writeln!(out, "{json}")
        } else {
            writeln!(out, "{}", text.trim_end())
        };
        let _ = out.flush();
    }

    /// Why nothing was done.
    pub fn failure(&self, error: &anyhow::Error) {
        let mut out = std::io::stderr().lock();
        let _ = if self.json {
            let told = match error.downcast_ref::<AppError>() {
                Some(known) => serde_json::to_value(known).unwrap_or_default(),
                None => json!({ "code": "failed", "reason": format!("{error:#}") }),
            };
            writeln!(out, "{}", json!({ "error": told }))
        } else {
            writeln!(out, "posctl: {error:#}")
        };
    }

    /// How far a long job is; for people only.
    pub fn steps(&self, what: &str, done: i64, total: i64) {
        if self.progress {
            eprint!("\r{what} {done} of {total}   ");
            if done >= total {
                eprintln!();
            }
        }
    }
}
