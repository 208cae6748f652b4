//! Owns the printer's verbs on the control channel, and its report.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Printer;
use super::slip::End;
use crate::beside::{DropLink, Fields, Hands, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Swallow {
    bytes: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DieAfter {
    bytes: u64,
    ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

impl Printer {
    pub(super) fn obey_verb(
        &mut self,
        verb: &str,
        fields: Fields,
        hands: &mut Hands,
    ) -> Result<Value, String> {
        match verb {
            "swallow" => {
                let Swallow { bytes } = read(fields)?;
                self.swallow = bytes;
            }
            "die_after" => {
                let DieAfter { bytes, ms } = read(fields)?;
                let link = DropLink {
                    return_after_ms: ms,
                };
                self.die_after = Some((bytes, link));
            }
            "open_drawer" | "close_drawer" => {
                let Nothing {} = read(fields)?;
                self.move_drawer(verb == "open_drawer", hands);
            }
            "tear" => {
                let Nothing {} = read(fields)?;
                let paper = self.press.tear().ok_or("there is nothing to tear off")?;
                self.slip(&paper, End::Tear, hands);
            }
            other => return Err(format!("no verb {other:?}")),
        }
        Ok(json!({}))
    }

    pub(super) fn report(&self) -> Value {
        let mut report = json!({
            "model": self.make.model,
            "width_dots": self.make.width_dots,
            "drawer_open": self.drawer_open,
            "waiting_bytes": self.buffer.len(),
            "slips": self.slips,
            "mid_slip": self.receiving,
            "swallowed_bytes": self.swallowed,
            "unknown": self.unknown.json(),
        });
        let settings = serde_json::to_value(&self.settings);
        if let (Some(report), Ok(Value::Object(settings))) = (report.as_object_mut(), settings) {
            report.extend(settings);
        }
        report
    }
}
