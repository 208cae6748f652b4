//! Who stands at the door without belonging there: other sites, rebound names, forms, other seats.
//! Each sends the very call that the manager may make.

use crate::promise::must;
use crate::stage::Stage;
use pos_tests::{Browser, Served, Who};
use serde_json::json;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

/// What a stranger changes of a good request.
struct Stranger {
    who: &'static str,
    /// The header line that is put in place of the good one, or added.
    header: &'static str,
    line: &'static str,
}

const STRANGERS: [Stranger; 8] = [
    Stranger {
        who: "a name that was rebound to this computer",
        header: "Host",
        line: "Host: till.evil.example",
    },
    Stranger {
        who: "a page of another site",
        header: "Origin",
        line: "Origin: https://evil.example",
    },
    Stranger {
        who: "a page of another program on this computer",
        header: "Origin",
        line: "Origin: http://localhost:5173",
    },
    Stranger {
        who: "a page without a home",
        header: "Origin",
        line: "Origin: null",
    },
    Stranger {
        who: "a script of another site",
        header: "Sec-Fetch-Site",
        line: "Sec-Fetch-Site: cross-site",
    },
    Stranger {
        who: "a form, which needs nobody's leave",
        header: "Content-Type",
        line: "Content-Type: text/plain",
    },
    Stranger {
        who: "a browser with the handle of another seat",
        header: "Cookie",
        line: "Cookie: countertop_seat=0123456789abcdef0123456789abcdef",
    },
    Stranger {
        who: "a browser without a handle",
        header: "x-countertop-session",
        line: "x-countertop-session: ",
    },
];

/// Sends all of them; answers how many were refused.
pub fn refused(stage: &Stage, till: &Served) -> Result<usize, String> {
    let mia = stage.seat(till, Who::Mia);
    let (cookie, handle) = mia.seat();
    let good = [
        format!("Host: {}", till.address),
        format!("Cookie: countertop_seat={cookie}"),
        format!("x-countertop-session: {handle}"),
        "Content-Type: application/json".to_owned(),
    ];
    let answer = sent(&till.address, &good);
    must(answer.contains("\"ok\""), || {
        format!("the manager herself: {answer}")
    })?;
    for stranger in &STRANGERS {
        let mut lines: Vec<String> = good
            .iter()
            .filter(|line| !line.starts_with(stranger.header))
            .cloned()
            .collect();
        lines.push(stranger.line.to_owned());
        let stolen = stranger.header == "Cookie" && stage.planted("cookie-stolen");
        if stolen {
            lines = good.to_vec();
        }
        let answer = sent(&till.address, &lines);
        let refused = answer.contains("\"error\"") && !answer.contains("\"user_id\"");
        must(refused, || format!("{} was answered", stranger.who))?;
    }
    only_here(till)?;
    customer(&mia, till)?;
    Ok(STRANGERS.len() + 1)
}

/// The till listens at this computer's own address and nowhere else.
fn only_here(till: &Served) -> Result<(), String> {
    let (_, port) = till
        .address
        .rsplit_once(':')
        .ok_or("an address without a port")?;
    let port: u16 = port.parse().map_err(|_| "a port is a number")?;
    let mut seen = false;
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let text = fs::read_to_string(table).unwrap_or_default();
        for line in text.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            // 0A: listening (include/net/tcp_states.h of Linux).
            let (Some(local), Some(&"0A")) = (words.get(1), words.get(3)) else {
                continue;
            };
            if !local.ends_with(&format!(":{port:04X}")) {
                continue;
            }
            seen = true;
            must(local.starts_with("0100007F:"), || {
                format!("it listens at {local}")
            })?;
        }
    }
    must(seen || !cfg!(target_os = "linux"), || {
        "nothing listens".to_owned()
    })
}

/// The seat of the customer's screen cannot be taken from a browser.
fn customer(mia: &Browser, till: &Served) -> Result<(), String> {
    let (_, handle) = mia.seat();
    let lines = [
        format!("Host: {}", till.address),
        "Cookie: countertop_seat=customer".to_owned(),
        format!("x-countertop-session: {handle}"),
        "Content-Type: application/json".to_owned(),
    ];
    let answer = sent(&till.address, &lines);
    must(answer.contains("\"error\""), || {
        "the customer's seat was answered".to_owned()
    })
}

/// Sends one call of the manager's under these headers; answers all that comes back.
fn sent(address: &str, headers: &[String]) -> String {
    let body = json!({"command": "user_list", "input": {}}).to_string();
    let text = format!(
        "POST /api/call HTTP/1.1\r\n{}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        headers.join("\r\n"),
        body.len()
    );
    let mut line = TcpStream::connect(address).expect("the till listens");
    line.write_all(text.as_bytes()).expect("the till reads");
    let mut answer = String::new();
    line.read_to_string(&mut answer)
        .expect("the till answers in text");
    answer
}
