//! The name of a value of a closed list, as the screens and the texts write it.

use serde::Serialize;

/// The one word that this value is on the wire: `sale_void`. Empty for what is not one word.
pub fn name_of(value: impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}
