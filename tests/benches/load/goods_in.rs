//! The import of a large catalogue through the till's own commands, from the file's bytes to the
//! commit.

use crate::Load;
use crate::kit::figures::{Round, judge};
use crate::kit::report::Row;
use crate::kit::shop::{self, Register};
use crate::kit::{floor, goods, working_folder};
use std::time::Instant;

pub fn rows(load: &Load) -> Vec<Row> {
    let goods = goods::goods(load.items);
    let mut rounds = Vec::new();
    let mut taken = String::new();
    for _ in 0..load.rounds.min(5) {
        let work = working_folder();
        let folder = work.path().join("shop");
        let host = shop::make(&folder);
        let manager = Register::sign_in(&host, 0);
        let start = Instant::now();
        let answer = shop::import(&manager, &goods.table);
        let took = start.elapsed();
        host.stop();
        let count = |name: &str| answer[name].as_u64().expect("a count");
        let rows = count("new_count") + count("changed_count") + count("refused_count");
        let lines = load.items as u64;
        assert_eq!(
            rows + count("unchanged_count"),
            lines,
            "every row is accounted for"
        );
        taken = format!(
            "{} new, {} refused",
            count("new_count"),
            count("refused_count")
        );
        let bytes = crate::sustained::file_bytes(&folder);
        let mut round = Round::default();
        round.floor.add(floor::write_through(work.path(), bytes));
        round.ours.add(took);
        rounds.push(round);
    }
    let judged = judge(rounds);
    let rate = load.items as f64 / (judged.ours[0] / 1e6);
    vec![
        Row::of(
            "import",
            format!("import of {} products", load.items),
            &judged,
        )
        .floor_is("the file's bytes written and flushed")
        .note(format!("{rate:.0} products a second; {taken}")),
    ]
}
