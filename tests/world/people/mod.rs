//! The people at the till. They know what the screens tell them, and what they have in their hands.
//! A call without an answer they simply make again, with the same ids.

pub mod cashier;
pub mod supervisor;

use crate::plants::Plant;
use crate::rng::Rng;
use crate::scene::{Said, Scene};
use crate::stage::held;
use cashier::Cashier;
use pos_app::api::session::Seat;
use pos_app::api::{AppError, ErrorCode};
use pos_app::{Call, Caller};
use pos_domain::ids::RequestId;
use pos_tests::Who;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use supervisor::Supervisor;
use uuid::Uuid;

/// The same refusal so often in a row is one that never ends.
const FOR_EVER: u32 = 200;
/// Tries of a call that is refused for now.
const TRIES_MAX: u32 = 6;

/// A call that nobody has answered yet.
#[derive(Clone)]
struct Open {
    command: &'static str,
    input: Value,
    request: Uuid,
    approval: Option<String>,
    tries: u32,
}

/// What somebody is there for.
enum Post {
    Cashier(Cashier),
    Supervisor(Supervisor),
}

/// One person at a seat.
pub struct Person {
    pub who: Who,
    pub user_id: String,
    pub rng: Rng,
    caller: Caller,
    open: Option<Open>,
    post: Option<Post>,
    /// Who gives a second word.
    pub approver: (Who, String),
    /// What was answered to a call that had to be made again.
    pub heard: Option<&'static str>,
    /// Refusals in a row that say the same.
    stuck: (Option<ErrorCode>, u32),
}

/// The outcome of a try to call.
pub type Told = Option<Result<Value, AppError>>;

impl Person {
    fn new(who: Who, ids: &BTreeMap<&'static str, String>, rng: Rng, post: Post) -> Person {
        let seat = Seat(format!("seat-{}", who.name()));
        let handle = String::new();
        Person {
            who,
            user_id: ids[who.name()].clone(),
            rng,
            caller: Caller { seat, handle },
            open: None,
            post: Some(post),
            approver: (Who::Mia, ids[Who::Mia.name()].clone()),
            heard: None,
            stuck: (None, 0),
        }
    }

    pub fn cashier(who: Who, ids: &BTreeMap<&'static str, String>, rng: Rng) -> Person {
        Person::new(who, ids, rng, Post::Cashier(Cashier::default()))
    }

    pub fn supervisor(who: Who, ids: &BTreeMap<&'static str, String>, rng: Rng) -> Person {
        Person::new(who, ids, rng, Post::Supervisor(Supervisor::default()))
    }

    /// Has a look and does one thing. Answers when the next turn is; None: goes home.
    pub fn turn(&mut self, scene: &Scene) -> Option<u64> {
        if self.caller.handle.is_empty() {
            self.sign_in(scene);
            return Some(self.rng.between(200, 1_500));
        }
        if let Some(open) = self.open.take() {
            self.again(scene, open);
            return Some(self.rng.between(300, 2_500));
        }
        let mut post = self.post.take()?;
        let next = match &mut post {
            Post::Cashier(cashier) => cashier.turn(self, scene),
            Post::Supervisor(supervisor) => supervisor.turn(self, scene),
        };
        self.post = Some(post);
        next
    }

    fn sign_in(&mut self, scene: &Scene) {
        let input = json!({"user_id": self.user_id, "pin": self.who.pin(), "password": null});
        if let Some(Ok(session)) = self.once(scene, "session_sign_in", &input, None, None) {
            self.caller.handle = session["handle"].as_str().unwrap_or_default().to_owned();
        }
    }

    /// A call with a request id of its own. None: nothing came back; it will be made again.
    pub fn say(&mut self, scene: &Scene, command: &'static str, input: Value) -> Told {
        let request = scene.stage.id();
        let approval = None;
        let tries = 0;
        self.attempt(
            scene,
            Open {
                command,
                input,
                request,
                approval,
                tries,
            },
        )
    }

    fn again(&mut self, scene: &Scene, mut open: Open) {
        open.tries += 1;
        if scene.plant == Some(Plant::NewRequestId) {
            open.request = scene.stage.id();
            if open.input.get("tender_id").is_some() {
                open.input["tender_id"] = json!(scene.stage.id().to_string());
            }
        }
        let command = open.command;
        if let Some(Ok(_)) = self.attempt(scene, open) {
            self.heard = Some(command);
        }
    }

    fn attempt(&mut self, scene: &Scene, open: Open) -> Told {
        let request = Some(open.request);
        let told = self.once(
            scene,
            open.command,
            &open.input,
            request,
            open.approval.clone(),
        );
        match &told {
            None => {
                self.open = Some(open);
                return None;
            }
            Some(Ok(answer)) => {
                self.stuck = (None, 0);
                let now = scene.stage.now_ms();
                let mut promises = held(&scene.promises);
                promises.answered(now, open.command, open.request, &open.input, answer);
            }
            Some(Err(error)) => self.refused(scene, open, error),
        }
        told
    }

    fn refused(&mut self, scene: &Scene, mut open: Open, error: &AppError) {
        match error.code {
            ErrorCode::SessionNeeded | ErrorCode::SessionEnded | ErrorCode::SessionLocked => {
                self.caller.handle.clear();
                self.open = Some(open);
            }
            ErrorCode::ApprovalNeeded => {
                if let Some(token) = self.second_word(scene, error) {
                    open.approval = Some(token);
                    self.open = Some(open);
                }
            }
            ErrorCode::ApprovalInvalid => {
                open.approval = None;
                self.open = Some(open);
            }
            code if code.retry_safe() && open.tries < TRIES_MAX => self.open = Some(open),
            ErrorCode::Internal
            | ErrorCode::CommandUnknown
            | ErrorCode::InputInvalid
            | ErrorCode::FieldInvalid
            | ErrorCode::RequestReused
            | ErrorCode::NotAllowed
            | ErrorCode::FileDamaged
            | ErrorCode::FileRolledBack => {
                scene.wrong(format!("{} {}: {error}", open.command, open.input));
            }
            code => self.is_stuck(scene, code, open.command),
        }
    }

    fn is_stuck(&mut self, scene: &Scene, code: ErrorCode, command: &str) {
        let (last, times) = self.stuck;
        let times = if last == Some(code) { times + 1 } else { 1 };
        self.stuck = (Some(code), times);
        if times == FOR_EVER {
            let code = code.name();
            scene.wrong(format!("{command} is refused for ever: {code}"));
        }
    }

    /// A second person's word for what an error asks.
    fn second_word(&mut self, scene: &Scene, error: &AppError) -> Option<String> {
        let needed = error.approval.as_ref()?;
        let (who, id) = &self.approver;
        let input = json!({
            "act": needed.act, "sale_id": needed.sale_id, "amount_minor": needed.amount_minor,
            "share": needed.share, "approver_id": id, "pin": who.pin(), "password": null,
        });
        let told = self.once(scene, "approval_grant", &input, None, None)?;
        Some(told.ok()?["token"].as_str()?.to_owned())
    }

    fn once(
        &mut self,
        scene: &Scene,
        command: &'static str,
        input: &Value,
        request: Option<Uuid>,
        approval: Option<String>,
    ) -> Told {
        let who = self.who.name();
        let call = Call {
            command: command.to_owned(),
            input: input.clone(),
            request_id: request.map(RequestId),
            approval,
        };
        match scene.call(&self.caller, call) {
            Said::Answer(value) => {
                scene.tell(who, format_args!("{command} {input} -> {}", short(&value)));
                Some(Ok(value))
            }
            Said::Refused(error) => {
                scene.tell(who, format_args!("{command} {input} -> refused: {error}"));
                Some(Err(error))
            }
            Said::Silence => {
                scene.tell(who, format_args!("{command} {input} -> no answer"));
                None
            }
        }
    }
}

/// What of an answer is worth a place in a story.
fn short(answer: &Value) -> String {
    let Some(state) = answer.get("state") else {
        return "ok".into();
    };
    let attempts = answer["attempts"].as_array().into_iter().flatten();
    let attempts: Vec<&str> = attempts.filter_map(|a| a["state"].as_str()).collect();
    format!("{state} due {} attempts {attempts:?}", answer["due_minor"])
}

/// The input that takes a payment back; the reversal is of the same customer's card.
fn reversal_of(scene: &Scene, attempt: &str) -> Value {
    let reversal = scene.stage.id();
    held(&scene.promises).asks(reversal.as_u128(), scene.stage.now_ms());
    if let Ok(paid) = attempt.parse::<Uuid>() {
        let mut cards = held(&scene.cards);
        if let Some(card) = cards.get(&paid.as_u128()).copied() {
            cards.insert(reversal.as_u128(), card);
        }
    }
    json!({"attempt_id": attempt, "reversal_id": reversal.to_string()})
}
