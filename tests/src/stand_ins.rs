//! What a till without a printer, a scale or a folder full of fonts has in their place.

use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::ports::devices::{
    Paper, PaperFile, Papers, PeripheralLinks, PeripheralStatus, PeripheralTry,
};
use pos_app::ports::records::{Address, Peripheral, Shop};
use pos_app::ports::register::{Posture, PostureFact};
use pos_app::ports::sign_in::{NewRecoveryCode, SeedOffer};
use pos_app::ports::world::{Receipts, Secrets, TableReader};
use pos_app::views::peripheral::{
    Health, PeripheralOptions, PeripheralProbe, PeripheralReading, PrintState, WeightView,
};
use pos_app::views::receipt::{Receipt, ReceiptBlock};
use pos_app::views::sale::SaleView;
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::{PeripheralId, PrintJobId, UserId};
use pos_domain::time::Instant;
use std::sync::atomic::{AtomicU64, Ordering};

/// No device but the terminals.
pub struct NoDevices;

fn nothing_there<T>() -> AppResult<T> {
    Err(AppError::new(ErrorCode::PeripheralMissing))
}

impl PeripheralLinks for NoDevices {
    fn probe(&self, _: PeripheralKind, _: &str, _: &Address) -> AppResult<PeripheralProbe> {
        nothing_there()
    }
    fn status(&self, _: PeripheralId) -> PeripheralStatus {
        PeripheralStatus {
            health: Health::Away,
            last_seen_at: None,
            last_reading: None,
            drawer_open: None,
        }
    }
    fn try_out(&self, _: &Peripheral, _: PeripheralTry) -> AppResult<PeripheralReading> {
        nothing_there()
    }
    fn weigh(&self, _: &Peripheral) -> AppResult<WeightView> {
        nothing_there()
    }
    fn printed(&self, _: PrintJobId, _: u64) -> Option<PrintState> {
        None
    }
}

impl Receipts for NoDevices {
    fn receipt(&self, sale: &SaleView, shop: &Shop, copy: bool) -> Receipt {
        Receipt {
            sale_id: sale.sale_id,
            language: shop.language.clone(),
            copy,
            blocks: Vec::new(),
        }
    }
}

impl Papers for NoDevices {
    fn set(&self, _: &Paper, _: &Shop, _: bool) -> Vec<ReceiptBlock> {
        Vec::new()
    }
    fn escpos(&self, _: &[ReceiptBlock], _: Option<&[u8]>, _: &PeripheralOptions) -> Vec<u8> {
        Vec::new()
    }
    fn pdf(&self, _: &Paper, _: &Shop, _: Option<&[u8]>) -> AppResult<PaperFile> {
        nothing_there()
    }
    fn table(&self, _: &Paper, _: &Shop) -> AppResult<PaperFile> {
        nothing_there()
    }
    fn picture_flaw(&self, _: &[u8]) -> Option<&'static str> {
        None
    }
    fn qr(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

impl TableReader for NoDevices {
    fn rows(&self, _: &str, bytes: &[u8]) -> AppResult<Vec<(u32, Vec<String>)>> {
        let text = String::from_utf8_lossy(bytes);
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
        Ok((1..).zip(text.lines().map(cells)).collect())
    }
    fn hash(&self, bytes: &[u8]) -> Vec<u8> {
        bytes.iter().take(32).copied().collect()
    }
}

/// A computer that tells nothing of itself.
impl Posture for NoDevices {
    fn look(&self) -> Vec<PostureFact> {
        Vec::new()
    }
}

/// Secrets that cost no time: what they guard is a test shop in memory.
#[derive(Default)]
pub struct QuickSecrets {
    tokens: AtomicU64,
}

impl Secrets for QuickSecrets {
    fn password_flaw(&self, _: &str, _: bool, _: &[&str]) -> Option<String> {
        None
    }
    fn pin_flaw(&self, _: &str) -> Option<String> {
        None
    }
    fn hash_password(&self, password: &str) -> AppResult<String> {
        Ok(format!("quick:{password}"))
    }
    fn hash_pin(&self, user: UserId, pin: &str) -> AppResult<String> {
        Ok(format!("quick:{user}:{pin}"))
    }
    fn verify_password(&self, password: &str, hash: Option<&str>) -> bool {
        hash == Some(&format!("quick:{password}"))
    }
    fn verify_pin(&self, user: UserId, pin: &str, hash: Option<&str>) -> bool {
        hash == Some(&format!("quick:{user}:{pin}"))
    }
    fn renewed_pin(&self, _: UserId, _: &str, _: &str) -> Option<String> {
        None
    }
    /// Its codes are the last six digits of the step.
    fn seed(&self, user: UserId, _: &str, _: &str) -> AppResult<SeedOffer> {
        Ok(SeedOffer {
            sealed: user.to_string().into_bytes(),
            uri: String::new(),
            base32: String::new(),
        })
    }
    fn is_code(&self, typed: &str) -> bool {
        typed.len() == 6
    }
    fn code_step(
        &self,
        user: UserId,
        seed: Option<&[u8]>,
        code: &str,
        now: Instant,
    ) -> Option<i64> {
        let now = now.0.div_euclid(30_000);
        let own = seed == Some(user.to_string().as_bytes());
        (now - 1..=now + 1).find(|step| own && format!("{:06}", step % 1_000_000) == code)
    }
    fn renewed_seed(&self, _: UserId, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
    fn recovery_codes(&self, _: UserId) -> AppResult<Vec<NewRecoveryCode>> {
        let code = |n: u8| NewRecoveryCode {
            text: format!("recovery-{n}"),
            mac: [n; 32],
        };
        Ok((0..10).map(code).collect())
    }
    fn recovery_macs(&self, _: UserId, typed: &str) -> Vec<[u8; 32]> {
        let n = typed.strip_prefix("recovery-").and_then(|n| n.parse().ok());
        n.map(|n: u8| [n; 32]).into_iter().collect()
    }
    fn token(&self) -> String {
        format!("token-{}", self.tokens.fetch_add(1, Ordering::Relaxed))
    }
}
