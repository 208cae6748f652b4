//! The whole world of a shop in one process, from a seed: till, terminal, bank, disk, people.
//!
//! The terminal and the bank are `pos_tests::terminal`: the cable test uses them too.
