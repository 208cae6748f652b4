//! The other end of a port: TCP, a pseudo-terminal, or one that plays a printer's device file.

use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use pos_devices::Address;

/// Both directions of a connection.
pub trait Wire: Read + Write + Send {}
impl<T: Read + Write + Send> Wire for T {}

/// Serves one connection until it breaks it off.
pub trait Serve: Send + 'static {
    fn serve(&mut self, wire: &mut dyn Wire) -> io::Result<()>;
}

/// What comes in one read; nothing when the tick passes.
pub fn piece(wire: &mut dyn Wire) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 4096];
    match wire.read(&mut buffer) {
        Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
        Ok(count) => Ok(buffer[..count].to_vec()),
        Err(fault) => match fault.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Ok(Vec::new()),
            _ => Err(fault),
        },
    }
}

/// Listens on a free TCP port.
pub fn tcp(mut peer: impl Serve) -> Address {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let tick = Some(Duration::from_millis(20));
            stream.set_read_timeout(tick).unwrap();
            let _ = peer.serve(&mut stream);
        }
    });
    let host = "127.0.0.1".to_owned();
    Address::Tcp { host, port }
}

/// Holds the master of a pseudo-terminal; the answer is its other end.
#[cfg(unix)]
pub fn pty_path(mut peer: impl Serve) -> String {
    use serialport::{SerialPort, TTYPort};
    let (mut master, slave) = TTYPort::pair().unwrap();
    let path = slave.name().unwrap();
    master.set_timeout(Duration::from_millis(20)).unwrap();
    std::thread::spawn(move || {
        // Open at this end too, so that a driver may come and go.
        let _slave = slave;
        while peer.serve(&mut master).is_ok() {}
    });
    path
}

/// A pseudo-terminal as a serial port.
#[cfg(unix)]
pub fn pty(peer: impl Serve) -> Address {
    let baud = if cfg!(target_os = "macos") { 0 } else { 9_600 };
    Address::Serial {
        path: pty_path(peer),
        baud,
        usb_serial: None,
    }
}

/// A pseudo-terminal in the place of a printer's device file.
#[cfg(unix)]
pub fn device(peer: impl Serve) -> Address {
    Address::Device {
        path: pty_path(peer),
    }
}
