//! The program is killed right after an answer. The same call again, at the next start, gets the
//! answer that the customer was told, and nothing moves twice.

use pos_tests::clerk::cash;
use pos_tests::{Till, Who, goods, id, template};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

#[test]
fn killed_after_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    template::lay_out(folder.path());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::sells_until_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("TILL_FOLDER", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.take().unwrap()).lines();
    let told: Value = told
        .map(Result::unwrap)
        .find_map(|line| serde_json::from_str(line.strip_prefix("SOLD ")?).ok())
        .expect("the child sold something");
    child.kill().unwrap();
    child.wait().unwrap();

    let till = Till::over(folder);
    let cem = till.sign_in(Who::Cem);
    let request = told["request"].as_str().unwrap();
    let entries = till.books().entries();
    let again = cem
        .call("sale_pay_cash", told["input"].clone(), request, None)
        .unwrap();
    assert_eq!(again, told["answer"]);
    assert_eq!(till.books().entries(), entries);
    assert_eq!(till.books().receipt_numbers(), [1]);
}

/// The program that is killed. Not a test by itself.
#[test]
#[ignore = "killed_after_the_answer runs it as its own process"]
fn sells_until_killed() {
    let path = PathBuf::from(std::env::var_os("TILL_FOLDER").expect("run by its test"));
    let till = Till::at(&path);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let (request, input) = (id(), cash(&sale, 500));
    let answer = cem
        .call("sale_pay_cash", input.clone(), &request, None)
        .unwrap();
    println!(
        "\nSOLD {}",
        json!({"request": request, "input": input, "answer": answer})
    );
    till.until("the end", || None::<()>);
}
