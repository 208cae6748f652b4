//! The edge: errors with codes, the registry of commands, sessions and approvals.

pub mod approval;
pub mod error;
pub mod lock_out;
pub mod name;
pub mod registry;
pub mod secret_text;
pub mod session;

pub use error::{AppError, AppResult, ApprovalNeeded, ErrorCode};
pub use name::name_of;
pub use registry::{Access, CommandEntry, Mode, Run, TypeText, answer, commands, parse};
pub use secret_text::SecretText;
