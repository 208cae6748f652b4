//! The shop as such: its first entry, its people, its clock. The order of the fields is the order
//! of the bytes.

use crate::ids::{ShopId, UserId};
use crate::shop::ShopKind;
use crate::staff::Role;
use crate::time::Instant;
use minicbor::{Decode, Encode};
use serde::Serialize;

/// The first entry of every journal.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct ShopOpened {
    #[n(0)]
    pub shop_id: ShopId,
    #[n(1)]
    pub kind: ShopKind,
    #[n(2)]
    pub currency: String,
    #[n(3)]
    pub register: u16,
    #[n(4)]
    pub first_user: UserId,
}

/// A person was added or changed. The name is in the file, not here.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct UserSaved {
    #[n(0)]
    pub user_id: UserId,
    #[n(1)]
    pub role: Role,
    #[n(2)]
    pub active: bool,
}

/// The wall clock went another way than time does. Nothing is ordered by it; it is noted so that
/// the times of the entries around it can be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct ClockJumped {
    /// What the clock should have said.
    #[n(0)]
    pub expected: Instant,
    #[n(1)]
    pub found: Instant,
}
