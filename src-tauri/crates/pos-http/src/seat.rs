//! A browser's seat: a random cookie that tells one browser from another. It is no secret of a
//! person (the session's handle is); it keeps two browsers from sharing a session.

use crate::Door;
use crate::answer::refusal;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use pos_app::api::session::Seat;
use pos_app::{AppError, AppResult, Caller};
use pos_host::Host;
use std::sync::Arc;

const COOKIE: &str = "countertop_seat";
/// The session's handle comes in this header; a page of another origin cannot set it.
pub const HANDLE: &str = "x-countertop-session";

/// Finds the browser's seat, or gives it one with the answer. A call to a till that does not open
/// is answered here, with the reason; the screens themselves are there all the same.
pub async fn seat(State(door): State<Arc<Door>>, mut request: Request, next: Next) -> Response {
    let host = match request.uri().path().starts_with("/api/") {
        true => match opened(&door).await {
            Ok(host) => Some(host),
            Err(error) => return refusal(error),
        },
        false => door.till.running(),
    };
    let Some(host) = host else {
        return next.run(request).await;
    };
    let known = known(request.headers());
    let value = match &known {
        Some(value) => value.clone(),
        None => host.app().world().secrets().token(),
    };
    if !well_formed(&value) {
        return refusal(AppError::internal("no randomness for a seat"));
    }
    let handle = request.headers().get(HANDLE).and_then(|h| h.to_str().ok());
    let caller = Caller {
        // The prefix keeps a browser from naming itself a window.
        seat: Seat(format!("browser:{value}")),
        handle: handle.unwrap_or_default().to_owned(),
    };
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(host);
    let mut response = next.run(request).await;
    if known.is_none() {
        let cookie = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// The running till; what may take a while happens on a thread that serves nobody else.
async fn opened(door: &Arc<Door>) -> AppResult<Arc<Host>> {
    if let Some(host) = door.till.running() {
        return Ok(host);
    }
    let door = door.clone();
    let opened = tokio::task::spawn_blocking(move || door.open()).await;
    opened.unwrap_or_else(|_| Err(AppError::internal("the start broke off")))
}

/// The seat that the browser has, if it looks like one of ours.
pub fn known(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|h| h.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == COOKIE && well_formed(value))
        .map(|(_, value)| value.to_owned())
}

/// At least 128 bits of base64 or hex, and nothing that means something in a header.
fn well_formed(value: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (22..=128).contains(&value.len()) && value.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_cookie_counts() {
        let seat = "0123456789abcdefghijklmn";
        for (line, found) in [
            (format!("countertop_seat={seat}"), true),
            (format!("a=b; countertop_seat={seat}; c=d"), true),
            (format!("xcountertop_seat={seat}"), false),
            ("countertop_seat=short".to_owned(), false),
            (format!("countertop_seat={seat}:main"), false),
            (format!("countertop_seat={}", "a".repeat(200)), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(&line).unwrap());
            assert_eq!(known(&headers).is_some(), found, "{line}");
        }
    }
}
