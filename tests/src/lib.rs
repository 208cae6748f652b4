//! The harness of the tests that go through the whole house: a till on its real file through the
//! real host, the real simulator as its own process, and the books seen from outside.
//!
//! Owns: how a test makes, speaks to and looks into a till. Must never: reach into a use case, or
//! wait for time to pass where an event can be awaited.

pub mod authenticator;
pub mod beside;
pub mod books;
pub mod clerk;
pub mod clock;
pub mod dice;
pub mod disk;
pub mod doors;
pub mod facts;
mod forgery;
pub mod goods;
pub mod inputs;
#[cfg(target_os = "linux")]
pub mod kill;
#[cfg(target_os = "linux")]
pub mod memory;
pub mod older;
pub mod pdf;
pub mod programs;
pub mod proof;
pub mod scan;
pub mod served;
pub mod sim;
pub mod stand_ins;
pub mod template;
pub mod terminal;
pub mod till;
pub mod written;

pub use authenticator::Authenticator;
pub use beside::SimBeside;
pub use books::Books;
pub use clerk::Clerk;
pub use served::{Browser, Served};
pub use sim::Sim;
pub use template::Who;
pub use till::Till;

/// A new id, as every caller makes them.
pub fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}
