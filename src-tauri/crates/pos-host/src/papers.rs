//! Papers, set and written by pos-reports. Keeps the shop's picture once it was read.

use pos_app::ports::devices::{Paper, Papers};
use pos_app::ports::records::Shop;
use pos_app::ports::world::Receipts;
use pos_app::views::peripheral::PeripheralOptions;
use pos_app::views::receipt::ReceiptBlock;
use pos_reports::{PaperProfile, Picture, ReceiptMaker, escpos};
use std::sync::{Arc, Mutex, PoisonError};

/// The maker of papers.
#[derive(Default)]
pub struct PaperMaker {
    /// The picture's bytes, and what they are.
    picture: Mutex<Option<(Vec<u8>, Arc<Picture>)>>,
}

impl PaperMaker {
    fn picture(&self, bytes: &[u8]) -> Option<Arc<Picture>> {
        let mut known = self.picture.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, picture)) = &*known
            && of == bytes
        {
            return Some(picture.clone());
        }
        match Picture::from_png(bytes) {
            Ok(picture) => {
                let picture = Arc::new(picture);
                *known = Some((bytes.to_vec(), picture.clone()));
                Some(picture)
            }
            Err(error) => {
                tracing::error!(%error, "the shop's picture is left out");
                None
            }
        }
    }
}

impl Papers for PaperMaker {
    fn set(&self, paper: &Paper, shop: &Shop, copy: bool) -> Vec<ReceiptBlock> {
        match paper {
            Paper::Receipt(sale) => ReceiptMaker.receipt(sale, shop, copy).blocks,
            Paper::Kept(blocks) => blocks.clone(),
        }
    }

    fn escpos(
        &self,
        blocks: &[ReceiptBlock],
        picture: Option<&[u8]>,
        options: &PeripheralOptions,
    ) -> Vec<u8> {
        let picture = picture.and_then(|bytes| self.picture(bytes));
        escpos::encode(blocks, picture.as_deref(), &PaperProfile::of(options))
    }

    fn picture_flaw(&self, bytes: &[u8]) -> Option<String> {
        Picture::from_png(bytes)
            .err()
            .map(|error| error.to_string())
    }
}
