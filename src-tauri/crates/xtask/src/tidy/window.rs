//! What the window promises about itself: content security policy, no doors but two. Owns the
//! reading of `tauri.conf.json`, its capability and its permissions; a weaker setting is a finding.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Finding;

const CONFIG: &str = "tauri.conf.json";
const CAPABILITIES: &str = "src-tauri/capabilities";

/// Every setting that differs from what is promised.
pub fn findings(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = config(&read(root, CONFIG)?);
    for entry in fs::read_dir(root.join(CAPABILITIES))? {
        let file = format!("{CAPABILITIES}/{}", entry?.file_name().to_string_lossy());
        findings.extend(capability(&file, &read(root, &file)?));
    }
    Ok(findings)
}

fn read(root: &Path, file: &str) -> Result<Value> {
    let text = fs::read_to_string(root.join(file)).with_context(|| file.to_owned())?;
    serde_json::from_str(&text).with_context(|| file.to_owned())
}

fn config(config: &Value) -> Vec<Finding> {
    let promised = [
        ("/app/withGlobalTauri", json!(false)),
        ("/app/windows", json!([])),
        ("/app/security/freezePrototype", json!(true)),
        (
            "/app/security/dangerousDisableAssetCspModification",
            json!(false),
        ),
        ("/app/security/assetProtocol/enable", json!(false)),
        ("/app/security/capabilities", json!(["till", "customer"])),
        ("/app/security/csp/default-src", json!("'none'")),
        ("/app/security/csp/script-src", json!("'self'")),
        ("/app/security/csp/style-src", json!("'self'")),
        ("/app/security/csp/img-src", json!("'self' data:")),
        ("/app/security/csp/font-src", json!("'self'")),
        (
            "/app/security/csp/connect-src",
            json!("ipc: http://ipc.localhost"),
        ),
        ("/app/security/csp/base-uri", json!("'none'")),
        ("/app/security/csp/form-action", json!("'none'")),
        ("/app/security/csp/frame-ancestors", json!("'none'")),
        ("/app/security/csp/object-src", json!("'none'")),
    ];
    let mut findings: Vec<Finding> = promised
        .iter()
        .filter(|(place, wanted)| config.pointer(place) != Some(wanted))
        .map(|(place, wanted)| finding(CONFIG, format!("{place} must be {wanted}")))
        .collect();
    let csp = config
        .pointer("/app/security/csp")
        .and_then(Value::as_object);
    for directive in csp.into_iter().flat_map(|csp| csp.keys()) {
        let place = format!("/app/security/csp/{directive}");
        if !promised.iter().any(|(known, _)| *known == place) {
            findings.push(finding(CONFIG, format!("{place} is not promised")));
        }
    }
    if config.pointer("/app/security/devCsp").is_some() {
        findings.push(finding(
            CONFIG,
            "development has the same policy".to_owned(),
        ));
    }
    findings
}

fn capability(file: &str, capability: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    if capability.get("remote").is_some() {
        findings.push(finding(
            file,
            "no page from elsewhere may call Rust".to_owned(),
        ));
    }
    let windows = capability.get("windows").and_then(Value::as_array);
    if windows.is_none_or(|windows| windows.iter().any(|one| one.as_str() == Some("*"))) {
        findings.push(finding(file, "windows are named one by one".to_owned()));
    }
    let granted = capability.get("permissions").and_then(Value::as_array);
    for permission in granted.into_iter().flatten() {
        if !permission
            .as_str()
            .is_some_and(|name| ["till", "customer", "allow-subscribe"].contains(&name))
        {
            findings.push(finding(
                file,
                format!("{permission}: only the windows' own sets"),
            ));
        }
    }
    findings
}

fn finding(file: &str, detail: String) -> Finding {
    Finding {
        file: file.to_owned(),
        line: 0,
        rule: "window",
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_as_it_is_keeps_its_promises() {
        assert_eq!(findings(crate::paths::root()).unwrap(), []);
    }

    #[test]
    fn a_weaker_window_is_seen() {
        let strict = read(crate::paths::root(), CONFIG).unwrap();
        let changes = [
            (
                "/app/security/csp/script-src",
                json!("'self' 'unsafe-inline'"),
            ),
            ("/app/security/freezePrototype", json!(false)),
            ("/app/withGlobalTauri", json!(true)),
        ];
        for (place, value) in changes {
            let mut weaker = strict.clone();
            *weaker.pointer_mut(place).unwrap() = value;
            assert_eq!(config(&weaker).len(), 1, "{place}");
        }
        let mut more = strict;
        more["app"]["security"]["csp"]["frame-src"] = json!("https:");
        assert_eq!(config(&more).len(), 1);
        let open = json!({ "windows": ["*"], "permissions": ["till", "core:default"] });
        assert_eq!(capability("a", &open).len(), 2);
    }
}
