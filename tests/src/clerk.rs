//! A person at a seat: calls commands by name, with JSON in and JSON out.

use crate::id;
use crate::sim::until_link;
use crate::template::Who;
use crate::till::Till;
use pos_app::App;
use pos_app::api::session::Seat;
use pos_app::api::{AppError, ErrorCode};
use pos_app::{Call, Caller};
use pos_domain::ids::RequestId;
use serde_json::{Value, json};

/// A seat, with whoever is signed in there.
pub struct Clerk<'t> {
    pub till: &'t Till,
    app: &'t App,
    pub caller: Caller,
    /// Who signed in here last, by the PIN.
    who: Option<Who>,
}

impl<'t> Clerk<'t> {
    /// A seat where nobody is signed in.
    pub fn at(till: &'t Till, app: &'t App, seat: &str) -> Clerk<'t> {
        let seat = Seat(seat.to_owned());
        let handle = String::new();
        Clerk {
            till,
            app,
            caller: Caller { seat, handle },
            who: None,
        }
    }

    /// Signs a person in here with the PIN.
    pub fn sign_in(&mut self, who: Who) -> Value {
        let user_id = self.till.user_id(who);
        let input = json!({"user_id": user_id, "pin": who.pin(), "password": null});
        let session = self.ok("session_sign_in", input);
        self.caller.handle = session["handle"].as_str().unwrap().to_owned();
        self.who = Some(who);
        session
    }

    /// Shows the PIN once more, for the sensitive acts of a minute.
    pub fn step_up(&self) {
        let who = self.who.expect("somebody signed in here by the PIN");
        let shown = json!({"pin": who.pin()});
        self.ask("session_step_up", shown).unwrap();
    }

    /// A call with all that a shell can send along.
    pub fn call(
        &self,
        command: &str,
        input: Value,
        request_id: &str,
        approval: Option<&str>,
    ) -> Result<Value, AppError> {
        let call = Call {
            command: command.to_owned(),
            input,
            request_id: Some(RequestId(request_id.parse().unwrap())),
            approval: approval.map(str::to_owned),
        };
        self.till.call(self.app, &self.caller, call)
    }

    /// A call with a request id of its own.
    pub fn ask(&self, command: &str, input: Value) -> Result<Value, AppError> {
        self.call(command, input, &id(), None)
    }

    /// The same as a screen makes it: where the act is a sensitive one, the person steps up and it
    /// is asked again under the same id.
    fn ask_stepped(&self, command: &str, input: Value) -> Result<Value, AppError> {
        let request = id();
        match self.call(command, input.clone(), &request, None) {
            Err(error) if error.code == ErrorCode::StepUpNeeded && self.who.is_some() => {
                self.step_up();
                self.call(command, input, &request, None)
            }
            answer => answer,
        }
    }

    /// A call that must be answered.
    #[track_caller]
    pub fn ok(&self, command: &str, input: Value) -> Value {
        match self.ask_stepped(command, input.clone()) {
            Ok(answer) => answer,
            Err(error) => panic!("{command} {input}: {error}"),
        }
    }

    /// A call that must be refused with this code.
    #[track_caller]
    pub fn refused(&self, command: &str, input: Value, code: ErrorCode) -> AppError {
        let asked = match code {
            ErrorCode::StepUpNeeded => self.ask(command, input.clone()),
            _ => self.ask_stepped(command, input.clone()),
        };
        match asked {
            Err(error) if error.code == code => error,
            Err(error) => panic!("{command} {input}: {error}, not {}", code.name()),
            Ok(answer) => panic!("{command} {input} was answered: {answer}"),
        }
    }

    /// Rings one more of a product; answers the sale.
    #[track_caller]
    pub fn scan(&self, sale: &str, code: &str) -> Value {
        let input = json!({"sale_id": sale, "line_id": id(), "code": code, "quantity": null});
        self.ok("sale_scan", input)
    }

    /// A new sale of these goods; answers its id.
    #[track_caller]
    pub fn ring(&self, codes: &[&str]) -> String {
        let sale = id();
        for code in codes {
            self.scan(&sale, code);
        }
        sale
    }

    /// Cash on the counter; answers the sale.
    #[track_caller]
    pub fn pay_cash(&self, sale: &str, given_minor: i64) -> Value {
        self.ok("sale_pay_cash", cash(sale, given_minor))
    }

    /// Asks a terminal for a card payment as soon as it is ready; answers the attempt's id.
    #[track_caller]
    pub fn pay_card(&self, sale: &str, terminal: &str, amount_minor: i64) -> String {
        until_link(self, terminal, "ready");
        let attempt = id();
        self.ok(
            "sale_pay_card",
            card(sale, &attempt, terminal, amount_minor),
        );
        attempt
    }

    /// The sale as it stands.
    #[track_caller]
    pub fn sale(&self, sale: &str) -> Value {
        self.ok("sale_view", json!({"sale_id": sale}))
    }

    /// Waits until the attempt is in one of these states: a payment stands when it is `captured`.
    /// Answers the sale.
    #[track_caller]
    pub fn until_attempt(&self, sale: &str, attempt: &str, states: &[&str]) -> Value {
        self.till.until(&format!("attempt {states:?}"), || {
            let view = self.sale(sale);
            let state = attempt_in(&view, attempt)["state"]
                .as_str()
                .unwrap_or_default();
            states.contains(&state).then_some(view)
        })
    }

    /// A second person's word for what an error asks; answers the token.
    #[track_caller]
    pub fn approved_by(&self, who: Who, error: &AppError) -> String {
        let answer = self.ok("approval_grant", self.grant_of(who, error));
        answer["token"].as_str().unwrap().to_owned()
    }

    /// The input by which a person would approve what an error asks.
    pub fn grant_of(&self, who: Who, error: &AppError) -> Value {
        let needed = error
            .approval
            .as_ref()
            .expect("the error asks for an approval");
        json!({
            "act": needed.act, "sale_id": needed.sale_id, "amount_minor": needed.amount_minor,
            "share": needed.share, "about_id": needed.about_id,
            "approver_id": self.till.user_id(who), "pin": who.pin(),
            "password": null,
        })
    }
}

/// The input of a cash payment.
pub fn cash(sale: &str, given_minor: i64) -> Value {
    json!({"sale_id": sale, "tender_id": id(), "given_minor": given_minor})
}

/// The input of a card payment.
pub fn card(sale: &str, attempt: &str, terminal: &str, amount_minor: i64) -> Value {
    json!({
        "sale_id": sale, "attempt_id": attempt, "terminal_id": terminal,
        "amount_minor": amount_minor,
    })
}

/// One attempt of a sale's view.
pub fn attempt_in<'v>(sale: &'v Value, attempt: &str) -> &'v Value {
    let all = sale["attempts"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    all.iter()
        .find(|a| a["attempt_id"] == attempt)
        .unwrap_or(&Value::Null)
}
