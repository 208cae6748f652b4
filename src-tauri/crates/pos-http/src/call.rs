//! POST /api/call: one command of the registry, by name.

use crate::answer::{refusal, refusal_as};
use axum::Json;
use axum::body::Bytes;
use axum::extract::Extension;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pos_app::{AppError, Call, Caller, ErrorCode};
use pos_host::Host;
use serde_json::json;
use std::sync::Arc;

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
    // A command may hash a password or ask a terminal: never on a thread that serves others.
    let done = tokio::task::spawn_blocking(move || host.app().call(&caller, call)).await;
    match done {
        Ok(Ok(answer)) => Json(json!({ "ok": answer })).into_response(),
        Ok(Err(error)) => refusal(error),
        Err(panic) => {
            tracing::error!(%panic, "a command broke off");
            refusal(AppError::internal("the command broke off"))
        }
    }
}

fn unreadable(status: StatusCode, reason: String) -> Response {
    refusal_as(
        status,
        AppError::new(ErrorCode::InputInvalid).with("reason", reason),
    )
}
