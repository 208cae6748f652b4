//! Tries the wanted lines, two at a time, and tells each as it ends: the promise, the command that
//! tries it again, the result, the time. Leaves the table in `target/proof/promises.json`.

use crate::promise::Kept;
use crate::stage::Stage;
use crate::wanted::{Line, Wanted};
use pos_tests::{programs, proof};
use serde_json::{Value, json};
use std::any::Any;
use std::cell::RefCell;
use std::panic;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// At a time: each is mostly other programs.
const AT_ONCE: usize = 2;

/// What became of a line.
struct Outcome {
    line: Line,
    kept: Kept,
    time: Duration,
}

/// Tries them all; answers whether all is as it must be.
pub fn tell(wanted: &Wanted) -> bool {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        PLACE.with(|last| *last.borrow_mut() = place.unwrap_or_default());
    }));
    println!(
        "{:<20} {:<6} {:>7}  what was seen",
        "promise", "result", "time"
    );
    // Old programs are built anew here, not in the time of the line that happens to be first.
    for program in ["posctl", "pos-sim"] {
        programs::ours(program);
    }
    let began = Instant::now();
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(wanted.lines.len()) {
            scope.spawn(|| {
                while let Some(line) = wanted.lines.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = tried(*line);
                    let mut done = done.lock().expect("no line panics outside its own try");
                    println!("{}", outcome.text());
                    done.push(outcome);
                }
            });
        }
    });
    let outcomes = done.into_inner().expect("all threads have ended");
    let wrong = outcomes
        .iter()
        .filter(|outcome| !outcome.is_right(wanted.as_they_are))
        .count();
    println!(
        "{} lines, {wrong} not as they must be, {:.1} s",
        outcomes.len(),
        began.elapsed().as_secs_f64()
    );
    let rows: Vec<Value> = outcomes.iter().map(Outcome::json).collect();
    if let Err(error) = proof::leave("promises", &json!(rows)) {
        println!("the table was not left on the disk: {error}");
        return false;
    }
    wrong == 0
}

thread_local! {
    /// Where this thread panicked last.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

fn tried(line: Line) -> Outcome {
    let began = Instant::now();
    let name = line.plant.map(|plant| plant.name);
    let kept = panic::catch_unwind(|| (line.promise.keep)(&Stage::new(name)));
    Outcome {
        line,
        kept: kept.unwrap_or_else(|panic| Err(words(&*panic))),
        time: began.elapsed(),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
        (Some(text), _) => text,
        (None, Some(text)) => *text,
        (None, None) => "it broke off",
    };
    PLACE.with(|place| format!("{text} ({})", place.borrow()))
}

impl Outcome {
    /// A plain line is kept. A planted one is told as it is: broken, unless all plants are tried in
    /// a row, when it is right that it is broken for the reason it was broken for.
    fn is_right(&self, as_it_is: bool) -> bool {
        match (self.line.plant, &self.kept, as_it_is) {
            (None, kept, _) | (Some(_), kept, true) => kept.is_ok(),
            (Some(plant), Err(reason), false) => reason.contains(plant.found),
            (Some(_), Ok(_), false) => false,
        }
    }

    fn command(&self) -> String {
        let plant = self
            .line
            .plant
            .map(|plant| format!(" --plant {}", plant.name));
        let name = self.line.promise.name;
        format!("cargo xtask promises {name}{}", plant.unwrap_or_default())
    }

    fn result(&self) -> &'static str {
        match self.kept {
            Ok(_) => "kept",
            Err(_) => "BROKEN",
        }
    }

    fn text(&self) -> String {
        let (Ok(seen) | Err(seen)) = &self.kept;
        let mut text = format!(
            "{:<20} {:<6} {:>5.1} s  {seen}",
            self.line.promise.name,
            self.result(),
            self.time.as_secs_f64()
        );
        text += &format!("\n{:<36}  {}", "", self.command());
        if let Some(plant) = self.line.plant {
            text += &format!("\n{:<36}  planted: {}", "", plant.breaks);
        }
        text
    }

    fn json(&self) -> Value {
        let (Ok(seen) | Err(seen)) = &self.kept;
        json!({
            "promise": self.line.promise.name,
            "says": self.line.promise.says,
            "command": self.command(),
            "plant": self.line.plant.map(|plant| plant.name),
            "result": self.result().to_lowercase(),
            "seen": seen,
            "seconds": (self.time.as_secs_f64() * 10.0).round() / 10.0,
        })
    }
}
