//! Talking to the chip through the TCG's own software stack (tss2). Each call opens the chip,
//! works and lets it go: nothing of ours stays in it.
//!
//! The storage key is made anew each time from the owner's seed, which is in the chip and lasts
//! until the chip is cleared (TPM 2.0 Library, part 1, 14.4); so only this chip opens what it
//! sealed. What goes over the chip's wires is encrypted under a session salted with that key
//! (part 1, 21).

use std::str::FromStr;

use sha2::{Digest, Sha256};
use tss_esapi::attributes::{ObjectAttributesBuilder, SessionAttributesBuilder};
use tss_esapi::constants::{SessionType, Tss2ResponseCodeKind};
use tss_esapi::handles::KeyHandle;
use tss_esapi::interface_types::algorithm::{HashingAlgorithm, PublicAlgorithm};
use tss_esapi::interface_types::ecc::EccCurve;
use tss_esapi::interface_types::resource_handles::Hierarchy;
use tss_esapi::interface_types::session_handles::AuthSession;
use tss_esapi::structures::{
    EccPoint, KeyedHashScheme, Private, Public, PublicBuilder, PublicEccParametersBuilder,
    PublicKeyedHashParameters, SensitiveData, SymmetricDefinition, SymmetricDefinitionObject,
};
use tss_esapi::traits::{Marshall, UnMarshall};
use tss_esapi::{Context, Error, TctiNameConf};
use zeroize::Zeroizing;

use super::{Sealed, TpmError};
use crate::encoding::Bytes;
use crate::secret::Secret32;

pub fn seal(way: &str, key: &Secret32) -> Result<Sealed, TpmError> {
    let mut chip = Chip::open(way)?;
    let (storage, session) = chip.storage()?;
    let object = sealed_object().map_err(failed)?;
    let secret = SensitiveData::try_from(key.expose().as_slice()).map_err(failed)?;
    let made = chip.context.execute_with_session(Some(session), |context| {
        context.create(storage, object, None, Some(secret), None, None)
    });
    let made = made.map_err(failed)?;
    Ok(Sealed {
        public: Bytes(made.out_public.marshall().map_err(failed)?),
        private: Bytes(made.out_private.value().to_vec()),
        chip: Bytes(chip.name()?),
    })
}

pub fn unseal(way: &str, sealed: &Sealed) -> Result<Secret32, TpmError> {
    let mut chip = Chip::open(way)?;
    let (storage, session) = chip.storage()?;
    let public = Public::unmarshall(&sealed.public.0).map_err(failed)?;
    let private = Private::try_from(sealed.private.0.clone()).map_err(failed)?;
    let opened = chip.context.execute_with_session(Some(session), |context| {
        let object = context.load(storage, private, public)?;
        context.unseal(object.into())
    });
    match opened {
        Ok(secret) => {
            let bytes = Zeroizing::new(secret.value().to_vec());
            let key = Secret32::from_slice(&bytes);
            key.ok_or_else(|| TpmError::Failed("it kept something that is no key".to_owned()))
        }
        Err(error) if is_foreign(&error) => Err(match chip.name()? == sealed.chip.0 {
            true => TpmError::Cleared,
            false => TpmError::OtherChip,
        }),
        Err(error) => Err(failed(error)),
    }
}

/// Whether the object was not sealed under the storage key that the chip has today.
fn is_foreign(error: &Error) -> bool {
    let Error::Tss2Error(code) = error else {
        return false;
    };
    code.kind() == Some(Tss2ResponseCodeKind::Integrity)
}

fn failed(error: Error) -> TpmError {
    TpmError::Failed(error.to_string())
}

struct Chip {
    context: Context,
}

impl Chip {
    fn open(way: &str) -> Result<Self, TpmError> {
        let way = TctiNameConf::from_str(way).map_err(failed)?;
        // Whatever stands in the way (no device, no permission, no server): it is not there for us.
        let context = Context::new(way).map_err(|error| {
            tracing::warn!(%error, "the security chip cannot be opened");
            TpmError::Absent
        })?;
        Ok(Self { context })
    }

    /// The storage key, and a session that hides what goes to and fro.
    fn storage(&mut self) -> Result<(KeyHandle, AuthSession), TpmError> {
        let storage = self.primary(Hierarchy::Owner)?.0;
        let session = self.context.execute_without_session(|context| {
            context.start_auth_session(
                Some(storage),
                None,
                None,
                SessionType::Hmac,
                SymmetricDefinition::AES_128_CFB,
                HashingAlgorithm::Sha256,
            )
        });
        let none = || TpmError::Failed("it opened no session".to_owned());
        let session = session.map_err(failed)?.ok_or_else(none)?;
        let (attributes, mask) = SessionAttributesBuilder::new()
            .with_decrypt(true)
            .with_encrypt(true)
            .build();
        self.context
            .tr_sess_set_attributes(session, attributes, mask)
            .map_err(failed)?;
        Ok((storage, session))
    }

    fn primary(&mut self, hierarchy: Hierarchy) -> Result<(KeyHandle, Public), TpmError> {
        let template = storage_template().map_err(failed)?;
        let made = self.context.execute_with_nullauth_session(|context| {
            context.create_primary(hierarchy, template, None, None, None, None)
        });
        let made = made.map_err(failed)?;
        Ok((made.key_handle, made.out_public))
    }

    /// Tells this chip from others, cleared or not.
    fn name(&mut self) -> Result<Vec<u8>, TpmError> {
        let (handle, public) = self.primary(Hierarchy::Endorsement)?;
        self.context.flush_context(handle.into()).map_err(failed)?;
        let bytes = public.marshall().map_err(failed)?;
        Ok(Sha256::digest(&bytes).to_vec())
    }
}

/// P-256 with AES-128: what every chip of the second generation has (TCG PC Client Platform TPM
/// Profile 1.05, 4.6).
fn storage_template() -> Result<Public, Error> {
    let attributes = ObjectAttributesBuilder::new()
        .with_fixed_tpm(true)
        .with_fixed_parent(true)
        .with_sensitive_data_origin(true)
        .with_user_with_auth(true)
        .with_no_da(true)
        .with_decrypt(true)
        .with_restricted(true)
        .build()?;
    let parameters = PublicEccParametersBuilder::new_restricted_decryption_key(
        SymmetricDefinitionObject::AES_128_CFB,
        EccCurve::NistP256,
    );
    PublicBuilder::new()
        .with_public_algorithm(PublicAlgorithm::Ecc)
        .with_name_hashing_algorithm(HashingAlgorithm::Sha256)
        .with_object_attributes(attributes)
        .with_ecc_parameters(parameters.build()?)
        .with_ecc_unique_identifier(EccPoint::default())
        .build()
}

fn sealed_object() -> Result<Public, Error> {
    let attributes = ObjectAttributesBuilder::new()
        .with_fixed_tpm(true)
        .with_fixed_parent(true)
        .with_no_da(true)
        .with_user_with_auth(true)
        .build()?;
    PublicBuilder::new()
        .with_public_algorithm(PublicAlgorithm::KeyedHash)
        .with_name_hashing_algorithm(HashingAlgorithm::Sha256)
        .with_object_attributes(attributes)
        .with_keyed_hash_parameters(PublicKeyedHashParameters::new(KeyedHashScheme::Null))
        .with_keyed_hash_unique_identifier(Default::default())
        .build()
}
