//! The shop's picture: on its receipts, and on the customer's screen while nothing is rung.

use crate::api::{AppError, AppResult};
use crate::event::Event;
use crate::flow::Flow;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::peripheral::PictureView;
use base64ct::{Base64, Encoding};
use pos_domain::fact::Fact;
use pos_macros::command;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// A picture is at most this large, in bytes.
const PICTURE_BYTES_MAX: usize = 512 * 1024;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PictureSave {
    /// None takes it away.
    pub base64: Option<String>,
}

fn saved_again(_tx: &mut Tx, _input: &PictureSave) -> AppResult<()> {
    Ok(())
}

/// Keeps the shop's picture, or takes it away.
#[command(permission = SettingsEdit, mode = Flow, again = saved_again)]
pub fn picture_save(flow: &Flow, input: PictureSave) -> AppResult<()> {
    let bytes = match &input.base64 {
        None => None,
        Some(text) => {
            if text.len() > PICTURE_BYTES_MAX / 3 * 4 + 4 {
                return Err(AppError::invalid("base64", "too_large"));
            }
            let bytes =
                Base64::decode_vec(text).map_err(|_| AppError::invalid("base64", "not_base64"))?;
            if let Some(flaw) = flow.world().papers().picture_flaw(&bytes) {
                return Err(AppError::invalid("base64", flaw));
            }
            Some(bytes)
        }
    };
    flow.act(|tx| {
        tx.must_have_room()?;
        tx.store.picture_put(bytes.as_deref())?;
        let hash = bytes.as_ref().map(|bytes| Sha256::digest(bytes).to_vec());
        tx.record(&Fact::PictureSaved(hash.unwrap_or_default()))?;
        tx.events.push(Event::Changed {
            tags: vec!["picture".into(), "settings".into()],
        });
        Ok(())
    })
}

/// The shop's picture. It hangs in the customer's window: everybody may see it.
#[command(public, mode = Flow)]
pub fn picture(flow: &Flow, _input: Nothing) -> AppResult<PictureView> {
    let bytes = flow.read(|tx| Ok(tx.store.picture()?))?;
    Ok(PictureView {
        base64: bytes.map(|bytes| Base64::encode_string(&bytes)),
    })
}
