//! The commands, one file a noun. A new command is one function here.

pub mod backup;
pub mod close;
pub mod customer;
pub mod day;
pub mod goods;
pub mod import;
pub mod keys;
pub mod limits;
pub mod own;
pub mod payment;
pub mod people;
pub mod peripheral;
pub mod picture;
pub mod presets;
pub mod printing;
pub mod sale;
pub mod second_factor;
pub mod session;
pub mod settings;
pub mod shift;
pub mod shop;
pub mod sign_in_policy;
pub mod status;
pub mod stock;
pub mod terminal;
