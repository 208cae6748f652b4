//! A backup's file: whatever is bent, cut or added is found.

use super::*;
use std::collections::BTreeMap;
use uuid::Uuid;

struct Made {
    dir: tempfile::TempDir,
    shop: Secret32,
    file: PathBuf,
}

fn made() -> Made {
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("copy");
    fs::write(&copy, vec![7_u8; 10_000]).unwrap();
    let (shop, key) = (seal::new_key().unwrap(), seal::new_key().unwrap());
    let backup_id = BackupId(Uuid::from_u128(5));
    let (body_bytes, body_sum) = sum(&copy).unwrap();
    let header = Header {
        backup_id,
        shop_id: ShopId(Uuid::from_u128(1)),
        shop_name: "Corner shop".into(),
        at: Instant(1_795_000_000_000),
        why: BackupWhy::Hand,
        seq: Seq(1200),
        hash: "ab".repeat(16),
        format: 8,
        epoch: 0,
        program: "0.1.0".into(),
        rows: BTreeMap::new(),
        body_bytes,
        body_sum,
        wrapped_key: seal::wrap_key(&shop, &key, &backup_id.to_string()).unwrap(),
        vault: "{}".into(),
    };
    let file = dir.path().join(name(&header));
    pack(&header, &key, &copy, &file, &mut |_| {}).unwrap();
    Made { dir, shop, file }
}

fn read(made: &Made, file: &Path) -> Result<(Header, Secret32), FileFault> {
    unpack(
        file,
        &[&made.shop],
        &made.dir.path().join("back"),
        &mut |_| {},
    )
}

#[test]
fn what_was_packed_comes_back() {
    let made = made();
    assert!(is_name(made.file.file_name().unwrap().to_str().unwrap()));
    let (header, _) = read(&made, &made.file).unwrap();
    assert_eq!(header, peek(&made.file).unwrap());
    assert_eq!(
        fs::read(made.dir.path().join("back")).unwrap(),
        vec![7_u8; 10_000]
    );
    let left: Vec<_> = fs::read_dir(made.dir.path()).unwrap().collect();
    assert_eq!(left.len(), 3, "no half file is left");
    let other = seal::new_key().unwrap();
    let refused = unpack(
        &made.file,
        &[&other],
        &made.dir.path().join("no"),
        &mut |_| {},
    );
    assert!(matches!(refused, Err(FileFault::OtherKey)));
}

#[test]
fn every_cut_and_every_bent_byte_is_found() {
    let made = made();
    let good = fs::read(&made.file).unwrap();
    let bent = made.dir.path().join("bent");
    // Everything before the copy byte by byte, the copy in strides.
    let places = (0..good.len() - 10_000).chain((good.len() - 10_000..good.len()).step_by(997));
    for at in places {
        fs::write(&bent, &good[..at]).unwrap();
        assert!(read(&made, &bent).is_err(), "cut at {at}");
        let mut other = good.clone();
        other[at] ^= 0x04;
        fs::write(&bent, &other).unwrap();
        assert!(read(&made, &bent).is_err(), "bent at {at}");
    }
    let longer = [good.as_slice(), b"x"].concat();
    fs::write(&bent, longer).unwrap();
    assert!(matches!(read(&made, &bent), Err(FileFault::TooLong)));
    fs::write(&bent, "hello\n").unwrap();
    assert!(matches!(read(&made, &bent), Err(FileFault::NotABackup)));
    fs::write(&bent, "countertop-backup 2\n{}\n\n").unwrap();
    assert!(matches!(read(&made, &bent), Err(FileFault::Newer(_))));
}
