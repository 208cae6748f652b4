//! The card half of P15: whole sales paid by card at a simulated terminal on TCP, through every
//! step (sent, approved and stored, lines, completed), and what each leaves on the disk.

use crate::Load;
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use crate::kit::{folder, goods, terminal};
use crate::sustained::{bytes_row, file_bytes};
use pos_tests::dice::Dice;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use uuid::Uuid;

const SALES: usize = 500;

/// The simulator; it ends with its standard input.
struct Simulator {
    child: Child,
    port: u16,
}

impl Simulator {
    fn start(program: &Path, work: &Path) -> Simulator {
        let mut child = Command::new(program)
            .args([
                "terminal",
                "--tcp",
                "127.0.0.1:0",
                "--no-sync",
                "--exit-with-parent",
            ])
            .arg("--ledger")
            .arg(work.join("bank.jsonl"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the simulator starts");
        let out = child.stdout.take().expect("it was asked for");
        let line = BufReader::new(out)
            .lines()
            .next()
            .and_then(Result::ok)
            .expect("the simulator says where it listens");
        let port = line.rsplit(':').next().and_then(|port| port.parse().ok());
        Simulator {
            port: port.unwrap_or_else(|| panic!("{line} names a port")),
            child,
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn simulator() -> Option<PathBuf> {
    let target = folder().parent()?.to_path_buf();
    let programs = ["release", "debug"].map(|profile| target.join(profile).join("pos-sim"));
    programs.into_iter().find(|program| program.exists())
}

pub fn rows(load: &Load, shop_folder: &Path) -> Vec<Row> {
    let Some(program) = simulator() else {
        println!("card sales: skipped, the simulator is not built (cargo build -p pos-sim)");
        return Vec::new();
    };
    let simulator = Simulator::start(&program, shop_folder);
    let host = shop::start(shop_folder, true);
    let events = host.subscribe();
    let address = json!({ "kind": "tcp", "host": "127.0.0.1", "port": simulator.port });
    let manager = Register::sign_in(&host, 0);
    let terminal_id = terminal::pair(&manager, address, &events);
    host.stop();
    let before = file_bytes(shop_folder);
    sell(load, shop_folder, terminal_id);
    let bytes = (file_bytes(shop_folder) - before) as f64 / SALES as f64;
    vec![bytes_row(
        "bytes a card sale of 5 lines",
        bytes,
        1800.0,
        "<= 1,800 B",
    )]
}

/// Sells, and closes the till again so that the whole log is in the file.
fn sell(load: &Load, shop_folder: &Path, terminal_id: Uuid) {
    let codes = goods::goods(load.items).codes;
    let mut series = Dice(15);
    let host = shop::start(shop_folder, true);
    let events = host.subscribe();
    terminal::wait_until_ready(&events);
    let cashier = Register::sign_in(&host, 1);
    for _ in 0..SALES {
        let basket: Vec<&str> = (0..5)
            .map(|_| codes[series.place(codes.len())].as_str())
            .collect();
        let (sale_id, due) = cashier.ring(&basket);
        terminal::pay(&cashier, sale_id, due, terminal_id, &events);
    }
    host.stop();
}
