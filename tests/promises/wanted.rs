//! Which promises are to be tried, and what is to be broken. Owns the command line.

use crate::promise::{Plant, Promise};

/// Said to every test program; says nothing to this one.
const OF_THE_HARNESS: [&str; 6] = [
    "--nocapture",
    "--quiet",
    "-q",
    "--include-ignored",
    "--show-output",
    "--no-fail-fast",
];

/// One line of the table: a promise, and what is broken before it is tried.
#[derive(Clone, Copy)]
pub struct Line {
    pub promise: &'static Promise,
    pub plant: Option<&'static Plant>,
}

/// What is to be done.
pub struct Wanted {
    pub lines: Vec<Line>,
    /// The lines are told as they are: a planted one is red. Else a planted line must be red, and
    /// red for the right reason.
    pub as_they_are: bool,
}

impl Wanted {
    /// `NAME…` promises by name, `--plain` without breaking anything, `--plant NAME` with this one
    /// control broken, `--match TEXT` those whose name has the text.
    pub fn read(
        words: impl Iterator<Item = String>,
        all: &[&'static Promise],
    ) -> Result<Wanted, String> {
        let (mut names, mut plant, mut plain) = (Vec::new(), None, false);
        let mut words = words;
        while let Some(word) = words.next() {
            match word.as_str() {
                "--plain" => plain = true,
                "--plant" => plant = Some(words.next().ok_or("--plant NAME")?),
                known if OF_THE_HARNESS.contains(&known) => {}
                flag if flag.starts_with('-') => return Err(format!("{flag} is not known")),
                name => names.push(name.to_owned()),
            }
        }
        let chosen = chosen(&names, all)?;
        let lines = match &plant {
            Some(name) => vec![planted(name, &chosen)?],
            None => chosen.iter().flat_map(|p| lines_of(p, !plain)).collect(),
        };
        let as_they_are = plain || plant.is_some();
        Ok(Wanted { lines, as_they_are })
    }
}

fn chosen(names: &[String], all: &[&'static Promise]) -> Result<Vec<&'static Promise>, String> {
    let known: Vec<&str> = all.iter().map(|promise| promise.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!(
            "no promise {unknown}; there are {}",
            known.join(", ")
        ));
    }
    let wanted = |promise: &&&'static Promise| {
        names.is_empty() || names.iter().any(|name| name == promise.name)
    };
    Ok(all.iter().filter(wanted).copied().collect())
}

fn lines_of(promise: &'static Promise, planted: bool) -> impl Iterator<Item = Line> {
    let plain = std::iter::once(Line {
        promise,
        plant: None,
    });
    let plants = promise.plants.iter().filter(move |_| planted);
    plain.chain(plants.map(move |plant| Line {
        promise,
        plant: Some(plant),
    }))
}

fn planted(name: &str, chosen: &[&'static Promise]) -> Result<Line, String> {
    let lines = chosen.iter().flat_map(|promise| lines_of(promise, true));
    let found: Vec<Line> = lines
        .filter(|line| line.plant.is_some_and(|plant| plant.name == name))
        .collect();
    match found[..] {
        [line] => Ok(line),
        [] => Err(format!("nothing to break is called {name}")),
        _ => Err(format!(
            "several promises break {name}: name the promise too"
        )),
    }
}
