//! Use cases, ports, the command registry and events. Owns what may be done, by whom, and what is
//! written when it is; never opens a file, a cable or a thread.

pub mod api;
pub mod app;
mod audience;
pub mod catalogue;
pub mod clock;
pub mod commands;
pub mod console;
pub mod context;
mod dispatch;
pub mod effect;
pub mod event;
pub mod flow;
pub mod import;
pub mod ports;
mod recovery;
mod sign_in;
pub mod survive;
pub mod tx;
pub mod views;

pub use api::{AppError, AppResult, ErrorCode};
pub use app::{App, Call, Caller};
pub use console::Console;
