//! Owns how the ledger is shown to people and scripts.

use std::io::{self, Write};

use anyhow::Context;

use crate::cli::LedgerArgs;
use crate::ledger::{self, Sums};

/// Prints the ledger file's sums.
pub fn ledger(args: &LedgerArgs) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    let entries = ledger::parse(&text).context("the ledger has a line that cannot be read")?;
    let summary = ledger::summary(&entries);
    let mut out = io::stdout().lock();
    if args.json {
        let mut whole = serde_json::to_value(&summary)?;
        if args.entries {
            whole["lines"] = serde_json::to_value(&entries)?;
        }
        writeln!(out, "{whole}")?;
        return Ok(());
    }
    if args.entries {
        for entry in &entries {
            let (event, receipt) = (entry.event, &entry.receipt);
            writeln!(
                out,
                "{:>6}  {}  {:<14}  receipt {:04}  {:>12} {}  {}",
                entry.seq,
                entry.at,
                format!("{event:?}"),
                receipt.receipt_no,
                minor(entry.net_minor),
                receipt.currency,
                receipt.card.masked_pan,
            )?;
        }
    }
    writeln!(
        out,
        "{:<32} {:>12}  sales  declined  reversed  auto  refunds",
        "card", "net"
    )?;
    for card in &summary.cards {
        let name = format!("{} {}", card.card_token, card.masked_pan);
        line(&mut out, &name, &card.sums, &card.currency)?;
    }
    for (currency, sums) in &summary.totals {
        line(&mut out, "total", sums, currency)?;
    }
    Ok(())
}

fn line(out: &mut impl Write, name: &str, sums: &Sums, currency: &str) -> io::Result<()> {
    writeln!(
        out,
        "{name:<36} {:>12} {currency} {:>6} {:>9} {:>9} {:>5} {:>8}",
        minor(sums.net_minor),
        sums.authorised,
        sums.declined,
        sums.reversed,
        sums.auto_reversed,
        sums.refunded,
    )
}

fn minor(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}
