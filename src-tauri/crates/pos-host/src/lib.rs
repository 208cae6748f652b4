//! The composition root: configuration becomes adapters, adapters become the world around the use
//! cases. The only owner of threads; holds no rule of the trade.

pub mod backup;
mod catalogue;
pub mod demo;
pub mod doctor;
mod events;
mod files;
mod host;
mod journal;
mod keys;
pub mod links;
mod mark;
mod network;
mod newborn;
mod papers;
pub mod paths;
mod peripherals;
pub mod posture;
mod printing;
pub mod proof;
mod secrets;
pub mod shop;
mod tables;
mod world;

pub use host::{Host, HostError, HostOptions};
pub use journal::{ExportCheck, check_export};
pub use keys::store_keys;
pub use paths::platform_data_dir;
pub use tables::Tables;
