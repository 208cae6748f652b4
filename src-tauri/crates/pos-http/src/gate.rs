//! What every request must prove before anything looks at it: that it was meant for this computer
//! (no rebound DNS name) and that its page is ours (no other site, no other local program's page).
//! Owns the headers that every answer carries.

use crate::answer::refusal_as;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use pos_app::{AppError, ErrorCode};

/// The same policy as the desktop window's, with this server as the only place to talk to.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/// Refuses what did not come from a page of ours or a program of this computer.
pub async fn gate(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    match broken_rule(request.method(), request.headers(), api) {
        None => next.run(request).await,
        Some((status, rule)) => {
            tracing::warn!(rule, path = request.uri().path(), "request refused");
            refusal_as(
                status,
                AppError::new(ErrorCode::NotAllowed).with("reason", rule),
            )
        }
    }
}

/// The rule that a request breaks, by name.
fn broken_rule(
    method: &Method,
    headers: &HeaderMap,
    api: bool,
) -> Option<(StatusCode, &'static str)> {
    let text = |name| {
        headers
            .get(name)
            .map(|h: &HeaderValue| h.to_str().unwrap_or_default())
    };
    let host = text(header::HOST).unwrap_or_default();
    if headers.get_all(header::HOST).iter().count() != 1 || !own_name(host) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "host"));
    }
    if let Some(origin) = text(header::ORIGIN)
        && !origin.eq_ignore_ascii_case(&format!("http://{host}"))
    {
        return Some((StatusCode::FORBIDDEN, "origin"));
    }
    // A link from elsewhere may open the screens, nothing may call from elsewhere.
    if api
        && !matches!(
            text(header::HeaderName::from_static("sec-fetch-site")),
            None | Some("same-origin" | "none")
        )
    {
        return Some((StatusCode::FORBIDDEN, "fetch_site"));
    }
    // JSON cannot be sent by a form or without asking first (CORS).
    if method == Method::POST {
        let kind = text(header::CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Some((StatusCode::UNSUPPORTED_MEDIA_TYPE, "content_type"));
        }
    }
    None
}

/// A name of this computer itself, with or without a port.
fn own_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => name,
        Some(_) | None => host,
    };
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

/// Puts on every answer what keeps a browser from doing more with it than meant.
pub async fn headers(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if api || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(method: Method, lines: &[(&'static str, &str)], api: bool) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        broken_rule(&method, &headers, api).map(|(_, rule)| rule)
    }

    #[test]
    fn only_names_of_this_computer() {
        for (host, good) in [
            ("localhost", true),
            ("LOCALHOST:8086", true),
            ("127.0.0.1:8086", true),
            ("[::1]:8086", true),
            ("[::1]", true),
            ("till.example", false),
            ("127.0.0.1.till.example", false),
            ("localhost.till.example:8086", false),
            ("localhost:8086:80", false),
            ("127.0.0.2", false),
            ("", false),
        ] {
            let broken = rule(Method::GET, &[("host", host)], false);
            assert_eq!(broken, (!good).then_some("host"), "{host}");
        }
        assert_eq!(rule(Method::GET, &[], false), Some("host"));
        let twice = [("host", "localhost"), ("host", "localhost")];
        assert_eq!(rule(Method::GET, &twice, false), Some("host"));
    }

    #[test]
    fn only_pages_of_our_own() {
        let host = ("host", "localhost:8086");
        let json = ("content-type", "application/json; charset=utf-8");
        let own = ("origin", "http://localhost:8086");
        for (lines, broken) in [
            (vec![host, json], None),
            (vec![host, json, own], None),
            (
                vec![host, json, own, ("sec-fetch-site", "same-origin")],
                None,
            ),
            (
                vec![host, json, ("origin", "http://localhost:9999")],
                Some("origin"),
            ),
            (
                vec![host, json, ("origin", "https://localhost:8086")],
                Some("origin"),
            ),
            (
                vec![host, json, ("origin", "https://evil.example")],
                Some("origin"),
            ),
            (vec![host, json, ("origin", "null")], Some("origin")),
            (
                vec![host, json, ("sec-fetch-site", "same-site")],
                Some("fetch_site"),
            ),
            (
                vec![host, json, ("sec-fetch-site", "cross-site")],
                Some("fetch_site"),
            ),
            (vec![host, own], Some("content_type")),
            (
                vec![host, ("content-type", "text/plain")],
                Some("content_type"),
            ),
        ] {
            assert_eq!(rule(Method::POST, &lines, true), broken, "{lines:?}");
        }
        let link = [host, ("sec-fetch-site", "cross-site")];
        assert_eq!(
            rule(Method::GET, &link, false),
            None,
            "a link to the screens"
        );
    }
}
