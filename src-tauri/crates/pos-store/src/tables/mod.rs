//! One file a table: its columns, its statements, and the doors of the use cases that it answers.

pub mod attempt;
pub mod backup;
pub mod card;
pub mod cart;
pub mod category;
pub mod day_sum;
pub mod journal;
pub mod journal_epoch;
pub mod line;
pub mod period;
pub mod peripheral;
pub mod picture;
pub mod posting;
pub mod print_job;
pub mod product;
pub mod register;
pub mod restored;
pub mod sale;
pub mod sale_card;
pub mod shift;
pub mod shop;
pub mod sign_in;
pub mod stock;
pub mod tender;
pub mod terminal;
pub mod user;
