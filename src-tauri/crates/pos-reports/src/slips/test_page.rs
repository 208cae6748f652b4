//! The page that shows whether a printer is set up as it is: width, characters, codes.

use super::begin;
use crate::codes::qr;
use crate::paper::{PaperEncoding, PaperProfile};
use pos_app::ports::records::Shop;
use pos_app::views::receipt::{Align, ReceiptBlock};

/// What each market prints; what the printer lacks comes out spelled.
const SAMPLES: [&str; 4] = [
    "äöüß ÄÖÜ éèêë çñåø œæ Łódź",
    "€ £ ¥ $ × ÷ · − ½ ° § „“ ‘’",
    "0123456789 #*+-/=%&@ {}[]<>|~\\",
    "中文测试：龙井茶 ¥38.00，谢谢惠顾！",
];

/// A page for one printer.
pub fn test_page(printer: &str, paper: &PaperProfile, shop: &Shop) -> Vec<ReceiptBlock> {
    let mut draft = begin(shop, |draft| draft.say("test-page"));
    draft.pair(draft.say("printer"), printer);
    draft.pair(draft.say("columns"), paper.columns.to_string());
    draft.pair(
        draft.say("characters"),
        match paper.encoding {
            PaperEncoding::Gb18030 => "GB 18030",
            PaperEncoding::Pc858 => "PC858",
            PaperEncoding::Wpc1252 => "WPC1252",
        },
    );
    draft.rule();
    let ruler: String = ('1'..='9')
        .chain(['0'])
        .cycle()
        .take(usize::from(paper.columns))
        .collect();
    draft.text(ruler, Align::Left, false);
    draft.center(draft.say("test-width"));
    draft.rule();
    for sample in SAMPLES {
        draft.text(sample, Align::Left, false);
    }
    draft.text(draft.say("test-strong"), Align::Left, true);
    draft.title(draft.say("test-large"));
    draft.rule();
    draft.item(
        draft.say("test-long"),
        Some(draft.say("test-detail")),
        draft.formats.money(1_234_567),
    );
    draft.rule();
    draft.blocks.push(ReceiptBlock::Logo);
    let code = "TEST-1234567890";
    draft.blocks.push(ReceiptBlock::Barcode {
        text: code.to_owned(),
    });
    draft.blocks.extend(qr::block(code));
    draft.center(draft.say("test-end"));
    draft.finish()
}
