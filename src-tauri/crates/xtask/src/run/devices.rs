//! The simulated devices on the demo's counter, each a program of its own. Owns their addresses;
//! what they do is theirs.

use super::children::Children;
use crate::paths::program;
use anyhow::{Result, bail};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

/// One device: what it is called, where the till finds it, how it is started.
struct Device {
    name: &'static str,
    address: &'static str,
    arguments: &'static [&'static str],
    /// The option that takes a path beside the data, and the path's name.
    keeps: Option<(&'static str, &'static str)>,
}

const DEVICES: [Device; 4] = [
    Device {
        name: "card terminal",
        // The port of ZVT over TCP (ZVT 13.13, section 3).
        address: "127.0.0.1:20007",
        arguments: &["terminal", "--human"],
        keeps: Some(("--ledger", "demo-terminal.jsonl")),
    },
    Device {
        name: "receipt printer",
        address: "127.0.0.1:9100",
        arguments: &["printer"],
        keeps: Some(("--out", "demo-slips")),
    },
    Device {
        name: "scale",
        address: "127.0.0.1:9101",
        // Say `{"verb":"set","weight_g":642}` there to put something on it.
        arguments: &[
            "scale",
            "--protocol",
            "toledo8217",
            "--control",
            "127.0.0.1:9111",
        ],
        keeps: None,
    },
    Device {
        name: "pole display",
        address: "127.0.0.1:9102",
        arguments: &["display"],
        keeps: Some(("--out", "demo-display")),
    },
];

/// Starts every device, and says where each is.
pub fn start(children: &mut Children, data: &Path) -> Result<()> {
    let simulator = program("pos-sim")?;
    for device in &DEVICES {
        if TcpStream::connect(device.address).is_ok() {
            bail!(
                "something listens on {} already: is the shop running in another window?",
                device.address
            );
        }
        let mut command = Command::new(&simulator);
        command
            .args(device.arguments)
            .args(["--tcp", device.address, "--exit-with-parent"]);
        if let Some((option, name)) = device.keeps {
            command.arg(option).arg(data.with_file_name(name));
        }
        children.start_until_ready(&mut command, device.name)?;
    }
    println!("Simulated devices, to be paired by the technician (Tom):");
    for device in &DEVICES {
        println!("  {:16} {}", device.name, device.address);
    }
    println!(
        "Printed slips are pictures in {}",
        data.with_file_name("demo-slips").display()
    );
    Ok(())
}
