//! The table of one benchmark: printed, and kept as JSON for the table of all.

use super::figures::Judged;
use serde_json::{Value, json};

/// One line of the table. Three figures are p50, p95 and p99.
pub struct Row {
    pub goal: &'static str,
    pub what: String,
    pub unit: &'static str,
    /// What the floor is, in a few words.
    pub floor_is: &'static str,
    pub floor: Vec<f64>,
    pub ours: Vec<f64>,
    pub ratio: f64,
    pub low: f64,
    pub high: f64,
    pub aim: &'static str,
    /// None: a figure without a goal.
    pub met: Option<bool>,
    /// By how much a goal was missed; what else must be known.
    pub note: String,
}

impl Row {
    /// A line from judged rounds, in microseconds.
    pub fn of(goal: &'static str, what: impl Into<String>, judged: &Judged) -> Row {
        let dropped = match judged.dropped {
            0 => String::new(),
            n => format!("{n} rounds dropped"),
        };
        Row {
            goal,
            what: what.into(),
            unit: "us",
            floor_is: "",
            floor: judged.floor.to_vec(),
            ours: judged.ours.to_vec(),
            ratio: judged.ratio.median,
            low: judged.ratio.low,
            high: judged.ratio.high,
            aim: "",
            met: None,
            note: dropped,
        }
    }

    pub fn floor_is(mut self, words: &'static str) -> Row {
        self.floor_is = words;
        self
    }

    /// The goal and its parts: a name, what was reached, what is allowed. All must hold.
    pub fn aim(mut self, aim: &'static str, parts: &[(&str, f64, f64)]) -> Row {
        let missed: Vec<String> = parts
            .iter()
            .filter(|(_, reached, allowed)| reached > allowed)
            .map(|(name, reached, allowed)| {
                let over = (reached / allowed - 1.0) * 100.0;
                format!("{name} missed by {over:.0} %")
            })
            .collect();
        self.aim = aim;
        self.met = Some(missed.is_empty());
        missed.iter().for_each(|one| self.add_note(one));
        self
    }

    /// The same where more is better.
    pub fn at_least(mut self, aim: &'static str, parts: &[(&str, f64, f64)]) -> Row {
        let missed: Vec<String> = parts
            .iter()
            .filter(|(_, reached, least)| reached < least)
            .map(|(name, reached, least)| {
                let short = (1.0 - reached / least) * 100.0;
                format!("{name} short by {short:.0} %")
            })
            .collect();
        self.aim = aim;
        self.met = Some(missed.is_empty());
        missed.iter().for_each(|one| self.add_note(one));
        self
    }

    pub fn note(mut self, words: impl AsRef<str>) -> Row {
        self.add_note(words.as_ref());
        self
    }

    fn add_note(&mut self, words: &str) {
        if !self.note.is_empty() {
            self.note.push_str("; ");
        }
        self.note.push_str(words);
    }

    fn json(&self) -> Value {
        json!({
            "goal": self.goal, "what": self.what, "unit": self.unit,
            "floor_is": self.floor_is, "floor": rounded(&self.floor), "ours": rounded(&self.ours),
            "ratio": round(self.ratio), "low": round(self.low), "high": round(self.high),
            "aim": self.aim, "met": self.met, "note": self.note,
        })
    }
}

/// Four digits that count.
fn round(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = 10f64.powi(3 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}

fn rounded(values: &[f64]) -> Vec<f64> {
    values.iter().copied().map(round).collect()
}

/// Keeps the rows for the table of all (`cargo xtask bench` prints it).
pub fn keep(bench: &str, rows: &[Row]) {
    let folder = super::folder().join("parts");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    let rows: Vec<Value> = rows.iter().map(Row::json).collect();
    let text = serde_json::to_string_pretty(&rows).expect("figures are JSON");
    std::fs::write(folder.join(format!("{bench}.json")), text)
        .expect("the target folder can be written");
    for row in &rows {
        println!("{row}");
    }
}
