//! The power cut in the middle of a backup and of a restore, by the order of what really reached
//! the disk: a name is given only to bytes that were flushed, and names are flushed before what
//! builds on them. A till that keeps to this finds one whole thing or the other, wherever it is
//! cut.

use crate::cut::shop_with_a_backup;
use pos_tests::{kill, template};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const CALLS: &str = "pwrite64,write,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,\
                     unlinkat";

/// What a trace has said so far.
#[derive(Default)]
struct Disk {
    shop: PathBuf,
    /// Files with bytes that were not flushed since.
    loose: BTreeSet<PathBuf>,
    /// Folders with names that were not flushed since.
    unnamed: BTreeSet<PathBuf>,
    renamed: usize,
    findings: Vec<String>,
}

impl Disk {
    fn hear(&mut self, line: &str) {
        let Some((call, rest)) = line.split_once('(') else {
            return;
        };
        let call = call.split_whitespace().last().unwrap_or_default();
        match call {
            "pwrite64" | "write" | "ftruncate" => {
                if let Some(file) = open_file(rest) {
                    self.loose.insert(file);
                }
            }
            "fsync" | "fdatasync" => {
                if let Some(file) = open_file(rest) {
                    self.loose.remove(&file);
                    self.unnamed.remove(&file);
                }
            }
            "rename" | "renameat" | "renameat2" => {
                let mut names = rest.split('"').skip(1).step_by(2).map(PathBuf::from);
                if let (Some(from), Some(to)) = (names.next(), names.next()) {
                    self.rename(&from, &to);
                }
            }
            "unlink" | "unlinkat" => {
                if let Some(name) = rest.split('"').nth(1) {
                    self.loose.remove(Path::new(name));
                }
            }
            _ => {}
        }
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        self.renamed += 1;
        let (of_it, others): (BTreeSet<_>, _) = std::mem::take(&mut self.loose)
            .into_iter()
            .partition(|file| file.starts_with(from));
        self.loose = others;
        for file in &of_it {
            self.findings
                .push(format!("{} was not flushed before {to:?}", file.display()));
        }
        // Books come after all that they need and all that they replace.
        if to == self.shop.join(pos_store::DATABASE_FILE) {
            for folder in &self.unnamed {
                self.findings
                    .push(format!("names in {} were not flushed", folder.display()));
            }
        }
        self.unnamed.insert(to.parent().unwrap().to_path_buf());
    }
}

/// The path of the open file that a call names first, as `strace -y` tells it.
fn open_file(arguments: &str) -> Option<PathBuf> {
    let (_, path) = arguments.split_once('<')?;
    let path = path.split('>').next()?;
    // Its index is made anew when the file is opened after a cut.
    let counts = path.starts_with('/') && !path.ends_with("-shm");
    counts.then(|| PathBuf::from(path))
}

fn heard(lines: &[String], shop: &Path) -> Disk {
    let mut disk = Disk {
        shop: shop.to_path_buf(),
        ..Disk::default()
    };
    let shop = shop.to_str().unwrap();
    for line in lines.iter().filter(|line| line.contains(shop)) {
        disk.hear(line);
    }
    disk
}

#[test]
fn what_gets_its_name_was_flushed() {
    let (shop, backup) = shop_with_a_backup();
    for act in ["cut::backs_up_when_told", "cut::restores_when_told"] {
        let copy = template::copy_of(shop.path());
        let environment = [
            ("TILL_FOLDER", copy.path().display().to_string()),
            (
                "BACKUP_NAME",
                backup["file_name"].as_str().unwrap().to_owned(),
            ),
        ];
        let lines = kill::watched(CALLS, act, &environment);
        let disk = heard(&lines, copy.path());
        assert!(disk.renamed > 0, "{act}: {lines:?}");
        assert!(disk.findings.is_empty(), "{act}: {:#?}", disk.findings);
        let own = |folder: &&PathBuf| !folder.to_string_lossy().contains("before-restore");
        let unnamed: Vec<_> = disk.unnamed.iter().filter(own).collect();
        assert!(
            unnamed.is_empty(),
            "{act}: names not flushed in {unnamed:?}"
        );
    }
}

#[test]
fn what_was_not_flushed_is_found() {
    let shop = Path::new("/shop");
    let found = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        heard(&lines, shop).findings.len()
    };
    let write = "7 write(3</shop/a.part>, \"x\", 1) = 1";
    let flush = "7 fsync(3</shop/a.part>) = 0";
    let name = "7 rename(\"/shop/a.part\", \"/shop/a\") = 0";
    assert_eq!(found(&[write, flush, name]), 0);
    assert_eq!(found(&[write, name]), 1);
    assert_eq!(found(&[flush, write, name]), 1);
    let inside = "7 write(3</shop/new/anchor>, \"x\", 1) = 1";
    let folder = "7 rename(\"/shop/new\", \"/shop/ready\") = 0";
    assert_eq!(found(&[inside, folder]), 1);
    let books = "7 rename(\"/shop/ready/till.db\", \"/shop/till.db\") = 0";
    assert_eq!(
        found(&[write, flush, name, books]),
        1,
        "its name may be lost, theirs not"
    );
    assert_eq!(
        found(&[write, flush, name, "7 fsync(3</shop>) = 0", books]),
        0
    );
}
