//! `import products`: goods from a table, by the code behind the screen's import. The file is taken
//! whole, in one transaction; a row that cannot be taken is reported with its line and reason.

use crate::cli::{ImportArgs, Place};
use crate::input;
use crate::say::Say;
use anyhow::{Context, bail};
use pos_app::commands::import::{self, ImportCommit, ImportLook};
use pos_app::console::Console;
use pos_app::event::Event;
use pos_app::views::import::{ImportCheck, ImportDone, ImportMapping, ImportProblem};
use pos_domain::ids::ImportId;
use pos_host::Host;
use serde_json::json;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub fn run(place: &Place, args: &ImportArgs, say: &Say) -> anyhow::Result<bool> {
    let (name, bytes) = input::read(&args.file)?;
    let running = place.open_host(false)?;
    let console = Console::open(running.0.app(), "posctl")?;
    let import_id = import::put(&console.flow(), &name, &bytes)?;
    let mut check = look(&console, import_id, None)?;
    if !args.map.is_empty() || args.header.is_some() {
        let mapping = mapped(&check.mapping, args)?;
        check = look(&console, import_id, Some(mapping))?;
    }
    let done = if args.dry_run {
        None
    } else {
        let mapping = check.mapping.clone();
        Some(commit(&running.0, &console, import_id, mapping, say)?)
    };
    let problems = report(&check.problems);
    if let Some(path) = &args.report {
        std::fs::write(path, &problems).with_context(|| format!("writing {}", path.display()))?;
    }
    let listed = args.report.is_none() && !check.problems.is_empty();
    let text = summary(&check, done.as_ref()) + if listed { &problems } else { "" };
    let json = json!({
        "imported": done,
        "row_count": check.row_count,
        "new_count": check.new_count,
        "changed_count": check.changed_count,
        "unchanged_count": check.unchanged_count,
        "refused_count": check.refused_count,
        "problem_count": check.problem_count,
        "mapping": check.mapping,
        "problems": if args.report.is_none() { Some(&check.problems) } else { None },
    });
    say.answer(&text, &json);
    Ok(true)
}

fn look(
    console: &Console,
    import_id: ImportId,
    mapping: Option<ImportMapping>,
) -> anyhow::Result<ImportCheck> {
    let asked = ImportLook { import_id, mapping };
    Ok(import::look(&console.flow(), asked, usize::MAX)?)
}

/// Takes the goods in, telling how far it is.
pub fn commit(
    host: &Host,
    console: &Console,
    import_id: ImportId,
    mapping: ImportMapping,
    say: &Say,
) -> anyhow::Result<ImportDone> {
    let events = host.subscribe();
    let over = &AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while !over.load(Ordering::Relaxed) {
                if let Ok(Event::ImportProgress { done, total, .. }) =
                    events.recv_timeout(Duration::from_millis(50))
                {
                    say.steps("imported", i64::from(done), i64::from(total));
                }
            }
        });
        let wanted = ImportCommit { import_id, mapping };
        let done = import::import_commit(&console.flow(), wanted);
        over.store(true, Ordering::Relaxed);
        Ok(done?)
    })
}

/// What was guessed, with what the command line says instead. Columns count from 1.
fn mapped(guess: &ImportMapping, args: &ImportArgs) -> anyhow::Result<ImportMapping> {
    let mut mapping = guess.clone();
    if let Some(header) = args.header {
        mapping.has_header = header;
    }
    for pair in args.map.iter().flat_map(|m| m.split(',')) {
        let (field, column) = pair
            .split_once('=')
            .with_context(|| format!("--map: `{pair}` is not FIELD=COLUMN"))?;
        let column = match column.trim() {
            "none" => None,
            number => match number.parse::<u32>().ok().and_then(|n| n.checked_sub(1)) {
                Some(column) => Some(column),
                None => bail!("--map {field}: `{number}` is not a column; columns count from 1"),
            },
        };
        let place = match field.trim() {
            "name" => {
                mapping.name = column.context("--map name: every product has a name")?;
                continue;
            }
            "barcode" => &mut mapping.barcode,
            "name_zh" => &mut mapping.name_zh,
            "price" => &mut mapping.price,
            "category" => &mut mapping.category,
            "tax_class" => &mut mapping.tax_class,
            "unit" => &mut mapping.unit,
            "stock" => &mut mapping.stock,
            other => bail!(
                "--map: there is no field `{other}`; there are barcode, name, name_zh, price, \
                 category, tax_class, unit, stock"
            ),
        };
        *place = column;
    }
    Ok(mapping)
}

fn summary(check: &ImportCheck, done: Option<&ImportDone>) -> String {
    let mut text = match done {
        Some(done) => format!("imported in {} ms\n", done.took_ms),
        None => "dry run: nothing was changed\n".to_owned(),
    };
    for (what, count) in [
        ("rows", check.row_count),
        ("new", check.new_count),
        ("changed", check.changed_count),
        ("unchanged", check.unchanged_count),
        ("refused", check.refused_count),
        ("remarks", check.problem_count),
    ] {
        let _ = writeln!(text, "{what:<10} {count}");
    }
    text
}

/// One line for each remark: line, field, reason, what stands there, what became of the row.
fn report(problems: &[ImportProblem]) -> String {
    let mut text = String::from("line\tfield\treason\tvalue\trow\n");
    for p in problems {
        let row = if p.refused { "refused" } else { "taken" };
        let value = p.value.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{value}\t{row}",
            p.line, p.field, p.reason
        );
    }
    text
}
