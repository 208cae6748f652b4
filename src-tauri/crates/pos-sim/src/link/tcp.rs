//! Owns the listening socket: one till at a time, the next waits its turn.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::{Input, Port, Wire};

/// A TCP port. After the first open it keeps its number.
pub struct TcpPort {
    address: SocketAddr,
    connections: Arc<AtomicU64>,
    open: Option<Open>,
}

struct Open {
    stop: Arc<AtomicBool>,
    current: Arc<Mutex<Option<TcpStream>>>,
    thread: JoinHandle<()>,
}

impl TcpPort {
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connections: Arc::default(),
            open: None,
        }
    }
}

impl Port for TcpPort {
    fn open(&mut self, inputs: &Sender<Input>) -> io::Result<()> {
        if self.open.is_some() {
            return Ok(());
        }
        let listener = TcpListener::bind(self.address)?;
        self.address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let current = Arc::new(Mutex::new(None));
        let connections = self.connections.clone();
        let (inputs, stopped, stream) = (inputs.clone(), stop.clone(), current.clone());
        let thread = thread::spawn(move || {
            while let Ok((till, _)) = listener.accept() {
                let id = connections.fetch_add(1, Ordering::Relaxed) + 1;
                *stream.lock().unwrap_or_else(PoisonError::into_inner) = till.try_clone().ok();
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                serve(id, till, &inputs);
                *stream.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
        });
        self.open = Some(Open {
            stop,
            current,
            thread,
        });
        Ok(())
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        open.stop.store(true, Ordering::SeqCst);
        let till = open
            .current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(till) = till {
            // Already gone is as good as closed.
            let _ = till.shutdown(Shutdown::Both);
        }
        // Wakes the accept; a failure means the listener is gone already.
        let _ = TcpStream::connect(self.address);
        // A panic of the reader has been printed; the port is closed either way.
        let _ = open.thread.join();
    }

    fn is_serial(&self) -> bool {
        false
    }

    fn address(&self) -> String {
        format!("tcp {}", self.address)
    }
}

/// Reads one till until it goes away.
fn serve(id: u64, mut till: TcpStream, inputs: &Sender<Input>) {
    let Ok(writer) = till.try_clone() else { return };
    // Without it the bytes of a split frame would be joined again.
    if till.set_nodelay(true).is_err() || inputs.send(Input::Up(id, Box::new(writer))).is_err() {
        return;
    }
    let mut buffer = [0; 4096];
    loop {
        let read = till.read(&mut buffer).unwrap_or(0);
        let input = match read {
            0 => Input::Down(id),
            _ => Input::Bytes(id, buffer[..read].to_vec()),
        };
        if inputs.send(input).is_err() || read == 0 {
            return;
        }
    }
}

impl Wire for TcpStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn discard_unread(&mut self) {}
}
