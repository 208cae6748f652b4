//! TLV data objects inside bitmap 06.
//!
//! Source: ZVT PA00P015, chapter 9. Tags as in BER; lengths `00`–`7F`, `81 xx`, `82 hi lo`
//! (big-endian, unlike the length of a unit). Must never: recurse deeper than it says.

/// Objects nested deeper than this are not read; real ones have three levels.
const DEPTH_MAX: u8 = 6;

/// A data object: tag and value.
pub type Object<'a> = (u32, &'a [u8]);

/// The length that stands at the start: bytes it takes, and the length itself.
pub fn length(rest: &[u8]) -> Option<(usize, usize)> {
    match *rest {
        [short @ 0..=0x7F, ..] => Some((1, usize::from(short))),
        [0x81, len, ..] => Some((2, usize::from(len))),
        [0x82, high, low, ..] => Some((3, usize::from(u16::from_be_bytes([high, low])))),
        _ => None,
    }
}

/// Calls `visit` for every object, outer ones first. Stops quietly where the bytes make no
/// sense: what was read before stays read.
pub fn walk<'a>(data: &'a [u8], visit: &mut dyn FnMut(Object<'a>)) {
    walk_at(data, DEPTH_MAX, visit);
}

fn walk_at<'a>(mut data: &'a [u8], depth: u8, visit: &mut dyn FnMut(Object<'a>)) {
    while let Some((constructed, (tag, value), rest)) = next(data) {
        visit((tag, value));
        if constructed && depth > 0 {
            walk_at(value, depth - 1, visit);
        }
        data = rest;
    }
}

/// Calls `visit` for the objects of this level only.
pub fn walk_level<'a>(mut data: &'a [u8], visit: &mut dyn FnMut(Object<'a>)) {
    while let Some((_, object, rest)) = next(data) {
        visit(object);
        data = rest;
    }
}

/// The tags of a list of tags without values (1F71).
pub fn tags(mut data: &[u8]) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let (tag, rest) = next_tag(data)?;
        data = rest;
        Some(tag)
    })
}

fn next_tag(data: &[u8]) -> Option<(u32, &[u8])> {
    let (&first, mut rest) = data.split_first()?;
    let mut tag = u32::from(first);
    if first & 0x1F == 0x1F {
        loop {
            let (&more, tail) = rest.split_first()?;
            if tag > 0x00FF_FFFF {
                return None;
            }
            tag = tag << 8 | u32::from(more);
            rest = tail;
            if more & 0x80 == 0 {
                break;
            }
        }
    }
    Some((tag, rest))
}

fn next(data: &[u8]) -> Option<(bool, Object<'_>, &[u8])> {
    let &first = data.first()?;
    let (tag, rest) = next_tag(data)?;
    let (head, len) = length(rest)?;
    let body = rest.get(head..)?;
    let value = body.get(..len)?;
    Some((first & 0x20 != 0, (tag, value), &body[len..]))
}

/// Appends an object with a tag of one or two bytes and a value below 128 bytes.
pub fn put(out: &mut Vec<u8>, tag: &[u8], value: &[u8]) {
    let len = u8::try_from(value.len()).ok().filter(|len| *len < 0x80);
    out.extend_from_slice(tag);
    out.push(len.expect("our own TLV objects are short"));
    out.extend_from_slice(value);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(data: &[u8]) -> Vec<Object<'_>> {
        let mut found = Vec::new();
        walk(data, &mut |object| found.push(object));
        found
    }

    #[test]
    fn objects_and_lengths() {
        assert_eq!(
            all(&[0x26, 0x04, 0x0A, 0x02, 0x06, 0xD3]),
            vec![
                (0x26, &[0x0A, 0x02, 0x06, 0xD3][..]),
                (0x0A, &[0x06, 0xD3][..]),
            ]
        );
        assert_eq!(
            all(&[0x1F, 0x42, 0x02, 0x12, 0x34]),
            vec![(0x1F42, &[0x12, 0x34][..])]
        );
        assert_eq!(length(&[0x82, 0x01, 0x02]), Some((3, 0x0102)));
        assert_eq!(length(&[0x81, 0xFF]), Some((2, 0xFF)));
        assert_eq!(length(&[0x83, 0, 0, 1]), None);
        // Cut short: what is whole stays.
        assert_eq!(
            all(&[0x41, 0x01, 0x05, 0x42, 0x09, 0x00]),
            vec![(0x41, &[0x05][..])]
        );
    }

    proptest! {
        #[test]
        fn walking_never_panics(data in prop::collection::vec(any::<u8>(), 0..400)) {
            walk(&data, &mut |_| ());
            walk_level(&data, &mut |_| ());
        }

        #[test]
        fn nesting_is_bounded(depth in 0usize..120) {
            let mut data = vec![];
            for _ in 0..depth {
                let mut outer = vec![0x60, 0x81, data.len() as u8];
                if data.len() > 0xFF { break; }
                outer.append(&mut data);
                data = outer;
            }
            prop_assert!(all(&data).len() <= usize::from(DEPTH_MAX) + 1);
        }
    }
}
