//! Owns the paper: one strip that moves under the head and is cut behind it.

use crate::paint::Dots;

/// The paper between the cutter and the head, and what was printed on it.
#[derive(Debug)]
pub struct Strip {
    dots: Dots,
    /// The row under the print head.
    head: usize,
    cutter: usize,
    lines: Vec<(usize, String)>,
}

/// A piece of paper that was cut off.
#[derive(Debug)]
pub struct Paper {
    pub dots: Dots,
    /// What was printed on it, top to bottom.
    pub lines: Vec<String>,
}

impl Strip {
    /// Paper of so many dots, put in as far as the cutter, which is `cutter` dots behind the head.
    pub fn new(width: usize, cutter: usize) -> Self {
        Self {
            dots: Dots::new(width, cutter),
            head: cutter,
            cutter,
            lines: Vec::new(),
        }
    }

    pub fn width(&self) -> usize {
        self.dots.width()
    }

    /// Prints dots at the head, and feeds `feed` rows (at least as many as were printed).
    pub fn print(&mut self, dots: &Dots, text: Option<String>, feed: usize) {
        let feed = feed.max(dots.height());
        self.dots.grow_to(self.head + feed);
        self.dots.draw(0, self.head, dots);
        if let Some(text) = text {
            self.lines.push((self.head, text));
        }
        self.head += feed;
    }

    pub fn feed(&mut self, rows: usize) {
        self.head += rows;
        self.dots.grow_to(self.head);
    }

    /// Something was printed and is not cut off.
    pub fn has_print(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Cuts at the cutter; `None`: nothing has passed it.
    pub fn cut(&mut self) -> Option<Paper> {
        self.cut_at(self.head - self.cutter)
    }

    /// Feeds the print to the cutter and `more` rows beyond, and cuts.
    pub fn feed_and_cut(&mut self, more: usize) -> Option<Paper> {
        self.feed(self.cutter + more);
        self.cut()
    }

    fn cut_at(&mut self, row: usize) -> Option<Paper> {
        if row == 0 {
            return None;
        }
        let dots = self.dots.cut_above(row);
        self.head -= row;
        let (above, below) = std::mem::take(&mut self.lines)
            .into_iter()
            .partition(|(top, _): &(usize, String)| *top < row);
        let below: Vec<(usize, String)> = below;
        self.lines = below
            .into_iter()
            .map(|(top, text)| (top - row, text))
            .collect();
        Some(Paper {
            dots,
            lines: above.into_iter().map(|(_, text)| text).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Dots {
        let mut dots = Dots::new(16, 24);
        dots.fill(0, 0, 16, 24);
        dots
    }

    #[test]
    fn a_cut_without_feed_leaves_the_end_to_the_next_slip() {
        let mut strip = Strip::new(16, 96);
        for text in ["one", "two", "three", "four", "five"] {
            strip.print(&line(), Some(text.into()), 30);
        }
        let paper = strip
            .cut()
            .expect("54 rows are past the cutter and 96 blank ones");
        assert_eq!(paper.dots.height(), 150);
        assert_eq!(paper.lines, ["one", "two"]);
        let rest = strip.feed_and_cut(0).expect("the rest");
        assert_eq!(rest.lines, ["three", "four", "five"]);
        assert_eq!(rest.dots.ink(), 3 * 16 * 24);
    }

    #[test]
    fn a_cut_with_feed_takes_all() {
        let mut strip = Strip::new(16, 96);
        strip.print(&line(), Some("one".into()), 30);
        let paper = strip.feed_and_cut(10).expect("a slip");
        assert_eq!((paper.dots.height(), paper.lines.len()), (96 + 30 + 10, 1));
        assert!(!strip.has_print());
    }
}
