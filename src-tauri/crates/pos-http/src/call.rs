//! POST /api/call: one command of the registry, by name. A call that may carry a secret is the last
//! one on its connection: the buffers in which it came and its answer went live as long as that.

use crate::answer::{refusal, refusal_as};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use pos_app::api::commands;
use pos_app::{AppError, Call, Caller, ErrorCode};
use pos_host::Host;
use serde_json::json;
use std::sync::Arc;

/// Marks an answer after which the connection may go on: nothing secret was asked or told.
#[derive(Clone, Copy)]
struct Harmless;

/// Ends the connection of a call that may have carried a secret, with whatever it is answered; what
/// is given back is zeroed by the program's allocator.
pub async fn hang_up(request: Request, next: Next) -> Response {
    let called = request.method() == Method::POST;
    let mut response = next.run(request).await;
    if called && response.extensions().get::<Harmless>().is_none() {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// `{command, input, request_id, approval}` → `{ok}` or `{error}`.
pub async fn call(
    Extension(caller): Extension<Caller>,
    Extension(host): Extension<Arc<Host>>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return unreadable(rejection.status(), rejection.body_text()),
    };
    let call: Call = match serde_json::from_slice(&body) {
        Ok(call) => call,
        Err(error) => return unreadable(StatusCode::BAD_REQUEST, error.to_string()),
    };
    let entry = commands().get(call.command.as_str());
    let harmless = entry.is_some_and(|entry| !entry.secret);
    // A command may hash a password or ask a terminal: never on a thread that serves others.
    let done = tokio::task::spawn_blocking(move || host.app().call(&caller, call)).await;
    let mut response = match done {
        Ok(Ok(answer)) => Json(json!({ "ok": answer })).into_response(),
        Ok(Err(error)) => refusal(error),
        Err(panic) => {
            tracing::error!(%panic, "a command broke off");
            refusal(AppError::internal("the command broke off"))
        }
    };
    if harmless {
        response.extensions_mut().insert(Harmless);
    }
    response
}

fn unreadable(status: StatusCode, reason: String) -> Response {
    refusal_as(
        status,
        AppError::new(ErrorCode::InputInvalid).with("reason", reason),
    )
}
