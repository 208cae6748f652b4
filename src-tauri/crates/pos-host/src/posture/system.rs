//! The operating system and this process in it. Linux tells by its files; elsewhere what is not
//! told here is unknown.

use super::{Probe, fact, support};
use pos_app::ports::register::PostureFact;
use pos_app::views::posture::PostureCheck;

pub fn look(probe: &Probe) -> Vec<PostureFact> {
    let probe = &probe.refreshed();
    vec![
        support(probe),
        encryption(probe),
        administrator(probe),
        core_dumps(probe),
        debugger(probe),
        clock(probe),
    ]
}

/// A value of `os-release(5)`.
fn release(text: &str, name: &str) -> Option<String> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
    Some(line.trim().trim_matches(['"', '\'']).to_owned())
}

/// The day until which the system says itself that it is supported, or its maker does.
fn support(probe: &Probe) -> PostureFact {
    let text = probe.text("etc/os-release");
    let text = text.or_else(|| probe.text("usr/lib/os-release"));
    let Some(text) = text else {
        return fact(PostureCheck::SystemSupport, None).with("system", std::env::consts::OS);
    };
    let value = |name| release(&text, name).unwrap_or_default();
    let own = release(&text, "SUPPORT_END").and_then(|day| {
        let mut parts = day.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        support::day_number(year, month, day)
    });
    let until = own.or_else(|| support::supported_until(&value("ID"), &value("VERSION_ID")));
    fact(
        PostureCheck::SystemSupport,
        until.map(|until| probe.today <= until),
    )
    .with("system", value("PRETTY_NAME"))
}

/// The block device under the shop's folder, and whether it or what it stands on is a crypt mapping
/// (`/proc/pid/mountinfo`, proc(5); the device mapper's uuid begins with `CRYPT-`).
fn encryption(probe: &Probe) -> PostureFact {
    let unknown = || fact(PostureCheck::DiskEncryption, None);
    let Some(mounts) = probe.text("proc/self/mountinfo") else {
        return unknown();
    };
    let folder = probe.folder.canonicalize();
    let folder = folder.unwrap_or_else(|_| probe.folder.clone());
    let holds = |mount: &Mount| folder.starts_with(&mount.at);
    let mount = mounts.lines().filter_map(mount).filter(holds);
    let Some(mount) = mount.max_by_key(|mount| mount.at.len()) else {
        return unknown();
    };
    let told = |good| fact(PostureCheck::DiskEncryption, good).with("file_system", &mount.kind);
    if ["ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs"].contains(&mount.kind.as_str()) {
        return told(Some(true));
    }
    let by_number = format!("sys/dev/block/{}", mount.device);
    let by_name = mount.source.strip_prefix("/dev/mapper/").map(|name| {
        let all = probe.names("sys/block").into_iter();
        let named = |dm: &String| {
            let text = probe.text(&format!("sys/block/{dm}/dm/name"));
            text.is_some_and(|text| text.trim() == name)
        };
        all.into_iter().find(named)
    });
    let place = match (probe.exists(&by_number), by_name.flatten()) {
        (true, _) => by_number,
        (false, Some(dm)) => format!("sys/block/{dm}"),
        // Memory, a network, an overlay: this computer's disk is not what is asked.
        (false, None) => return told(None),
    };
    told(Some(is_crypt(probe, &place, 8)))
}

struct Mount {
    device: String,
    at: String,
    kind: String,
    source: String,
}

/// `36 35 98:0 /root /mnt/point rw,noatime shared:1 - ext4 /dev/root rw`
fn mount(line: &str) -> Option<Mount> {
    let (before, after) = line.split_once(" - ")?;
    let mut before = before.split(' ').skip(2);
    let (device, _root, at) = (before.next()?, before.next()?, before.next()?);
    let mut after = after.split(' ');
    Some(Mount {
        device: device.to_owned(),
        at: at.replace("\\040", " "),
        kind: after.next()?.to_owned(),
        source: after.next()?.to_owned(),
    })
}

/// A crypt mapping, or a mapping or an array of which every part is one.
fn is_crypt(probe: &Probe, place: &str, deep: u32) -> bool {
    let uuid = probe.text(&format!("{place}/dm/uuid")).unwrap_or_default();
    if uuid.starts_with("CRYPT-") {
        return true;
    }
    let below = probe.names(&format!("{place}/slaves"));
    let each = |name: &String| is_crypt(probe, &format!("{place}/slaves/{name}"), deep - 1);
    deep > 0 && !below.is_empty() && below.iter().all(each)
}

/// A number of `/proc/pid/status`.
fn status(probe: &Probe, name: &str, column: usize) -> Option<u64> {
    let text = probe.text("proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let word = line.strip_prefix(':')?.split_whitespace().nth(column)?;
    word.parse().ok()
}

/// The effective user is not root.
fn administrator(probe: &Probe) -> PostureFact {
    let uid = status(probe, "Uid", 1);
    let told = uid.map_or(String::new(), |uid| uid.to_string());
    fact(PostureCheck::Administrator, uid.map(|uid| uid != 0)).with("uid", told)
}

/// Nothing of this process is written when it crashes: it is not dumpable, or the limit is zero and
/// no program is fed with dumps (core(5): a pipe pays no heed to the limit).
fn core_dumps(probe: &Probe) -> PostureFact {
    let limits = probe.text("proc/self/limits");
    let limit = limits.as_deref().and_then(|text| {
        let line = text
            .lines()
            .find(|line| line.starts_with("Max core file"))?;
        Some(line.split_whitespace().nth(4)? == "0")
    });
    let pattern = probe.text("proc/sys/kernel/core_pattern");
    let pattern = pattern.unwrap_or_default().trim().to_owned();
    let off = match (probe.dumpable, limit) {
        (Some(false), _) => Some(true),
        (_, Some(zero)) => Some(zero && !pattern.starts_with('|')),
        (Some(true), None) => Some(false),
        (None, None) => None,
    };
    fact(PostureCheck::CoreDumps, off).with("pattern", pattern)
}

/// Nobody traces this process, and no process of the same user could begin to.
fn debugger(probe: &Probe) -> PostureFact {
    let tracer = status(probe, "TracerPid", 0);
    let scope = probe.text("proc/sys/kernel/yama/ptrace_scope");
    let scope: Option<u32> = scope.and_then(|text| text.trim().parse().ok());
    let shut = match (probe.dumpable, scope) {
        (Some(false), _) => Some(true),
        (_, Some(scope)) => Some(scope >= 1),
        (Some(true), None) => Some(false),
        (None, None) => None,
    };
    let good = match (tracer, shut) {
        (Some(0), shut) => shut,
        (Some(_), _) => Some(false),
        (None, _) => None,
    };
    let tracer = tracer.filter(|pid| *pid != 0);
    fact(PostureCheck::Debugger, good).with(
        "tracer",
        tracer.map_or(String::new(), |pid| pid.to_string()),
    )
}

/// The clock is kept right: systemd's time service has heard a server since the start. Another
/// service does not tell.
fn clock(probe: &Probe) -> PostureFact {
    let heard = probe.exists("run/systemd/timesync/synchronized");
    let served = probe.exists("run/systemd/timesync");
    let good = match (heard, served) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    fact(PostureCheck::Clock, good)
}
