//! The screens for a browser: ready, one writer, proof beside it, and an end in order.

use crate::program::{Folder, said};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Server {
    child: Child,
    address: String,
}

fn serve(folder: &Folder) -> Server {
    let mut command = folder.command();
    let child = command.args(["serve", "--listen", "127.0.0.1:0"]);
    let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim()
        .strip_prefix("ready http://")
        .expect(&line)
        .to_owned();
    Server { child, address }
}

impl Server {
    fn call(&self, command: &str) -> Value {
        let body = format!(r#"{{"command":"{command}","input":{{}}}}"#);
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "POST /api/call HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let body = answer.split_once("\r\n\r\n").expect(&answer).1;
        serde_json::from_str(body).unwrap_or_else(|e| panic!("{e}: {answer}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only when a test failed before it ended the server itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_serves_one_shop_and_ends_in_order() {
    let folder = Folder::new();
    folder.init();
    let mut server = serve(&folder);
    let status = server.call("shop_status");
    assert_eq!(status["ok"]["name"], "Corner", "{status}");

    // Beside it: reading works, writing says who holds the file.
    assert_eq!(folder.ask(&["journal", "verify"])["holds"], true);
    assert_eq!(
        folder.ask(&["journal", "rebuild", "--check"])["equal"],
        true
    );
    let table = folder.file("goods.csv", "name\nTea\n");
    let held = folder.run(["--json", "import", "products", table.to_str().unwrap()]);
    assert_eq!(held.failure()["code"], "file_locked");

    let id = server.child.id().to_string();
    let asked = said(Command::new("kill").args(["-TERM", &id]).output().unwrap());
    assert!(asked.good, "{asked:?}");
    assert!(server.child.wait().unwrap().success());
    folder.ask(&["import", "products", table.to_str().unwrap()]);
}

#[test]
fn a_file_that_is_held_is_tried_again() {
    let folder = Folder::new();
    folder.init();
    let first = serve(&folder);
    let second = serve(&folder);
    let refused = second.call("shop_status");
    assert_eq!(refused["error"]["code"], "file_locked", "{refused}");
    drop(first);
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let status = second.call("shop_status");
        if status["ok"]["name"] == "Corner" {
            return;
        }
        assert!(Instant::now() < patience, "{status}");
    }
}
