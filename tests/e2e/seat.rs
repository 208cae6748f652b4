//! What a person does at a page in one language: reads and presses words by their key, signs in and
//! leaves, keeps pictures. What is traded there is each journey's own.

use crate::page::{ENTER, Page, SPACE, TAB};
use crate::words::Words;
use pos_tests::Who;

/// One person's place at a page.
pub struct Seat<'p> {
    pub page: &'p Page,
    pub words: Words,
    /// The beginning of the pictures' names.
    pub ground: String,
}

impl Seat<'_> {
    /// At a page in `language`; pictures are named after `ground` and the language.
    pub fn at<'p>(page: &'p Page, language: &str, ground: &str) -> Seat<'p> {
        Seat {
            page,
            words: Words::of(language),
            ground: format!("{ground}-{language}"),
        }
    }

    pub async fn press(&self, key: &str) {
        self.page.press(self.words.say(key)).await;
    }

    pub async fn says(&self, key: &str) {
        self.page.says(self.words.say(key)).await;
    }

    pub async fn fill(&self, key: &str, text: &str) {
        self.page.fill(self.words.say(key), text).await;
    }

    pub async fn walk_to(&self, key: &str) {
        self.page.walk_to(self.words.say(key)).await;
    }

    /// Away from the choices that have the focus, and on by Tab.
    pub async fn walk_on_to(&self, key: &str) {
        self.page.keys(&TAB.to_string()).await;
        self.walk_to(key).await;
    }

    /// Goes there by keyboard and presses Enter.
    pub async fn enter(&self, key: &str) {
        self.walk_to(key).await;
        self.page.keys(&ENTER.to_string()).await;
    }

    /// Goes to a box by keyboard and ticks it.
    pub async fn tick(&self, key: &str) {
        self.walk_to(key).await;
        self.page.keys(&SPACE.to_string()).await;
    }

    pub async fn shot(&self, name: &str) {
        self.page.shot(&format!("{}-{name}", self.ground)).await;
    }

    pub async fn sign_in(&self, who: Who) {
        self.says("sign-in-who").await;
        self.page.press(who.name()).await;
        self.type_pin(who).await;
    }

    pub async fn type_pin(&self, who: Who) {
        for digit in who.pin().chars() {
            self.page.press(&digit.to_string()).await;
        }
        self.page.choose(".pinpad .keys button:last-child").await;
    }

    pub async fn leave(&self, who: Who) {
        self.page.press(who.name()).await;
        self.press("who-sign-out").await;
    }
}
