//! P11: memory of the window, its web processes and the backend in it, after a day's sales, and of
//! the smallest window beside it.

use crate::acts::{baskets, sell, sign_in};
use crate::display::Display;
use crate::driver::Driver;
use crate::kit::goods;
use crate::kit::report::Row;
use crate::{ITEMS, Windows};
use pos_tests::dice::Dice;

const SALES_A_CALL: usize = 50;

pub fn rows(windows: &Windows, display: &Display, sales: usize) -> Vec<Row> {
    let codes = goods::goods(ITEMS).codes;
    let mut series = Dice(23);
    let floor = Driver::start(display, &[]).open(&windows.floor, &[]);
    floor.until_shown("#cart");
    let till =
        Driver::start(display, &[]).open(&windows.till, &Windows::till_arguments(&windows.folder));
    sign_in(&till);
    let before = till.memory_mib();
    for _ in 0..sales.div_ceil(SALES_A_CALL) {
        sell(&till, &baskets(&mut series, &codes, SALES_A_CALL, 5));
    }
    let (bare, after) = (floor.memory_mib(), till.memory_mib());
    let ratio = after / bare;
    vec![
        Row {
            goal: "P11",
            what: format!("memory of all processes after {sales} sales in the window (PSS)"),
            unit: "MiB",
            floor_is: "an empty window",
            floor: vec![bare],
            ours: vec![after],
            ratio,
            low: ratio,
            high: ratio,
            aim: "",
            met: None,
            note: String::new(),
        }
        .aim(
            "<= 260 MiB, <= 1.35x",
            &[("memory", after, 260.0), ("ratio", ratio, 1.35)],
        )
        .note(format!("signed in, before the sales: {before:.0} MiB")),
    ]
}
