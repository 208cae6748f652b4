//! Shops and sales to be printed, and documents as readable text.

pub mod sales;

use crate::escpos;
use crate::language::Language;
use crate::layout::{self, Row, Size};
use crate::paper::{PaperEncoding, PaperProfile};
use crate::pdf::{self, PdfPaper};
use crate::picture::Picture;
use pos_app::ports::records::Shop;
use pos_app::views::people::SignInPolicy;
use pos_app::views::peripheral::PrintReceipts;
use pos_app::views::posture::PosturePolicy;
use pos_app::views::receipt::{ReceiptBlock, ReceiptTemplate};
use pos_app::views::register::InspectionPolicy;
use pos_app::views::shift::DrawerMode;
use pos_domain::ids::ShopId;
use pos_domain::shop::ShopKind;
use pos_domain::tax::TaxRounding;
use uuid::Uuid;

/// A grocer's second till.
pub fn shop(language: &str) -> Shop {
    Shop {
        shop_id: ShopId(Uuid::nil()),
        kind: ShopKind::Real,
        currency: "EUR".to_owned(),
        register: 2,
        register_name: "Till 2".to_owned(),
        name: "Harbour Street Grocer".to_owned(),
        address: vec!["Harbour Street 12".to_owned(), "20457 Hamburg".to_owned()],
        language: language.to_owned(),
        receipt_header: "VAT no. DE123456789\n\n".to_owned(),
        receipt_footer: "Thank you!\nGoods may be returned for 14 days.".to_owned(),
        prices_include_tax: true,
        tax_rounding: TaxRounding::PerDocument,
        tax_classes: Vec::new(),
        cash_rounding_minor: 5,
        time_zone: "Europe/Berlin".to_owned(),
        cut_off_minute: 0,
        idle_lock_s: 300,
        price_barcodes: Vec::new(),
        demo_logins: Vec::new(),
        limits: Vec::new(),
        drawer_mode: DrawerMode::Shared,
        print_receipts: PrintReceipts::Always,
        customer_screen: false,
        backup: Default::default(),
        receipt_template: ReceiptTemplate::default(),
        inspection: InspectionPolicy::default(),
        posture: PosturePolicy::default(),
        sign_in: SignInPolicy::default(),
    }
}

/// Paper of so many columns for documents of this language.
pub fn paper(language: &str, columns: u8) -> PaperProfile {
    PaperProfile {
        columns,
        dots: u16::from(columns) * 12,
        encoding: if language == "zh" {
            PaperEncoding::Gb18030
        } else {
            PaperEncoding::Pc858
        },
        ..PaperProfile::default()
    }
}

/// The document on 80 mm and on 58 mm paper as a printer sets it: `*` is strong, `#` large.
pub fn drawn(language: &str, blocks: &[ReceiptBlock]) -> String {
    [48, 32]
        .map(|columns| sheet(blocks, &paper(language, columns)))
        .join("\n")
}

/// Sets a document as PDF and for a printer, and leaves both in the folder that
/// `COUNTERTOP_PAGES` names, if one does.
pub fn look_at(name: &str, language: Language, blocks: &[ReceiptBlock], page: PdfPaper) {
    let icon = include_bytes!("../../../../../assets/icons/128x128@2x.png");
    let logo = Picture::from_png(icon).unwrap();
    let pdf = pdf::render(name, language, blocks, Some(&logo), page).unwrap();
    let printed = escpos::encode(blocks, Some(&logo), &paper(language.code(), 48));
    if let Some(folder) = std::env::var_os("COUNTERTOP_PAGES") {
        let file = std::path::PathBuf::from(folder).join(name);
        std::fs::write(file.with_extension("pdf"), pdf).unwrap();
        std::fs::write(file.with_extension("escpos"), printed).unwrap();
    }
}

fn sheet(blocks: &[ReceiptBlock], profile: &PaperProfile) -> String {
    let edge = format!("+{}+\n", "=".repeat(usize::from(profile.columns)));
    let mut text = edge;
    for row in layout::set(blocks, profile) {
        let line = match row {
            Row::Text {
                indent,
                text,
                size,
                strong,
            } => {
                let mark = match (size, strong) {
                    (Size::Tall | Size::Double, _) => '#',
                    (Size::Normal, true) => '*',
                    (Size::Normal, false) => ' ',
                };
                format!("{mark}{:indent$}{text}", "")
            }
            Row::Rule(columns) => format!(" {}", "-".repeat(columns)),
            Row::Barcode(text) => format!(" [barcode {text}]"),
            Row::Qr(text) => format!(" [qr {text}]"),
            Row::Logo => " [logo]".to_owned(),
        };
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
