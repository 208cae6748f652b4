//! How safe this computer is: the facts that the use cases weigh by the shop's policy. Changes
//! nothing and needs no key. Where a system does not tell, a fact is unknown and never good.

mod folder;
pub mod harden;
mod probe;
mod support;
mod system;
#[cfg(all(test, target_os = "linux"))]
mod tests;

pub use probe::Probe;

use pos_app::ports::register::{Posture, PostureFact};
use pos_app::views::posture::{PostureCheck, PostureStatus};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What draws the screens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Screens {
    /// A browser of the person's own, or nobody: not this program's to judge.
    #[default]
    Elsewhere,
    /// A web view of this version.
    WebView(String),
}

/// Looks this computer over for one shop's folder.
pub struct HostPosture {
    probe: Probe,
    screens: Mutex<Screens>,
}

impl HostPosture {
    /// This computer, and the shop in this folder.
    pub fn of(folder: &Path) -> HostPosture {
        HostPosture {
            probe: Probe::live(folder),
            screens: Mutex::default(),
        }
    }

    /// Says what draws the screens.
    pub fn drawn_by(&self, screens: Screens) {
        *self.screens.lock().unwrap_or_else(PoisonError::into_inner) = screens;
    }
}

impl Posture for HostPosture {
    fn look(&self) -> Vec<PostureFact> {
        let screens = self.screens.lock().unwrap_or_else(PoisonError::into_inner);
        let mut facts = look(&self.probe);
        facts.push(support::web_view(&screens));
        facts
    }
}

/// Every fact but the web view's.
pub fn look(probe: &Probe) -> Vec<PostureFact> {
    let mut facts = system::look(probe);
    facts.extend(folder::look(probe));
    facts
}

fn fact(check: PostureCheck, good: Option<bool>) -> PostureFact {
    let status = match good {
        Some(true) => PostureStatus::Good,
        Some(false) => PostureStatus::Bad,
        None => PostureStatus::Unknown,
    };
    PostureFact::new(check, status)
}
