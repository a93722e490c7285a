//! What somebody with bad intent, or a broken disk, may put there.

use super::*;

fn refused(bytes: &[u8], reason: &str) {
    let error = read_default(bytes).unwrap_err().to_string();
    assert!(error.contains(reason), "{error:?} should say {reason:?}");
}

#[test]
fn nothing_that_python_would_call_is_called() {
    // os.system('id'), in the forms that Python would run. The last is in no protocol from 2 on.
    let global = b"\x80\x02cos\nsystem\n\x8c\x02id\x85R.";
    assert_eq!(read_default(global).unwrap(), Value::Opaque("os.system".into()));
    let stack_global = b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.";
    assert_eq!(read_default(stack_global).unwrap(), Value::Opaque("posix.system".into()));
    refused(b"\x80\x02(\x8c\x02idios\nsystem\n.", "0x69");
    refused(b"cos\nsystem\n(S'id'\ntR.", "protocol");
}

#[test]
fn opcodes_that_reach_outside_are_refused() {
    for (name, bytes) in [
        ("PERSID", b"\x80\x02P1\n.".as_slice()),
        ("BINPERSID", b"\x80\x02K\x01Q."),
        ("EXT1", b"\x80\x02\x82\x01."),
        ("OBJ", b"\x80\x02(cos\nsystem\no."),
        ("NEXT_BUFFER", b"\x80\x05\x97."),
        ("INT in text", b"\x80\x02I1\n."),
    ] {
        let error = read_default(bytes).unwrap_err().to_string();
        assert!(error.contains("is not read"), "{name}: {error}");
    }
}

#[test]
fn deep_nesting_ends_at_the_limit() {
    let mut deep = b"\x80\x04".to_vec();
    deep.extend([b']'; 20_000]);
    deep.extend([b'a'; 19_999]);
    deep.push(b'.');
    refused(&deep, "200 deep");
    let mut fits = b"\x80\x04".to_vec();
    fits.extend([b']'; 200]);
    fits.extend([b'a'; 199]);
    fits.push(b'.');
    assert!(read_default(&fits).is_ok());
}

#[test]
fn references_do_not_multiply_without_end() {
    // Each list holds the one before ten times: 10^12 values in a few dozen bytes.
    let mut bomb = b"\x80\x04]\x94".to_vec();
    for level in 0..12_u8 {
        bomb.extend(b"0](");
        bomb.extend([b'h', level].repeat(10));
        bomb.extend(b"e\x94");
    }
    bomb.push(b'.');
    assert!(bomb.len() < 400);
    refused(&bomb, "more than 500000 values");
    // One text of 1 MiB, a thousand times.
    let mut texts = b"\x80\x04X\0\0\x10\0".to_vec();
    texts.extend(vec![b'x'; 1 << 20]);
    texts.extend(b"\x940](");
    texts.extend(b"h\0".repeat(1000));
    texts.extend(b"e.");
    refused(&texts, "texts have more than");
}

#[test]
fn what_holds_itself_is_said_so() {
    refused(b"\x80\x04]\x94h\0a.", "holds itself");
    refused(b"\x80\x04]\x94(h\0h\0h\0e.", "holds itself");
}

#[test]
fn lengths_that_lie_make_no_room() {
    refused(b"\x80\x04X\xff\xff\xff\x7f.", "text of 2147483647 bytes");
    refused(b"\x80\x04\x8d\0\0\0\x01\0\0\0\0.", "cut off");
    refused(b"\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xff.", "bytes");
    refused(b"\x80\x04\x95\xff\0\0\0\0\0\0\0N.", "frame");
    let mut number = b"\x80\x04\x8b\0\0\x10\0".to_vec();
    number.extend(vec![1; 1 << 20]);
    number.push(b'.');
    refused(&number, "whole number");
}

#[test]
fn broken_programs_are_told_apart() {
    refused(b"", "cut off");
    refused(b"\x80", "cut off");
    refused(b"\x80\x09N.", "protocol");
    refused(b"\x80\x04.", "stack is empty");
    refused(b"\x80\x04(.", "stack is empty");
    refused(b"\x80\x04N", "cut off");
    refused(b"\x80\x04N.N.", "2 bytes stand behind");
    refused(b"\x80\x04h\x05.", "not there");
    refused(b"\x80\x04t.", "no mark");
    refused(b"\x80\x04(N\x93.", "stack is empty");
    refused(b"\x80\x04NN\x93.", "proper name");
    refused(b"\x80\x04N(Ne.", "does not take them");
    refused(b"\x80\x04N(NNu.", "no dict");
    refused(b"\x80\x04}(Nu.", "no value");
    refused(b"\x80\x04}]Ns.", "wants a key");
    refused(b"\x80\x04N)R.", "no class");
    refused(b"\x80\x04NNb.", "no object");
    refused(b"\x80\x04\x8c\x02\xff\xfe.", "UTF-8");
    refused(&[&b"\x80\x04"[..], &b"N0".repeat(600_000), b"N."].concat(), "steps");
    refused(&vec![0x80; 17 << 20], "bytes, more than");
}
