//! The upper halves of the single-byte code pages. Owns the tables; knows no printer command.

/// PC858 (Latin 1 with the euro sign at D5), the characters of 80 to FF.
const PC858: &str = concat!(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ",
    "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐",
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀",
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
);

/// Windows 1252, the characters of 80 to 9F; A0 to FF are those of Unicode. A space stands where
/// the page has nothing.
const WPC1252: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The byte of a character above ASCII in PC858.
pub fn pc858(c: char) -> Option<u8> {
    position(PC858, c)
}

/// The byte of a character above ASCII in Windows 1252.
pub fn wpc1252(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0xa0..=0xff => u8::try_from(code).ok(),
        _ => position(WPC1252, c),
    }
}

fn position(page: &str, c: char) -> Option<u8> {
    if c == ' ' {
        return None;
    }
    let at = page.chars().position(|p| p == c)?;
    u8::try_from(0x80 + at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_are_whole_and_in_place() {
        assert_eq!(PC858.chars().count(), 128);
        assert_eq!(WPC1252.chars().count(), 32);
        let known = [
            ('Ç', 0x80),
            ('é', 0x82),
            ('ß', 0xe1),
            ('€', 0xd5),
            ('×', 0x9e),
        ];
        for (c, byte) in known {
            assert_eq!(pc858(c), Some(byte), "{c}");
        }
        let known = [
            ('€', 0x80),
            ('™', 0x99),
            ('Ÿ', 0x9f),
            ('é', 0xe9),
            ('×', 0xd7),
        ];
        for (c, byte) in known {
            assert_eq!(wpc1252(c), Some(byte), "{c}");
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
            assert_eq!(text, c.to_string());
        }
        assert_eq!(pc858('燕'), None);
        assert_eq!(wpc1252('−'), None);
    }
}
