//! Every version that ezdxf writes, with every kind of entity; and what we write, read by others.

use super::support::{kinds, try_read};
use super::{crate_peer, oracle, peers};
use penstock_drawing::dxf::{self, WriteOptions};
use std::path::PathBuf;

fn written_by_ezdxf(folder: &tempfile::TempDir) -> Vec<PathBuf> {
    peers::script("every_version.py", &[folder.path().to_str().unwrap()], "");
    let mut files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_version_that_ezdxf_writes_measures_what_ezdxf_measures() {
    let folder = tempfile::tempdir().unwrap();
    let files = written_by_ezdxf(&folder);
    assert_eq!(files.len(), 18);
    oracle::compare(&files, &[]);
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let (it, diagnostics) = try_read(&std::fs::read(file).unwrap()).unwrap();
        let layer = if name.contains("cp932") { "切断" } else { "Řez č. 1" };
        assert!(it.drawing.layers.iter().any(|it| it.name == layer), "{name}: {:?}", it.layers);
        assert!(kinds(&diagnostics).contains(&"hidden-layer"), "{name}: {diagnostics:?}");
        let texts: Vec<_> = diagnostics.iter().filter(|it| it.kind == "text").collect();
        // One of the drawing, and one for each of the 12 places of the block.
        let each = if name.starts_with("R12") { 1 } else { 2 };
        assert_eq!(texts.len(), 13 * each, "{name}");
        assert!(texts.iter().any(|it| it.message.contains("⌀12")), "{name}: {texts:?}");
        assert!(each == 1 || texts.iter().any(|it| it.message.contains("\"M8 through\"")), "{name}");
        for diagnostic in &diagnostics {
            assert!(diagnostic.element.is_some(), "{name}: {diagnostic:?}");
            assert!(diagnostic.kind != "text" || diagnostic.x_mm.is_some(), "{name}: {diagnostic:?}");
        }
    }
}

#[test]
fn what_we_write_opens_in_ezdxf_and_in_the_dxf_crate() {
    let folder = tempfile::tempdir().unwrap();
    let files = written_by_ezdxf(&folder);
    let (it, _) = try_read(&std::fs::read(&files[files.len() - 1]).unwrap()).unwrap();
    let mut bytes = Vec::new();
    dxf::write(&it.drawing, &WriteOptions { origin_mm: Some(it.origin_mm) }, &mut bytes).unwrap();
    let file = folder.path().join("ours.dxf");
    std::fs::write(&file, &bytes).unwrap();
    let said = peers::script("audit.py", &[file.to_str().unwrap()], "");
    assert_eq!(said.trim(), "AC1015 0 errors");
    oracle::compare(&[file], &[]);
    let (entities, _) = crate_peer::compare(&bytes).unwrap().unwrap();
    assert!(entities >= it.drawing.path_count(), "{entities}");
}
