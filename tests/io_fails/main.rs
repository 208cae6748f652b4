//! Every call to the disk fails, one after the other: nothing panics, nothing is half done, and
//! what was said to be done is there when the file is opened again after a power cut. `STRIDE=` for
//! every so many calls only.

mod coming_back;
mod script;

use pos_tests::disk::{Fault, Times};
use pos_tests::proof::{self, Report};
use script::End;
use std::sync::atomic::{AtomicUsize, Ordering};

const COMMAND: &str = "cargo test --profile proof -p pos-tests --test io_fails";

#[test]
fn at_every_call() {
    let stride = usize::try_from(proof::wanted("STRIDE", 1)).unwrap();
    let mut report = Report::new("io_fails", COMMAND);
    let mut cases = Vec::new();
    for fault in Fault::ALL {
        let calls = script::calls(fault);
        assert!(calls > 20, "{fault:?}: {calls}");
        report.count(&format!("{fault:?}").to_lowercase(), calls);
        for times in [Times::Once, Times::FromThenOn] {
            let each = (1..=calls).step_by(stride);
            cases.extend(each.map(|nth| (nth, fault, times)));
        }
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut ends = Vec::new();
        while let Some((nth, fault, times)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            ends.push(script::run(*nth, *fault, *times));
        }
        ends
    };
    let ends: Vec<End> = std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        let begun: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let ended = begun.into_iter().map(|worker| worker.join());
        ended
            .flat_map(|ends| ends.expect("a promise is broken"))
            .collect()
    });
    let runs = ends.len() as u64;
    let met = ends.iter().filter(|end| end.met > 0).count() as u64;
    let refused = ends.iter().map(|end| end.refused).sum();
    report.count("runs", runs);
    report.count("runs_that_met_it", met);
    report.count("acts_refused", refused);
    report.count("lost_or_doubled", 0);
    report.write().unwrap();
    assert!(met * 10 >= runs * 9, "{met} of {runs} met their fault");
}
