//! Every kind of fact by number and name, for those who seek entries. Owns nothing else.

/// Number and name, in the order of the numbers.
pub const KINDS: &[(u16, &str)] = &[
    (1, "shop_opened"),
    (2, "sale_completed"),
    (3, "sale_voided"),
    (4, "attempt_sent"),
    (5, "attempt_moved"),
    (6, "receipt_reprinted"),
    (7, "user_saved"),
    (8, "secret_set"),
    (9, "settings_saved"),
    (10, "terminal_paired"),
    (11, "terminal_unpaired"),
    (12, "terminal_alarmed"),
    (13, "alarm_cleared"),
    (14, "catalogue_imported"),
    (15, "stock_adjusted"),
    (16, "signed_in"),
    (17, "locked_out"),
    (18, "terminal_tested"),
    (19, "slip_taken"),
    (20, "shift_opened"),
    (21, "cash_moved"),
    (22, "drawer_opened"),
    (23, "shift_counted"),
    (24, "shift_closed"),
    (25, "terminal_closed"),
    (26, "day_closed"),
    (27, "limits_saved"),
    (28, "peripheral_paired"),
    (29, "peripheral_unpaired"),
    (30, "picture_saved"),
    (31, "clock_jumped"),
    (32, "second_factor_enrolled"),
    (33, "second_factor_reset"),
    (34, "recovery_code_used"),
    (35, "recovery_codes_renewed"),
    (36, "sign_in_policy_saved"),
    (37, "device_noted"),
    (38, "device_locked"),
    (39, "device_cleared"),
    (40, "device_inspected"),
    (41, "device_policy_saved"),
    (42, "key_rotated"),
    (43, "slot_added"),
    (44, "slot_removed"),
    (47, "backup_made"),
    (48, "backup_proved"),
    (49, "drill_held"),
    (50, "backup_plan_saved"),
    (51, "restored"),
    (52, "journal_read"),
    (53, "journal_exported"),
    (54, "access_reviewed"),
    (55, "journal_verified"),
];

/// The number of a name.
pub fn kind_of(name: &str) -> Option<u16> {
    KINDS
        .iter()
        .find(|(_, known)| *known == name)
        .map(|(kind, _)| *kind)
}

/// The name of a number; empty for a kind that this program does not know.
pub fn kind_name(kind: u16) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("", |(_, name)| *name)
}
