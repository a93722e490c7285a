//! Draws every pattern into a folder, to be looked at: `cargo run -p penstock-tasks --example gallery -- DIR`.
//! A width in pixels may follow, and settings: `gallery DIR 900 kind=truchet lines=2 seed=3`. The pictures of
//! docs/tasks/pattern.md are drawn by `make pictures`.

mod thumbnail;

use serde_json::{Map, Value};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let to = args.next().map(PathBuf::from).ok_or("gallery needs a folder")?;
    let width_px = args.next().map_or(Ok(thumbnail::WIDTH_PX), |text| text.parse())?;
    let settings: Map<String, Value> = args
        .filter_map(|text| {
            let (name, value) = text.split_once('=')?;
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            Some((name.to_owned(), value))
        })
        .collect();
    std::fs::create_dir_all(&to)?;
    let only = settings.get("kind").and_then(Value::as_str);
    for kind in thumbnail::kinds().iter().filter(|kind| only.is_none_or(|only| only == *kind)) {
        let mut params = settings.clone();
        params.insert("kind".to_owned(), Value::from(kind.as_str()));
        std::fs::write(to.join(format!("{kind}.png")), thumbnail::png(&Value::Object(params), width_px)?)?;
    }
    Ok(())
}
