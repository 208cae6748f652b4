//! The trading days of a replay: the drawer is opened before the first sale of one.

use pos_app::console::Console;
use pos_domain::ids::RequestId;
use serde_json::json;

/// Opens the drawer with nothing in it, unless it is open.
pub fn open(console: &Console) -> anyhow::Result<()> {
    let drawers = console.call("drawers", None, json!({}))?;
    if drawers["mine"].is_null() {
        let request = RequestId(console.flow().world().new_id());
        let float = json!({ "drawer_no": null, "float_minor": 0 });
        console.call("shift_open", Some(request), float)?;
    }
    Ok(())
}
