//! Use cases, ports, the command registry, events. (being written)
pub mod ports;
