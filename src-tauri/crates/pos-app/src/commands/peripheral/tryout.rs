//! Trying a device out, and weighing.

use super::device;
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::printing;
use crate::flow::Flow;
use crate::ports::devices::PeripheralTry;
use crate::ports::records::PrintJob;
use crate::views::Nothing;
use crate::views::peripheral::{
    PeripheralReading, PeripheralTest, PrintState, PrintWhat, WeightView,
};
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::{PeripheralId, PrintJobId};
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// A test page is awaited this long; it stays in the queue after that.
const PAGE_LIMIT_MS: u64 = 15_000;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeripheralTestInput {
    pub peripheral_id: PeripheralId,
    pub test: PeripheralTest,
}

/// Tries a device: what it cannot do is refused.
#[command(permission = PeripheralTest, mode = Flow)]
pub fn peripheral_test(flow: &Flow, input: PeripheralTestInput) -> AppResult<PeripheralReading> {
    let device = flow.read(|tx| device(tx, input.peripheral_id))?;
    let test = match (input.test, device.kind) {
        (PeripheralTest::Page, PeripheralKind::Printer) => return page(flow, input.peripheral_id),
        (PeripheralTest::Kick, PeripheralKind::Printer) => PeripheralTry::Kick,
        (PeripheralTest::Weigh, PeripheralKind::Scale) => PeripheralTry::Weigh,
        (PeripheralTest::Zero, PeripheralKind::Scale) => PeripheralTry::Zero,
        (PeripheralTest::Message, PeripheralKind::Display) => PeripheralTry::Message,
        (PeripheralTest::Scan, PeripheralKind::Scanner) => PeripheralTry::Scan,
        (
            PeripheralTest::Page
            | PeripheralTest::Kick
            | PeripheralTest::Weigh
            | PeripheralTest::Zero
            | PeripheralTest::Message
            | PeripheralTest::Scan,
            _,
        ) => return Err(AppError::invalid("test", "not_this_kind")),
    };
    flow.world().peripherals().try_out(&device, test)
}

/// A test page goes the way of every paper: through the queue.
fn page(flow: &Flow, printer: PeripheralId) -> AppResult<PeripheralReading> {
    let began = flow.world().monotonic_ms();
    let job_id = PrintJobId(flow.world().new_id());
    flow.act(|tx| {
        let job = PrintJob {
            printer: Some(printer),
            ..printing::job(
                tx,
                job_id,
                PrintWhat::TestPage {
                    peripheral_id: printer,
                },
            )
        };
        printing::put(tx, &job)
    })?;
    let state = flow.world().peripherals().printed(job_id, PAGE_LIMIT_MS);
    let took = flow.world().monotonic_ms().saturating_sub(began);
    Ok(PeripheralReading {
        ok: state == Some(PrintState::Done),
        text: None,
        took_ms: u32::try_from(took).unwrap_or(u32::MAX),
    })
}

/// Weighs on the shop's scale. `stable` false: it did not come to rest in time.
#[command(permission = SaleRing, mode = Flow)]
pub fn weigh(flow: &Flow, _input: Nothing) -> AppResult<WeightView> {
    let all = flow.read(|tx| Ok(tx.store.peripherals()?))?;
    let scale = all.iter().find(|d| d.kind == PeripheralKind::Scale);
    let scale = scale.ok_or_else(|| AppError::new(ErrorCode::ScaleMissing))?;
    flow.world().peripherals().weigh(scale)
}
