//! Named rectangles of an SVG: where a template wants something put.
//!
//! A template is an SVG in which some `<rect>` elements have ids that are agreed upon. They are places, not
//! drawings: [`places`] tells where they are and gives the file without them.

use super::{MM_PER_PX, ReadError};
use crate::Page;
use kurbo::{Affine, Rect};
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
    /// Elements with such an id that are no rectangles: `text#message`.
    pub not_rectangles: Vec<String>,
}

/// A named rectangle.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Where it is: on the page, in mm.
    pub area: Rect,
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
        not_rectangles: Vec::new(),
    };
    let mut kept_to = 0;
    for node in root.descendants().filter(Node::is_element) {
        let Some(id) = node.attribute("id").filter(|id| ids.contains(id)) else { continue };
        if template.places.iter().any(|(place, _)| place.id == id) || node.range().start < kept_to {
            continue;
        }
        if node.tag_name().name() != "rect" {
            template.not_rectangles.push(format!("{}#{id}", node.tag_name().name()));
            continue;
        }
        let number = |name: &str| {
            node.attribute(name)
                .and_then(|text| text.trim().trim_end_matches("px").parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        let (x, y) = (number("x"), number("y"));
        let data = node.attributes().filter_map(|attribute| {
            Some((attribute.name().strip_prefix("data-")?.to_owned(), attribute.value().to_owned()))
        });
        let place = Place {
            id: id.to_owned(),
            area: Rect::new(x, y, x + number("width"), y + number("height")),
            data: data.collect(),
        };
        template.places.push((place, around(node)));
        template.svg.push_str(&text[kept_to..node.range().start]);
        kept_to = node.range().end;
    }
    template.svg.push_str(&text[kept_to..]);
    Ok(template)
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
        let placed = self.places.iter().map(|(place, around)| Place {
            area: (to_mm * *around).transform_rect_bbox(place.area),
            ..place.clone()
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
        assert_eq!(template.not_rectangles, ["text#sender"]);
        assert!(
            !template.svg.contains("message")
                && template.svg.contains("other")
                && template.svg.ends_with("</svg>")
        );
        assert!(places("<html/>", &["message"]).is_err());
    }
}
