//! Documents as readable text, for snapshots.

use crate::language::Language;
use crate::layout::{self, Row, Size};
use crate::paper::{PaperEncoding, PaperProfile};
use crate::pdf::{self, PdfPaper};
use pos_app::views::receipt::ReceiptBlock;

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

/// Sets a document as PDF, and leaves it in the folder that `COUNTERTOP_PAGES` names, if one does.
pub fn look_at(name: &str, language: Language, blocks: &[ReceiptBlock], paper: PdfPaper) {
    let pdf = pdf::render(name, language, blocks, None, paper).unwrap();
    if let Some(folder) = std::env::var_os("COUNTERTOP_PAGES") {
        let file = std::path::PathBuf::from(folder).join(format!("{name}.pdf"));
        std::fs::write(file, pdf).unwrap();
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
