//! Times, their percentiles, and the judgement over rounds. A round takes the floor and ours in
//! turns; what is told is the median of the rounds, and how far the rounds lie apart.

use std::time::{Duration, Instant};

/// Durations of one kind of act.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<u64>);

impl Times {
    pub fn since(&mut self, start: Instant) {
        self.add(start.elapsed());
    }

    pub fn add(&mut self, time: Duration) {
        self.0
            .push(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Microseconds below which `percent` of the times lie.
    pub fn at(&mut self, percent: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        let place = (last as f64 * percent / 100.0).round() as usize;
        self.0.get(place).map_or(0.0, |ns| *ns as f64 / 1000.0)
    }

    /// p50, p95, p99.
    pub fn three(&mut self) -> [f64; 3] {
        [50.0, 95.0, 99.0].map(|percent| self.at(percent))
    }

    pub fn join(&mut self, other: &Times) {
        self.0.extend(&other.0);
    }
}

/// The floor and ours, taken in turns.
#[derive(Clone, Debug, Default)]
pub struct Round {
    pub floor: Times,
    pub ours: Times,
}

/// The middle of the rounds, and the outermost ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread {
    pub median: f64,
    pub low: f64,
    pub high: f64,
}

impl Spread {
    pub fn of(values: impl IntoIterator<Item = f64>) -> Spread {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (Some(low), Some(high)) = (values.first(), values.last()) else {
            return Spread::default();
        };
        Spread {
            median: values[values.len() / 2],
            low: *low,
            high: *high,
        }
    }
}

/// What the rounds come to.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Medians of the rounds' p50, p95 and p99, microseconds.
    pub floor: [f64; 3],
    pub ours: [f64; 3],
    /// Ours over the floor at p50 and at p99, round by round.
    pub ratio: Spread,
    pub tail: Spread,
    pub rounds: usize,
    /// Rounds in which the machine was held up: the floor was above three times the best.
    pub dropped: usize,
}

/// What one round came to: p50, p95, p99 of both.
struct Told {
    floor: [f64; 3],
    ours: [f64; 3],
}

/// Judges rounds; those with a floor above three times the best floor are left out.
pub fn judge(rounds: Vec<Round>) -> Judged {
    let all = rounds.len();
    let mut told: Vec<Told> = rounds
        .into_iter()
        .map(|mut round| Told {
            floor: round.floor.three(),
            ours: round.ours.three(),
        })
        .collect();
    let floors = told.iter().map(|round| round.floor[0]);
    let best = floors.fold(f64::INFINITY, f64::min);
    told.retain(|round| round.floor[0] <= 3.0 * best);
    let spread = |pick: fn(&Told) -> f64| Spread::of(told.iter().map(pick));
    let medians = |pick: fn(&Told, usize) -> f64| {
        [0, 1, 2].map(|at| Spread::of(told.iter().map(|round| pick(round, at))).median)
    };
    Judged {
        floor: medians(|round, at| round.floor[at]),
        ours: medians(|round, at| round.ours[at]),
        ratio: spread(|round| round.ours[0] / round.floor[0]),
        tail: spread(|round| round.ours[2] / round.floor[2]),
        rounds: told.len(),
        dropped: all - told.len(),
    }
}
