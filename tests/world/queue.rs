//! What is going to happen, in the order in which it happens. Two things at the same moment happen
//! in the order in which they were put here: nothing is left to the machine.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

struct Due<C> {
    at_ms: u64,
    place: u64,
    cue: C,
}

impl<C> PartialEq for Due<C> {
    fn eq(&self, other: &Self) -> bool {
        (self.at_ms, self.place) == (other.at_ms, other.place)
    }
}
impl<C> Eq for Due<C> {}
impl<C> PartialOrd for Due<C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<C> Ord for Due<C> {
    /// The heap gives the greatest first: the earliest is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at_ms, other.place).cmp(&(self.at_ms, self.place))
    }
}

/// Cues by their time.
pub struct Queue<C> {
    heap: BinaryHeap<Due<C>>,
    places: u64,
}

impl<C> Default for Queue<C> {
    fn default() -> Self {
        Queue {
            heap: BinaryHeap::new(),
            places: 0,
        }
    }
}

impl<C> Queue<C> {
    pub fn put(&mut self, at_ms: u64, cue: C) {
        let place = self.places;
        self.places += 1;
        self.heap.push(Due { at_ms, place, cue });
    }

    /// The earliest, if it is not later than this.
    pub fn take(&mut self, until_ms: u64) -> Option<(u64, C)> {
        if self.heap.peek()?.at_ms > until_ms {
            return None;
        }
        self.heap.pop().map(|due| (due.at_ms, due.cue))
    }
}

#[test]
fn the_earliest_comes_first_and_equals_in_their_order() {
    let mut queue = Queue::default();
    for (at, cue) in [(5, 'a'), (3, 'b'), (5, 'c'), (3, 'd'), (9, 'e')] {
        queue.put(at, cue);
    }
    let order: Vec<char> = std::iter::from_fn(|| queue.take(8)).map(|c| c.1).collect();
    assert_eq!(order, ['b', 'd', 'a', 'c']);
}
