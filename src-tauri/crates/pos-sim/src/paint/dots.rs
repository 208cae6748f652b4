//! Owns a bitmap of black dots on white.

/// A bitmap; dots outside of it are white and cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dots {
    width: usize,
    height: usize,
    black: Vec<bool>,
}

impl Dots {
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            black: vec![false; width * height],
        }
    }

    /// From rows of packed bits, the left dot in the highest bit; short input is white.
    pub fn from_bits(width: usize, height: usize, bytes: &[u8]) -> Self {
        let mut dots = Self::new(width, height);
        let stride = width.div_ceil(8);
        for y in 0..height {
            for x in 0..width {
                let byte = bytes.get(y * stride + x / 8).copied().unwrap_or(0);
                dots.set(x, y, byte >> (7 - x % 8) & 1 == 1);
            }
        }
        dots
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn get(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.height && self.black[y * self.width + x]
    }

    pub fn set(&mut self, x: usize, y: usize, black: bool) {
        if x < self.width && y < self.height {
            self.black[y * self.width + x] = black;
        }
    }

    /// Blackens a box.
    pub fn fill(&mut self, x: usize, y: usize, width: usize, height: usize) {
        for y in y..y + height {
            for x in x..x + width {
                self.set(x, y, true);
            }
        }
    }

    /// Adds the black dots of another bitmap, its left upper corner at `x`, `y`.
    pub fn draw(&mut self, x: usize, y: usize, other: &Self) {
        for row in 0..other.height {
            for column in 0..other.width {
                if other.get(column, row) {
                    self.set(x + column, y + row, true);
                }
            }
        }
    }

    /// White for black.
    pub fn inverted(mut self) -> Self {
        for dot in &mut self.black {
            *dot = !*dot;
        }
        self
    }

    /// Each dot becomes a box.
    pub fn enlarged(&self, across: usize, down: usize) -> Self {
        let mut large = Self::new(self.width * across, self.height * down);
        for y in 0..large.height {
            for x in 0..large.width {
                large.set(x, y, self.get(x / across, y / down));
            }
        }
        large
    }

    /// Upside down, as a page turned by half.
    pub fn turned(mut self) -> Self {
        self.black.reverse();
        self
    }

    /// Makes it taller, white below.
    pub fn grow_to(&mut self, height: usize) {
        if height > self.height {
            self.black.resize(self.width * height, false);
            self.height = height;
        }
    }

    /// Cuts off and gives the rows above `row`.
    pub fn cut_above(&mut self, row: usize) -> Self {
        let row = row.min(self.height);
        let below = self.black.split_off(row * self.width);
        let above = std::mem::replace(&mut self.black, below);
        self.height -= row;
        Self {
            width: self.width,
            height: row,
            black: above,
        }
    }

    /// How many dots are black.
    #[cfg(test)]
    pub fn ink(&self) -> usize {
        self.black.iter().filter(|black| **black).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_from_the_left() {
        let dots = Dots::from_bits(10, 2, &[0b1000_0001, 0b0100_0000, 0, 0b1000_0000]);
        let black: Vec<_> = (0..2)
            .flat_map(|y| (0..10).map(move |x| (x, y)))
            .filter(|(x, y)| dots.get(*x, *y))
            .collect();
        assert_eq!(black, [(0, 0), (7, 0), (9, 0), (8, 1)]);
    }

    #[test]
    fn a_cut_leaves_the_rest() {
        let mut strip = Dots::from_bits(8, 3, &[0xFF, 0x0F, 0x01]);
        let above = strip.cut_above(2);
        assert_eq!((above.height(), above.ink()), (2, 12));
        assert_eq!((strip.height(), strip.ink()), (1, 1));
        strip.grow_to(4);
        assert_eq!(strip.height(), 4);
    }
}
