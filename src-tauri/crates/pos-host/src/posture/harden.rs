//! What this process does for its own safety as it starts, before it reads a key: a crash leaves no
//! memory on the disk, no other process of the same user reads it, no file is made that others can
//! read. What fails is told, and seen again in the posture; the till starts all the same.

/// Closes what can be closed. Call it first in `main`, before any thread.
pub fn this_process() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit, umask};
        umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        if let Err(error) = setrlimit(Resource::Core, none) {
            tracing::warn!("core dumps stay on: {error}");
        }
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!("memory stays readable for others: {error}");
        }
    }
}
