//! The vault through its public doors, on a real folder, with a fake and with the real keychain.

mod anchors;
#[cfg(target_os = "linux")]
mod chip;
mod damage;
mod fake;
#[cfg(target_os = "linux")]
mod gnome_keyring;
mod keychain;
mod rotation;
mod slots;
mod vectors;
