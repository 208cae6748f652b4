//! How people are known: second factors, recovery codes, the rules of sign-in. Ids and rules only,
//! never a secret.

use crate::ids::UserId;
use minicbor::{Decode, Encode};
use serde::Serialize;

/// A recovery code let a person in; it is worth nothing any more.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct RecoveryCodeUsed {
    #[n(0)]
    pub user_id: UserId,
    /// Codes that are left.
    #[n(1)]
    pub left: u32,
}

/// The shop's rules of sign-in, as they are from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct SignInPolicySaved {
    #[n(0)]
    pub strong: bool,
    #[n(1)]
    pub change_given: bool,
    #[n(2)]
    pub letters_and_digits: bool,
}
