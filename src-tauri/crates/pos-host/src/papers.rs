//! Papers, set and written by pos-reports. Keeps the shop's picture once it was read.

use pos_app::AppResult;
use pos_app::api::AppError;
use pos_app::ports::devices::{Paper, PaperFile, Papers};
use pos_app::ports::records::Shop;
use pos_app::views::peripheral::PeripheralOptions;
use pos_app::views::receipt::ReceiptBlock;
use pos_app::views::sale::SaleView;
use pos_reports::{
    Language, PaperProfile, PdfPaper, Picture, PictureError, access, codes, escpos, pdf, receipt,
    slips,
};
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
        let template = shop.receipt_template;
        match paper {
            Paper::Receipt(sale) => receipt::receipt(sale, shop, template, copy).blocks,
            Paper::Exchange { returned, sold } => {
                receipt::exchange(returned, sold, shop, template, copy).blocks
            }
            Paper::Gift(sale) => receipt::gift(sale, shop, template, copy).blocks,
            Paper::MerchantSlip { sale, slips: all } => all
                .iter()
                .flat_map(|(slip, minor)| slips::merchant(sale, slip, *minor, shop, copy))
                .collect(),
            Paper::Period(report) => slips::period_report(report, shop, copy),
            Paper::Count(shift) => slips::count(shift, shop, copy),
            Paper::CashSlip(slip) => slips::cash(slip, shop, copy),
            Paper::TestPage { printer, options } => {
                slips::test_page(printer, &PaperProfile::of(options), shop)
            }
            Paper::Drill(drill) => slips::drill(drill, shop, copy),
            Paper::Access(review) => access::document(review, shop),
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

    fn pdf(&self, paper: &Paper, shop: &Shop, picture: Option<&[u8]>) -> AppResult<PaperFile> {
        let picture = picture.and_then(|bytes| self.picture(bytes));
        let sheet = match paper {
            Paper::Period(_) | Paper::Drill(_) | Paper::Access(_) => PdfPaper::A4,
            Paper::Receipt(_)
            | Paper::Exchange { .. }
            | Paper::Gift(_)
            | Paper::MerchantSlip { .. }
            | Paper::Count(_)
            | Paper::CashSlip(_)
            | Paper::TestPage { .. }
            | Paper::Kept(_) => PdfPaper::Roll,
        };
        let blocks = self.set(paper, shop, false);
        let title = title(paper, shop);
        let language = Language::of(&shop.language);
        let bytes = pdf::render(&title, language, &blocks, picture.as_deref(), sheet)
            .map_err(AppError::internal)?;
        Ok(PaperFile {
            name: format!("{}.pdf", file_name(&title)),
            bytes,
        })
    }

    fn table(&self, paper: &Paper, shop: &Shop) -> AppResult<PaperFile> {
        let bytes = match paper {
            Paper::Access(review) => access::table(review).map_err(AppError::internal)?,
            Paper::Receipt(_)
            | Paper::Exchange { .. }
            | Paper::Gift(_)
            | Paper::MerchantSlip { .. }
            | Paper::Period(_)
            | Paper::Count(_)
            | Paper::CashSlip(_)
            | Paper::TestPage { .. }
            | Paper::Drill(_)
            | Paper::Kept(_) => return Err(AppError::invalid("form", "no_table")),
        };
        Ok(PaperFile {
            name: format!("{}.csv", file_name(&title(paper, shop))),
            bytes,
        })
    }

    fn picture_flaw(&self, bytes: &[u8]) -> Option<&'static str> {
        match Picture::from_png(bytes) {
            Ok(_) => None,
            Err(PictureError::TooLarge { .. }) => Some("too_large"),
            Err(PictureError::Unreadable(_)) => Some("not_a_png"),
        }
    }

    fn qr(&self, text: &str) -> Vec<String> {
        codes::qr::modules(text).unwrap_or_default()
    }
}

/// What a file of a paper is called.
fn title(paper: &Paper, shop: &Shop) -> String {
    let of = |sale: &SaleView| match &sale.number_text {
        Some(number) => format!("{} {number}", shop.name),
        None => shop.name.clone(),
    };
    match paper {
        Paper::Receipt(sale) | Paper::Gift(sale) => of(sale),
        Paper::Exchange { sold: sale, .. } | Paper::MerchantSlip { sale, .. } => of(sale),
        Paper::Period(report) => slips::report_title(report, shop),
        Paper::Count(shift) => format!("{} {}", shop.name, shift.shift_no),
        Paper::CashSlip(slip) => format!("{} {}", shop.name, slip.seq),
        Paper::TestPage { printer, .. } => printer.clone(),
        Paper::Drill(drill) => slips::drill_title(drill, shop),
        Paper::Access(_) => access::title(shop),
        Paper::Kept(_) => shop.name.clone(),
    }
}

/// Without what file systems refuse.
fn file_name(title: &str) -> String {
    let plain = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        other if other.is_control() => '-',
        other => other,
    };
    title.chars().map(plain).collect()
}
