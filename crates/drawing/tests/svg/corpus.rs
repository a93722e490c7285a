//! Real drawings from elsewhere, where they are at hand.

use super::support::try_read;
use std::path::Path;

#[test]
fn drawings_from_elsewhere_are_read_and_come_back_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/svg");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut count = 0;
    for path in entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "svg"))
    {
        let bytes = std::fs::read(&path).unwrap();
        let (drawing, diagnostics) =
            try_read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        println!(
            "{}: {} paths, {:.1} mm, {} layers, {:.1} × {:.1} mm, {:?}",
            path.file_name().unwrap().display(),
            drawing.path_count(),
            drawing.draw_mm(),
            drawing.layers.len(),
            drawing.page.width_mm,
            drawing.page.height_mm,
            super::support::kinds(&diagnostics),
        );
        let (back, _) = try_read(super::support::write(&drawing).as_bytes()).unwrap();
        assert_eq!(back.path_count(), drawing.path_count(), "{}", path.display());
        assert!(
            (back.draw_mm() - drawing.draw_mm()).abs() <= drawing.draw_mm() * 1e-4 + 0.01,
            "{}",
            path.display()
        );
        count += 1;
    }
    assert!(count > 0);
}
