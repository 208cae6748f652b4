//! Lines of a text in columns. Loses nothing but the spaces at a break.

/// Never at the beginning of a line.
const CLOSING: &str = "，。、；：？！）】》」』”’…,.;:?!)]}%";
/// Never at the end of one.
const OPENING: &str = "（【《「『“‘([{";

/// First of the scripts that are written without spaces between words.
const EAST_ASIAN: char = '\u{2e80}';

/// Breaks a text into lines of at most `width`, in the unit of `measure` (a line has one character
/// at least): at line breaks, then at spaces, between ideographs, and inside a word only when it is
/// longer than a line.
pub fn wrap(text: &str, width: usize, measure: impl Fn(char) -> usize) -> Vec<String> {
    text.split('\n')
        .flat_map(|line| fold(line, width, &measure))
        .collect()
}

/// As `wrap` does, into as many lines, of like length: for titles in the middle.
pub fn balance(text: &str, width: usize, measure: impl Fn(char) -> usize) -> Vec<String> {
    let lines = wrap(text, width, &measure);
    let total: usize = text.chars().map(&measure).sum();
    let least = total / lines.len().max(1);
    let step = (width / 50).max(1);
    (least..width)
        .step_by(step)
        .map(|narrower| wrap(text, narrower, &measure))
        .find(|narrower| narrower.len() == lines.len())
        .unwrap_or(lines)
}

fn fold(text: &str, width: usize, measure: impl Fn(char) -> usize) -> Vec<String> {
    let chars: Vec<(char, usize)> = text.chars().map(|c| (c, measure(c))).collect();
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        while chars.get(start).is_some_and(|(c, _)| *c == ' ') && !lines.is_empty() {
            start += 1;
        }
        let rest = &chars[start..];
        let fits = fitting(rest, width);
        let end = if fits == rest.len() {
            fits
        } else {
            break_at(rest, fits)
        };
        let line: String = rest[..end].iter().map(|(c, _)| *c).collect();
        if !rest.is_empty() || lines.is_empty() {
            lines.push(line.trim_end_matches(' ').to_owned());
        }
        start += end;
        if start >= chars.len() {
            return lines;
        }
    }
}

/// How many characters fit into the width; one at least.
fn fitting(chars: &[(char, usize)], width: usize) -> usize {
    let mut used = 0;
    let mut count = 0;
    for (_, columns) in chars {
        used += columns;
        if used > width {
            break;
        }
        count += 1;
    }
    count.max(1).min(chars.len())
}

/// The last good place to break at or before `fits`; `fits` itself where there is none.
fn break_at(chars: &[(char, usize)], fits: usize) -> usize {
    (1..=fits)
        .rev()
        .find(|at| may_break(chars[at - 1].0, chars[*at].0))
        .unwrap_or(fits)
}

fn may_break(before: char, after: char) -> bool {
    if before == ' ' || after == ' ' {
        return true;
    }
    let ideograph = before >= EAST_ASIAN || after >= EAST_ASIAN;
    (ideograph || before == '-' || before == '/')
        && !CLOSING.contains(after)
        && !OPENING.contains(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escpos::charset::Charset;
    use crate::paper::PaperEncoding;

    #[test]
    fn breaks_are_where_a_reader_expects_them() {
        let chinese = Charset::of(PaperEncoding::Gb18030);
        for (text, width, lines) in [
            ("", 10, &[""] as &[&str]),
            ("Sourdough loaf", 14, &["Sourdough loaf"]),
            ("Sourdough loaf 750 g", 14, &["Sourdough loaf", "750 g"]),
            ("Donaudampfschiff", 10, &["Donaudampf", "schiff"]),
            ("燕麦奶，咖啡师", 7, &["燕麦", "奶，咖", "啡师"]),
            ("（燕麦）奶", 4, &["（燕", "麦）", "奶"]),
            ("a\nb", 10, &["a", "b"]),
            (
                "CHF\u{a0}1.20 CHF\u{a0}3.40",
                12,
                &["CHF\u{a0}1.20", "CHF\u{a0}3.40"],
            ),
        ] {
            assert_eq!(wrap(text, width, |c| chinese.columns(c)), lines, "{text}");
        }
    }
    #[test]
    fn a_title_is_broken_where_its_parts_meet() {
        let chinese = Charset::of(PaperEncoding::Gb18030);
        let lines = balance("Harbour Street 港街食品店", 20, |c| chinese.columns(c));
        assert_eq!(lines, ["Harbour Street", "港街食品店"]);
    }
}
