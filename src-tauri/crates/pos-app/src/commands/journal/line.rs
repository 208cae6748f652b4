//! One entry in a list, with the names that its ids stand for. Names are looked up once a page.

use super::fields;
use crate::api::AppResult;
use crate::tx::Tx;
use crate::views::evidence::JournalLine;
use pos_domain::fact::{Fact, kind_name};
use pos_domain::ids::{TerminalId, UserId};
use pos_domain::journal::Header;
use std::collections::HashMap;

/// Names that were looked up already.
#[derive(Default)]
pub struct Names {
    people: HashMap<UserId, String>,
    devices: HashMap<TerminalId, String>,
}

impl Names {
    /// The person's name; of one that the file does not have, the id.
    pub fn person(&mut self, tx: &Tx, id: UserId) -> AppResult<String> {
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let user = tx.store.user(id)?;
        let name = user.map_or_else(|| id.to_string(), |user| user.name);
        self.people.insert(id, name.clone());
        Ok(name)
    }

    /// The terminal's name; of one that is unpaired, the id.
    pub fn device(&mut self, tx: &Tx, id: TerminalId) -> AppResult<String> {
        if let Some(name) = self.devices.get(&id) {
            return Ok(name.clone());
        }
        let terminal = tx.store.terminal(id)?;
        let name = terminal.map_or_else(|| id.to_string(), |terminal| terminal.name);
        self.devices.insert(id, name.clone());
        Ok(name)
    }
}

/// An entry as a line.
pub fn of(
    tx: &Tx,
    names: &mut Names,
    header: &Header,
    fact: Option<&Fact>,
) -> AppResult<JournalLine> {
    let mut person = |id: Option<UserId>| id.map(|id| names.person(tx, id)).transpose();
    let (actor_name, approver_name) = (person(header.actor)?, person(header.approver)?);
    let device = header.device.map(|id| names.device(tx, id));
    Ok(JournalLine {
        seq: header.seq,
        at: header.at,
        kind: kind_name(header.kind).to_owned(),
        actor_name,
        approver_name,
        device_name: device.transpose()?,
        amount_minor: fact.and_then(|fact| fields::amount(&fields::body(fact))),
        erased: fact.is_none(),
    })
}
