//! Owns the scale: what lies on it, and what scripts break. How it says so is its protocol's.

mod cas;
mod toledo;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::beside::{Device, Fields, Hands, changed};
use cas::Cas;
use toledo::Toledo;

/// What it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    Toledo8217,
    Cas,
}

/// Everything a script may set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plate {
    /// What lies on the plate.
    pub weight_g: i64,
    pub stable: bool,
    pub tare_g: i64,
    /// What counts as nothing.
    pub zero_g: i64,
    /// As if too much lay on it.
    pub over: bool,
    /// As if less than nothing lay on it.
    pub under: bool,
    pub capacity_g: i64,
    /// Answers nothing.
    pub mute: bool,
    /// CAS: so many answers leave with a wrong check byte.
    pub bad_bcc: u32,
    /// CAS: the weight has a decimal point.
    pub point: bool,
    /// CAS: two letters.
    pub unit: String,
    /// Toledo: bit 6 of the status is always on.
    pub status_bit6: bool,
}

impl Default for Plate {
    fn default() -> Self {
        Self {
            weight_g: 0,
            stable: true,
            tare_g: 0,
            zero_g: 0,
            over: false,
            under: false,
            capacity_g: 15_000,
            mute: false,
            bad_bcc: 0,
            point: true,
            unit: "kg".into(),
            status_bit6: true,
        }
    }
}

impl Plate {
    pub fn gross_g(&self) -> i64 {
        self.weight_g - self.zero_g
    }

    pub fn net_g(&self) -> i64 {
        self.gross_g() - self.tare_g
    }

    pub fn is_over(&self) -> bool {
        self.over || self.gross_g() > self.capacity_g
    }

    pub fn is_under(&self) -> bool {
        self.under || self.net_g() < 0
    }

    /// It may be set to zero within 2 % of its capacity.
    pub fn is_near_zero(&self) -> bool {
        self.gross_g().abs() * 50 <= self.capacity_g
    }
}

/// Kilograms with three places, such as 00.550.
pub fn kilograms(grams: i64) -> String {
    format!("{:02}.{:03}", grams / 1000, grams % 1000)
}

enum Speech {
    Toledo(Toledo),
    Cas(Cas),
}

/// A scale.
pub struct Scale {
    plate: Plate,
    speech: Speech,
}

impl Scale {
    pub fn new(protocol: Protocol) -> Self {
        Self {
            plate: Plate::default(),
            speech: Scale::speech(protocol),
        }
    }

    fn speech(protocol: Protocol) -> Speech {
        match protocol {
            Protocol::Toledo8217 => Speech::Toledo(Toledo::default()),
            Protocol::Cas => Speech::Cas(Cas::default()),
        }
    }
}

impl Device for Scale {
    fn take(&mut self, bytes: &[u8], hands: &mut Hands) {
        let mut said = Hands::default();
        match &mut self.speech {
            Speech::Toledo(toledo) => toledo.take(bytes, &mut self.plate, &mut said),
            Speech::Cas(cas) => cas.take(bytes, &mut self.plate, &mut said),
        }
        if self.plate.mute {
            said.writes.clear();
        }
        hands.writes.extend(said.writes);
        hands.events.extend(said.events);
    }

    fn verb(&mut self, verb: &str, _fields: Fields, _hands: &mut Hands) -> Result<Value, String> {
        Err(format!("no verb {verb:?}"))
    }

    fn set(&mut self, fields: &Fields, _hands: &mut Hands) -> Result<(), String> {
        let plate = changed(&self.plate, fields)?;
        if plate.unit.len() != 2 || !plate.unit.is_ascii() {
            return Err("a unit has two letters".into());
        }
        self.plate = plate;
        Ok(())
    }

    fn state(&self) -> Value {
        let mut state = serde_json::to_value(&self.plate).unwrap_or_else(|_| json!({}));
        if let Some(state) = state.as_object_mut() {
            state.insert("net_g".into(), self.plate.net_g().into());
        }
        state
    }

    fn power_cut(&mut self, _hands: &mut Hands) {
        // What lies on it when it is switched on counts as nothing.
        self.plate.tare_g = 0;
        self.plate.zero_g = self.plate.weight_g;
        self.speech = match self.speech {
            Speech::Toledo(_) => Scale::speech(Protocol::Toledo8217),
            Speech::Cas(_) => Scale::speech(Protocol::Cas),
        };
    }
}
