//! The whole till on a disk in trouble: what is new is refused, what is under way is finished, and
//! it comes back by itself.

use pos_app::ErrorCode;
use pos_store::{RESERVE_BYTES, RESERVE_FILE};
use pos_tests::clerk::cash;
use pos_tests::disk::{Fault, MemoryDisk, Times};
use pos_tests::{Clerk, Till, Who, goods, id, template};
use serde_json::json;
use std::path::Path;

fn shop(folder: &Path) -> MemoryDisk {
    let image = template::lay_out_apart(folder);
    let disk = MemoryDisk::of(&image);
    let reserve = folder.join(RESERVE_FILE);
    disk.seam().allocate(&reserve, RESERVE_BYTES).unwrap();
    disk
}

fn health(clerk: &Clerk) -> String {
    let status = clerk.ok("till_status", json!({}));
    status["file"].as_str().unwrap().to_owned()
}

fn until_health(till: &Till, clerk: &Clerk, wanted: &str) {
    till.until(wanted, || (health(clerk) == wanted).then_some(()));
}

#[test]
fn a_full_disk_lets_finish_what_is_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let disk = shop(folder.path());
    let till = Till::on(folder.path(), &disk);
    let cem = till.sign_in(Who::Cem);
    assert_eq!(health(&cem), "good");
    let sale = cem.ring(&[goods::PEN]);
    disk.full(0);
    cem.pay_cash(&sale, 500);
    assert_eq!(health(&cem), "full");
    let reserve = folder.path().join(RESERVE_FILE);
    assert!(!disk.seam().exists(&reserve), "it was given up");
    let input = json!({"sale_id": id(), "line_id": id(), "code": goods::PEN, "quantity": null});
    cem.refused("sale_scan", input, ErrorCode::DiskFull);
    // Room enough for the reserve and as much again.
    disk.full(3 * RESERVE_BYTES);
    until_health(&till, &cem, "good");
    assert_eq!(disk.seam().len(&reserve).unwrap(), RESERVE_BYTES);
    let sale = cem.ring(&[goods::PEN]);
    cem.pay_cash(&sale, 500);
    till.stop();
}

#[test]
fn after_a_failed_flush_it_comes_back_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let disk = shop(folder.path());
    let till = Till::on(folder.path(), &disk);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    disk.fail(1, Fault::SyncFails, Times::FromThenOn);
    let (request, input) = (id(), cash(&sale, 500));
    let refused = cem.call("sale_pay_cash", input.clone(), &request, None);
    assert_eq!(refused.unwrap_err().code, ErrorCode::FileUnwritable);
    assert_eq!(health(&cem), "failed");
    disk.mend();
    until_health(&till, &cem, "good");
    let paid = cem.call("sale_pay_cash", input, &request, None).unwrap();
    assert_eq!(paid["state"], "completed");
    till.stop();
    // What was in memory only when the flush failed has become durable since.
    let left = MemoryDisk::of(&disk.power_cut(pos_tests::disk::How::Lost));
    let again = Till::on(folder.path(), &left);
    let cem = again.sign_in(Who::Cem);
    assert_eq!(cem.sale(&sale)["state"], "completed");
}
