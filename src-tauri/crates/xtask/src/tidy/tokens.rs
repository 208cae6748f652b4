//! The rules for Rust files that are seen in their syntax: long functions, empty names, unsafe
//! code, stray output, floats near money. Owns no exception; those are in `allowed`.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Signature};

use super::{Finding, Source, allowed};

/// Rooms where an inexact number has no business.
const WITHOUT_FLOATS: [&str; 3] = [
    "src-tauri/crates/pos-domain/",
    "src-tauri/crates/pos-app/",
    "src-tauri/crates/pos-store/",
];

/// Rooms that may speak on the terminal: programs, and the tests.
const WITH_OUTPUT: [&str; 6] = [
    "src-tauri/src/",
    "src-tauri/build.rs",
    "src-tauri/crates/posctl/",
    "src-tauri/crates/pos-sim/",
    "src-tauri/crates/xtask/",
    "tests/",
];

const LINES_OF_A_FUNCTION: usize = 70;

/// A test may be a table with a loop under it.
const LINES_OF_A_TEST: usize = 100;

/// Last words that say nothing about what a thing is.
const EMPTY_WORDS: [&str; 8] = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Data", "Info", "Misc",
];

/// Every broken rule of one file; a file that does not parse is one finding.
pub fn findings(source: &Source) -> Vec<Finding> {
    let mut walk = Walk {
        source,
        findings: Vec::new(),
        in_test: false,
    };
    match syn::parse_file(&source.text) {
        Ok(file) => walk.visit_file(&file),
        Err(error) => walk.note(&error.span(), "syntax", error.to_string()),
    }
    walk.findings
}

struct Walk<'a> {
    source: &'a Source,
    findings: Vec<Finding>,
    in_test: bool,
}

impl Walk<'_> {
    fn note(&mut self, place: &impl Spanned, rule: &'static str, detail: impl Into<String>) {
        self.findings
            .push(self.source.finding(line_of(place.span()), rule, detail));
    }

    fn function(&mut self, attributes: &[Attribute], signature: &Signature, block: &Block) {
        let lines = block.span().end().line - signature.span().start().line + 1;
        let is_test = attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("test"));
        let limit = if is_test {
            LINES_OF_A_TEST
        } else {
            LINES_OF_A_FUNCTION
        };
        if lines > limit {
            let detail = format!("{}: {lines} lines, at most {limit}", signature.ident);
            self.note(signature, "function length", detail);
        }
        if signature.unsafety.is_some() {
            self.unsafe_code(signature);
        }
    }

    fn unsafe_code(&mut self, place: &impl Spanned) {
        if allowed::reason(allowed::UNSAFE, &self.source.path).is_none() {
            self.note(
                place,
                "unsafe",
                "only in the modules listed in xtask's tidy/allowed.rs",
            );
        }
    }

    fn is_exact(&self) -> bool {
        self.source.is_in(&WITHOUT_FLOATS)
            && allowed::reason(allowed::FLOATS, &self.source.path).is_none()
    }

    fn name(&mut self, ident: &syn::Ident) {
        let name = ident.to_string();
        let spoken = name.rsplit('_').next().unwrap_or(&name);
        let empty = EMPTY_WORDS.iter().find(|word| {
            name.ends_with(*word) || (name == name.to_lowercase() && word.to_lowercase() == spoken)
        });
        if let Some(word) = empty
            && allowed::reason(allowed::NAMES, &name).is_none()
        {
            self.note(
                ident,
                "name",
                format!("{name}: \"{word}\" does not say what it is"),
            );
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.name(&item.ident);
        let before = self.in_test;
        self.in_test |= item.attrs.iter().any(is_test_only);
        visit::visit_item_mod(self, item);
        self.in_test = before;
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.name(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.name(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.name(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.name(&item.ident);
        visit::visit_item_type(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.attrs, &item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.attrs, &item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.unsafety.is_some() {
            self.unsafe_code(item);
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.unsafe_code(block);
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default();
        // A build script speaks to Cargo, and has no other voice.
        let script = self.source.path.ends_with("/build.rs");
        let free = self.in_test || script || self.source.is_proof();
        let speaks = matches!(name.as_str(), "print" | "println" | "eprint" | "eprintln");
        if name == "dbg" || (speaks && !free && !self.source.is_in(&WITH_OUTPUT)) {
            self.note(call, "output", format!("{name}! in a library: use tracing"));
        }
        visit::visit_macro(self, call);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let float = path
            .segments
            .iter()
            .any(|part| part.ident == "f32" || part.ident == "f64");
        if float && self.is_exact() {
            self.note(path, "float", "money, quantities and rates are exact");
        }
        visit::visit_path(self, path);
    }

    fn visit_lit_float(&mut self, literal: &'ast syn::LitFloat) {
        if self.is_exact() {
            self.note(literal, "float", "money, quantities and rates are exact");
        }
    }
}

fn line_of(span: Span) -> usize {
    span.start().line
}

/// `#[cfg(test)]`, in any combination.
fn is_test_only(attribute: &Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.path.is_ident("cfg") && list.tokens.to_string().contains("test")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        let source = Source {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        findings(&source)
            .into_iter()
            .map(|finding| finding.rule)
            .collect()
    }

    #[test]
    fn each_rule_is_seen() {
        let long = format!("fn a() {{\n{}}}", "    b();\n".repeat(69));
        let fits = format!("fn a() {{\n{}}}", "    b();\n".repeat(68));
        let cases = [
            (fits.as_str(), vec![]),
            (long.as_str(), vec!["function length"]),
            ("struct SaleManager;", vec!["name"]),
            ("mod utils {}", vec!["name"]),
            ("mod sale_data {}", vec!["name"]),
            ("struct Metadata;", vec![]),
            ("fn a() { unsafe { b() } }", vec!["unsafe"]),
            ("unsafe impl Send for A {}", vec!["unsafe"]),
            ("unsafe fn a() {}", vec!["unsafe"]),
            ("fn a() { println!(); }", vec!["output"]),
            ("#[cfg(test)] mod tests { fn a() { println!(); } }", vec![]),
            (
                "#[cfg(test)] mod tests { fn a() { dbg!(1); } }",
                vec!["output"],
            ),
            ("fn a(b: f64) {}", vec!["float"]),
            ("fn a() { let b = 1.5; }", vec!["float"]),
            ("fn a() { let b = f32::from(c); }", vec!["float"]),
            ("fn a( {", vec!["syntax"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(
                rules("src-tauri/crates/pos-store/src/a.rs", text),
                wanted,
                "{text}"
            );
        }
        assert!(rules("src-tauri/crates/posctl/src/a.rs", "fn a() { println!(); }").is_empty());
        assert!(
            rules(
                "src-tauri/crates/pos-http/build.rs",
                "fn a() { println!(); }"
            )
            .is_empty()
        );
        assert!(rules("src-tauri/crates/pos-host/src/a.rs", "fn a(b: f64) {}").is_empty());
    }
}
