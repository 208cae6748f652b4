//! The floors: the least that the machine itself takes. Taken in turns with what is measured, so
//! that a noisy neighbour weighs on both.

use super::figures::Times;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Instant;

/// F: four KiB appended to a file and flushed.
pub struct DiskFloor {
    file: File,
    block: [u8; 4096],
}

impl DiskFloor {
    pub fn in_folder(folder: &Path) -> DiskFloor {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("floor"))
            .expect("the working folder can be written");
        DiskFloor {
            file,
            block: [0x5a; 4096],
        }
    }

    pub fn take(&mut self, times: &mut Times) {
        let start = Instant::now();
        self.file.write_all(&self.block).expect("room on the disk");
        self.file.sync_data().expect("a disk that flushes");
        times.since(start);
    }

    /// So many in a row.
    pub fn take_many(&mut self, count: usize) -> Times {
        let mut times = Times::default();
        (0..count).for_each(|_| self.take(&mut times));
        times
    }
}

/// Bytes written once to a new file and flushed.
pub fn write_through(folder: &Path, bytes: u64) -> std::time::Duration {
    let path = folder.join("floor-bulk");
    let start = Instant::now();
    let mut file = File::create(&path).expect("the working folder can be written");
    let block = vec![0x5a; 1 << 20];
    let mut left = bytes;
    while left > 0 {
        let part = left.min(block.len() as u64);
        file.write_all(&block[..part as usize])
            .expect("room on the disk");
        left -= part;
    }
    file.sync_data().expect("a disk that flushes");
    let took = start.elapsed();
    drop(file);
    let _ = std::fs::remove_file(path);
    took
}

/// Opens a file and reads sixteen pages of 4 KiB spread over it: what any tree must touch to find
/// two rows.
pub fn open_and_read(path: &Path) -> std::time::Duration {
    let start = Instant::now();
    let mut file = File::open(path).expect("the file is there");
    let length = file.metadata().expect("the file is there").len();
    let mut page = [0; 4096];
    for part in 0..16 {
        let place = length / 16 * part / 4096 * 4096;
        file.seek(SeekFrom::Start(place))
            .and_then(|_| file.read_exact(&mut page))
            .expect("a page of the file");
    }
    std::hint::black_box(&page);
    start.elapsed()
}
