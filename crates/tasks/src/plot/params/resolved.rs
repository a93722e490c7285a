//! Parameters as the operations take them.

use super::choices::{
    Align, Crop, Fill, Fit, Font, HiddenBy, Order, OrderRule, Orientation, Paper, PensBy, Text,
};
use super::{PlotParams, USUAL_PEN_MM};
use crate::TaskError;
use kurbo::{Point, Rect};
use penstock_drawing::lettering::Face;
use penstock_drawing::svg::{ReadOptions, TextAs};
use penstock_toolpath::fill::{ArtworkFill, FillOptions, Pattern};
use penstock_toolpath::order::{Budget, Method, OrderOptions, Rule};
use penstock_toolpath::time::Profile;
use penstock_toolpath::{crop, hidden, layout, pens};

/// What a large drawing takes without a search, in s.
const USUAL_S: f64 = 4.0;

/// A kind of file to write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Format {
    Svg,
    Hpgl,
    Dmpl,
    Gcode,
    Pdf,
    Png,
    Json,
    Csv,
}

impl Format {
    const ALL: [(&str, Self); 8] = [
        ("svg", Self::Svg),
        ("hpgl", Self::Hpgl),
        ("dmpl", Self::Dmpl),
        ("gcode", Self::Gcode),
        ("pdf", Self::Pdf),
        ("png", Self::Png),
        ("json", Self::Json),
        ("csv", Self::Csv),
    ];
}

/// What texts among the parameters say.
pub(in super::super) struct Resolved {
    pub(in super::super) pen_map: pens::PenMap,
    /// Each once, in the order in which they were asked for.
    pub(in super::super) formats: Vec<Format>,
}

impl Resolved {
    /// # Errors
    /// [`TaskError::BadInput`] that names the parameter.
    pub(in super::super) fn new(params: &PlotParams) -> Result<Self, TaskError> {
        let pen_map = params.pen_map.parse().map_err(|fault| refused("pen_map", &fault))?;
        Ok(Self { pen_map, formats: formats(&params.formats)? })
    }
}

fn refused(name: &str, fault: &dyn std::fmt::Display) -> TaskError {
    TaskError::BadInput { message: format!("The parameters cannot be used: {name}: {fault}"), advice: None }
}

fn formats(text: &str) -> Result<Vec<Format>, TaskError> {
    let mut formats = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let known = Format::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        let Some((_, format)) = known else {
            let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
            return Err(refused("formats", &format!("{word:?} is not one of {}", names.join(", "))));
        };
        if !formats.contains(format) {
            formats.push(*format);
        }
    }
    if formats.is_empty() {
        return Err(refused("formats", &"there is nothing to write; name at least one, such as svg"));
    }
    Ok(formats)
}

impl PlotParams {
    /// The machine with the speeds that were given.
    pub(in super::super) fn profile(&self) -> Profile {
        let mut profile = self.machine.profile();
        if let Some(speed) = self.pen_down_speed_mm_per_s {
            profile.pen_down = profile.pen_down.with_speed(speed);
        }
        if let Some(speed) = self.pen_up_speed_mm_per_s {
            profile.pen_up = profile.pen_up.with_speed(speed);
        }
        profile
    }

    /// Width of the pen where nothing else says it, in mm.
    pub(in super::super) fn pen_mm(&self) -> f64 {
        self.pen_width_mm.unwrap_or(USUAL_PEN_MM)
    }

    pub(in super::super) fn reading(&self) -> ReadOptions {
        let text = match self.text {
            Text::Outlines => TextAs::Outlines,
            Text::SingleLine => TextAs::SingleLine { face: self.font.face() },
            Text::LeaveOut => TextAs::LeaveOut,
        };
        ReadOptions { draw_invisible: self.draw_invisible, default_pen_width_mm: self.pen_mm(), text }
    }

    pub(in super::super) fn hiding(&self) -> hidden::HiddenOptions {
        let by = match self.hidden_by {
            HiddenBy::Auto => hidden::HiddenBy::Either,
            HiddenBy::Areas => hidden::HiddenBy::Areas,
            HiddenBy::Closed => hidden::HiddenBy::ClosedLines,
        };
        hidden::HiddenOptions { by, areas_as_lines: self.fill == Fill::None }
    }

    pub(in super::super) fn filling(&self) -> Option<ArtworkFill> {
        let pattern = match self.fill {
            Fill::None => return None,
            Fill::Hatch => Pattern::Lines,
            Fill::Cross => Pattern::Cross,
            Fill::Concentric => Pattern::Concentric,
            Fill::Spiral => Pattern::Spiral,
        };
        let options = FillOptions {
            pattern,
            pen_width_mm: self.pen_mm(),
            overlap: self.fill_overlap,
            angle_deg: self.fill_angle_deg,
            outline: self.fill_outline,
        };
        Some(ArtworkFill { options, angle_step_deg: self.fill_angle_step_deg })
    }

    pub(in super::super) fn pens_by(&self) -> pens::PensBy {
        match self.pens_by {
            PensBy::Layer => pens::PensBy::Layer,
            PensBy::Colour => pens::PensBy::Color,
            PensBy::Group => pens::PensBy::Group,
            PensBy::Width => pens::PensBy::Width,
        }
    }

    pub(in super::super) fn layout(&self) -> layout::Layout {
        layout::Layout {
            paper_mm: self.paper.size_mm(),
            orientation: match self.orientation {
                Orientation::AsDrawing => layout::Orientation::AsDrawing,
                Orientation::Portrait => layout::Orientation::Portrait,
                Orientation::Landscape => layout::Orientation::Landscape,
            },
            fit: match self.fit {
                Fit::Keep => layout::Fit::Keep,
                Fit::Shrink => layout::Fit::Shrink,
                Fit::Fit => layout::Fit::Fit,
                Fit::Fill => layout::Fit::Fill,
            },
            margin_mm: self.margin_mm,
            rotate_deg: self.rotate_deg,
            align: self.align.place(),
        }
    }

    pub(in super::super) fn cropping(&self) -> Option<crop::Crop> {
        let corner = Point::new(self.crop_x_mm, self.crop_y_mm);
        match self.crop {
            // What fills the space between the margins hangs over on two sides.
            Crop::None if self.fit != Fit::Fill => None,
            Crop::None | Crop::Page => Some(crop::Crop::Page { margin_mm: self.margin_mm }),
            Crop::Rectangle => {
                let size = (self.crop_width_mm, self.crop_height_mm);
                Some(crop::Crop::Rectangle(Rect::from_origin_size(corner, size)))
            }
            Crop::Circle => Some(crop::Crop::Circle { center: corner, radius_mm: self.crop_width_mm / 2.0 }),
        }
    }

    /// What the search for a better order leaves of the time to everything else, 0 to 1.
    pub(in super::super) fn share_beside_the_search(&self) -> f64 {
        let searching_s = if self.order == Order::Best { self.order_budget_s } else { 0.0 };
        USUAL_S / (USUAL_S + searching_s.max(0.0))
    }

    /// None keeps the order.
    pub(in super::super) fn ordering(&self) -> Option<OrderOptions> {
        let method = match self.order {
            Order::Best => Method::Best,
            Order::Greedy => Method::Greedy,
            Order::Keep => return None,
        };
        let rule = if self.order_rule == OrderRule::InnerFirst { Rule::InnerFirst } else { Rule::None };
        let budget =
            if self.order_budget_s > 0.0 { Budget::Seconds(self.order_budget_s) } else { Budget::None };
        Some(OrderOptions {
            method,
            allow_reverse: self.allow_reverse,
            rule,
            pen_up: self.profile().pen_up,
            budget,
            seed: self.seed.into(),
            ..OrderOptions::default()
        })
    }
}

impl Paper {
    fn size_mm(self) -> Option<(f64, f64)> {
        let name = match self {
            Self::AsIs => return None,
            Self::A6 => "a6",
            Self::A5 => "a5",
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::A2 => "a2",
            Self::A1 => "a1",
            Self::Letter => "letter",
            Self::Legal => "legal",
            Self::Tabloid => "tabloid",
            Self::ArchC => "arch-c",
            Self::Us4x6 => "us-4x6",
            Self::Us5x7 => "us-5x7",
            Self::Us9x12 => "us-9x12",
        };
        layout::Paper::named(name).map(|paper| (paper.short_mm, paper.long_mm))
    }
}

impl Align {
    fn place(self) -> Option<layout::Align> {
        let (across, down) = match self {
            Self::Keep => return None,
            Self::Center => (0.5, 0.5),
            Self::TopLeft => (0.0, 0.0),
            Self::Top => (0.5, 0.0),
            Self::TopRight => (1.0, 0.0),
            Self::Left => (0.0, 0.5),
            Self::Right => (1.0, 0.5),
            Self::BottomLeft => (0.0, 1.0),
            Self::Bottom => (0.5, 1.0),
            Self::BottomRight => (1.0, 1.0),
        };
        Some(layout::Align { across, down })
    }
}

impl Font {
    fn face(self) -> Face {
        match self {
            Self::Sans => Face::Sans,
            Self::SansBold => Face::SansBold,
            Self::Serif => Face::Serif,
            Self::SerifBold => Face::SerifBold,
            Self::Italic => Face::Italic,
            Self::ItalicBold => Face::ItalicBold,
            Self::Script => Face::Script,
            Self::ScriptBold => Face::ScriptBold,
            Self::GothicEnglish => Face::GothicEnglish,
            Self::GothicGerman => Face::GothicGerman,
            Self::GothicItalian => Face::GothicItalian,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn every_sheet_that_can_be_chosen_has_its_size() {
        let schema = crate::schema::schema_of::<Paper>();
        let words: Vec<&str> = schema["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(words.len(), layout::PAPERS.len() + 1);
        for word in &words[1..] {
            let paper: Paper = serde_json::from_value(json!(word)).unwrap();
            assert_eq!(
                paper.size_mm(),
                layout::Paper::named(word).map(|paper| (paper.short_mm, paper.long_mm))
            );
            assert!(paper.size_mm().is_some(), "{word}");
        }
    }

    #[test]
    fn formats_are_named_with_commas_and_once_each() {
        let names = |text: &str| formats(text).map_err(|error| error.to_string());
        assert_eq!(names("svg, HPGL,svg").unwrap(), [Format::Svg, Format::Hpgl]);
        assert!(
            names("svg,dxf")
                .unwrap_err()
                .ends_with(r#"formats: "dxf" is not one of svg, hpgl, dmpl, gcode, pdf, png, json, csv"#)
        );
        assert!(names(" , ").is_err());
    }
}
