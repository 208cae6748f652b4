//! What a disk holds at one moment, to start another from. Owns nothing that changes.

use super::content::Content;
use super::platter::{Platter, Step};
use std::path::Path;
use std::sync::Arc;

/// What a disk holds. Cloning it, and starting a disk from it, copies no page.
#[derive(Clone, Debug, Default)]
pub struct Image(pub(super) Arc<Platter>);

impl Image {
    /// A file in it.
    pub fn file(&self, path: &Path) -> Option<Vec<u8>> {
        let id = self.0.find(&name(path))?;
        self.0.content(id).map(Content::bytes)
    }

    /// The paths of its files, in order.
    pub fn files(&self) -> Vec<String> {
        self.0.names().map(str::to_owned).collect()
    }

    /// The same with a file put in, durable; one of that name is replaced.
    pub fn with(&self, path: &Path, bytes: &[u8]) -> Image {
        let mut platter = (*self.0).clone();
        let name = name(path);
        if platter.find(&name).is_some() {
            platter.apply(&Step::Remove(name.clone()));
        }
        let id = platter.next_id();
        platter.apply(&Step::Make(name));
        platter.apply(&Step::Write(id, 0, bytes.into()));
        platter.apply(&Step::Sync(id));
        platter.apply(&Step::SyncNames);
        Image(Arc::new(platter))
    }

    /// The same without a file.
    pub fn without(&self, path: &Path) -> Image {
        let mut platter = (*self.0).clone();
        platter.apply(&Step::Remove(name(path)));
        platter.apply(&Step::SyncNames);
        Image(Arc::new(platter))
    }
}

/// A path as this disk knows it.
pub(super) fn name(path: &Path) -> Arc<str> {
    path.to_string_lossy().into()
}
