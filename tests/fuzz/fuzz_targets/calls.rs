//! Any bytes as a call of a screen: no panic. What is no call is refused before anything is asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_app::app::Call;
use pos_app::ports::records::{Address, Shop};
use pos_domain::fact::PaperSlip;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(call) = serde_json::from_slice::<Call>(bytes) {
        assert!(call.command.len() <= bytes.len());
        let _ = serde_json::from_value::<Address>(call.input.clone());
        let _ = serde_json::from_value::<PaperSlip>(call.input);
    }
    let _ = serde_json::from_slice::<Shop>(bytes);
});
