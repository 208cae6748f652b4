//! The table of ARCHITECTURE.md in the form the check reads. A line changed here is a decision
//! about the house: change the page with it.

/// Each crate of ours and the crates of ours that it may use.
pub const OURS: &[(&str, &[&str])] = &[
    ("pos-domain", &[]),
    ("pos-macros", &[]),
    ("pos-sim", &[]),
    ("pos-app", &["pos-domain", "pos-macros"]),
    ("pos-store", &["pos-app", "pos-domain"]),
    ("pos-vault", &["pos-app", "pos-domain"]),
    ("pos-devices", &["pos-app", "pos-domain"]),
    ("pos-acquirers", &["pos-app", "pos-domain"]),
    ("pos-reports", &["pos-app", "pos-domain"]),
    (
        "pos-host",
        &[
            "pos-acquirers",
            "pos-app",
            "pos-devices",
            "pos-domain",
            "pos-reports",
            "pos-store",
            "pos-vault",
        ],
    ),
    ("pos-http", &["pos-app", "pos-host"]),
    ("posctl", &["pos-app", "pos-domain", "pos-host", "pos-http"]),
    ("countertop", &["pos-app", "pos-host"]),
    ("xtask", &["pos-app", "pos-host"]),
    (
        "pos-tests",
        &[
            "pos-app",
            "pos-devices",
            "pos-domain",
            "pos-host",
            "pos-http",
            "pos-store",
            "pos-vault",
        ],
    ),
];

/// Foreign crates that only some rooms may use, tests included. `*` stands for any ending.
pub const ROOMS: &[(&[&str], &[&str])] = &[
    (&["tauri", "tauri-*"], &["countertop"]),
    (&["rusqlite", "libsqlite3-sys"], &["pos-store", "pos-tests"]),
    (&["keyring", "keyring-*", "tss-esapi"], &["pos-vault"]),
    (
        &["argon2", "bip39", "chacha20poly1305", "ed25519-dalek"],
        &["pos-vault"],
    ),
    (&["sha1"], &["pos-vault", "pos-tests"]),
    (&["serialport", "hidapi", "nusb"], &["pos-devices"]),
    (&["reqwest"], &["pos-acquirers"]),
    (&["axum", "rust-embed", "tokio-stream"], &["pos-http"]),
    (
        &["tokio"],
        &["pos-host", "pos-http", "posctl", "countertop", "pos-tests"],
    ),
    (&["clap"], &["posctl", "pos-sim"]),
    (&["inventory"], &["pos-app"]),
    (&["calamine", "ssh2"], &["pos-host"]),
    (
        &["csv"],
        &["pos-host", "pos-reports", "posctl", "pos-tests"],
    ),
    (&["rust_xlsxwriter", "krilla"], &["pos-reports"]),
    (&["fluent-bundle", "unic-langid"], &["pos-reports"]),
    (
        &["anyhow"],
        &["countertop", "posctl", "pos-sim", "pos-tests", "xtask"],
    ),
    (
        &["libc"],
        &["pos-store", "pos-sim", "pos-devices", "pos-tests"],
    ),
    (&["syn", "quote", "proc-macro2"], &["pos-macros", "xtask"]),
    (&["aho-corasick", "fantoccini"], &["pos-tests"]),
    (&["cargo_metadata", "ctrlc"], &["xtask"]),
    (&["chrono", "time", "log"], &[]),
];

/// Foreign crates for tests and benchmarks; no product code stands on them.
pub const PROVING: &[&str] = &["criterion", "insta", "proptest", "tempfile"];

/// Rooms that may use nothing foreign but this.
pub const CLOSED: &[(&str, &[&str])] = &[
    (
        "pos-domain",
        &[
            "hmac",
            "jiff",
            "minicbor",
            "rust_decimal",
            "serde",
            "sha2",
            "thiserror",
            "ts-rs",
            "uuid",
            "zeroize",
        ],
    ),
    ("pos-macros", &[]),
    (
        "pos-sim",
        &[
            "encoding_rs",
            "png",
            "qrcodegen",
            "rustix",
            "serde",
            "serde_json",
            "signal-hook",
        ],
    ),
];
