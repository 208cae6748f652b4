//! A card terminal and the customer's bank as pure state machines, for worlds in virtual time.
//!
//! Source: ZVT PA00P015 and PA00P016. Owns: the terminal's side of the cable. Must never: share
//! code with the driver it is tried against, read a clock, or draw a number itself.
