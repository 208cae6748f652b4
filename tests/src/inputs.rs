//! The smallest input that each command can read; it names nothing that is there. For whoever tries
//! every command there is. Owns nothing of what a command does with it.

use crate::{id, template};
use serde_json::{Value, json};

/// The smallest input that the command can read; it names nothing that is there.
pub fn smallest(command: &str) -> Value {
    let other = id();
    match command {
        "approval_grant" => json!({
            "act": "sale_void", "sale_id": null, "amount_minor": null,
            "approver_id": other, "pin": null, "password": null,
        }),
        "access_review" => json!({"days": 0}),
        "access_review_file" => json!({"days": 0, "form": "csv"}),
        "approvers" => json!({"act": "sale_void"}),
        "decommission" => json!({"phrase": "", "shop_name": ""}),
        "key_rotate" => json!({"key": "database", "secrets": []}),
        "slot_add" => json!({"kind": "key_file", "passphrase": null}),
        "slot_remove" => json!({"slot_id": 0}),
        "slot_test" => json!({"slot_id": 0, "passphrase": null, "phrase": null}),
        "day_report" => json!({"day": null}),
        "import_begin" => json!({"import_id": other, "file_name": "a.csv", "size": 0}),
        "import_chunk" => json!({"import_id": other, "index": 0, "base64": ""}),
        "import_check" => json!({"import_id": other, "mapping": null}),
        "import_commit" => json!({"import_id": other, "mapping": mapping()}),
        "journal_search" => json!({
            "from": null, "to": null, "actor": null, "kind": null, "text": null,
            "amount_minor": null, "before": null, "limit": 0,
        }),
        "journal_entry" => json!({"seq": 0}),
        "journal_export" => json!({"first_seq": 9, "last_seq": 1}),
        "limits_save" => json!({"cells": []}),
        "product_grid" => json!({"category_id": null, "offset": 0, "limit": 1}),
        "product_search" => json!({"text": "pen", "limit": 1}),
        "stock_adjust" => json!({"moves": [], "reason": "", "reference": null}),
        "session_sign_in" => json!({"user_id": other, "pin": null, "password": null}),
        "session_unlock" => json!({"pin": null, "password": null}),
        "shop_create" => template::first_run(),
        "shop_unlock" => json!({"passphrase": null, "recovery_phrase": null}),
        "user_save" => json!({"user_id": other, "name": "", "role": "cashier", "active": true}),
        "user_secret_set" => json!({"user_id": other, "pin": null, "password": null}),
        _ => of_a_sale(command),
    }
}

fn of_a_sale(command: &str) -> Value {
    let (sale, line, other) = (id(), id(), id());
    match command {
        "exchange_start" => json!({
            "sale_id": sale, "return_sale_id": line, "original_sale_id": other, "lines": [],
        }),
        "payment_ask" | "payment_cancel" => json!({"attempt_id": other}),
        "payment_reverse" => json!({"attempt_id": other, "reversal_id": line}),
        "payment_settle" => json!({"attempt_id": other, "paid": false, "slip": {
            "terminal_number": "", "receipt_no": 0, "trace": null, "amount_minor": 0,
            "approved": false,
        }}),
        "return_start" => json!({"sale_id": sale, "original_sale_id": other, "lines": []}),
        "return_open" | "exchange_drop" | "sale_complete" | "sale_recall" | "sale_view"
        | "receipt_view" | "receipt_reprint" => json!({"sale_id": sale}),
        "sale_scan" => json!({"sale_id": sale, "line_id": line, "code": "?", "quantity": null}),
        "sale_add" => json!({
            "sale_id": sale, "line_id": line, "product_id": 0, "quantity": null,
            "unit_price": null,
        }),
        "sale_add_lines" => json!({"sale_id": sale, "lines": []}),
        "sale_line_set" => json!({
            "sale_id": sale, "line_id": line, "quantity": null, "unit_price": null,
            "discount": null, "note": null,
        }),
        "sale_line_remove" | "sale_line_restore" => json!({"sale_id": sale, "line_id": line}),
        "sale_discount" => json!({"sale_id": sale, "discount": null}),
        "sale_note" => json!({"sale_id": sale, "note": ""}),
        "sale_suspend" => json!({"sale_id": sale, "label": null}),
        "sale_void" => json!({"sale_id": sale, "reason": ""}),
        "sale_pay_cash" => json!({"sale_id": sale, "tender_id": other, "given_minor": 0}),
        "sale_pay_card" => json!({
            "sale_id": sale, "attempt_id": other, "terminal_id": line, "amount_minor": 0,
        }),
        "sale_tender_remove" => json!({"sale_id": sale, "tender_id": other}),
        "sale_find" => {
            json!({"text": null, "day": null, "state": null, "offset": 0, "limit": 1})
        }
        _ => of_drawers_and_devices(command),
    }
}

fn of_drawers_and_devices(command: &str) -> Value {
    let (sale, other) = (id(), id());
    match command {
        "backup_verify" => json!({"backup_id": other}),
        "backup_plan_save" => json!({
            "daily_at": null, "at_z": false, "keep_daily": 0, "keep_weekly": 4,
            "keep_monthly": 12, "overdue_after_h": 0, "places": [],
        }),
        "backup_place_test" => json!({
            "place_id": null, "name": "", "secret": null,
            "address": {"kind": "folder", "path": "not absolute"},
        }),
        "backup_sftp_look" => json!({"host": "", "port": 1}),
        "restore_look" | "shop_restore_look" => json!({
            "source": {"kind": "file", "path": "/nowhere"}, "phrase": null,
        }),
        "restore_begin" => json!({
            "stage_id": other, "paper_receipt_no": null, "paper_z_number": null,
        }),
        "shop_restore" => json!({
            "stage_id": other, "key_slot": "key_file", "passphrase": null,
            "paper_receipt_no": null, "paper_z_number": null,
        }),
        "cash_pay_in" | "cash_pay_out" | "cash_drop" => {
            json!({"shift_no": null, "amount_minor": 0, "reason": ""})
        }
        "day_close" => json!({"z_number": 0}),
        "no_sale" => json!({"reason": ""}),
        "paper" | "print_pdf" => json!({"what": receipt(&other)}),
        "print" => json!({"job_id": other, "what": receipt(&sale), "printer": null}),
        "print_again" | "print_give_up" => json!({"job_id": other}),
        "picture_save" => json!({"base64": null}),
        "peripheral_probe" => {
            json!({"kind": "printer", "driver": "escpos", "address": nowhere()})
        }
        "peripheral_pair" => json!({
            "peripheral_id": other, "kind": "printer", "driver": "escpos", "name": "",
            "address": nowhere(), "options": {},
        }),
        "peripheral_save" => json!({"peripheral_id": other, "name": "P", "options": {}}),
        "peripheral_remove" => json!({"peripheral_id": other}),
        "peripheral_test" => json!({"peripheral_id": other, "test": "page"}),
        "own_password_change" => json!({"password": "", "new_password": ""}),
        "own_pin_change" => json!({"new_pin": ""}),
        "second_factor_confirm" => json!({"code": ""}),
        "second_factor_reset" => json!({"user_id": other}),
        "sign_in_policy_save" => json!({
            "strong": false, "change_given": false, "letters_and_digits": true,
        }),
        "shift_open" => json!({"drawer_no": null, "float_minor": -1}),
        "shift_count" => json!({"shift_no": 0, "counts": []}),
        "shift_close" => json!({"shift_no": 0, "note": null}),
        "shift_report" => json!({"shift_no": 0}),
        "terminal_probe" => json!({"address": nowhere(), "password": "short"}),
        "terminal_pair" => json!({
            "terminal_id": other, "name": "", "address": nowhere(), "password": null,
        }),
        "terminal_test" => json!({"terminal_id": other, "test": "status"}),
        "terminal_close" | "terminal_unpair" | "terminal_clear_alarm" | "terminal_wire" => {
            json!({"terminal_id": other})
        }
        "x_report" => json!({"shift_no": null}),
        "z_reports" => json!({"before": null, "limit": 1}),
        "z_report" => json!({"z_number": 0}),
        _ => of_the_register(command),
    }
}

fn of_the_register(command: &str) -> Value {
    let other = id();
    match command {
        "device_clear" => json!({"device_id": other, "note": ""}),
        "device_inspect" => json!({
            "device_id": other, "inspection_id": id(), "ok": true, "note": "clean",
        }),
        "device_photo" => json!({"inspection_id": other}),
        "inspection_policy_save" => json!({
            "rule": "warn", "interval_days": 30, "warn_days": 3, "grace_days": 14,
        }),
        "posture_policy_save" => json!({"rules": []}),
        "register_device" => json!({"device_id": other}),
        "register_edit" => json!({
            "device_id": other, "place": "", "make": null, "model": null, "kcv": null,
        }),
        // What takes nothing refuses anything; a new command with an input is found by the test.
        _ => json!({}),
    }
}

fn mapping() -> Value {
    json!({
        "barcode": null, "name": 0, "name_zh": null, "price": null, "category": null,
        "tax_class": null, "unit": null, "stock": null, "has_header": false,
    })
}

fn receipt(sale: &str) -> Value {
    json!({"kind": "receipt", "sale_id": sale})
}

fn nowhere() -> Value {
    json!({"kind": "tcp", "host": "127.0.0.1", "port": 1})
}
