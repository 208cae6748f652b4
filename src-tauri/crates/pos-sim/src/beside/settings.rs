//! Owns the change of settings by name; which settings there are is each device's.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Fields;

/// `current` with the fields named in `fields`; an unknown name or a wrong type changes nothing
/// (the type must deny unknown fields).
pub fn changed<T>(current: &T, fields: &Fields) -> Result<T, String>
where
    T: Serialize + DeserializeOwned,
{
    let mut whole = serde_json::to_value(current).map_err(|error| error.to_string())?;
    if let Some(whole) = whole.as_object_mut() {
        whole.extend(fields.clone());
    }
    serde_json::from_value(whole).map_err(|error| error.to_string())
}
