//! Named rectangles and paths of an SVG: where a template wants something put.
//!
//! A template is an SVG in which some `<rect>` or `<path>` elements have ids that are agreed upon. They are places,
//! not drawings: [`places`] tells where they are and gives the file without them.

use super::{MM_PER_PX, ReadError};
use crate::{Page, Path, Segment};
use kurbo::{Affine, BezPath, PathEl, Rect, Shape};
use roxmltree::Node;
use std::collections::BTreeMap;
use svgtypes::{Transform, ViewBox};

/// An SVG without its places.
#[derive(Clone, PartialEq, Debug)]
pub struct Template {
    /// The file without them.
    pub svg: String,
    /// In document order, each id once.
    places: Vec<(Place, Affine)>,
    view_box: Option<ViewBox>,
    /// Elements with such an id that are neither rectangles nor paths: `text#message`.
    pub no_places: Vec<String>,
}

/// A named rectangle or path.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Where it is, or the box around its path: on the page, in mm.
    pub area: Rect,
    /// The line to write on, for a path: the first one of it.
    pub path: Option<Path>,
    /// Its `data-` attributes without that beginning: `size-mm`, `align`.
    pub data: BTreeMap<String, String>,
}

/// Finds the places with these ids and cuts them out.
///
/// # Errors
/// [`ReadError::Invalid`] when it is no SVG.
pub fn places(text: &str, ids: &[&str]) -> Result<Template, ReadError> {
    let document = super::read::parse(text)?;
    let root = document.root_element();
    let mut template = Template {
        svg: String::with_capacity(text.len()),
        places: Vec::new(),
        view_box: root.attribute("viewBox").and_then(|it| it.parse().ok()),
        no_places: Vec::new(),
    };
    let mut kept_to = 0;
    for node in root.descendants().filter(Node::is_element) {
        let Some(id) = node.attribute("id").filter(|id| ids.contains(id)) else { continue };
        if template.places.iter().any(|(place, _)| place.id == id) || node.range().start < kept_to {
            continue;
        }
        let path = match node.tag_name().name() {
            "rect" => None,
            "path" => node.attribute("d").and_then(first_line),
            _ => None,
        };
        if path.is_none() && node.tag_name().name() != "rect" {
            template.no_places.push(format!("{}#{id}", node.tag_name().name()));
            continue;
        }
        let number = |name: &str| {
            node.attribute(name)
                .and_then(|text| text.trim().trim_end_matches("px").parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        let (x, y) = (number("x"), number("y"));
        let area = Rect::new(x, y, x + number("width"), y + number("height"));
        let data = node.attributes().filter_map(|attribute| {
            Some((attribute.name().strip_prefix("data-")?.to_owned(), attribute.value().to_owned()))
        });
        let place = Place {
            id: id.to_owned(),
            area: path.as_ref().and_then(Path::bounds).unwrap_or(area),
            path,
            data: data.collect(),
        };
        template.places.push((place, around(node)));
        template.svg.push_str(&text[kept_to..node.range().start]);
        kept_to = node.range().end;
    }
    template.svg.push_str(&text[kept_to..]);
    Ok(template)
}

/// The first line of a path's data, if it has any length.
fn first_line(data: &str) -> Option<Path> {
    let whole = BezPath::from_svg(data).ok()?;
    let mut line: Option<Path> = None;
    for element in whole.path_elements(1e-3) {
        let segment = match element {
            PathEl::MoveTo(start) if line.is_none() => {
                line = Some(Path { start, segments: Vec::new() });
                continue;
            }
            PathEl::MoveTo(_) => break,
            PathEl::LineTo(to) => Segment::Line { to },
            PathEl::QuadTo(c, to) => {
                let from = line.as_ref()?.end();
                Segment::Cubic { c1: from.lerp(c, 2.0 / 3.0), c2: to.lerp(c, 2.0 / 3.0), to }
            }
            PathEl::CurveTo(c1, c2, to) => Segment::Cubic { c1, c2, to },
            PathEl::ClosePath => Segment::Line { to: line.as_ref()?.start },
        };
        line.as_mut()?.segments.push(segment);
    }
    line.filter(|line| line.length_mm() > 0.0 && line.length_mm().is_finite())
}

/// The transforms of an element and everything around it.
fn around(node: Node<'_, '_>) -> Affine {
    let own = |node: Node<'_, '_>| {
        let transform: Option<Transform> = node.attribute("transform").and_then(|text| text.parse().ok());
        transform.map_or(Affine::IDENTITY, |it| Affine::new([it.a, it.b, it.c, it.d, it.e, it.f]))
    };
    node.ancestors().fold(Affine::IDENTITY, |inner, node| own(node) * inner)
}

impl Template {
    /// The places on a page of this size, which [`super::read`] tells of the file.
    #[must_use]
    pub fn on(&self, page: Page) -> Vec<Place> {
        let to_mm = match self.view_box {
            Some(view) if view.w > 0.0 && view.h > 0.0 => {
                // As SVG does unless told otherwise: whole and in the middle.
                let scale = (page.width_mm / view.w).min(page.height_mm / view.h);
                let rest = (page.width_mm - view.w * scale, page.height_mm - view.h * scale);
                Affine::translate((rest.0 / 2.0, rest.1 / 2.0))
                    * Affine::scale(scale)
                    * Affine::translate((-view.x, -view.y))
            }
            _ => Affine::scale(MM_PER_PX),
        };
        let placed = self.places.iter().map(|(place, around)| {
            let path = place.path.as_ref().map(|path| path.transformed(to_mm * *around));
            Place { area: (to_mm * *around).transform_rect_bbox(place.area), path, ..place.clone() }
        });
        placed.filter(|place| place.area.is_finite()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_through_transforms_and_cut_out() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="148mm" height="105mm" viewBox="0 0 296 210">
            <path d="M0 0L10 10"/><g transform="translate(100 20)"><rect id="message" x="10" y="10" width="80"
            height="40" data-size-mm="3.5"/></g><text id="sender">x</text><rect id="other" width="5" height="5"/></svg>"##;
        let template = places(svg, &["message", "sender"]).unwrap();
        let page = Page { width_mm: 148.0, height_mm: 105.0 };
        let found = template.on(page);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].area, Rect::new(55.0, 15.0, 95.0, 35.0));
        assert_eq!(found[0].data["size-mm"], "3.5");
        assert_eq!(template.no_places, ["text#sender"]);
        assert!(
            !template.svg.contains("message")
                && template.svg.contains("other")
                && template.svg.ends_with("</svg>")
        );
        assert!(places("<html/>", &["message"]).is_err());
    }

    #[test]
    fn a_path_is_a_line_to_write_on() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 200 200">
            <path id="heading" transform="translate(20 40)" d="M0 0h80q20 0 20 20zM5 5h9" data-align="center"/><path id="sender"/></svg>"##;
        let template = places(svg, &["heading", "sender"]).unwrap();
        let found = template.on(Page { width_mm: 100.0, height_mm: 100.0 });
        assert_eq!((found.len(), template.no_places.as_slice()), (1, &["path#sender".to_owned()][..]));
        let path = found[0].path.as_ref().unwrap();
        assert_eq!((path.start, path.segments.len()), (kurbo::Point::new(10.0, 20.0), 3));
        assert_eq!(path.segments[0].to(), kurbo::Point::new(50.0, 20.0));
        assert_eq!(path.end(), path.start);
    }
}
