//! The vault through its public doors, on a real folder, a fake and a real keychain.

mod fake;
mod slots;
