//! Files that could be restored: in the shop's own folder, at the plan's places, on the sticks that
//! are in. Their headers are shown as they stand; nobody has checked them yet.

use crate::backup::file::{self, Header};
use crate::backup::make::{headers, own_folder};
use crate::backup::places::stick::Sticks;
use crate::backup::{carry, places};
use crate::files::Files;
use pos_app::ports::backups::{BackupPlace, BackupPlan};
use pos_app::views::backup::{PlaceAddress, RestoreSource, RestoreSourceView};
use pos_domain::fact::BackupWhy;
use pos_domain::ids::Seq;
use pos_domain::time::Instant;
use std::fs;
use std::path::{Path, PathBuf};

/// Files that could be restored.
pub fn sources(files: &Files, plan: Option<&BackupPlan>) -> Vec<RestoreSourceView> {
    let own = own_folder(files.dir());
    let mut found: Vec<RestoreSourceView> = in_folder(&own, "", |name, _| RestoreSource::Place {
        place_id: None,
        file_name: name,
    });
    for place in plan.into_iter().flat_map(|plan| &plan.places) {
        if matches!(place.address, PlaceAddress::Sftp { .. }) {
            found.extend(at_server(files, place));
            continue;
        }
        let folder = match &place.address {
            PlaceAddress::Folder { path } => Some(PathBuf::from(path)),
            PlaceAddress::Stick { stick, folder } => {
                Sticks::default().find(stick).map(|root| root.join(folder))
            }
            PlaceAddress::Sftp { .. } => None,
        };
        let at = |name, _: &Path| RestoreSource::Place {
            place_id: Some(place.place_id),
            file_name: name,
        };
        found.extend(
            folder
                .iter()
                .flat_map(|folder| in_folder(folder, &place.name, at)),
        );
    }
    if plan.is_none() {
        for (stick, root) in Sticks::default().all() {
            let inner = fs::read_dir(&root).into_iter().flatten().flatten();
            let folders = inner.map(|e| e.path()).filter(|path| path.is_dir());
            for folder in folders.chain([root.clone()]) {
                found.extend(in_folder(&folder, &stick, |_, path| RestoreSource::File {
                    path: path.display().to_string(),
                }));
            }
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.at));
    found
}

fn in_folder(
    folder: &Path,
    place: &str,
    source: impl Fn(String, &Path) -> RestoreSource,
) -> Vec<RestoreSourceView> {
    let found = headers(folder).into_iter();
    let one = |(name, header, bytes): (String, Header, u64)| {
        let path = folder.join(&name);
        RestoreSourceView {
            source: source(name, &path),
            place: place.to_owned(),
            at: header.at,
            why: header.why,
            seq: header.seq,
            shop_name: header.shop_name,
            bytes,
        }
    };
    found.map(one).collect()
}

/// What a server has: by this shop's list, because a name tells too little.
fn at_server(files: &Files, place: &BackupPlace) -> Vec<RestoreSourceView> {
    let names = carry::secret(files, place).ok().and_then(|secret| {
        let mut reached = places::reach(place, secret).ok()?;
        reached.names().ok()
    });
    let own = headers(&own_folder(files.dir()));
    let mut found = Vec::new();
    for name in names.unwrap_or_default() {
        let known = own.iter().find(|(own_name, ..)| *own_name == name);
        let (at, seq) = file::told_by_name(&name).unwrap_or((Instant(0), Seq(0)));
        found.push(RestoreSourceView {
            source: RestoreSource::Place {
                place_id: Some(place.place_id),
                file_name: name,
            },
            place: place.name.clone(),
            at,
            why: known.map_or(BackupWhy::Schedule, |(_, h, _)| h.why),
            seq,
            shop_name: known
                .map(|(_, h, _)| h.shop_name.clone())
                .unwrap_or_default(),
            bytes: known.map_or(0, |(.., bytes)| *bytes),
        });
    }
    found
}
