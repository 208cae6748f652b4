//! What must be true of a shop that was cut off: it opens, it has everything that was said before,
//! in the same history, and sells on. Owns the rules; must never know how an image was made.

use crate::script::Said;
use pos_app::ports::store::StoreResult;
use pos_domain::ids::{SaleId, Seq};
use pos_domain::journal::Header;
use pos_store::{Database, Durability, Keys, Mode, Writer, rebuild, verify};
use pos_tests::disk::{How, Image, MemoryDisk, Recording};
use pos_tests::facts;
use std::path::{Path, PathBuf};

/// What is known of a day when it is over.
pub struct Checked {
    folder: PathBuf,
    keys: Keys,
    /// By moment.
    said: Vec<Said>,
    /// The header of each entry, from entry 1 on.
    history: Vec<Header>,
}

impl Checked {
    /// The day's history is read from its end.
    pub fn of(folder: &Path, recording: &Recording, mut said: Vec<Said>, keys: Keys) -> Checked {
        said.sort_by_key(|said| said.moment);
        let mut play = recording.play();
        while play.next_write() {}
        let mut checked = Checked {
            folder: folder.to_path_buf(),
            keys,
            said,
            history: Vec::new(),
        };
        let disk = MemoryDisk::of(&play.cut(How::Kept));
        let mut reader = checked.database(&disk).reader().unwrap();
        checked.history = reader
            .look(|store| {
                let mut headers = Vec::new();
                while let Some((header, _)) = store.entry(Seq(headers.len() as i64 + 1))? {
                    headers.push(header);
                }
                StoreResult::Ok(headers)
            })
            .unwrap();
        for said in &checked.said {
            let stands = checked.entry(said.entry.seq);
            assert_eq!(stands, Some(&said.entry), "at the day's end");
        }
        checked
    }

    pub fn said(&self) -> u64 {
        self.said.len() as u64
    }

    fn database(&self, disk: &MemoryDisk) -> Database {
        Database::on(disk.seam(), &self.folder, self.keys.clone())
    }

    fn entry(&self, seq: Seq) -> Option<&Header> {
        self.history.get(usize::try_from(seq.0 - 1).ok()?)
    }

    /// The image opens, with everything that was said up to the moment and nothing else.
    pub fn opens(&self, image: &Image, moment: usize) -> Result<(), String> {
        self.look(image, moment, false, 0)
    }

    /// The same; where `whole`, the chain is verified from its first entry, every projection is
    /// counted anew, and a sale is made that stands after another power cut.
    pub fn look(
        &self,
        image: &Image,
        moment: usize,
        whole: bool,
        number: u64,
    ) -> Result<(), String> {
        let disk = MemoryDisk::of(image);
        let database = self.database(&disk);
        let mut writer = database
            .writer(Mode::Open, &[])
            .map_err(|error| format!("it does not open: {error}"))?;
        let head = writer.look(|store| store.journal_head());
        let (seq, _) = head.map_err(text)?.ok_or("the journal is empty")?;
        let before = self.said.partition_point(|said| said.moment <= moment);
        let must = self.said[..before].iter().map(|said| said.entry.seq).max();
        if must.is_some_and(|must| must > seq) {
            return Err(format!("{must:?} was said, the journal ends at {seq:?}"));
        }
        let from = if whole { 1 } else { (seq.0 - 4).max(1) };
        for seq in (from..=seq.0).map(Seq) {
            let found = writer.look(|store| store.entry(seq)).map_err(text)?;
            if found.as_ref().map(|(header, _)| header) != self.entry(seq) {
                return Err(format!("entry {seq:?} is of another history"));
            }
        }
        if whole {
            is_whole(&database)?;
            sells(&mut writer, number).map_err(text)?;
            self.has_sold(&disk.power_cut(How::Lost), seq.0 + 1)?;
        }
        Ok(())
    }

    fn has_sold(&self, image: &Image, seq: i64) -> Result<(), String> {
        let disk = MemoryDisk::of(image);
        let database = self.database(&disk);
        let writer = database.writer(Mode::Open, &[]);
        let head = writer.map_err(text)?.look(|store| store.journal_head());
        match head.map_err(text)? {
            Some((Seq(found), _)) if found == seq => is_whole(&database),
            other => Err(format!("sold as entry {seq}, found {other:?}")),
        }
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn is_whole(database: &Database) -> Result<(), String> {
    let mut reader = database.reader().map_err(text)?;
    let report = verify(&mut reader, &[], &mut |_, _| {}).map_err(text)?;
    if let Some(problem) = report.problem {
        return Err(format!("the chain does not hold: {problem:?}"));
    }
    let report = rebuild(&mut reader, &mut |_, _| {}).map_err(text)?;
    if report.is_equal() {
        Ok(())
    } else {
        Err(format!("the projections differ: {report:?}"))
    }
}

fn sells(writer: &mut Writer, number: u64) -> StoreResult<()> {
    let request = 1 << 40 | number;
    let next = writer.look(|store| store.next_number())?;
    let fact = facts::sale(SaleId(facts::id(request)), next, None);
    writer.act(Durability::Full, |store| {
        facts::append(store, request, &fact).map(|_| ())
    })
}
