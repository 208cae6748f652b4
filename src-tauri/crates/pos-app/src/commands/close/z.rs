//! The Z: what it freezes, and what is carried over it by name.

use super::sums::Sums;
use super::terminals;
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::shift::view::name;
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::{Attempt, Shift, ZRecord};
use crate::tx::Tx;
use crate::views::close::{CountSum, DoubtFigure, ZRow};
use pos_domain::cart::SaleState;
use pos_domain::fact::{BackupWhy, ClosedShift, DayClosed, Fact, OpenDoubt};
use pos_domain::ids::{AttemptId, SaleId, Seq, TerminalId};
use pos_domain::journal::{GENESIS, Header, Mac16};
use pos_domain::payment::AttemptAct;
use pos_domain::period::Tally;
use pos_domain::posting::Account;
use pos_domain::time::{Day, Instant};

/// What runs since the last Z, by sequence and never by clock.
pub struct Period {
    pub z_number: i64,
    pub first_seq: Seq,
    /// The journal's head, and its hash.
    pub head: (Seq, Mac16),
    pub last_z_at: Option<Instant>,
    last_z_day: Option<Day>,
    /// Gross of everything before this period.
    grand_before_minor: i64,
}

impl Period {
    pub fn running(tx: &Tx) -> AppResult<Period> {
        let z_number = tx.store.running_z()?;
        let mut period = Period {
            z_number,
            first_seq: Seq(1),
            head: tx.store.journal_head()?.unwrap_or((Seq(0), GENESIS)),
            last_z_at: None,
            last_z_day: None,
            grand_before_minor: 0,
        };
        // The number before may be one that a restore passed over.
        if let Some(record) = tx.store.zs(None, 1)?.pop() {
            let (header, last) = entry(tx, &record)?;
            period.first_seq = Seq(record.seq.0 + 1);
            period.last_z_at = Some(header.at);
            period.last_z_day = Some(record.day);
            period.grand_before_minor = last.grand_total_minor;
        }
        Ok(period)
    }

    /// Gross of everything ever sold less returned.
    pub fn grand_total_minor(&self, sums: &Sums) -> i64 {
        let sold = sums.tally(Tally::Sales).amount_minor;
        self.grand_before_minor + sold - sums.tally(Tally::Returns).amount_minor
    }
}

/// The entry of a Z.
pub fn entry(tx: &Tx, record: &ZRecord) -> AppResult<(Header, DayClosed)> {
    match tx.store.entry(record.seq)? {
        Some((header, Some(Fact::DayClosed(closed)))) => Ok((header, closed)),
        Some((_, Some(_) | None)) | None => Err(AppError::not_found("z_report")),
    }
}

/// The business day of the running period: that of its last sale; with nothing sold, that of its
/// last drawer, or this one. Never before the Z before it, wherever the clock went.
pub fn day_of(tx: &Tx, period: &Period) -> AppResult<Day> {
    let day = match tx.store.last_sale_day(period.first_seq)? {
        Some(day) => Some(day),
        None => match tx.store.shifts_of(period.z_number)?.last() {
            Some(shift) => opened_day(tx, shift)?,
            None => None,
        },
    };
    let day = day.unwrap_or_else(|| tx.context.day_rule.place(tx.now).0);
    Ok(period.last_z_day.map_or(day, |last| day.max(last)))
}

fn opened_day(tx: &Tx, shift: &Shift) -> AppResult<Option<Day>> {
    Ok(match tx.store.entry(shift.opened_seq)? {
        Some((_, Some(Fact::ShiftOpened(opened)))) => Some(opened.day),
        Some((_, Some(_) | None)) | None => None,
    })
}

/// Writes the Z of the running period.
///
/// # Errors
/// `shifts_open`, by name: a drawer that is not counted and closed.
pub fn close(tx: &mut Tx, period: &Period) -> AppResult<()> {
    let open = tx.store.shifts_open()?;
    if !open.is_empty() {
        return Err(AppError::new(ErrorCode::ShiftsOpen).with("drawers", names(tx, &open)?));
    }
    let rows = tx.store.period_sums(period.z_number)?;
    let sums = Sums::new(rows.clone());
    let shifts = tx.store.shifts_of(period.z_number)?;
    let suspended = suspended(tx)?;
    let doubts = neither(tx)?;
    let (last_seq, last_hash) = period.head;
    let closed = DayClosed {
        z_number: period.z_number,
        day: day_of(tx, period)?,
        first_seq: period.first_seq,
        last_seq,
        last_hash: last_hash.to_vec(),
        grand_total_minor: period.grand_total_minor(&sums),
        sums: rows,
        shifts: shifts
            .iter()
            .map(|shift| closed_shift(tx, shift))
            .collect::<AppResult<_>>()?,
        terminals: tx.store.card_batches_closed(period.first_seq)?,
        terminals_open: terminals::without_end(tx)?,
        doubts: doubts.iter().map(open_doubt).collect(),
        suspended_count: suspended.count,
        suspended_minor: suspended.amount_minor,
    };
    tx.record(&Fact::DayClosed(closed))?;
    if tx.context.shop.backup.at_z {
        tx.effects.push(Effect::Backup(BackupWhy::Z));
    }
    tx.events.push(Event::Changed {
        tags: vec!["close".into(), "shift".into(), "day".into()],
    });
    Ok(())
}

/// `1 (Cem), 2`: drawers, and whose they are.
fn names(tx: &Tx, open: &[Shift]) -> AppResult<String> {
    let mut names = Vec::new();
    for shift in open {
        names.push(match shift.holder {
            Some(holder) => format!("{} ({})", shift.drawer_no, name(tx, Some(holder))?),
            None => shift.drawer_no.to_string(),
        });
    }
    Ok(names.join(", "))
}

fn closed_shift(tx: &Tx, shift: &Shift) -> AppResult<ClosedShift> {
    let at = |seq: Option<Seq>| -> AppResult<Instant> {
        let entry = match seq {
            Some(seq) => tx.store.entry(seq)?,
            None => None,
        };
        Ok(entry.map(|(header, _)| header.at).unwrap_or_default())
    };
    Ok(ClosedShift {
        shift_no: shift.shift_no,
        drawer_no: shift.drawer_no,
        holder: shift.holder,
        float_minor: shift.float_minor,
        expected_minor: shift.expected_minor.unwrap_or_default(),
        counted_minor: shift.counted_minor.unwrap_or_default(),
        opened_at: at(Some(shift.opened_seq))?,
        closed_at: at(shift.closed_seq)?,
    })
}

fn open_doubt(attempt: &Attempt) -> OpenDoubt {
    OpenDoubt {
        attempt_id: attempt.attempt_id,
        sale_id: attempt.sale_id,
        terminal_id: attempt.terminal_id,
        amount_minor: attempt.amount_minor,
    }
}

/// Attempts that count neither as paid nor as unpaid: sent, or in doubt.
fn neither(tx: &Tx) -> AppResult<Vec<Attempt>> {
    let mut open = tx.store.attempts_unsettled()?;
    open.retain(|attempt| !attempt.state.is_paid());
    Ok(open)
}

/// Payments that are neither paid nor unpaid now.
pub fn doubts(tx: &Tx) -> AppResult<Vec<DoubtFigure>> {
    let open = neither(tx)?;
    let figure = |a: &Attempt| doubt(tx, a.attempt_id, a.sale_id, a.terminal_id, a.amount_minor);
    open.iter().map(figure).collect()
}

/// Those that a Z found.
pub fn doubts_at(tx: &Tx, closed: &DayClosed) -> AppResult<Vec<DoubtFigure>> {
    let open = closed.doubts.iter();
    open.map(|d| doubt(tx, d.attempt_id, d.sale_id, d.terminal_id, d.amount_minor))
        .collect()
}

fn doubt(
    tx: &Tx,
    attempt_id: AttemptId,
    sale_id: SaleId,
    terminal_id: TerminalId,
    amount_minor: i64,
) -> AppResult<DoubtFigure> {
    let attempt = tx.store.attempt(attempt_id)?;
    Ok(DoubtFigure {
        attempt_id,
        sale_id,
        terminal_name: terminals::name(tx, terminal_id)?,
        act: attempt.as_ref().map_or(AttemptAct::Charge, |a| a.act),
        amount_minor,
        at: attempt.map(|a| a.started_at).unwrap_or_default(),
    })
}

/// Sales set aside, and what they come to.
pub fn suspended(tx: &Tx) -> AppResult<CountSum> {
    let mut sum = CountSum::default();
    let heads = tx.store.cart_heads()?;
    for head in heads.iter().filter(|h| h.state == SaleState::Suspended) {
        if let Some(cart) = tx.store.cart(head.sale_id)? {
            sum.count += 1;
            sum.amount_minor += tx.context.pricing.totals(&cart)?.total_minor;
        }
    }
    Ok(sum)
}

/// A Z in the list.
pub fn row(tx: &Tx, record: &ZRecord) -> AppResult<ZRow> {
    let (header, closed) = entry(tx, record)?;
    let doubt_count = closed.doubts.len();
    let sums = Sums::new(closed.sums);
    let sales = sums.tally(Tally::Sales);
    Ok(ZRow {
        z_number: closed.z_number,
        day: closed.day,
        at: header.at,
        by: name(tx, header.actor)?,
        gross_minor: sales.amount_minor - sums.tally(Tally::Returns).amount_minor,
        sale_count: sales.count,
        over_short_minor: -sums.account(Account::OverShort),
        doubt_count: i64::try_from(doubt_count).unwrap_or(i64::MAX),
    })
}
