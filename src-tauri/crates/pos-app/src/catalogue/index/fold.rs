//! How names and search texts are made comparable: lower case, without accents, one space between
//! words. Both sides go through the same fold, so a cashier types what is easiest.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the folded text to `out`: `Crème Brûlée (4 × 100 g)` → `creme brulee 4 × 100 g`.
pub(super) fn fold(text: &str, out: &mut String) {
    let mut fold = Fold {
        from: out.len(),
        gap: false,
        out,
    };
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let digit_follows = rest.peek().is_some_and(char::is_ascii_digit);
        if c.is_ascii() {
            fold.push(c.to_ascii_lowercase(), digit_follows);
        } else if !matches!(c, '™' | '®' | '©') {
            for part in c.to_lowercase().nfkd() {
                fold.push(part, digit_follows);
            }
        }
    }
}

struct Fold<'a> {
    out: &'a mut String,
    /// Where this text begins.
    from: usize,
    /// A space is due before the next character.
    gap: bool,
}

impl Fold<'_> {
    fn push(&mut self, c: char, digit_follows: bool) {
        let inside_number = digit_follows && !self.gap && self.ends_in_digit();
        match c {
            // `1,5` and `1.5` are one number; a full stop elsewhere parts words.
            '.' | ',' if inside_number => self.write("."),
            // Kellogg's is found as kelloggs.
            '\'' | '’' | '‘' | '`' | 'ʼ' => {}
            'ß' => self.write("ss"),
            'æ' => self.write("ae"),
            'œ' => self.write("oe"),
            'ø' => self.write("o"),
            'đ' | 'ð' => self.write("d"),
            'ł' => self.write("l"),
            'ħ' => self.write("h"),
            'ı' => self.write("i"),
            'þ' => self.write("th"),
            _ if is_combining_mark(c) => {}
            _ if parts_words(c) => self.gap = true,
            _ => self.write(c.encode_utf8(&mut [0; 4])),
        }
    }

    fn write(&mut self, text: &str) {
        if std::mem::take(&mut self.gap) && self.out.len() > self.from {
            self.out.push(' ');
        }
        self.out.push_str(text);
    }

    fn ends_in_digit(&self) -> bool {
        self.out[self.from..].ends_with(|c: char| c.is_ascii_digit())
    }
}

/// Signs that stand between words.
const SIGNS: &str = "-_/\\()[]{},.;:\"!?|<>=~«»“”„·•、。";

fn parts_words(c: char) -> bool {
    let sign = matches!(c, '‐'..='―') || SIGNS.contains(c);
    sign || c.is_whitespace() || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn texts_are_made_comparable() {
        for (text, expected) in [
            ("Crème Brûlée", "creme brulee"),
            ("  Coca-Cola   ZERO (1,5 L) ", "coca cola zero 1.5 l"),
            ("Kellogg's® Corn Flakes", "kelloggs corn flakes"),
            ("Weißwürste", "weisswurste"),
            ("Smørrebrød, cœur & œuf", "smorrebrod coeur & oeuf"),
            ("Łódź İzmir ırmak", "lodz izmir irmak"),
            ("e\u{301}te\u{301}", "ete"),
            ("Ｃｏｌａ　５００ｍｌ", "cola 500ml"),
            ("农夫山泉（550毫升）", "农夫山泉 550毫升"),
            ("No. 1. 2,5 % a.b", "no 1 2.5 % a b"),
            ("M&M's", "m&ms"),
            ("--", ""),
            ("", ""),
        ] {
            let mut out = String::from("x");
            fold(text, &mut out);
            assert_eq!(out, format!("x{expected}"), "{text}");
        }
    }
}
