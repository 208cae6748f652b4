//! The rules for the UI that its linter does not know. Owns who may import whom there; what can
//! be said in eslint.config.js is said there.

use super::{Finding, Source, common};

/// A folder and the folders of `ui/src` it must not import from.
const LAYERS: [(&str, &[&str]); 6] = [
    ("ui/src/kit/", &["app", "screens"]),
    ("ui/src/charts/", &["host", "app", "screens"]),
    ("ui/src/i18n/", &["app", "screens", "kit"]),
    ("ui/src/input/", &["host", "app", "screens", "kit"]),
    ("ui/src/host/", &["app", "screens", "kit"]),
    ("ui/src/screens/", &["screens"]),
];

/// Every broken rule of one file of the UI.
pub fn findings(source: &Source) -> Vec<Finding> {
    let mut findings = common(source);
    for (index, line) in source.text.lines().enumerate() {
        let said = broken(&source.path, line);
        findings.extend(said.map(|(rule, detail)| source.finding(index + 1, rule, detail)));
    }
    findings
}

/// The first rule that a line breaks.
fn broken(path: &str, line: &str) -> Option<(&'static str, String)> {
    let ours = path.starts_with("ui/src/");
    if ours && line.contains("@tauri-apps/") && !path.starts_with("ui/src/host/") {
        return Some(("host", "only src/host knows Tauri".to_owned()));
    }
    let target = &imported(path, line)?;
    let own = screen(path);
    let (_, closed) = LAYERS.iter().find(|(folder, _)| path.starts_with(folder))?;
    let layer = closed
        .iter()
        .find(|layer| target == **layer || starts(target, layer))?;
    let same_screen = *layer == "screens" && own.is_some() && own == screen_of_import(target);
    (!same_screen).then(|| ("layers", format!("must not import from {layer}")))
}

/// What an import on this line names, as a path in `ui/src`.
fn imported(path: &str, line: &str) -> Option<String> {
    let quote = ["from '", "from \"", "import('", "import '"];
    let (_, rest) = quote.iter().find_map(|open| line.split_once(open))?;
    let target = rest.split(['\'', '"']).next()?;
    if let Some(absolute) = target.strip_prefix("$/") {
        return Some(absolute.to_owned());
    }
    target.starts_with('.').then_some(())?;
    let mut parts: Vec<&str> = path.strip_prefix("ui/src/")?.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn starts(target: &str, layer: &str) -> bool {
    target
        .strip_prefix(layer)
        .is_some_and(|rest| rest.starts_with('/'))
}

fn screen(path: &str) -> Option<&str> {
    path.strip_prefix("ui/src/screens/")?.split('/').next()
}

fn screen_of_import(target: &str) -> Option<&str> {
    target.strip_prefix("screens/")?.split('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_seen() {
        let tauri = "import { invoke } from '@tauri-apps/api/core';";
        let cases = [
            ("ui/src/host/tauri.ts", tauri, None),
            ("ui/src/screens/sell/sale.ts", tauri, Some("host")),
            (
                "ui/src/kit/a.ts",
                "import { b } from '$/i18n/format.svelte';",
                None,
            ),
            (
                "ui/src/kit/a.ts",
                "import { b } from '$/screens/sell/b';",
                Some("layers"),
            ),
            (
                "ui/src/screens/pay/a.ts",
                "import { b } from '$/screens/sell/b';",
                Some("layers"),
            ),
            (
                "ui/src/screens/sell/a.ts",
                "import { b } from '$/screens/sell/b';",
                None,
            ),
            (
                "ui/src/app/a.ts",
                "import { b } from '$/screens/sell/b';",
                None,
            ),
            (
                "ui/src/host/a.ts",
                "import { b } from \"$/kit/b\";",
                Some("layers"),
            ),
        ];
        for (path, line, wanted) in cases {
            assert_eq!(
                broken(path, line).map(|(rule, _)| rule),
                wanted,
                "{path}: {line}"
            );
        }
    }
}
