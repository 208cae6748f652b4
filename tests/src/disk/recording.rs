//! Everything that a disk was told since some moment, so that the power can be cut afterwards at
//! any step of it. Owns the steps; must never change them.

use super::image::Image;
use super::platter::{How, Platter, Step};
use std::sync::Arc;

/// The disk as it was, and each step since.
#[derive(Clone, Debug)]
pub struct Recording {
    start: Platter,
    steps: Vec<Step>,
}

impl Recording {
    pub(super) fn from(start: Platter) -> Recording {
        Recording {
            start,
            steps: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// How many steps there are: the moment after the last of them.
    pub fn moment(&self) -> usize {
        self.steps.len()
    }

    /// Goes through it again, from its start.
    pub fn play(&self) -> Play<'_> {
        Play {
            steps: &self.steps,
            moment: 0,
            flushed: 0,
            platter: self.start.clone(),
        }
    }
}

/// A recording that is gone through again.
#[derive(Clone, Debug)]
pub struct Play<'r> {
    steps: &'r [Step],
    moment: usize,
    flushed: usize,
    platter: Platter,
}

impl Play<'_> {
    /// How many steps were made.
    pub fn moment(&self) -> usize {
        self.moment
    }

    /// The moment of the last flush: what is lost here is the same until the next one.
    pub fn flushed(&self) -> usize {
        self.flushed
    }

    /// Goes on until just after the next write (or a name's making or removal); answers whether
    /// there was one. At the recording's end every step was made.
    pub fn next_write(&mut self) -> bool {
        while let Some(step) = self.steps.get(self.moment) {
            self.platter.apply(step);
            self.moment += 1;
            if step.is_write() {
                return true;
            }
            self.flushed = self.moment;
        }
        false
    }

    /// What is left when the power is cut here.
    pub fn cut(&self, how: How) -> Image {
        Image(Arc::new(self.platter.after(how)))
    }
}
