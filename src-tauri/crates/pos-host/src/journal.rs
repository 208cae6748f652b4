//! The proof of the open shop's journal and the shop's signature, for the use cases; and the check
//! of a file that was taken out, for anybody.

use crate::files::{Files, open_error};
use pos_app::AppResult;
use pos_app::ports::journal::{FileSignature, JournalCheck, JournalProof};
use pos_domain::ids::Seq;

impl JournalProof for Files {
    fn verify(&self) -> AppResult<JournalCheck> {
        let shop = self.shop()?;
        let kept = self.kept_anchor();
        let kept: Vec<&[u8]> = kept.iter().map(Vec::as_slice).collect();
        let mut reader = shop.reader().map_err(open_error)?;
        let report = pos_store::verify(&mut reader, &kept, &mut |_, _| {})?;
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
