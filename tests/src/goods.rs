//! The goods of every test shop, brought in through the import commands.

use crate::clerk::Clerk;
use crate::id;
use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

/// 2.49, 19 %.
pub const PEN: &str = "4006381333931";
/// 1.10, 19 %.
pub const COLA: &str = "5449000000996";
/// 3.33, 7 %.
pub const TEA: &str = "4000417025005";
/// 120.00, 19 %.
pub const LAMP: &str = "4011200296908";
/// 9.90 a kilogram, 7 %; sold by weight.
pub const CHEESE: &str = "20123";
/// 0.00, for sales that come to nothing.
pub const GIFT: &str = "GIFT-0";
/// 600.00, 19 %.
pub const CHAIR: &str = "CHAIR-1";

/// The table as a shop would send it.
pub const TABLE: &str = "\
barcode\tname\tprice\ttax\tunit\tstock\tcategory
4006381333931\tPen\t2.49\t19%\teach\t100\tOffice
5449000000996\tCola\t1.10\t19%\teach\t50\tDrinks
4000417025005\tTea\t3.33\t7%\teach\t\tDrinks
4011200296908\tLamp\t120.00\t19%\teach\t5\tOffice
20123\tCheese\t9.90\t7%\tkg\t\tFresh
GIFT-0\tGift\t0.00\t19%\teach\t\tOffice
CHAIR-1\tChair\t600.00\t19%\teach\t2\tOffice
";

/// Sends a file in pieces; answers the import's id.
pub fn upload(manager: &Clerk, file_name: &str, bytes: &[u8]) -> String {
    let import = id();
    let begin = json!({"import_id": import, "file_name": file_name, "size": bytes.len()});
    manager.ok("import_begin", begin);
    for (index, piece) in bytes.chunks(48 * 1024).enumerate() {
        let base64 = Base64::encode_string(piece);
        let chunk = json!({"import_id": import, "index": index, "base64": base64});
        manager.ok("import_chunk", chunk);
    }
    import
}

/// Looks at a file and takes it with the mapping that was guessed; answers check and commit.
pub fn import(manager: &Clerk, file_name: &str, bytes: &[u8]) -> (Value, Value) {
    let import = upload(manager, file_name, bytes);
    let check = manager.ok(
        "import_check",
        json!({"import_id": import, "mapping": null}),
    );
    let commit = json!({"import_id": import, "mapping": check["mapping"]});
    let done = manager.ok("import_commit", commit);
    (check, done)
}
