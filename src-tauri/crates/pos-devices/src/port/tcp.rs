//! TCP ports: the register opens and closes the connection; keepalive notices a dead peer.
//!
//! Owns: connect and keepalive times. Must never: reconnect by itself.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};

use super::{OpenError, Patience, Port, READ_TICK, ReadStep, WriteFault, read_step, write_whole};

/// A device in the same shop answers a connect within this time or is not there (ZVT T3).
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// An idle connection is probed after this time …
const KEEPALIVE_IDLE: Duration = Duration::from_secs(20);
/// … and then this often; three unanswered probes end it.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);

struct Tcp(TcpStream);

impl Port for Tcp {
    fn read(&mut self, buffer: &mut [u8], patience: Patience) -> ReadStep {
        let glance = patience == Patience::Glance;
        if glance && self.0.set_nonblocking(true).is_err() {
            return ReadStep::Gone;
        }
        let step = read_step(io::Read::read(&mut self.0, buffer));
        if glance && self.0.set_nonblocking(false).is_err() {
            return ReadStep::Gone;
        }
        step
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        write_whole(&mut self.0, bytes)
    }
}

/// Connects to a device.
pub(super) fn open(host: &str, port: u16) -> Result<Box<dyn Port>, OpenError> {
    let name = format!("{host}:{port}");
    let addresses = (host, port)
        .to_socket_addrs()
        .map_err(|_| OpenError::Absent(name.clone()))?;
    let mut last = OpenError::Absent(name.clone());
    for address in addresses {
        match TcpStream::connect_timeout(&address, CONNECT_LIMIT).and_then(prepare) {
            Ok(stream) => return Ok(Box::new(Tcp(stream))),
            Err(fault) => last = explain(&name, &fault),
        }
    }
    Err(last)
}

fn prepare(stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(READ_TICK))?;
    stream.set_write_timeout(Some(READ_TICK))?;
    let keepalive = TcpKeepalive::new()
        .with_time(KEEPALIVE_IDLE)
        .with_interval(KEEPALIVE_INTERVAL);
    #[cfg(not(windows))]
    let keepalive = keepalive.with_retries(3);
    SockRef::from(&stream).set_tcp_keepalive(&keepalive)?;
    Ok(stream)
}

fn explain(name: &str, fault: &io::Error) -> OpenError {
    let name = name.to_owned();
    match fault.kind() {
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => OpenError::Absent(name),
        io::ErrorKind::PermissionDenied => OpenError::Denied(name),
        _ => OpenError::Failed(name, fault.to_string()),
    }
}
