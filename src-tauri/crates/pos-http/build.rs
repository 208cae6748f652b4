//! Makes the folder of the built screens, so that this crate compiles before they are built, and
//! builds it again when a release would otherwise embed old ones.

use std::fs;
use std::path::Path;

fn main() {
    let screens = Path::new("../../../ui/dist");
    if let Err(error) = fs::create_dir_all(screens) {
        println!("cargo:warning=no folder for the screens: {error}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    // A debug build reads the folder while it runs and embeds nothing.
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo:rerun-if-changed={}", screens.display());
    }
}
