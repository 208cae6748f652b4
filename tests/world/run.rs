//! One seed from morning to evening.

use crate::cable::{Cable, Medium};
use crate::line::Line;
use crate::oracle;
use crate::people::Person;
use crate::plan::Plan;
use crate::plants::Plant;
use crate::rng::Rng;
use crate::scene::{Cast, Scene};
use crate::shelf::Shelf;
use crate::stage::{Cue, Stage, held};
use crate::template::{self, serial_no, terminal_no};
use crate::till::file::ShopFile;
use pos_tests::Who;
use pos_tests::disk::MemoryDisk;
use pos_tests::terminal::{Bank, Habits, Medium as TerminalMedium, Memory, Terminal};
use std::sync::{Arc, Mutex};

/// After everything was mended the day must be over within this time.
const EVENING_MS: u64 = 1_800_000;

/// What became of a seed.
pub struct Outcome {
    pub hash: u64,
    pub wrongs: Vec<String>,
    /// Empty unless it was to be told.
    pub story: String,
    pub sales: u64,
    pub lives: u32,
    pub doubts: u64,
}

/// Lives through one world.
pub fn seed(seed: u64, plant: Option<Plant>, told: bool) -> Outcome {
    let mut rng = Rng::new(seed);
    let plan = Plan::drawn(&mut rng);
    let media: Vec<Medium> = (0..plan.terminals)
        .map(|_| *rng.pick(&[Medium::Tcp, Medium::Serial]))
        .collect();
    let template = template::of(&media);
    let stage = Arc::new(Stage::new(rng.fork(1), told));
    let bank = Arc::new(Mutex::new(Bank::default()));
    let lines: Vec<Arc<Line>> = (0..plan.terminals)
        .map(|at| Arc::new(line(at, media[at], &plan, &stage, &bank, &mut rng)))
        .collect();
    let mut people = Vec::new();
    for who in [Who::Cem, Who::Dora].into_iter().take(plan.cashiers) {
        people.push(Person::cashier(who, &template.people, rng.fork(2)));
    }
    people.push(Person::supervisor(Who::Sam, &template.people, rng.fork(3)));
    let heads = people.len();
    let open_ms = plan.open_ms;
    let cast = Cast {
        stage: stage.clone(),
        bank,
        lines,
        cards: Arc::default(),
        people,
        terminal_ids: template.terminals,
        shelf: Shelf::of(&template.image),
        luck: rng.fork(4),
    };
    stage.tell("world", format_args!("seed {seed} {plan:?} {media:?}"));
    let scene = Scene::new(cast, plan, plant);
    stage.after(0, Cue::Start);
    for index in 0..heads {
        stage.after(1_000 + 700 * index as u64, Cue::Turn(index));
    }
    stage.after(rng.between(3_000, 30_000), Cue::Trouble);
    scene.run_to(open_ms, &|| false);
    scene.close_up();
    scene.run_to(open_ms + EVENING_MS, &|| {
        scene.is_over() || !scene.wrongs().is_empty()
    });
    let count = evening(&scene);
    let story = stage.story();
    Outcome {
        hash: story.hash(),
        wrongs: scene.wrongs(),
        story: story.text().to_owned(),
        sales: count.sales,
        lives: scene.lives(),
        doubts: count.doubts,
    }
}

/// The till is switched off, and the oracle looks at what it leaves.
fn evening(scene: &Arc<Scene>) -> oracle::Count {
    if !scene.is_over() && scene.wrongs().is_empty() {
        scene.wrong("the day does not end".into());
    }
    let settle_until = scene.stage.now_ms() + 60_000;
    scene.run_to(settle_until, &|| {
        let idle = |line: &Arc<Line>| held(&line.terminal).is_idle();
        scene.lines.iter().all(idle)
    });
    let disk = MemoryDisk::of(&held(&scene.shelf).image());
    scene.send_home();
    let file = ShopFile::on(disk.seam());
    match file.open(pos_store::Mode::Open) {
        Ok(()) => oracle::judge(scene, &file),
        Err(error) => {
            scene.wrong(format!("the file does not open: {error}"));
            oracle::Count::default()
        }
    }
}

fn line(
    at: usize,
    medium: Medium,
    plan: &Plan,
    stage: &Arc<Stage>,
    bank: &Arc<Mutex<Bank>>,
    rng: &mut Rng,
) -> Line {
    let mut drawn = rng.fork(5);
    let habits = Habits::drawn(&mut || drawn.next());
    let (receipt, trace) = match rng.chance(200) {
        true => (9_997, 999_996),
        false => (40 + rng.below(900) as u16, 300 + rng.below(90_000) as u32),
    };
    let memory = Memory::new(terminal_no(at), serial_no(at), receipt, trace);
    let kind = match medium {
        Medium::Serial => TerminalMedium::Serial,
        Medium::Tcp => TerminalMedium::Tcp,
    };
    stage.tell("world", format_args!("terminal{} {habits:?}", at + 1));
    let terminal = Terminal::new(kind, habits, memory);
    let cable = Cable::new(medium, plan.mishaps);
    let luck = rng.fork(6);
    Line::new(at, stage.clone(), bank.clone(), terminal, cable, luck).with_rides(plan.bad_rides)
}
