//! Against a real OpenSSH server (`scripts/setup.sh tests` brings it): an ordinary process on a
//! port of its own, with keys of its own.

use super::*;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

const NAME: &str = "countertop-20261123T030000Z-7-00000001.ctb";

struct Sshd {
    child: Child,
    folder: TempDir,
    port: u16,
    user: String,
}

fn run(program: &str, words: &[&str]) -> String {
    let done = Command::new(program).args(words).output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}; see scripts/setup.sh"));
    assert!(done.status.success(), "{program} {words:?}: {done:?}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

impl Sshd {
    fn start() -> Sshd {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        for key in ["host", "user"] {
            let words = ["-q", "-t", "ed25519", "-N", "", "-f", &at(key)];
            run("ssh-keygen", &words);
        }
        fs::copy(at("user.pub"), at("authorized")).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\n\
             StrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\n\
             Subsystem sftp internal-sftp\n",
            at("host"),
            at("authorized"),
        );
        fs::write(at("config"), config).unwrap();
        // As root it wants an empty folder of its own; as anybody else it does without.
        let _ = fs::create_dir_all("/run/sshd");
        let child = Command::new("/usr/sbin/sshd")
            .args(["-D", "-e", "-f", &at("config")])
            .stderr(Stdio::null())
            .spawn()
            .expect("sshd starts; see scripts/setup.sh");
        let user = run("id", &["-un"]);
        let sshd = Sshd {
            child,
            folder,
            port,
            user,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < CONNECT_LIMIT, "sshd does not listen");
            std::thread::yield_now();
        }
        sshd
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The server's key as `ssh-keygen` tells it.
    fn host_key(&self) -> String {
        let told = run(
            "ssh-keygen",
            &["-lf", &self.path("host.pub").display().to_string()],
        );
        told.split(' ').nth(1).unwrap().to_owned()
    }

    fn remote(&self) -> Remote {
        self.remote_by(self.port).unwrap()
    }

    fn remote_by(&self, port: u16) -> Result<Remote, PlaceFault> {
        let secret = Secret::new(fs::read_to_string(self.path("user")).unwrap());
        let folder = self.path("kept").display().to_string();
        let server = Server::at("127.0.0.1", port, &self.host_key())?;
        server.let_in(&self.user, &secret, true, &folder)
    }

    /// A file as a backup is, and where one is taken back to.
    fn files(&self) -> (PathBuf, PathBuf) {
        let bytes: Vec<u8> = (0..700_000_u32)
            .map(|n| n.to_le_bytes()[n as usize % 3])
            .collect();
        fs::write(self.path("from"), bytes).unwrap();
        (self.path("from"), self.path("back"))
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_file_goes_there_comes_back_and_is_let_go() {
    let sshd = Sshd::start();
    let shown = ask("127.0.0.1", sshd.port).unwrap();
    assert_eq!(shown.host_key, sshd.host_key());
    assert_eq!(shown.key_kind, "ssh-ed25519");
    let (from, back) = sshd.files();
    let mut remote = sshd.remote();
    for _ in 0..2 {
        let mut sent = 0;
        remote.put(&from, NAME, &mut |bytes| sent = bytes).unwrap();
        assert_eq!(sent, 700_000);
    }
    fs::write(sshd.path("kept/notes.txt"), "somebody else's").unwrap();
    assert_eq!(
        remote.names().unwrap(),
        [NAME],
        "no half file, nobody else's"
    );
    remote.get(NAME, &back, &mut |_| {}).unwrap();
    assert_eq!(fs::read(&back).unwrap(), fs::read(&from).unwrap());
    remote.remove(NAME).unwrap();
    remote.remove(NAME).unwrap();
    assert!(remote.names().unwrap().is_empty());
    assert!(sshd.path("kept/notes.txt").exists());
    let gone = remote.get(NAME, &back, &mut |_| {});
    assert!(matches!(gone, Err(PlaceFault::Unreachable(_))));
}

#[test]
fn another_host_key_and_another_login_are_refused() {
    let sshd = Sshd::start();
    let other = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let refused = Server::at("127.0.0.1", sshd.port, other);
    assert!(matches!(refused, Err(PlaceFault::HostKey(shown)) if shown == sshd.host_key()));
    let folder = sshd.path("kept").display().to_string();
    // The server's own key is nobody's there; nor is a password that was never set.
    let unknown = fs::read_to_string(sshd.path("host")).unwrap();
    for (secret, with_key) in [(unknown.as_str(), true), ("wrong", false), ("no key", true)] {
        let server = Server::at("127.0.0.1", sshd.port, &sshd.host_key()).unwrap();
        let refused = server.let_in(&sshd.user, &Secret::new(secret), with_key, &folder);
        assert!(matches!(refused, Err(PlaceFault::NotLetIn(_))));
    }
    assert!(!sshd.path("kept").exists(), "nothing was made there");
}

/// Passes so many bytes on to the server, then pulls the cable.
fn cable(server: u16, bytes: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut server = TcpStream::connect(("127.0.0.1", server)).unwrap();
        let (mut answers, mut heard) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        std::thread::spawn(move || std::io::copy(&mut answers, &mut heard));
        let mut left = bytes;
        let mut chunk = [0; 16 * 1024];
        while left > 0 {
            let most = chunk.len().min(left);
            let Ok(got @ 1..) = client.read(&mut chunk[..most]) else {
                break;
            };
            if server.write_all(&chunk[..got]).is_err() {
                break;
            }
            left -= got;
        }
        let _ = client.shutdown(Shutdown::Both);
        let _ = server.shutdown(Shutdown::Both);
    });
    port
}

#[test]
fn a_cable_pulled_in_the_middle_leaves_no_backup_and_the_next_one_goes_through() {
    let sshd = Sshd::start();
    let (from, back) = sshd.files();
    for bytes in [20_000, 300_000, 690_000] {
        let mut remote = sshd.remote_by(cable(sshd.port, bytes)).unwrap();
        let put = remote.put(&from, NAME, &mut |_| {});
        assert!(
            matches!(put, Err(PlaceFault::Unreachable(_))),
            "{bytes}: {put:?}"
        );
        assert!(sshd.remote().names().unwrap().is_empty(), "after {bytes}");
    }
    // Before anybody was let in.
    assert!(sshd.remote_by(cable(sshd.port, 500)).is_err());
    let mut remote = sshd.remote();
    remote.put(&from, NAME, &mut |_| {}).unwrap();
    let mut cut = sshd.remote_by(cable(sshd.port, 4_000)).unwrap();
    let got = cut.get(NAME, &back, &mut |_| {});
    assert!(got.is_ok() || matches!(got, Err(PlaceFault::Unreachable(_))));
    remote.get(NAME, &back, &mut |_| {}).unwrap();
    assert_eq!(fs::read(&back).unwrap(), fs::read(&from).unwrap());
    let parts = fs::read_dir(sshd.path("kept")).unwrap().count();
    assert_eq!(parts, 1, "the half one went with the next");
}

/// A disk that is full: the kernel's own, behind the name that is written first.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_there_is_told_and_an_older_one_stays() {
    let sshd = Sshd::start();
    let (from, back) = sshd.files();
    let mut remote = sshd.remote();
    remote.put(&from, NAME, &mut |_| {}).unwrap();
    let part = sshd.path("kept").join(format!("{NAME}{PART}"));
    std::os::unix::fs::symlink("/dev/full", &part).unwrap();
    let put = remote.put(&from, NAME, &mut |_| {});
    assert!(matches!(put, Err(PlaceFault::Unreachable(_))), "{put:?}");
    assert_eq!(remote.names().unwrap(), [NAME]);
    remote.get(NAME, &back, &mut |_| {}).unwrap();
    assert_eq!(fs::read(&back).unwrap(), fs::read(&from).unwrap());
    // There is room again.
    fs::remove_file(&part).unwrap();
    remote.put(&from, NAME, &mut |_| {}).unwrap();
    // Letting go takes what was left half done along.
    fs::write(&part, "half").unwrap();
    remote.remove(NAME).unwrap();
    assert_eq!(fs::read_dir(sshd.path("kept")).unwrap().count(), 0);
}
