//! A folder: on this computer, on a stick, on a share that the system keeps.

use super::{Place, PlaceFault};
use crate::backup::file::{self, FileFault, PART};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A folder that is there.
pub struct Folder(PathBuf);

impl Folder {
    /// One that must be there: a share that is not mounted must not become a folder of the disk.
    pub fn there(path: &Path) -> Result<Folder, PlaceFault> {
        match fs::metadata(path) {
            Ok(facts) if facts.is_dir() => Ok(Folder(path.to_path_buf())),
            Ok(_) => Err(PlaceFault::Unreachable("it is no folder".into())),
            Err(error) => Err(PlaceFault::Unreachable(error.to_string())),
        }
    }

    /// One that is made where it is not.
    pub fn made(path: &Path) -> Result<Folder, PlaceFault> {
        fs::create_dir_all(path).map_err(FileFault::io(path))?;
        Ok(Folder(path.to_path_buf()))
    }
}

impl Place for Folder {
    fn names(&mut self) -> Result<Vec<String>, PlaceFault> {
        let entries = fs::read_dir(&self.0).map_err(FileFault::io(&self.0))?;
        let names = entries
            .flatten()
            .filter_map(|e| e.file_name().into_string().ok());
        Ok(names.filter(|name| file::is_name(name)).collect())
    }

    fn put(
        &mut self,
        from: &Path,
        name: &str,
        told: &mut dyn FnMut(u64),
    ) -> Result<(), PlaceFault> {
        let to = self.0.join(name);
        let part = self.0.join(format!("{name}{PART}"));
        let mut source = File::open(from).map_err(FileFault::io(from))?;
        let mut copy = file::private(&part)?;
        file::pour(&mut source, &mut copy, told)
            .and_then(|_| copy.sync_all())
            .map_err(FileFault::io(&part))?;
        file::commit(&part, &to)?;
        Ok(())
    }

    fn get(&mut self, name: &str, to: &Path, told: &mut dyn FnMut(u64)) -> Result<(), PlaceFault> {
        let from = self.0.join(name);
        let mut source = File::open(&from).map_err(FileFault::io(&from))?;
        let mut copy = file::private(to)?;
        file::pour(&mut source, &mut copy, told).map_err(FileFault::io(to))?;
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), PlaceFault> {
        // What a carrying that was cut off left of it goes too.
        for path in [self.0.join(name), self.0.join(format!("{name}{PART}"))] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(FileFault::io(&path)(error).into());
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    fn free_bytes(&mut self) -> Option<u64> {
        use pos_store::disk::Disk;
        pos_store::disk::RealDisk.room(&self.0).ok().flatten()
    }
}
