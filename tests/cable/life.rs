//! One life of the till: real use cases, real links, a driver that is stepped, one person at it.

use crate::file::ShopFile;
use crate::stage::{Stage, held};
use crate::world::TillWorld;
use pos_app::api::session::Seat;
use pos_app::api::{AppError, AppResult};
use pos_app::ports::world::World;
use pos_app::views::terminal::FoundPort;
use pos_app::{App, Call, Caller};
use pos_devices::{
    Address, Identity, OrderId, ProbeError, SteppedTerminal, SubmitError, TerminalListener,
    TerminalOrder, TerminalSettings, Wire, WriteFault,
};
use pos_domain::ids::RequestId;
use pos_host::links::{Driver, Drivers, Links, RunningTest};
use pos_store::Mode;
use pos_tests::disk::{Image, MemoryDisk};
use pos_tests::template::Who;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The driver of the one terminal, once the links have opened it.
type Slot = Arc<Mutex<Option<Arc<SteppedTerminal>>>>;

/// Opens the one terminal.
pub struct OneDriver {
    /// Who is there, when a terminal is paired.
    pub found: Option<Identity>,
    pub slot: Slot,
}

impl Drivers for OneDriver {
    fn open(
        &self,
        address: Address,
        settings: TerminalSettings,
        listener: Arc<dyn TerminalListener>,
    ) -> Box<dyn Driver> {
        let driver = Arc::new(SteppedTerminal::new(&address, settings, listener));
        *held(&self.slot) = Some(driver.clone());
        Box::new(Stepped(driver))
    }

    fn probe(
        &self,
        _: &Address,
        _: &TerminalSettings,
        _: Duration,
    ) -> Result<Identity, ProbeError> {
        self.found.clone().ok_or(ProbeError::Silent)
    }

    fn discover(&self) -> Vec<FoundPort> {
        Vec::new()
    }

    fn wait(&self, _: &RunningTest, _: Duration) {}
}

struct Stepped(Arc<SteppedTerminal>);

impl Driver for Stepped {
    fn submit(&self, id: OrderId, order: TerminalOrder) -> Result<(), SubmitError> {
        self.0.submit(id, order)
    }

    fn abort(&self, id: OrderId) {
        self.0.abort(id);
    }

    fn close(self: Box<Self>) {
        self.0.close(0, &mut Port::default());
    }
}

/// The till's port: what was written, and whether the till let go of it.
#[derive(Default)]
pub struct Port {
    pub bytes: Vec<u8>,
    pub out: bool,
}

impl Wire for Port {
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        if self.out {
            return Err(WriteFault { written: 0 });
        }
        self.bytes.extend(bytes);
        Ok(())
    }

    fn hang_up(&mut self) {}
}

/// One life.
pub struct Life {
    pub disk: MemoryDisk,
    pub world: Arc<TillWorld>,
    pub app: Arc<App>,
    pub links: Arc<Links>,
    slot: Slot,
    handles: Mutex<BTreeMap<&'static str, String>>,
}

impl Life {
    /// On a disk with a shop, or on an empty one.
    pub fn begin(image: &Image, stage: Arc<Stage>, found: Option<Identity>) -> Life {
        let disk = MemoryDisk::of(image);
        let file = ShopFile::on(disk.seam());
        let new = found.is_some();
        if !new {
            file.open(Mode::Open).expect("the shop opens");
        }
        let world = Arc::new(TillWorld::new(stage, file));
        let slot = Slot::default();
        let drivers = OneDriver {
            found,
            slot: slot.clone(),
        };
        let links = Links::new(Arc::new(drivers));
        world.plug(links.clone());
        let app = Arc::new(App::new(world.clone()));
        links.bind(&app);
        if !new {
            app.recover().expect("what was under way is put in doubt");
            links.attach_paired(None);
        }
        Life {
            disk,
            world,
            app,
            links,
            slot,
            handles: Mutex::default(),
        }
    }

    /// The driver, while the terminal is paired.
    pub fn driver(&self) -> Option<Arc<SteppedTerminal>> {
        held(&self.slot).clone()
    }

    fn call(
        &self,
        who: &'static str,
        command: &str,
        input: Value,
        approval: Option<String>,
    ) -> AppResult<Value> {
        let caller = Caller {
            seat: Seat("till".into()),
            handle: held(&self.handles).get(who).cloned().unwrap_or_default(),
        };
        let call = Call {
            command: command.to_owned(),
            input,
            request_id: Some(RequestId(self.world.new_id())),
            approval,
        };
        self.app.call(&caller, call)
    }

    /// A call of the person at the till.
    pub fn ask(&self, command: &str, input: Value) -> AppResult<Value> {
        self.call("person", command, input, None)
    }

    /// A call that must be answered.
    #[track_caller]
    pub fn ok(&self, command: &str, input: Value) -> Value {
        let shown = input.to_string();
        let answer = self.ask(command, input);
        answer.unwrap_or_else(|error| panic!("{command} {shown}: {error}"))
    }

    /// Signs in; whoever was signed in is not any more.
    pub fn sign_in(&self, user: &str, pin: Option<&str>, password: Option<&str>) {
        let input = json!({"user_id": user, "pin": pin, "password": password});
        let session = self.ok("session_sign_in", input);
        let handle = session["handle"].as_str().expect("a handle").to_owned();
        held(&self.handles).insert("person", handle);
    }

    /// A call that a second person approves.
    pub fn with_second(
        &self,
        second: (&str, Who),
        command: &str,
        input: Value,
    ) -> AppResult<Value> {
        let error: AppError = match self.ask(command, input.clone()) {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let Some(needed) = error.approval.clone() else {
            return Err(error);
        };
        let grant = json!({
            "act": needed.act, "sale_id": needed.sale_id, "amount_minor": needed.amount_minor,
            "share": needed.share, "approver_id": second.0, "pin": second.1.pin(),
            "password": null,
        });
        let granted = self.ok("approval_grant", grant);
        let token = granted["token"].as_str().map(str::to_owned);
        self.call("person", command, input, token)
    }
}
