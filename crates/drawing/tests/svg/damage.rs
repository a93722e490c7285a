//! Random damage: whatever comes out, the reader itself never fails, and ends.

use super::support::{page, try_read};
use penstock_drawing::svg::ReadError;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const RICH: &str = r##"<style>.k { stroke: blue; stroke-dasharray: 3 1; fill: none } #m1 > path { stroke-width: 2mm }</style>
<defs><clipPath id="c" clip-path="url(#d)"><circle cx="50" cy="50" r="30"/><path clip-rule="evenodd" d="M5 5H40V40H5ZM12 12H30V30H12Z" clip-path="url(#d)"/></clipPath>
<clipPath id="d" clipPathUnits="objectBoundingBox"><rect x=".1" y="0.1" width="0.8" height=".7" transform="rotate(3)"/></clipPath>
<linearGradient id="g" x1="0"><stop offset=".5" stop-color="#123456"/></linearGradient><pattern id="p" width="9" height="9"><path d="M0 0H5"/></pattern>
<symbol id="s" viewBox="0 0 10 10"><path d="M0 5A5 3 20 1 0 9 9Z" class="k"/></symbol><marker id="k" orient="auto" viewBox="0 0 4 4"><path d="M0 0L4 2L0 4"/></marker>
<mask id="m"><rect width="50" height="50"/></mask><filter id="f"><feGaussianBlur stdDeviation="3"/></filter></defs>
<g inkscape:groupmode="layer" inkscape:label="one" id="m1" clip-path="url(#c)" transform="translate(3 4) scale(1.5,-1) skewX(10)">
<path d="M10 90C10 10 90 90 90 10s-4 5 6 6q1 2 3 4t5 5a3 4 0 1 0 7 7v-9h-8z" stroke="red" marker-mid="url(#k)"/><use href="#s" x="5" width="50" height="40"/>
<polyline points="0,0 10,10 20,0" class="k"/><ellipse cx="5" cy="5" rx="3" ry="9" fill="url(#g)"/></g>
<g mask="url(#m)" filter="url(#f)"><rect x="1" width="20" height="30" rx="5" fill="url(#p)"/><line x1="5" x2="50%" stroke="black" stroke-linecap="round" stroke-dasharray="0 4" stroke-dashoffset="2"/></g>
<svg x="5" y="5" width="20" height="20" viewBox="0 0 5 5" preserveAspectRatio="xMinYMin slice"><circle r="4" stroke="green" fill="none"/></svg>
<switch><g systemLanguage="de"><path d="M0 0H1"/></g><text x="10" y="20" font-size="8" letter-spacing="1">Aä<tspan dx="1 2">b</tspan></text></switch><image x="1" width="5" height="5" href="x.png"/>"##;

fn splice() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,3}",
        prop::sample::select(vec![
            "1e38", "-1e300", "NaN", "1e-40", "-", "0", "%", "mm", "\"", "<", ">", "/>", "&", "url(#c)",
            "url(#m1)", "#s", "#m1", "none", "inherit", "e9", "z", "A", "C", "99999999", "<g>", "</g>",
            "\u{0}", "é",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn random_damage_never_breaks_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, splice()), 1..5),
    ) {
        let mut source: Vec<char> = page(RICH).chars().collect();
        for (place, removed, by) in changes {
            let at = place.index(source.len());
            let end = (at + removed).min(source.len());
            source.splice(at..end, by.chars());
        }
        let source: String = source.into_iter().collect();
        let begun = Instant::now();
        match try_read(source.as_bytes()) {
            Ok((drawing, _)) => {
                for path in drawing.layers.iter().flat_map(|layer| &layer.paths) {
                    prop_assert!(path.bounds().is_some_and(|it| it.x0 >= -1e7 && it.y1 <= 1e7), "{}", source);
                }
            }
            Err(ReadError::Invalid { message, .. }) => prop_assert!(!message.contains("reader failed"), "{source}"),
            Err(error) => prop_assert!(error != ReadError::Stopped),
        }
        prop_assert!(begun.elapsed() < Duration::from_secs(10), "{:?} {source}", begun.elapsed());
    }
}
