//! The screens as files: built into a release, read from `ui/dist` while developing.

use crate::Door;
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Where the screens come from.
#[derive(Clone, Debug)]
pub enum UiSource {
    /// In a release part of the program; in a debug build the project's own `ui/dist`.
    Built,
    /// A folder with an `index.html`.
    Folder(PathBuf),
}

#[derive(RustEmbed)]
#[folder = "../../../ui/dist"]
#[allow_missing = true]
struct Built;

impl UiSource {
    /// A file's bytes; None when there is no such file. `path` has no leading slash.
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let inside = |part| matches!(part, Component::Normal(_));
        if path.contains('\\') || !Path::new(path).components().all(inside) {
            return None;
        }
        match self {
            UiSource::Built => Built::get(path).map(|file| file.data.into_owned()),
            UiSource::Folder(folder) => std::fs::read(folder.join(path)).ok(),
        }
    }
}

/// A file of the screens; the screens' own addresses all show `index.html`.
pub async fn file(State(door): State<Arc<Door>>, method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/').to_owned();
    let is_file = Path::new(&path).extension().is_some();
    let name = if is_file {
        path
    } else {
        "index.html".to_owned()
    };
    let (source, wanted) = (door.ui.clone(), name.clone());
    let found = tokio::task::spawn_blocking(move || source.read(&wanted)).await;
    match found {
        Ok(Some(bytes)) => served(&name, bytes),
        Ok(None) if name == "index.html" => unbuilt(),
        Ok(None) | Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn served(name: &str, bytes: Vec<u8>) -> Response {
    // Names under assets/ carry a hash of their content; all else is asked for each time.
    let caching = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

fn unbuilt() -> Response {
    let text = "The screens are not built yet: run `make ui` in the project's folder.\n";
    (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
}

/// The media type by the name's ending; what is not listed is never shown, only saved.
fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let ui = folder.path().join("ui");
        std::fs::create_dir(&ui).unwrap();
        std::fs::write(ui.join("a.js"), "1").unwrap();
        std::fs::write(folder.path().join("secret.txt"), "2").unwrap();
        let source = UiSource::Folder(ui.clone());
        let absolute = folder.path().join("secret.txt").display().to_string();
        assert_eq!(source.read("a.js"), Some(b"1".to_vec()));
        for path in [
            "../secret.txt",
            "..\\secret.txt",
            "x/../../secret.txt",
            &absolute,
            "b.js",
        ] {
            assert_eq!(source.read(path), None, "{path}");
        }
    }
}
