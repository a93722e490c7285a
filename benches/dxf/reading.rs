//! What a measured process does: it reads, and ends.

use anyhow::{Context, bail, ensure};
use penstock_drawing::Diagnostics;
use penstock_drawing::dxf::{self, ReadOptions};
use penstock_toolpath::parts;
use std::hint::black_box;

/// Reads as the arguments after [`super::READ`] say: `penstock FILE COUNT`, `crate FILE COUNT`, or
/// `chain LIST`.
///
/// # Errors
/// When it cannot, or when a file does not hold as many lines as it was told.
pub(crate) fn read(arguments: &[String]) -> anyhow::Result<()> {
    let [reader, file, rest @ ..] = arguments else { bail!("nothing to read") };
    let expected = rest.first().map(|count| count.parse::<usize>()).transpose()?;
    let found = match reader.as_str() {
        "penstock" => {
            let bytes = std::fs::read(file)?;
            let options = ReadOptions::default();
            let it = dxf::read(&bytes, &options, &mut Diagnostics::default(), &mut |_, _| true)?;
            black_box(it.drawing).path_count()
        }
        "crate" => ::dxf::Drawing::load_file(file).context("the crate reads it")?.entities().count(),
        "chain" => return chain(&std::fs::read_to_string(file)?),
        other => bail!("there is no reader {other}"),
    };
    ensure!(expected.is_none_or(|count| count == found), "{found} lines of {expected:?}");
    Ok(())
}

fn chain(names: &str) -> anyhow::Result<()> {
    for name in names.lines() {
        let bytes = std::fs::read(name).with_context(|| name.to_owned())?;
        let options = ReadOptions::default();
        let it = dxf::read(&bytes, &options, &mut Diagnostics::default(), &mut |_, _| true);
        let it = it.with_context(|| name.to_owned())?;
        let options = parts::Options { curve_tolerance_mm: 0.05, ..parts::Options::default() };
        let found = parts::find(&it.drawing, &options, &mut |_| true);
        black_box(found.map_err(|_| anyhow::anyhow!("nobody stops it"))?);
    }
    Ok(())
}
