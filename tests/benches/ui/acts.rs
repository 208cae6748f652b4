//! P1, P3, P6: what a person waits for, from the key to the painted frame, in turns with the same
//! act in the smallest window. The page's clock has steps of a millisecond.

use crate::display::Display;
use crate::driver::{Driver, Window};
use crate::kit::figures::{Round, Times, judge};
use crate::kit::report::Row;
use crate::kit::{goods, shop};
use crate::{ITEMS, Windows};
use pos_tests::dice::Dice;
use serde_json::{Value, json};
use std::time::Duration;

const LINES: &str = "aside.sale ol > li";
const FLOOR_LINES: &str = "#cart > li";
const SCANS_A_CART: usize = 50;
const CARTS: usize = 6;
const SALES_A_ROUND: usize = 20;
const WORDS: [&str; 8] = [
    "chocolat", "lait", "coca", "jambon", "organic", "riz", "pizza", "miel",
];

/// Signs in with a password, as the shops of the benchmarks have it.
pub fn sign_in(window: &Window) {
    window.until_shown("[data-person]");
    let script = "
      (async () => {
        const people = [...document.querySelectorAll('[data-person]')];
        people.find((one) => one.textContent.includes(arguments[0])).click();
        await until(() => count('input[type=password]') > 0);
        const field = document.querySelector('input[type=password]');
        field.value = arguments[1];
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await painted();
        field.form.requestSubmit();
        await until(() => count('aside.sale') > 0);
        await painted();
        done(true);
      })().catch(failed);";
    window.wait_for(script, json!([shop::person(1), shop::PASSWORD]));
}

/// Rings and pays whole sales of five lines; answers how long each payment took.
pub fn sell(window: &Window, baskets: &[Vec<String>]) -> Times {
    let script = "
      (async () => {
        const took = [];
        for (const basket of arguments[0]) {
          for (const code of basket) await scan(code, arguments[1]);
          took.push(await pay());
        }
        done(took);
      })().catch(failed);";
    times(&window.wait_for(script, json!([baskets, LINES])))
}

pub fn baskets(
    series: &mut Dice,
    codes: &[String],
    count: usize,
    lines: usize,
) -> Vec<Vec<String>> {
    let basket = |series: &mut Dice| {
        let mut basket: Vec<String> = Vec::new();
        while basket.len() < lines {
            let code = &codes[series.place(codes.len())];
            // The same thing twice is one line with two pieces.
            if !basket.contains(code) {
                basket.push(code.clone());
            }
        }
        basket
    };
    (0..count).map(|_| basket(series)).collect()
}

pub fn rows(windows: &Windows, display: &Display) -> Vec<Row> {
    let codes = goods::goods(ITEMS).codes;
    let mut series = Dice(21);
    let till =
        Driver::start(display, &[]).open(&windows.till, &Windows::till_arguments(&windows.folder));
    let floor = Driver::start(display, &[]).open(&windows.floor, &[]);
    sign_in(&till);
    floor.until_shown("#cart");
    let (mut scans, mut pays, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=CARTS {
        let cart = baskets(&mut series, &codes, 1, SCANS_A_CART).remove(0);
        let bare = scan_all(&floor, &cart, FLOOR_LINES);
        let ours = scan_all(&till, &cart, LINES);
        till.wait_for("pay().then(done, failed);", json!([]));
        let sales = baskets(&mut series, &codes, SALES_A_ROUND, 5);
        let paid = sell(&till, &sales);
        let found = search_all(&till);
        if round > 0 {
            let round = |ours| Round {
                floor: bare.clone(),
                ours,
            };
            scans.push(round(ours));
            pays.push(round(paid));
            words.push(round(found));
        }
    }
    let (scans, pays, words) = (judge(scans), judge(pays), judge(words));
    let ms = |us: f64| us / 1000.0;
    let a_call = "the same keys, one call, one line, one frame in an empty window";
    vec![
        Row::of(
            "P1",
            "scan -> line painted, cart growing to 50 lines",
            &scans,
        )
        .floor_is(a_call)
        .aim(
            "p50 <= 10 ms, p95 <= 16 ms, <= 1.5x",
            &[
                ("p50", ms(scans.ours[0]), 10.0),
                ("p95", ms(scans.ours[1]), 16.0),
                ("ratio", scans.ratio.median, 1.5),
            ],
        ),
        Row::of("P3", "word typed -> list painted", &words)
            .floor_is(a_call)
            .aim("p95 <= 32 ms", &[("p95", ms(words.ours[1]), 32.0)]),
        Row::of("P6", "pay pressed -> receipt painted (cash)", &pays)
            .floor_is(a_call)
            .aim(
                "p50 <= 16 ms, p95 <= 30 ms, <= 2x",
                &[
                    ("p50", ms(pays.ours[0]), 16.0),
                    ("p95", ms(pays.ours[1]), 30.0),
                    ("ratio", pays.ratio.median, 2.0),
                ],
            ),
    ]
}

fn scan_all(window: &Window, codes: &[String], lines: &str) -> Times {
    let script = "
      (async () => {
        const took = [];
        for (const code of arguments[0]) took.push(await scan(code, arguments[1]));
        done(took);
      })().catch(failed);";
    times(&window.wait_for(script, json!([codes, lines])))
}

fn search_all(window: &Window) -> Times {
    let script = "
      (async () => {
        const field = document.querySelector('.find input');
        const put = (text) => {
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
        };
        const took = [];
        for (const word of arguments[0]) {
          const start = performance.now();
          put(word);
          await until(() => count('.scroll .tile') > 0);
          await painted();
          took.push(performance.now() - start);
          put('');
          await until(() => count('.scroll .tile') === 0);
          await painted();
        }
        done(took);
      })().catch(failed);";
    times(&window.wait_for(script, json!([WORDS])))
}

/// Milliseconds of the page.
fn times(answer: &Value) -> Times {
    let mut times = Times::default();
    for one in answer.as_array().into_iter().flatten() {
        let ms = one.as_f64().expect("a time");
        times.add(Duration::from_secs_f64(ms / 1000.0));
    }
    times
}
