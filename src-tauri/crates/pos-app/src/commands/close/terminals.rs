//! The terminals' ends of day: made at the terminal, kept beside ours.

use super::cards;
use super::z::Period;
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::terminal::{TerminalRef, untroubled};
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::CardBatch;
use crate::tx::Tx;
use crate::views::close::TerminalFigure;
use crate::views::terminal::{BatchTotals, TerminalTest};
use pos_domain::fact::{CardTotal, DayClosed, Fact, OpenBatch, TerminalClosed, TerminalTested};
use pos_domain::ids::{Seq, TerminalId};
use pos_domain::journal::Header;
use pos_domain::time::Instant;
use pos_macros::command;

/// Has a terminal make its end of day (it may take a minute), and keeps its totals beside ours.
/// Never while it holds a payment in doubt: its memory is the evidence.
#[command(permission = DayClose, mode = Flow)]
pub fn terminal_close(flow: &Flow, input: TerminalRef) -> AppResult<TerminalFigure> {
    let terminal = flow.read(|tx| untroubled(tx, input.terminal_id))?;
    flow.act(|tx| begin(tx, input.terminal_id))?;
    let links = flow.world().terminals();
    let report = links.test(&terminal, TerminalTest::EndOfDay)?;
    if !report.ok {
        return Err(AppError::new(ErrorCode::DeviceFailed)
            .with("terminal", &terminal.name)
            .with("reason", report.code.unwrap_or_default()));
    }
    flow.act(|tx| {
        let seq = keep(tx, input.terminal_id, &report.totals)?;
        match closing(tx, seq)? {
            Some((at, closed)) => of_closing(tx, at, &closed),
            None => Err(AppError::internal("an end of day without its entry")),
        }
    })
}

/// The name of an end of day that is asked for and not answered yet.
const ASKED: &str = "end_of_day_asked";

/// Notes that a terminal is about to make its end of day: should its answer be lost, the next one
/// can be told apart.
pub fn begin(tx: &mut Tx, terminal_id: TerminalId) -> AppResult<()> {
    tx.device = Some(terminal_id);
    tx.record(&Fact::TerminalTested(TerminalTested {
        terminal_id,
        test: ASKED.to_owned(),
        ok: false,
    }))?;
    Ok(())
}

/// Ends the running batch of a terminal that made its end of day. When its totals are those of what
/// came after an end of day whose answer was lost, that one was made: it gets its own entry.
pub fn keep(tx: &mut Tx, terminal_id: TerminalId, totals: &BatchTotals) -> AppResult<Seq> {
    tx.device = Some(terminal_id);
    let batch = tx.store.card_batch(terminal_id)?;
    let mut ours = batch.cards;
    if !fits(&ours, totals)
        && let Some((before, after)) = split(tx, terminal_id, totals)?
    {
        tx.record(&Fact::TerminalClosed(TerminalClosed {
            terminal_id,
            batch_no: batch.batch_no,
            ours: before,
            theirs: Vec::new(),
            their_total_minor: None,
        }))?;
        ours = after;
    }
    let seq = tx.record(&Fact::TerminalClosed(TerminalClosed {
        terminal_id,
        batch_no: tx.store.card_batch(terminal_id)?.batch_no,
        ours,
        theirs: totals.cards.clone(),
        their_total_minor: totals.total_minor,
    }))?;
    tx.events.push(Event::Changed {
        tags: vec!["close".into(), "terminals".into()],
    });
    Ok(seq)
}

fn fits(ours: &[CardTotal], totals: &BatchTotals) -> bool {
    let rows = cards::compare(ours, &totals.cards);
    cards::agree(&rows, total(ours), totals.total_minor) == Some(true)
}

/// What was taken before and after the lost end of day that makes the terminal's totals fit; the
/// last asked for comes first, and the newest is the one just answered.
fn split(
    tx: &Tx,
    terminal_id: TerminalId,
    totals: &BatchTotals,
) -> AppResult<Option<(Vec<CardTotal>, Vec<CardTotal>)>> {
    let entries = tx.store.since_end_of_day(terminal_id)?;
    let asked = |(_, fact): &(Header, Fact)| {
        let Fact::TerminalTested(tested) = fact else {
            return false;
        };
        tested.test == ASKED
    };
    let places = (0..entries.len()).filter(|at| asked(&entries[*at]));
    for at in places.rev().skip(1) {
        let (before, after) = entries.split_at(at);
        let after = cards::taken(after);
        if fits(&after, totals) {
            return Ok(Some((cards::taken(before), after)));
        }
    }
    Ok(None)
}

fn closing(tx: &Tx, seq: Seq) -> AppResult<Option<(Instant, TerminalClosed)>> {
    Ok(match tx.store.entry(seq)? {
        Some((header, Some(Fact::TerminalClosed(closed)))) => Some((header.at, closed)),
        Some((_, Some(_) | None)) | None => None,
    })
}

/// A terminal's name; its id when it was let go.
pub fn name(tx: &Tx, id: TerminalId) -> AppResult<String> {
    let known = tx.store.terminal(id)?;
    Ok(known.map_or_else(|| id.to_string(), |terminal| terminal.name))
}

/// The terminals of the running period: their ends of day, and what runs since. With `all`, those
/// that took nothing too.
pub fn of_running(tx: &Tx, period: &Period, all: bool) -> AppResult<Vec<TerminalFigure>> {
    let mut figures = of_entries(tx, &tx.store.card_batches_closed(period.first_seq)?)?;
    for batch in tx.store.card_batches_open()? {
        let batch = tx.store.card_batch(batch)?;
        figures.push(open(tx, batch.terminal_id, &batch.cards)?);
    }
    if all {
        for terminal in tx.store.terminals()? {
            if figures
                .iter()
                .all(|f| f.terminal_id != terminal.terminal_id)
            {
                figures.push(open(tx, terminal.terminal_id, &[])?);
            }
        }
    }
    Ok(figures)
}

/// The terminals of a closed period.
pub fn of_closed(tx: &Tx, closed: &DayClosed) -> AppResult<Vec<TerminalFigure>> {
    let mut figures = of_entries(tx, &closed.terminals)?;
    for batch in &closed.terminals_open {
        figures.push(open(tx, batch.terminal_id, &batch.ours)?);
    }
    Ok(figures)
}

/// What terminals took since their last end of day, for the Z that comes before the next.
pub fn without_end(tx: &Tx) -> AppResult<Vec<OpenBatch>> {
    let mut open = Vec::new();
    for terminal_id in tx.store.card_batches_open()? {
        let CardBatch { cards, .. } = tx.store.card_batch(terminal_id)?;
        open.push(OpenBatch {
            terminal_id,
            ours: cards,
        });
    }
    Ok(open)
}

fn of_entries(tx: &Tx, entries: &[Seq]) -> AppResult<Vec<TerminalFigure>> {
    let mut figures = Vec::new();
    for seq in entries {
        if let Some((at, closed)) = closing(tx, *seq)? {
            figures.push(of_closing(tx, at, &closed)?);
        }
    }
    Ok(figures)
}

fn of_closing(tx: &Tx, at: Instant, closed: &TerminalClosed) -> AppResult<TerminalFigure> {
    let cards = cards::compare(&closed.ours, &closed.theirs);
    let ours_minor = total(&closed.ours);
    Ok(TerminalFigure {
        terminal_id: closed.terminal_id,
        name: name(tx, closed.terminal_id)?,
        batch_no: Some(closed.batch_no),
        at: Some(at),
        agrees: cards::agree(&cards, ours_minor, closed.their_total_minor),
        cards,
        ours_minor,
        theirs_minor: closed.their_total_minor,
    })
}

fn open(tx: &Tx, terminal_id: TerminalId, ours: &[CardTotal]) -> AppResult<TerminalFigure> {
    Ok(TerminalFigure {
        terminal_id,
        name: name(tx, terminal_id)?,
        batch_no: None,
        at: None,
        cards: cards::compare(ours, &[]),
        ours_minor: total(ours),
        theirs_minor: None,
        agrees: None,
    })
}

fn total(cards: &[CardTotal]) -> i64 {
    cards.iter().map(|card| card.amount_minor).sum()
}
