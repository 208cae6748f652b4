//! What stood in the way is put right: the till goes on with the next try, without being ended.

use pos_app::ErrorCode;
use pos_domain::ids::SaleId;
use pos_host::{Host, HostError, HostOptions};
use pos_tests::clock::Later;
use pos_tests::{Till, Who, goods, template};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// A start as a window makes it: the reason why it failed is shown with a key to try again.
fn start(folder: &Path) -> Result<(), ErrorCode> {
    let options = HostOptions {
        data_dir: folder.to_path_buf(),
        passphrase: None,
        terminals: false,
    };
    match Host::start(options) {
        Ok(host) => {
            host.stop();
            Ok(())
        }
        Err(HostError::App(error)) => Err(error.code),
        Err(HostError::Thread(error)) => panic!("{error}"),
    }
}

/// A folder with a furnished shop, ended in order.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    template::lay_out(folder.path());
    folder
}

#[test]
fn a_start_that_failed_can_be_tried_again() {
    let folder = shop();
    let at = |name: &str| folder.path().join(name);
    let away = |name: &str| at(&format!("{name}-away"));
    // Another program has the file.
    let other = Till::at(folder.path());
    assert_eq!(start(folder.path()), Err(ErrorCode::FileLocked));
    let sam = other.sign_in(Who::Sam);
    let sale = sam.ring(&[goods::PEN]);
    sam.pay_cash(&sale, 249);
    drop(sam);
    drop(other);
    assert_eq!(start(folder.path()), Ok(()));
    // The keys are gone.
    fs::rename(at("keys.ctk"), away("keys.ctk")).unwrap();
    assert_eq!(start(folder.path()), Err(ErrorCode::KeyUnavailable));
    fs::rename(away("keys.ctk"), at("keys.ctk")).unwrap();
    assert_eq!(start(folder.path()), Ok(()));
    // The file is damaged.
    let whole = fs::read(at("till.db")).unwrap();
    let mut damaged = whole.clone();
    damaged[..4096].fill(7);
    fs::write(at("till.db"), &damaged).unwrap();
    assert!(start(folder.path()).is_err());
    fs::write(at("till.db"), &whole).unwrap();
    assert_eq!(start(folder.path()), Ok(()));
    // An older file was put in its place.
    let older = shop();
    fs::write(
        at("till.db"),
        fs::read(older.path().join("till.db")).unwrap(),
    )
    .unwrap();
    assert!(start(folder.path()).is_err());
    fs::write(at("till.db"), &whole).unwrap();
    assert_eq!(start(folder.path()), Ok(()));
    // The folder takes nothing: a folder stands where the lock belongs.
    fs::remove_file(at("till.lock")).unwrap();
    fs::create_dir(at("till.lock")).unwrap();
    assert_eq!(start(folder.path()), Err(ErrorCode::FileUnwritable));
    fs::remove_dir(at("till.lock")).unwrap();
    assert_eq!(start(folder.path()), Ok(()));
}

#[test]
fn a_locked_shop_opens_when_its_key_is_back() {
    let folder = shop();
    let (key, away) = (folder.path().join("kek.key"), folder.path().join("away"));
    fs::rename(&key, &away).unwrap();
    let till = Till::over(folder);
    let nobody = till.nobody();
    let again = json!({"passphrase": null, "recovery_phrase": null});
    for _ in 0..2 {
        assert_eq!(nobody.ok("shop_unlock", again.clone())["state"], "locked");
    }
    fs::rename(&away, &key).unwrap();
    assert_eq!(nobody.ok("shop_unlock", again)["state"], "open");
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    cem.pay_cash(&sale, 249);
}

#[test]
fn an_act_that_breaks_off_is_undone_and_the_till_goes_on() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let entries = till.books().entries();
    let app = till.host().app();
    let broken = app.till_act(|tx| -> pos_app::AppResult<()> {
        tx.store.cart_remove(SaleId(sale.parse().unwrap()))?;
        panic!("on purpose")
    });
    assert_eq!(broken.unwrap_err().code, ErrorCode::Internal);
    assert_eq!(till.books().entries(), entries);
    cem.scan(&sale, goods::COLA);
    assert_eq!(cem.pay_cash(&sale, 359)["state"], "completed");
}

#[test]
fn a_recovery_that_could_not_be_written_comes_before_everything_else() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    // It starts again on a disk that takes nothing; its clock is two days behind.
    later.turn_ms(-2 * 24 * 3_600_000);
    later.lose_disk(true);
    assert_eq!(app.recover().unwrap_err().code, ErrorCode::FileUnwritable);
    assert_eq!(cem.sale(&sale)["total_minor"], 249);
    let one_more = json!({
        "sale_id": sale, "line_id": pos_tests::id(), "code": goods::PEN, "quantity": Value::Null,
    });
    cem.refused("sale_scan", one_more.clone(), ErrorCode::FileUnwritable);
    later.lose_disk(false);
    let jumps = "SELECT count(*) FROM journal_entry WHERE kind = 31";
    assert_eq!(till.books().number(jumps), 0);
    cem.ok("sale_scan", one_more);
    assert_eq!(till.books().number(jumps), 1);
}
