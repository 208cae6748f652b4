//! `replay`: rings a retail file through the use cases of the till. Owns the order of it: which
//! documents are rung already, which are rung now, and what the books then say.

mod closed;
mod day;
mod document;
mod figures;
mod ids;
mod ring;
mod simulator;

use crate::cli::{Place, ReplayArgs};
use crate::input;
use crate::journal;
use crate::say::Say;
use anyhow::{Context, bail, ensure};
use day::Days;
use document::{Document, Kind};
use figures::Figures;
use jiff::tz::TimeZone;
use pos_app::api::session::Seat;
use pos_app::commands::import::{self, ImportLook};
use pos_app::commands::shop;
use pos_app::console::Console;
use pos_app::ports::store::Store;
use pos_app::ports::world::FileState;
use pos_app::views::people::SignInPolicy;
use pos_app::views::shop::{KeySlot, ShopCreate, TaxClassInput};
use pos_domain::barcode::gtin_key;
use pos_domain::currency::Currency;
use pos_domain::ids::{ProductId, TaxClassId};
use pos_domain::quantity::Percent;
use pos_domain::shop::ShopKind;
use pos_domain::tax::TaxRounding;
use pos_domain::time::Instant;
use pos_host::Host;
use pos_host::proof::Books;
use ring::Till;
use serde_json::json;
use simulator::Simulator;
use std::collections::{HashMap, HashSet};
use std::time::Instant as Clock;

pub fn run(place: &Place, args: &ReplayArgs, say: &Say) -> anyhow::Result<bool> {
    let began = Clock::now();
    let (_, bytes) = input::read(&args.file)?;
    let documents =
        document::read(&bytes).with_context(|| format!("reading {}", args.file.display()))?;
    let mut notes = String::new();
    let mut made = json!(null);
    let rung = {
        let running = place.host(true)?;
        let first = documents.first().context("the file has no documents")?;
        if running.0.app().world().files().state() == FileState::None {
            running
                .0
                .stand_clock(Some(at(first, &TimeZone::get(ZONE)?)?));
            let (text, json) = make_shop(place, &running.0)?;
            (notes, made) = (text, json);
        }
        ring_all(place, args, &running.0, &documents, say)?
    };
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    prove(place, args, &documents, say, |figures, currency| {
        let text = format!(
            "{notes}rung now: {rung} documents, in {}.{:01} s\n{}",
            took_ms / 1000,
            took_ms % 1000 / 100,
            figures.text(currency)
        );
        let mut json = figures.json();
        json["rung_now"] = json!(rung);
        json["took_ms"] = json!(took_ms);
        json["made"] = made.clone();
        (text, json)
    })
}

/// What the books say, read anew from the file, with their proofs.
fn prove(
    place: &Place,
    args: &ReplayArgs,
    documents: &[Document],
    say: &Say,
    tell: impl FnOnce(&Figures, &Currency) -> (String, serde_json::Value),
) -> anyhow::Result<bool> {
    let mut books = Books::open(&place.folder(), place.passphrase()?.as_deref())?;
    let (mut figures, currency) = books.look(|store| {
        Ok((
            Figures::of(documents, store)?,
            figures::currency(store).map_err(pos_app::AppError::internal)?,
        ))
    })?;
    if figures.ledger.terminal_count == 1
        && let Ok(program) = simulator::program(args.sim.as_deref())
    {
        figures.bank_minor = simulator::bank_minor(&program, &place.folder(), currency)?;
    }
    let (verified, verify_text, verify_json) = journal::verify(&mut books, say)?;
    let (equal, rebuild_text, rebuild_json) = journal::rebuild(&mut books, say)?;
    let (text, mut json) = tell(&figures, currency);
    json["verify"] = verify_json;
    json["rebuild"] = rebuild_json;
    say.answer(&format!("{text}{verify_text}\n{rebuild_text}"), &json);
    let all = i64::try_from(documents.len() - figures.left.len()).unwrap_or(i64::MAX);
    let rung = figures.rung() == all;
    Ok(verified && equal && rung && figures.hold() && figures.bank_agrees())
}

const ZONE: &str = "Europe/London";

/// The shop of an empty folder: pounds, prices without tax, for tests. Its manager's password is
/// random and told once.
fn make_shop(place: &Place, host: &Host) -> anyhow::Result<(String, serde_json::Value)> {
    let seat = Seat("posctl".into());
    let flow = host.app().first_flow(&seat);
    let passphrase = place.passphrase()?;
    let password = format!("{} 7", &flow.world().secrets().token()[..24]);
    let made = shop::shop_create(
        &flow,
        ShopCreate {
            kind: ShopKind::Test,
            name: "Replay".into(),
            address: Vec::new(),
            register_name: "Till 1".into(),
            currency: "GBP".into(),
            language: "en".into(),
            prices_include_tax: false,
            tax_rounding: TaxRounding::PerDocument,
            tax_classes: vec![TaxClassInput {
                tax_class_id: TaxClassId(1),
                name: "None".into(),
                rate_percent: Percent(0),
            }],
            cash_rounding_minor: 1,
            manager_name: "Replay".into(),
            manager_password: password.clone(),
            manager_pin: None,
            key_slot: match passphrase {
                Some(_) => KeySlot::Passphrase,
                None => KeySlot::KeyFile,
            },
            passphrase,
            time_zone: Some(ZONE.into()),
            // Nobody ever sits down at it.
            sign_in: Some(SignInPolicy::default()),
        },
    )?;
    let folder = place.folder();
    let text = format!(
        "Made a test shop in {}.\nIts manager is `Replay`, password `{password}`.\n\
         Recovery phrase, shown this once: {}\n",
        folder.display(),
        made.recovery_phrase.join(" ")
    );
    let json = json!({
        "folder": folder,
        "manager_password": password,
        "recovery_phrase": made.recovery_phrase,
    });
    Ok((text, json))
}

/// Rings what is not in the books yet; answers how many documents that were.
fn ring_all(
    place: &Place,
    args: &ReplayArgs,
    host: &Host,
    documents: &[Document],
    say: &Say,
) -> anyhow::Result<usize> {
    let console = open(place, host)?;
    let context = host.app().context()?;
    ensure!(
        context.shop.kind != ShopKind::Real,
        "this is a real shop; a replay rings into a test, training or demo shop"
    );
    let due = still_due(&console, documents, context.pricing.currency)?;
    let days = Days::new(&console, &context.day_rule);
    let zone = &context.day_rule.zone;
    let first = due.first().map(|(first, _)| *first).or(documents.last());
    if let Some(first) = first {
        host.stand_clock(Some(at(first, zone)?));
    }
    let products = products(host, &console, &due, say)?;
    let mut terminal = None;
    if due.iter().any(|(_, by_card)| *by_card) || days.owes_an_end()? {
        let program = simulator::program(args.sim.as_deref())?;
        let started = Simulator::start(&program, &place.folder(), host, &console)?;
        terminal = Some(started);
    }
    let till = Till {
        console: &console,
        products,
    };
    let total = i64::try_from(due.len()).unwrap_or(i64::MAX);
    for ((document, by_card), done) in due.iter().zip(1..) {
        let now = at(document, zone)?;
        // A day is closed by the clock of its own last document.
        days.begin(now, terminal.as_mut())?;
        host.stand_clock(Some(now));
        let terminal = terminal.as_mut().filter(|_| *by_card);
        till.ring(document, terminal)
            .with_context(|| format!("document {}", document.number))?;
        if done % 50 == 0 || done == total {
            say.steps("rung", done, total);
        }
    }
    days.end(terminal.as_mut())?;
    if let Some(terminal) = &mut terminal {
        terminal.wait_ready()?;
    }
    Ok(due.len())
}

fn open<'a>(place: &Place, host: &'a Host) -> anyhow::Result<Console<'a>> {
    match host.app().world().files().state() {
        FileState::Open => Ok(Console::open(host.app(), "replay")?),
        FileState::None | FileState::Locked(_) => bail!(
            "the shop in {} is locked; if it has a passphrase, say --passphrase-file FILE",
            place.folder().display()
        ),
    }
}

/// The moment of a document, by the shop's clock.
fn at(document: &Document, zone: &TimeZone) -> anyhow::Result<Instant> {
    let moment = zone
        .to_timestamp(document.at)
        .with_context(|| format!("document {}: {}", document.number, document.at))?;
    Ok(Instant(moment.as_millisecond()))
}

/// The documents that are not in the books, each with whether it is paid by card: every second
/// sale of those that cost something, counted over the whole file so that it is always the same.
fn still_due<'d>(
    console: &Console,
    documents: &'d [Document],
    currency: &Currency,
) -> anyhow::Result<Vec<(&'d Document, bool)>> {
    let mut costing = 0;
    let asked: Vec<(&Document, bool)> = documents
        .iter()
        .filter(|d| !matches!(d.kind, Kind::Left(_)))
        .map(|document| {
            let pays = document.kind == Kind::Sale && document.costs(currency);
            costing += usize::from(pays);
            (document, pays && costing % 2 == 0)
        })
        .collect();
    Ok(console.read(|tx| {
        let mut due = Vec::new();
        for (document, by_card) in &asked {
            if !rung(document, tx.store)? {
                due.push((*document, *by_card));
            }
        }
        Ok(due)
    })?)
}

fn rung(document: &Document, store: &dyn Store) -> pos_app::AppResult<bool> {
    Ok(match document.kind {
        Kind::Sale | Kind::Return => store.sale(ids::sale(&document.number))?.is_some(),
        Kind::Adjustment => {
            let request = ids::request(&document.number, 0);
            store.entry_by_request(request)?.is_some()
        }
        Kind::Left(_) => true,
    })
}

/// The product of each stock code. Codes that the shop does not have yet are imported, under the
/// first description seen and with an open price: the file has several prices for one code.
fn products(
    host: &Host,
    console: &Console,
    due: &[(&Document, bool)],
    say: &Say,
) -> anyhow::Result<HashMap<String, ProductId>> {
    let mut names: Vec<(&str, &str)> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for line in due.iter().flat_map(|(document, _)| &document.lines) {
        let place = *seen.entry(&line.code).or_insert_with(|| {
            names.push((&line.code, ""));
            names.len() - 1
        });
        if names[place].1.is_empty() {
            names[place].1 = &line.name;
        }
    }
    let known = find(console, &names)?;
    let missing: Vec<_> = names
        .iter()
        .filter(|(code, _)| !known.contains_key(*code))
        .collect();
    if missing.is_empty() {
        return Ok(known);
    }
    let mut table = String::from("barcode\tname\n");
    for (code, name) in missing {
        let name = if name.is_empty() { code } else { name };
        table += &format!("{code}\t{name}\n");
    }
    let import_id = import::put(&console.flow(), "stock-codes.tsv", table.as_bytes())?;
    let asked = ImportLook {
        import_id,
        mapping: None,
    };
    let check = import::look(&console.flow(), asked, usize::MAX)?;
    if let Some(problem) = check.problems.iter().find(|p| p.refused) {
        bail!(
            "stock code `{}` cannot be a product: {} {}",
            problem.value,
            problem.field,
            problem.reason
        );
    }
    crate::import::commit(host, console, import_id, check.mapping, say)?;
    find(console, &names)
}

fn find(console: &Console, names: &[(&str, &str)]) -> anyhow::Result<HashMap<String, ProductId>> {
    let codes: HashSet<&str> = names.iter().map(|(code, _)| *code).collect();
    Ok(console.read(|tx| {
        let mut found = HashMap::new();
        for code in &codes {
            let key = gtin_key(code).unwrap_or_else(|| (*code).to_owned());
            if let Some(product) = tx.store.product_by_code(&key)? {
                found.insert((*code).to_owned(), product.product_id);
            }
        }
        Ok(found)
    })?)
}
