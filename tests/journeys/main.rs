//! What people do at the counter, from the first run to the day's report, each through the real
//! commands on the real file, with the simulator's bank on the other side.

mod again;
mod approval;
mod backup;
mod batches;
mod card;
mod cash;
mod clock;
mod close;
mod crash;
mod day;
mod devices;
#[cfg(target_os = "linux")]
mod disk;
mod doubt;
mod drawers;
mod evidence;
mod exchange;
mod first_run;
mod inputs;
mod journal;
mod keys;
#[cfg(target_os = "linux")]
mod kill;
#[cfg(target_os = "linux")]
mod kill_keys;
mod life;
mod parts;
mod people;
mod printing;
mod recovered;
mod register;
mod repeat;
mod returns;
mod ringing;
mod rollback;
mod set_back;
mod settle;
mod shift;
mod strong;
mod terminals;
mod tries;
mod updating;
