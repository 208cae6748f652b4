//! What the use cases need of the world, as traits. Adapters implement them; pos-host brings the
//! two together. Nothing here knows a database, a cable or a clock.

pub mod backups;
pub mod devices;
pub mod journal;
pub mod keys;
pub mod records;
pub mod register;
pub mod shifts;
pub mod sign_in;
pub mod store;
pub mod world;
