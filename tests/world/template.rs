//! A furnished shop as an image of its disk, made once by the real commands: people, goods, paired
//! terminals, an open drawer.

use crate::cable::Medium;
use crate::rng::Rng;
use crate::stage::Stage;
use crate::till::address::line_address;
use crate::till::file::ShopFile;
use crate::till::world::{Cables, TillWorld};
use pos_app::api::session::Seat;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::effect::Effect;
use pos_app::ports::records::{Address, Terminal};
use pos_app::ports::register::SeenIdentity;
use pos_app::ports::world::{AttemptProgress, LinkStatus, TerminalLinks};
use pos_app::views::terminal::{FoundPort, Link, ProbeView, TerminalTest, TestReport, WireLine};
use pos_app::{App, Call, Caller};
use pos_domain::ids::{AttemptId, RequestId, TerminalId};
use pos_domain::payment::LastReceipt;
use pos_store::Durability;
use pos_tests::disk::{How, Image, MemoryDisk};
use pos_tests::template::{PASSWORD, first_run};
use pos_tests::{Who, goods};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A shop, and the ids of what is in it.
#[derive(Clone)]
pub struct Template {
    pub image: Image,
    /// By name.
    pub people: BTreeMap<&'static str, String>,
    pub terminals: Vec<String>,
}

/// The number of the terminal on a line, as the acquirer knows it.
pub fn terminal_no(line: usize) -> u32 {
    52_000_001 + u32::try_from(line).unwrap_or(0)
}

/// The maker's number of the terminal on a line.
pub fn serial_no(line: usize) -> u32 {
    17_000_001 + u32::try_from(line).unwrap_or(0)
}

/// The shops made so far, each with its cables.
type Made = Mutex<Vec<(Vec<Medium>, Template)>>;

/// The shop whose terminals hang on these cables.
pub fn of(media: &[Medium]) -> Template {
    static MADE: OnceLock<Made> = OnceLock::new();
    let made = MADE.get_or_init(Mutex::default);
    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, template)) = made.iter().find(|(of, _)| of == media) {
        return template.clone();
    }
    let template = make(media);
    made.push((media.to_vec(), template.clone()));
    template
}

struct Furnisher {
    app: App,
    world: Arc<TillWorld>,
    caller: Caller,
}

impl Furnisher {
    fn ok(&self, command: &str, input: Value) -> Value {
        let call = Call {
            command: command.to_owned(),
            input: input.clone(),
            request_id: Some(RequestId(self.world.stage.id())),
            approval: None,
        };
        let answer = self.app.call(&self.caller, call);
        answer.unwrap_or_else(|error| panic!("{command} {input}: {error}"))
    }

    fn id(&self) -> String {
        self.world.stage.id().to_string()
    }
}

fn make(media: &[Medium]) -> Template {
    let disk = MemoryDisk::new();
    let stage = Arc::new(Stage::new(Rng::new(1), false));
    let world = TillWorld::new(stage, ShopFile::on(disk.seam()), None);
    let world = Arc::new(world);
    world.plug(Arc::new(Pairing));
    let (seat, handle) = (Seat("furnisher".into()), String::new());
    let mut maker = Furnisher {
        app: App::new(world.clone()),
        world: world.clone(),
        caller: Caller { seat, handle },
    };
    maker.ok("shop_create", first_run());
    let users = maker.ok("session_users", json!({}));
    let mia = users[0]["user_id"]
        .as_str()
        .expect("the manager")
        .to_owned();
    let sign_in = json!({"user_id": mia, "pin": null, "password": PASSWORD});
    let session = maker.ok("session_sign_in", sign_in);
    maker.caller.handle = session["handle"].as_str().expect("a handle").to_owned();
    maker.ok("session_step_up", json!({"password": PASSWORD}));
    let mut people = BTreeMap::from([(Who::Mia.name(), mia)]);
    for who in [Who::Cem, Who::Dora, Who::Sam] {
        people.insert(who.name(), add(&maker, who));
    }
    import(&maker);
    let terminals = (0..media.len()).map(|line| {
        let id = maker.id();
        let address = line_address(line, media[line]);
        let name = format!("Terminal {}", line + 1);
        let input = json!({
            "terminal_id": id, "name": name, "address": address, "password": null
        });
        maker.ok("terminal_pair", input);
        id
    });
    let terminals = terminals.collect();
    maker.ok("shift_open", json!({"drawer_no": null, "float_minor": 0}));
    world.file.close();
    Template {
        image: disk.power_cut(How::Kept),
        people,
        terminals,
    }
}

fn add(maker: &Furnisher, who: Who) -> String {
    let user = maker.id();
    let save = json!({"user_id": user, "name": who.name(), "role": who.role(), "active": true});
    maker.ok("user_save", save);
    let secret = json!({"user_id": user, "pin": who.pin(), "password": null});
    maker.ok("user_secret_set", secret);
    user
}

fn import(maker: &Furnisher) {
    use base64ct::{Base64, Encoding};
    let import = maker.id();
    let bytes = goods::TABLE.as_bytes();
    let begin = json!({"import_id": import, "file_name": "goods.tsv", "size": bytes.len()});
    maker.ok("import_begin", begin);
    let base64 = Base64::encode_string(bytes);
    let chunk = json!({"import_id": import, "index": 0, "base64": base64});
    maker.ok("import_chunk", chunk);
    let look = json!({"import_id": import, "mapping": null});
    let check = maker.ok("import_check", look);
    let commit = json!({"import_id": import, "mapping": check["mapping"]});
    maker.ok("import_commit", commit);
}

/// Cables on which every terminal says who it is and nothing else.
struct Pairing;

impl Cables for Pairing {
    fn carry_out(&self, _: Effect) {}
}

fn nobody<T>() -> AppResult<T> {
    Err(AppError::new(ErrorCode::TerminalUnreachable))
}

impl TerminalLinks for Pairing {
    fn discover(&self) -> AppResult<Vec<FoundPort>> {
        Ok(Vec::new())
    }
    fn probe(&self, address: &Address, _: &str, _: u16) -> AppResult<ProbeView> {
        let line = crate::till::address::line_at(address).expect("an address of this world");
        Ok(ProbeView {
            terminal_number: format!("{:08}", terminal_no(line)),
            serial_number: Some(format!("{:08}", serial_no(line))),
            model: None,
            software: None,
            simulator: true,
            answered_in_ms: 1,
        })
    }
    fn status(&self, _: TerminalId) -> LinkStatus {
        LinkStatus {
            link: Link::Away,
            detail: None,
            last_seen_at: None,
            answers_in_ms: None,
        }
    }
    fn last_receipt(&self, _: TerminalId) -> Option<LastReceipt> {
        None
    }
    fn identity(&self, _: TerminalId) -> Option<SeenIdentity> {
        None
    }
    fn test(&self, _: &Terminal, _: TerminalTest) -> AppResult<TestReport> {
        nobody()
    }
    fn wire(&self, _: TerminalId) -> Vec<WireLine> {
        Vec::new()
    }
    fn cancel(&self, _: TerminalId, _: AttemptId) -> AppResult<()> {
        nobody()
    }
    fn progress(&self, _: AttemptId) -> AttemptProgress {
        AttemptProgress::default()
    }
}

/// The template's file is whole and can be written.
#[test]
fn the_template_opens() {
    let template = of(&[Medium::Tcp, Medium::Serial]);
    let file = ShopFile::on(MemoryDisk::of(&template.image).seam());
    file.open(pos_store::Mode::Open).unwrap();
    let mut terminals = 0;
    file.write(Durability::Full, &mut |store| {
        terminals = store.terminals()?.len();
        Ok(())
    })
    .unwrap();
    assert_eq!(terminals, 2);
}
