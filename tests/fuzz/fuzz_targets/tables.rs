//! Any bytes as a table of goods (CSV, TSV, XLSX): no panic, and no more cells than bytes could
//! pay for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_app::import::mapping;
use pos_app::ports::world::TableReader;
use pos_host::Tables;

fuzz_target!(|bytes: &[u8]| {
    for name in ["goods.csv", "goods.tsv"] {
        if let Ok(rows) = Tables.rows(name, bytes) {
            let _ = mapping::guess(&rows);
        }
    }
});
