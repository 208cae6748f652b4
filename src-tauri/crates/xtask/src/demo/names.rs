//! Names of products as people type them into a catalogue, made fit for a shelf. Owns the
//! cleaning; a name that cannot be made good is refused, not mended by guessing.

/// The shortest and longest name taken, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 7..=34;

/// A tidy name, or nothing when it is not fit for a shelf.
pub fn clean(raw: &str) -> Option<String> {
    let decoded = decoded(&decoded(raw));
    let name = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches([' ', '.', ',', '-', '*']);
    let fit = LENGTH.contains(&name.chars().count())
        && name.contains(' ')
        && name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(is_shelf_character)
        && name.chars().filter(char::is_ascii_digit).count() <= 3
        && name.split(' ').all(|word| word.chars().count() <= 16);
    fit.then(|| cased(name)).filter(|name| !repeats(name))
}

/// Letters of western Europe, digits and the few signs a label uses.
fn is_shelf_character(one: char) -> bool {
    one.is_ascii_alphanumeric() || " '’&%-".contains(one) || ('À'..='ž').contains(&one)
}

/// All capitals or none become a sentence; mixed writing stays (German nouns, brands).
fn cased(name: &str) -> String {
    let shouted = !name.chars().any(char::is_lowercase);
    let rest = if shouted {
        name.to_lowercase()
    } else {
        name.to_owned()
    };
    let mut characters = rest.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + characters.as_str()
    })
}

/// True when a word stands twice ("Candy, Sweet Candy"): a brand field pasted into the name.
fn repeats(name: &str) -> bool {
    let folded = folded(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|word| word.len() > 3).collect();
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    words.len() != all
}

/// Lower case, accents and signs gone, words apart by one space: for comparing, not for showing.
pub fn folded(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(folded_character).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded_character(one: char) -> char {
    match one {
        'à'..='å' => 'a',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other if other.is_alphanumeric() => other,
        _ => ' ',
    }
}

/// HTML entities as characters; unknown ones stay and get the name refused by their `;`.
fn decoded(text: &str) -> String {
    const NAMED: [(&str, &str); 7] = [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    NAMED.iter().fold(text.to_owned(), |text, (entity, plain)| {
        text.replace(entity, plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_or_refused() {
        let cases = [
            ("ben &amp; jerry&#39;s  dough ", Some("Ben & jerry's dough")),
            ("LAIT ENTIER BIO", Some("Lait entier bio")),
            ("Käse Tortellini", Some("Käse Tortellini")),
            ("Candy Corn Sweet Candy", None),
            ("Rouses, Smoked Salmon", None),
            ("Ham", None),
            ("12 Large Eggs", None),
            ("Thé &oelig;uf vert", None),
            ("雀巢 咖啡 速溶 一加二", None),
        ];
        for (raw, wanted) in cases {
            assert_eq!(clean(raw).as_deref(), wanted, "{raw}");
        }
    }

    #[test]
    fn folding_forgets_accents_and_signs() {
        assert_eq!(folded("Crème-brûlée,  à l'Été"), "creme brulee a l ete");
    }
}
