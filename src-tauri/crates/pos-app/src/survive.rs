//! What keeps one broken act from ending a till: a panic in it becomes an error, its transaction is
//! rolled back, and the thread that ran it goes on.

use crate::api::{AppError, AppResult};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs an act; a panic in it is an internal error. What it had changed in the file is undone by
/// the store; locks that it held are taken again as they are (see `app::held`).
pub fn survive<T>(what: &str, act: impl FnOnce() -> AppResult<T>) -> AppResult<T> {
    match catch_unwind(AssertUnwindSafe(act)) {
        Ok(done) => done,
        Err(panic) => {
            let reason = said(&*panic);
            tracing::error!(what, reason, "an act broke off; the till goes on");
            Err(AppError::internal(format!("{what} broke off")))
        }
    }
}

/// The panic's own words.
fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a word")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorCode;

    #[test]
    fn a_panic_is_an_error_and_the_thread_goes_on() {
        let broken: AppResult<()> = survive("a test", || panic!("on purpose"));
        assert_eq!(broken.unwrap_err().code, ErrorCode::Internal);
        assert_eq!(survive("a test", || Ok(7)).unwrap(), 7);
    }
}
