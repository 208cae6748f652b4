//! Whether this computer has a network at all. Asks the operating system only; sends nothing.

use pos_app::views::status::Network;

/// Up when an interface other than the loopback has a link.
#[cfg(target_os = "linux")]
pub fn state() -> Network {
    let Ok(interfaces) = std::fs::read_dir("/sys/class/net") else {
        return Network::NoneNeeded;
    };
    let up = interfaces.flatten().any(|interface| {
        let state = std::fs::read_to_string(interface.path().join("operstate"));
        interface.file_name() != "lo" && state.is_ok_and(|s| s.trim() == "up")
    });
    if up {
        Network::Online
    } else {
        Network::Offline
    }
}

/// Not told apart yet on this system; nothing in the till depends on it.
#[cfg(not(target_os = "linux"))]
pub fn state() -> Network {
    Network::NoneNeeded
}
