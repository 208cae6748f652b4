//! A folder of a server, over SFTP. The server's key is compared before anything of ours is sent:
//! another key than the one that a person confirmed ends the connection.

use super::{Place, PlaceFault};
use crate::backup::file::{self, FileFault, PART};
use base64ct::{Base64Unpadded, Encoding};
use pos_app::views::backup::SftpServer;
use pos_vault::Secret;
use ssh2::{HashType, HostKeyType, OpenFlags, OpenType, RenameFlags, Session, Sftp};
use std::fs::File;
use std::net::{TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// Each answer of the server.
const ANSWER_LIMIT_MS: u32 = 30_000;
/// "No such file" (draft-ietf-secsh-filexfer-02, section 7).
const NO_SUCH_FILE: i32 = 2;

/// A server whose key is known, before anybody is let in.
pub struct Server {
    session: Session,
}

/// A folder of a server that let us in.
pub struct Remote {
    sftp: Sftp,
    folder: PathBuf,
}

fn unreachable(error: impl std::fmt::Display) -> PlaceFault {
    PlaceFault::Unreachable(error.to_string())
}

/// Connects and agrees on keys; nobody has signed in.
fn connect(host: &str, port: u16) -> Result<Session, PlaceFault> {
    let addresses = (host, port).to_socket_addrs().map_err(unreachable)?;
    let mut last = PlaceFault::Unreachable("the name has no address".into());
    for address in addresses {
        match TcpStream::connect_timeout(&address, CONNECT_LIMIT) {
            Ok(stream) => {
                let mut session = Session::new().map_err(unreachable)?;
                session.set_timeout(ANSWER_LIMIT_MS);
                session.set_tcp_stream(stream);
                session.handshake().map_err(unreachable)?;
                return Ok(session);
            }
            Err(error) => last = unreachable(error),
        }
    }
    Err(last)
}

/// The server's key as OpenSSH prints it: `SHA256:` and unpadded Base64.
fn shown(session: &Session) -> Result<SftpServer, PlaceFault> {
    let none = || PlaceFault::Unreachable("the server shows no key".into());
    let hash = session.host_key_hash(HashType::Sha256).ok_or_else(none)?;
    let (_, kind) = session.host_key().ok_or_else(none)?;
    let key_kind = match kind {
        HostKeyType::Rsa => "ssh-rsa",
        HostKeyType::Dss => "ssh-dss",
        HostKeyType::Ecdsa256 => "ecdsa-sha2-nistp256",
        HostKeyType::Ecdsa384 => "ecdsa-sha2-nistp384",
        HostKeyType::Ecdsa521 => "ecdsa-sha2-nistp521",
        HostKeyType::Ed25519 => "ssh-ed25519",
        HostKeyType::Unknown => "unknown",
    };
    Ok(SftpServer {
        host_key: format!("SHA256:{}", Base64Unpadded::encode_string(hash)),
        key_kind: key_kind.into(),
    })
}

/// Who answers there.
pub fn ask(host: &str, port: u16) -> Result<SftpServer, PlaceFault> {
    shown(&connect(host, port)?)
}

impl Server {
    /// The server that was confirmed, and no other.
    pub fn at(host: &str, port: u16, host_key: &str) -> Result<Server, PlaceFault> {
        let session = connect(host, port)?;
        let found = shown(&session)?.host_key;
        match found == host_key {
            true => Ok(Server { session }),
            false => Err(PlaceFault::HostKey(found)),
        }
    }

    /// Signs in with a password, or with a private key in OpenSSH's form.
    pub fn let_in(
        self,
        user: &str,
        secret: &Secret,
        with_key: bool,
        folder: &str,
    ) -> Result<Remote, PlaceFault> {
        let done = match with_key {
            true => self
                .session
                .userauth_pubkey_memory(user, None, secret.expose(), None),
            false => self.session.userauth_password(user, secret.expose()),
        };
        done.map_err(|error| PlaceFault::NotLetIn(error.message().to_owned()))?;
        let sftp = self.session.sftp().map_err(unreachable)?;
        let folder = match folder.trim() {
            "" => PathBuf::from("."),
            name => PathBuf::from(name),
        };
        let remote = Remote { sftp, folder };
        if remote.sftp.stat(&remote.folder).is_err() {
            remote
                .sftp
                .mkdir(&remote.folder, 0o700)
                .map_err(unreachable)?;
        }
        Ok(remote)
    }
}

fn is_missing(error: &ssh2::Error) -> bool {
    matches!(error.code(), ssh2::ErrorCode::SFTP(NO_SUCH_FILE))
}

impl Remote {
    fn unlink(&self, name: &str) -> Result<(), PlaceFault> {
        match self.sftp.unlink(&self.folder.join(name)) {
            Err(error) if !is_missing(&error) => Err(unreachable(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

impl Place for Remote {
    fn names(&mut self) -> Result<Vec<String>, PlaceFault> {
        let entries = self.sftp.readdir(&self.folder).map_err(unreachable)?;
        let names = entries
            .iter()
            .filter_map(|(path, _)| path.file_name()?.to_str());
        Ok(names
            .filter(|name| file::is_name(name))
            .map(str::to_owned)
            .collect())
    }

    fn put(
        &mut self,
        from: &Path,
        name: &str,
        told: &mut dyn FnMut(u64),
    ) -> Result<(), PlaceFault> {
        let part = self.folder.join(format!("{name}{PART}"));
        let mut source = File::open(from).map_err(FileFault::io(from))?;
        let flags = OpenFlags::WRITE | OpenFlags::CREATE | OpenFlags::TRUNCATE;
        let opened = self.sftp.open_mode(&part, flags, 0o600, OpenType::File);
        let mut copy = opened.map_err(unreachable)?;
        let sent = file::pour(&mut source, &mut copy, told).map_err(unreachable)?;
        // An OpenSSH server flushes when asked; one that cannot is believed by its answer.
        if let Err(error) = copy.fsync() {
            tracing::debug!("the server does not flush: {error}");
        }
        drop(copy);
        let there = self.sftp.stat(&part).map_err(unreachable)?;
        if there.size != Some(sent) {
            return Err(PlaceFault::Unreachable(
                "the server kept another length".into(),
            ));
        }
        let to = self.folder.join(name);
        // Most servers rename over nothing only.
        self.unlink(name)?;
        let flags = RenameFlags::ATOMIC | RenameFlags::NATIVE;
        self.sftp
            .rename(&part, &to, Some(flags))
            .map_err(unreachable)
    }

    fn get(&mut self, name: &str, to: &Path, told: &mut dyn FnMut(u64)) -> Result<(), PlaceFault> {
        let mut source = self
            .sftp
            .open(self.folder.join(name))
            .map_err(unreachable)?;
        let mut copy = file::private(to)?;
        file::pour(&mut source, &mut copy, told).map_err(unreachable)?;
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), PlaceFault> {
        // What a carrying that was cut off left of it goes too.
        self.unlink(&format!("{name}{PART}"))?;
        self.unlink(name)
    }

    fn free_bytes(&mut self) -> Option<u64> {
        None
    }
}

#[cfg(all(test, unix))]
mod tests;
