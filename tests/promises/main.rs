//! The promises of this program, each tried on the real processes, files and sockets and told in
//! one line; and each once more with a control broken, when its line must turn red.
//!
//! `cargo xtask promises` tells the lines. Run by itself it also tries every plant.

mod backups;
mod hardware;
mod lines;
mod passwords;
mod permissions;
mod posture;
mod promise;
mod second_factor;
mod stage;
mod tamper;
mod wanted;

use promise::Promise;
use std::process::ExitCode;
use wanted::Wanted;

/// In the order of the table. A new promise is a file here and a line there.
const PROMISES: &[&Promise] = &[
    &hardware::PROMISE,
    &permissions::PROMISE,
    &tamper::PROMISE,
    &passwords::PROMISE,
    &second_factor::PROMISE,
    &backups::PROMISE,
    &posture::PROMISE,
];

fn main() -> ExitCode {
    let wanted = match Wanted::read(std::env::args().skip(1), PROMISES) {
        Ok(wanted) => wanted,
        Err(reason) => {
            eprintln!("promises: {reason}");
            return ExitCode::from(2);
        }
    };
    match lines::tell(&wanted) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
