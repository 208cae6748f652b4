//! The workshop's own tools. Owns what is done to the repository: generated files, house rules,
//! demo data, starting and proving the whole. Ships with nothing and is used by no other crate.

mod bench;
mod demo;
mod deps;
mod face;
mod paths;
mod promises;
mod proof;
mod run;
mod texts;
mod tidy;
mod torture;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  run              start the demo shop: terminal simulator and window (or the web UI)
  test             every proof there is, with its time; what `make test` calls
  torture [PART …] the long proofs, or those named; `torture page` writes the handbook's page
  bench [NAME] [-- …]  the benchmarks, or those with this name; the table of all figures
  promises [NAME …] [--plant NAME]  what this program promises, each tried and told in a line
  deps             who may use whom, and which room may use which foreign crate
  tidy             the house style
  gen [--check]    write the TypeScript API from the command registry, or compare it
  demo-data FILE   write assets/demo/products.tsv from a catalogue (see assets/demo/README.md)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["run", rest @ ..] => run::shop(rest),
        ["test"] => proof::everything(),
        ["torture", rest @ ..] => torture::run(rest),
        ["bench", rest @ ..] => bench::everything(rest),
        ["promises", rest @ ..] => promises::tell(rest),
        ["deps"] => deps::check(),
        ["tidy"] => tidy::check(),
        ["gen"] => face::api(false),
        ["gen", "--check"] => face::api(true),
        ["demo-data", file] => demo::write(file.as_ref()),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
