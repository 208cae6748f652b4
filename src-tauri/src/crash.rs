//! What is left when a thread panics: one line in the log saying where. A message made up at run
//! time may hold a secret and is withheld; those fixed in the source cannot.

use std::panic::{PanicHookInfo, set_hook};

/// Writes panics to the log instead of the terminal.
pub fn watch() {
    set_hook(Box::new(|info| {
        let thread = std::thread::current();
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let thread = thread.name().unwrap_or("?").to_owned();
        tracing::error!(place, thread, "panic: {}", message(info));
    }));
}

fn message(info: &PanicHookInfo<'_>) -> &'static str {
    let fixed = info.payload().downcast_ref::<&'static str>();
    fixed.copied().unwrap_or("(its message is withheld)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn a_message_made_at_run_time_is_withheld() {
        static SEEN: Mutex<Vec<&str>> = Mutex::new(Vec::new());
        let former = std::panic::take_hook();
        set_hook(Box::new(|info| SEEN.lock().unwrap().push(message(info))));
        let secret = std::hint::black_box("1234");
        let made = std::thread::spawn(move || panic!("PIN {secret}")).join();
        let fixed = std::thread::spawn(|| panic!("never happens")).join();
        set_hook(former);
        assert!(made.is_err() && fixed.is_err());
        assert_eq!(
            *SEEN.lock().unwrap(),
            ["(its message is withheld)", "never happens"]
        );
    }
}
