//! Sticks that are in: file systems that the system mounted, known by their label or their id.
//! Reads what the kernel and udev tell; asks no device anything.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the system tells of its disks.
#[derive(Clone, Debug)]
pub struct Sticks {
    root: PathBuf,
}

impl Default for Sticks {
    fn default() -> Sticks {
        Sticks { root: "/".into() }
    }
}

/// Where systems put what can be pulled out.
const MOUNTS: [&str; 4] = ["/media/", "/run/media/", "/mnt/", "/Volumes/"];

impl Sticks {
    /// What another root tells.
    #[cfg(test)]
    pub fn told_at(root: &Path) -> Sticks {
        Sticks {
            root: root.to_path_buf(),
        }
    }

    /// Every stick that is in, by name, with its folder.
    pub fn all(&self) -> Vec<(String, PathBuf)> {
        let mounts = self.mounts();
        let mut found = Vec::new();
        for (device, at) in mounts {
            if let Some(name) = self
                .name_of(&device, "by-label")
                .or(self.name_of(&device, "by-uuid"))
            {
                found.push((name, at));
            }
        }
        found
    }

    /// The folder of a stick, by its label or its id.
    pub fn find(&self, stick: &str) -> Option<PathBuf> {
        let mounts = self.mounts();
        let mut named = mounts.into_iter().filter(|(device, _)| {
            ["by-label", "by-uuid"]
                .iter()
                .any(|by| self.name_of(device, by).as_deref() == Some(stick))
        });
        named.next().map(|(_, at)| at)
    }

    /// Mounted devices that can be pulled out, with their folders.
    fn mounts(&self) -> BTreeMap<PathBuf, PathBuf> {
        let text = fs::read_to_string(self.root.join("proc/self/mounts")).unwrap_or_default();
        let mut mounts = BTreeMap::new();
        for line in text.lines() {
            let mut words = line.split(' ');
            let (Some(device), Some(at)) = (words.next(), words.next()) else {
                continue;
            };
            let (device, at) = (unescaped(device), unescaped(at));
            if device.starts_with("/dev/") && MOUNTS.iter().any(|prefix| at.starts_with(prefix)) {
                mounts.insert(PathBuf::from(device), self.under(&at));
            }
        }
        mounts
    }

    fn under(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    /// The name under which udev links to a device.
    fn name_of(&self, device: &Path, by: &str) -> Option<String> {
        let links = fs::read_dir(self.root.join("dev/disk").join(by)).ok()?;
        let wanted = device.file_name()?;
        links.flatten().find_map(|link| {
            let target = fs::read_link(link.path()).ok()?;
            let name = link.file_name().into_string().ok()?;
            (target.file_name() == Some(wanted)).then(|| unescaped(&name))
        })
    }
}

/// The kernel writes a blank as `\040`, udev as `\x20`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = |digits: &[u8], radix| {
            let digits = std::str::from_utf8(digits).ok()?;
            u8::from_str_radix(digits, radix).ok()
        };
        let escape = match (first, after) {
            (b'\\', [b'x', a, b, ..]) => code(&[*a, *b], 16),
            (b'\\', [a, b, c, ..]) => code(&[*a, *b, *c], 8),
            _ => None,
        };
        match escape {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[3..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_stick_is_known_by_its_label_wherever_it_is_mounted() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        for folder in [
            "proc/self",
            "dev/disk/by-label",
            "dev/disk/by-uuid",
            "media/me/T 1",
        ] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        let mounts = "/dev/sda2 / ext4 rw 0 0\n/dev/sdb1 /media/me/T\\0401 vfat rw 0 0\n";
        fs::write(at("proc/self/mounts"), mounts).unwrap();
        symlink("../../sdb1", at("dev/disk/by-label/TILL\\x20ONE")).unwrap();
        symlink("../../sdb1", at("dev/disk/by-uuid/1234-ABCD")).unwrap();
        symlink("../../sda2", at("dev/disk/by-label/system")).unwrap();
        let sticks = Sticks::told_at(root.path());
        let folder = at("media/me/T 1");
        assert_eq!(sticks.find("TILL ONE"), Some(folder.clone()));
        assert_eq!(sticks.find("1234-ABCD"), Some(folder.clone()));
        assert_eq!(
            sticks.find("system"),
            None,
            "the computer's own disk is no stick"
        );
        assert_eq!(sticks.all(), [("TILL ONE".to_owned(), folder)]);
        fs::write(at("proc/self/mounts"), "").unwrap();
        assert_eq!(sticks.find("TILL ONE"), None, "pulled out");
    }
}
