//! What the customer sees of the sale: lines, total, due, change. Public by nature, so it holds no
//! ids and no names of people, and it is published only where the shop switched it on.

use crate::api::AppResult;
use crate::app::{App, held};
use crate::context::ShopContext;
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::views::Nothing;
use crate::views::peripheral::{CustomerLine, CustomerState, CustomerView};
use crate::views::sale::{LineView, SaleView};
use pos_domain::cart::{SaleKind, SaleState};
use pos_domain::ids::SaleId;
use pos_macros::command;

/// What is shown now, and of which sale.
#[derive(Default)]
pub struct CustomerScreen {
    sale: Option<SaleId>,
    view: Option<CustomerView>,
}

impl CustomerScreen {
    /// Follows one sale; answers whether something changed.
    fn follow(&mut self, context: &ShopContext, sale: &SaleView) -> bool {
        let shown = self.sale == Some(sale.sale_id);
        let busy = self.view.as_ref().is_some_and(|view| match view.state {
            CustomerState::Ringing | CustomerState::Paying => true,
            CustomerState::Idle | CustomerState::Done => false,
        });
        let state = match sale.state {
            SaleState::Open => CustomerState::Ringing,
            SaleState::Tendering => CustomerState::Paying,
            // One that was set aside, paid meanwhile, is not the customer's at the counter.
            SaleState::Completed if shown || !busy => CustomerState::Done,
            SaleState::Suspended | SaleState::Voided if shown => CustomerState::Idle,
            SaleState::Completed | SaleState::Suspended | SaleState::Voided => return false,
        };
        let lines = lines(sale);
        let view = if state == CustomerState::Idle
            || (state == CustomerState::Ringing && lines.is_empty())
        {
            blank(context)
        } else {
            CustomerView {
                state,
                lines,
                total_minor: total_minor(sale),
                due_minor: sale.due_minor,
                paid_minor: sale.paid_minor,
                change_minor: sale.change_minor,
                savings_minor: sale.savings_minor,
                ..blank(context)
            }
        };
        self.sale = Some(sale.sale_id);
        self.show(view)
    }

    fn show(&mut self, view: CustomerView) -> bool {
        let news = self.view.as_ref() != Some(&view);
        self.view = Some(view);
        news
    }
}

/// The lines that count, as they stand on the customer's screen; what comes back is first.
fn lines(sale: &SaleView) -> Vec<CustomerLine> {
    let back = sale.kind == SaleKind::Return;
    let mut lines = customer_lines(&sale.lines, back);
    if let Some(other) = &sale.exchange {
        let others = customer_lines(&other.lines, !back);
        lines = match back {
            true => [lines, others].concat(),
            false => [others, lines].concat(),
        };
    }
    lines
}

fn customer_lines(lines: &[LineView], back: bool) -> Vec<CustomerLine> {
    let live = lines.iter().filter(|line| !line.voided);
    live.map(|line| CustomerLine {
        name: line.name.clone(),
        name_zh: line.name_zh.clone(),
        quantity: line.quantity,
        amount_minor: line.amount_minor,
        back,
    })
    .collect()
}

/// What the customer pays in all; of an exchange the difference, negative when it is paid back.
fn total_minor(sale: &SaleView) -> i64 {
    match (&sale.exchange, sale.kind) {
        (None, SaleKind::Sale | SaleKind::Return) => sale.total_minor,
        (Some(other), SaleKind::Sale) => sale.total_minor - other.credit_minor,
        (Some(other), SaleKind::Return) => -other.pay_back_minor,
    }
}

/// Nothing is rung: the shop's name and picture.
pub fn blank(context: &ShopContext) -> CustomerView {
    let currency = context.pricing.currency;
    CustomerView {
        shop_name: context.shop.name.clone(),
        language: context.shop.language.clone(),
        currency: currency.code.into(),
        exponent: currency.exponent,
        symbol: currency.symbol.into(),
        ..CustomerView::default()
    }
}

impl App {
    /// Follows what a transaction did; answers the view when it changed.
    pub(crate) fn customer_sees(
        &self,
        context: &ShopContext,
        events: &[Event],
        effects: &[Effect],
    ) -> Option<CustomerView> {
        let sales: Vec<&SaleView> = events
            .iter()
            .filter_map(|event| match event {
                Event::Sale { sale } => Some(&**sale),
                _ => None,
            })
            .collect();
        let gone = effects.iter().find_map(|effect| match effect {
            Effect::CustomerGone(sale) => Some(*sale),
            _ => None,
        });
        if sales.is_empty() && gone.is_none() {
            return None;
        }
        let mut screen = held(&self.customer);
        let mut changed = false;
        for sale in sales {
            changed |= screen.follow(context, sale);
        }
        if gone.is_some() && gone == screen.sale {
            changed |= screen.show(blank(context));
        }
        changed.then(|| screen.view.clone()).flatten()
    }
}

impl App {
    /// After a start: the customer sees again what is being rung.
    pub(crate) fn customer_sees_again(&self, context: &ShopContext, sale: &SaleView) {
        held(&self.customer).follow(context, sale);
    }

    /// What a display shows right now, whether there is a customer's screen or not.
    pub fn customer_now(&self) -> AppResult<CustomerView> {
        let context = self.context()?;
        let shown = held(&self.customer).view.clone();
        Ok(shown.unwrap_or_else(|| blank(&context)))
    }
}

/// What the customer sees right now; blank where the shop has no customer's screen.
#[command(public, mode = Flow)]
pub fn customer_view(flow: &Flow, _input: Nothing) -> AppResult<CustomerView> {
    let context = flow.context()?;
    match context.shop.customer_screen {
        true => flow.app.customer_now(),
        false => Ok(blank(&context)),
    }
}
