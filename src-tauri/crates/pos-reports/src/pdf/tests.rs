use super::*;
use pos_app::views::receipt::Align;

fn text(text: &str) -> ReceiptBlock {
    ReceiptBlock::Text {
        text: text.to_owned(),
        align: Align::Left,
        strong: false,
    }
}

fn report(sections: usize) -> Vec<ReceiptBlock> {
    let mut blocks = vec![ReceiptBlock::Title {
        text: "Z 17 · 日结".to_owned(),
    }];
    for section in 0..sections {
        blocks.push(ReceiptBlock::Rule);
        blocks.extend((0..5).map(|line| text(&format!("Section {section}, line {line}"))));
    }
    blocks
}

/// How many pages a document says that it has.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let count = text.split("/Count ").nth(1).unwrap();
    let digits = count.split(|c: char| !c.is_ascii_digit()).next().unwrap();
    digits.parse().unwrap()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let blocks = report(3);
    let made = || render("Z 17", Language::Zh, &blocks, None, PdfPaper::Roll).unwrap();
    assert!(made().starts_with(b"%PDF-"));
    assert_eq!(made(), made());
}

#[test]
fn nothing_is_set_below_the_page_or_left_out() {
    for sections in [0, 1, 7, 8, 40, 90] {
        let blocks = report(sections);
        let sheets = a4::sheets("Z 17", &blocks, None);
        let mut lines = 0;
        for placed in sheets.iter().flat_map(|sheet| &sheet.pieces) {
            assert!(placed.y + placed.piece.height < mm(297.0 - 10.0));
            lines += placed
                .piece
                .marks
                .iter()
                .filter(|m| matches!(m, Mark::Text { text, .. } if text.starts_with("Section")))
                .count();
        }
        assert_eq!(lines, sections * 5);
        let pdf = render("Z 17", Language::En, &blocks, None, PdfPaper::A4).unwrap();
        assert_eq!(pages(&pdf), sheets.len(), "{sections}");
    }
}

#[test]
fn a_section_higher_than_a_column_goes_on_in_the_next() {
    let mut blocks = vec![ReceiptBlock::Rule];
    blocks.extend((0..400).map(|line| text(&format!("Section, line {line}"))));
    let sheets = a4::sheets("Z 17", &blocks, None);
    let lowest = sheets
        .iter()
        .flat_map(|sheet| &sheet.pieces)
        .map(|p| p.y + p.piece.height);
    assert!(lowest.fold(0.0, f32::max) < mm(297.0));
    assert!(sheets.len() >= 3);
}

#[test]
fn a_roll_is_as_long_as_its_document_and_never_too_long_for_a_reader() {
    let lines = |count: usize| (0..count).map(|_| text("line")).collect::<Vec<_>>();
    let (short, long) = (roll(&lines(10), None), roll(&lines(3000), None));
    assert_eq!(short.len(), 1);
    assert!(short[0].size.1 < mm(80.0));
    assert_eq!(long.len(), 3);
    assert!(long.iter().all(|sheet| sheet.size.1 < 14_400.0));
    let set: usize = long.iter().map(|sheet| sheet.pieces.len()).sum();
    assert_eq!(set, 3000);
}
