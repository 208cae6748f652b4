//! The proof of the open shop's journal and the shop's signature, for the use cases; and the check
//! of a file that was taken out, for anybody.

use crate::files::{Files, open_error};
use base64ct::{Base64, Encoding};
use pos_app::AppResult;
use pos_app::commands::journal::fingerprint;
use pos_app::ports::journal::{FileSignature, JournalCheck, JournalProof};
use pos_domain::ids::Seq;
use serde_json::Value;

impl JournalProof for Files {
    fn verify(&self, progress: &mut dyn FnMut(i64, i64)) -> AppResult<JournalCheck> {
        let shop = self.shop()?;
        let kept = self.kept_anchor();
        let kept: Vec<&[u8]> = kept.iter().map(Vec::as_slice).collect();
        let mut reader = shop.reader().map_err(open_error)?;
        let report = pos_store::verify(&mut reader, &kept, progress)?;
        let problem = report.problem.as_ref();
        Ok(JournalCheck {
            entries: report.entries,
            bad_seq: problem.and_then(|problem| problem.seq).map(Seq),
            problem: problem.map(ToString::to_string),
            head_hash: report.head.map(|(_, hash)| hex(&hash)),
        })
    }

    fn sign(&self, bytes: &[u8]) -> AppResult<FileSignature> {
        let signer = self.signer()?;
        Ok(FileSignature {
            public_key: signer.public_key(),
            signature: signer.sign(bytes),
        })
    }
}

/// What a file that was taken out holds, once its signature was found good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportCheck {
    pub shop_id: String,
    pub first_seq: i64,
    pub last_seq: i64,
    /// Compare it with what the shop says of itself: whoever signs with another key has another.
    pub fingerprint: String,
}

/// Checks a file that `journal_export` wrote: one line of head, a line an entry, one of signature.
///
/// # Errors
/// In words: what is wrong with it.
pub fn check_export(file: &[u8]) -> Result<ExportCheck, String> {
    let text = std::str::from_utf8(file).map_err(|_| "it is no text")?;
    let text = text.strip_suffix('\n').ok_or("its end is cut off")?;
    let (_, seal) = text.rsplit_once('\n').ok_or("it has no signature")?;
    let signed = &text[..text.len() - seal.len()];
    let seal: Value = serde_json::from_str(seal).map_err(|_| "it has no signature")?;
    let public_key = bytes_of::<32>(&seal["public_key"]).ok_or("it has no public key")?;
    let signature = bytes_of::<64>(&seal["signature"]).ok_or("it has no signature")?;
    if !pos_vault::is_signed(signed.as_bytes(), &public_key, &signature) {
        return Err("it was changed after it was signed".to_owned());
    }
    let mut lines = signed.lines().map(serde_json::from_str::<Value>);
    let head = lines.next().and_then(Result::ok).ok_or("it has no head")?;
    let number = |name: &str| head[name].as_i64().ok_or("its head is not whole");
    let (first_seq, last_seq) = (number("first_seq")?, number("last_seq")?);
    let mut due = first_seq;
    for line in lines {
        let entry = line.map_err(|_| "an entry is no JSON")?;
        if entry["seq"].as_i64() != Some(due) {
            return Err(format!("entry {due} is not where it belongs"));
        }
        due += 1;
    }
    if due != last_seq + 1 {
        return Err(format!("entry {due} is missing"));
    }
    Ok(ExportCheck {
        shop_id: head["shop_id"].as_str().unwrap_or_default().to_owned(),
        first_seq,
        last_seq,
        fingerprint: fingerprint(&public_key),
    })
}

fn bytes_of<const N: usize>(value: &Value) -> Option<[u8; N]> {
    Base64::decode_vec(value.as_str()?).ok()?.try_into().ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
