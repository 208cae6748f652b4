//! What a printer's paper takes, from the settings of the printer. Knows no command.

use pos_app::views::peripheral::PeripheralOptions;

/// Dots of a character of font A across the paper.
const DOTS_A_COLUMN: u16 = 12;
/// No paper is narrower; a smaller setting is a mistake.
const LEAST_COLUMNS: u8 = 16;
/// The knife stands some lines above the print head.
const FEED_BEFORE_CUT: u8 = 4;
/// Without a knife the paper is torn at the edge of the lid, which is further away.
const FEED_BEFORE_TEAR: u8 = 6;

/// The paper and the characters of one printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperProfile {
    /// Latin characters of font A on a line: 48 or 42 on 80 mm paper, 32 on 58 mm.
    pub columns: u8,
    /// Dots on a line: 576 on 80 mm paper, 384 on 58 mm.
    pub dots: u16,
    pub encoding: PaperEncoding,
    pub cut: PaperCut,
    /// Lines fed before the cut, so that the last one is past the knife.
    pub feed_lines: u8,
}

/// How a printer reads the bytes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperEncoding {
    /// Chinese mode; what GB 18030 has only as wide characters comes from PC858.
    Gb18030,
    /// Western Europe with the euro, table 19.
    Pc858,
    /// Windows Latin 1, table 16.
    Wpc1252,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperCut {
    Partial,
    Full,
    /// The printer has no knife.
    None,
}

impl Default for PaperProfile {
    /// 80 mm paper and a printer of the western markets.
    fn default() -> PaperProfile {
        PaperProfile::of(&PeripheralOptions::default())
    }
}

impl PaperProfile {
    /// The profile of a printer. An encoding that is not known here prints as PC858, which each
    /// printer has.
    pub fn of(options: &PeripheralOptions) -> PaperProfile {
        let columns = options.columns.max(LEAST_COLUMNS);
        let (cut, feed_lines) = match options.cutter {
            true => (PaperCut::Partial, FEED_BEFORE_CUT),
            false => (PaperCut::None, FEED_BEFORE_TEAR),
        };
        PaperProfile {
            columns,
            dots: u16::from(columns) * DOTS_A_COLUMN,
            encoding: match options.encoding.as_str() {
                "gb18030" => PaperEncoding::Gb18030,
                "wpc1252" => PaperEncoding::Wpc1252,
                _ => PaperEncoding::Pc858,
            },
            cut,
            feed_lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_become_paper() {
        let options = PeripheralOptions {
            columns: 32,
            encoding: "gb18030".to_owned(),
            cutter: false,
            ..PeripheralOptions::default()
        };
        let narrow = PaperProfile::of(&options);
        assert_eq!((narrow.columns, narrow.dots), (32, 384));
        assert_eq!(narrow.encoding, PaperEncoding::Gb18030);
        assert_eq!(narrow.cut, PaperCut::None);
        assert_eq!(PaperProfile::default().dots, 576);
    }
}
