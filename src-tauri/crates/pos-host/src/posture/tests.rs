//! Each bad state as a root and a folder that a test builds, and the same in order.

use super::{Probe, Screens, look, support};
use pos_app::views::posture::{PostureCheck as C, PostureStatus as S};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

const MOUNT: &str = "29 1 253:1 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw\n";
const STATUS: &str = "Name:\ttill\nTracerPid:\t0\nUid:\t1000\t1000\t1000\t1000\n";
const LIMITS: &str =
    "Limit   Soft Limit   Hard Limit   Units\nMax core file size   0   0   bytes\n";

struct Computer {
    root: TempDir,
    probe: Probe,
}

impl Computer {
    /// A computer in order: a system of the year, an encrypted disk, an ordinary user.
    fn in_order() -> Computer {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("shop");
        let probe = Probe {
            root: root.path().to_path_buf(),
            folder,
            free_bytes: Some(20 << 30),
            dumpable: Some(false),
            today: support::day_number(2026, 11, 23).unwrap(),
        };
        let computer = Computer { root, probe };
        for (path, text) in [
            (
                "etc/os-release",
                "ID=debian\nVERSION_ID=\"13\"\nPRETTY_NAME=\"Debian 13\"\n",
            ),
            ("proc/self/mountinfo", MOUNT),
            ("proc/self/status", STATUS),
            ("proc/self/limits", LIMITS),
            ("proc/sys/kernel/core_pattern", "core\n"),
            ("proc/sys/kernel/yama/ptrace_scope", "1\n"),
            ("run/systemd/timesync/synchronized", ""),
            // LVM on one crypt mapping.
            ("sys/dev/block/253:1/dm/uuid", "LVM-x\n"),
            ("sys/dev/block/253:1/slaves/dm-0/dm/uuid", "CRYPT-LUKS2-y\n"),
        ] {
            computer.write(path, text);
        }
        let shop = &computer.probe.folder;
        fs::create_dir_all(shop).unwrap();
        mode(shop, 0o700);
        let reserve = shop.join(pos_store::RESERVE_FILE);
        let file = fs::File::create(&reserve).unwrap();
        file.set_len(pos_store::RESERVE_BYTES).unwrap();
        mode(&reserve, 0o600);
        let vault = pos_vault::Vault::at(shop);
        let passphrase = pos_vault::Secret::new("lamp behind the blue door 47");
        let slots = [
            pos_vault::NewSlot::Passphrase(passphrase),
            pos_vault::NewSlot::RecoveryPhrase,
        ];
        vault.create(&slots).unwrap();
        computer
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn gone(&self, path: &str) {
        let path = self.root.path().join(path);
        match path.is_dir() {
            true => fs::remove_dir_all(path).unwrap(),
            false => fs::remove_file(path).unwrap(),
        }
    }

    #[track_caller]
    fn says(&self, check: C, status: S) {
        let facts = look(&self.probe);
        let found = facts.iter().find(|fact| fact.check == check).unwrap();
        assert_eq!(found.status, status, "{found:?}");
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_computer_in_order_is_good_in_everything() {
    let computer = Computer::in_order();
    for fact in look(&computer.probe) {
        assert_eq!(fact.status, S::Good, "{fact:?}");
    }
}

#[test]
fn an_old_system_is_bad_and_a_strange_one_unknown() {
    let computer = Computer::in_order();
    for (text, status) in [
        ("ID=debian\nVERSION_ID=10\n", S::Bad),
        ("ID=ubuntu\nVERSION_ID=\"20.04\"\n", S::Bad),
        ("ID=fedora\nVERSION_ID=41\nSUPPORT_END=2025-12-15\n", S::Bad),
        (
            "ID=fedora\nVERSION_ID=44\nSUPPORT_END=2027-06-02\n",
            S::Good,
        ),
        ("ID=homemade\nVERSION_ID=1\n", S::Unknown),
    ] {
        computer.write("etc/os-release", text);
        computer.says(C::SystemSupport, status);
    }
    computer.gone("etc/os-release");
    computer.says(C::SystemSupport, S::Unknown);
}

#[test]
fn a_plain_disk_is_bad_and_no_disk_unknown() {
    let computer = Computer::in_order();
    computer.write("sys/dev/block/253:1/slaves/dm-1/dm/uuid", "LVM-z\n");
    computer.says(C::DiskEncryption, S::Bad);
    let plain = "29 1 8:1 / / rw - ext4 /dev/sda1 rw\n";
    computer.write("proc/self/mountinfo", plain);
    computer.write("sys/dev/block/8:1/size", "1\n");
    computer.says(C::DiskEncryption, S::Bad);
    computer.write(
        "proc/self/mountinfo",
        "29 1 0:9 / / rw - overlay overlay rw\n",
    );
    computer.says(C::DiskEncryption, S::Unknown);
    // A file system without a number of its own on a named mapping.
    let named = "29 1 0:30 / / rw - btrfs /dev/mapper/home rw\n";
    computer.write("proc/self/mountinfo", named);
    computer.write("sys/block/dm-4/dm/name", "home\n");
    computer.write("sys/block/dm-4/dm/uuid", "CRYPT-LUKS1-h\n");
    computer.says(C::DiskEncryption, S::Good);
}

#[test]
fn root_a_tracer_and_core_files_are_bad() {
    let mut computer = Computer::in_order();
    computer.write("proc/self/status", &STATUS.replace("1000", "0"));
    computer.says(C::Administrator, S::Bad);
    computer.write("proc/self/status", &STATUS.replace("Pid:\t0", "Pid:\t77"));
    computer.says(C::Debugger, S::Bad);
    computer.write("proc/self/status", STATUS);
    computer.probe.dumpable = Some(true);
    computer.says(C::Debugger, S::Good);
    computer.says(C::CoreDumps, S::Good);
    computer.write("proc/sys/kernel/yama/ptrace_scope", "0\n");
    computer.says(C::Debugger, S::Bad);
    computer.write(
        "proc/sys/kernel/core_pattern",
        "|/usr/lib/systemd-coredump %P\n",
    );
    computer.says(C::CoreDumps, S::Bad);
    computer.write("proc/sys/kernel/core_pattern", "core\n");
    computer.write(
        "proc/self/limits",
        &LIMITS.replace("0   0", "unlimited   unlimited"),
    );
    computer.says(C::CoreDumps, S::Bad);
    computer.gone("proc/self/status");
    computer.says(C::Administrator, S::Unknown);
}

#[test]
fn a_clock_that_nobody_keeps_is_bad() {
    let computer = Computer::in_order();
    computer.gone("run/systemd/timesync/synchronized");
    computer.says(C::Clock, S::Bad);
    computer.gone("run/systemd/timesync");
    computer.says(C::Clock, S::Unknown);
}

#[test]
fn open_files_a_full_disk_and_a_bare_key_are_bad() {
    let mut computer = Computer::in_order();
    let shop = computer.probe.folder.clone();
    mode(&shop, 0o755);
    computer.says(C::FileModes, S::Bad);
    mode(&shop, 0o700);
    mode(&shop.join("keys.ctk"), 0o644);
    computer.says(C::FileModes, S::Bad);
    mode(&shop.join("keys.ctk"), 0o600);
    computer.says(C::FileModes, S::Good);
    computer.probe.free_bytes = Some(100 << 20);
    computer.says(C::DiskSpace, S::Bad);
    computer.probe.free_bytes = Some(20 << 30);
    fs::remove_file(shop.join(pos_store::RESERVE_FILE)).unwrap();
    computer.says(C::DiskSpace, S::Bad);
    let bare = tempfile::tempdir().unwrap();
    let vault = pos_vault::Vault::at(bare.path());
    vault.create(&[pos_vault::NewSlot::KeyFile(None)]).unwrap();
    computer.probe.folder = bare.path().to_path_buf();
    computer.says(C::KeySlot, S::Bad);
    computer.says(C::RecoveryPhrase, S::Bad);
    computer.probe.folder = bare.path().join("nothing");
    computer.says(C::KeySlot, S::Unknown);
}

#[test]
fn an_old_web_view_is_bad() {
    for (version, status) in [("2.46.1", S::Good), ("2.38.0", S::Bad), ("new", S::Unknown)] {
        let fact = support::web_view(&Screens::WebView(version.to_owned()));
        assert_eq!(fact.status, status, "{version}");
    }
    assert_eq!(support::web_view(&Screens::Elsewhere).status, S::Unknown);
}
