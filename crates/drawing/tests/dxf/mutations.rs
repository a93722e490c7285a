//! Real files with one fault each, as files get them on their way: cut off, a byte changed, a line lost or
//! doubled, a piece gone.

use super::peers;
use super::support::{kinds, try_read};

/// Knuth's MMIX constants; the upper half of the state is used.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }
}

/// Where a line of the file is.
fn line(source: &[u8], numbers: &mut Numbers) -> std::ops::Range<usize> {
    let at = numbers.below(source.len());
    let begin = source[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |it| it + 1);
    let end = source[at..].iter().position(|&byte| byte == b'\n').map_or(source.len(), |it| at + it + 1);
    begin..end
}

fn damaged(source: &[u8], kind: usize, numbers: &mut Numbers) -> Vec<u8> {
    let mut out = source.to_vec();
    match kind {
        0 => out.truncate(numbers.below(source.len())),
        1 => out[numbers.below(source.len())] = numbers.below(256) as u8,
        2 => {
            out.drain(line(source, numbers));
        }
        _ => {
            let at = numbers.below(source.len());
            let end = (at + 1 + numbers.below(200)).min(source.len());
            out.drain(at..end);
        }
    }
    out
}

#[test]
fn of_400_files_damaged_once_most_open_and_say_what_is_lost() {
    let files: Vec<_> = peers::ezdxf_files().into_iter().chain(peers::corpus_files()).collect();
    let mut numbers = Numbers(20_261_122);
    let (mut opened, mut silent) = ([0; 4], Vec::new());
    for round in 0..400 {
        let file = &files[numbers.below(files.len())];
        let source = std::fs::read(file).unwrap();
        let (before, said_before) = try_read(&source).unwrap();
        let kind = round % 4;
        let source = damaged(&source, kind, &mut numbers);
        let Ok((after, said)) = try_read(&source) else { continue };
        opened[kind] += 1;
        // Fewer paths are named; what a changed digit does nobody can see.
        let is_fewer = after.drawing.path_count() < before.drawing.path_count();
        if is_fewer && kinds(&said) == kinds(&said_before) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let counts = (before.drawing.path_count(), after.drawing.path_count());
            silent.push((name, ["cut off", "byte", "line", "piece"][kind], counts, kinds(&said).len()));
        }
    }
    let share = opened.iter().sum::<usize>() as f64 / 400.0;
    println!("opened: {opened:?} of 100 each, {:.1} %; silent: {silent:?}", share * 100.0);
    assert!(share >= 0.8, "{opened:?}");
    // A piece that reaches from a tag of one entity to the same tag of the next leaves no trace.
    assert!(silent.len() <= 8, "{silent:?}");
}
