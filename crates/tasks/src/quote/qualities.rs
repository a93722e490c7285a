//! Which line is cut with which quality.

use super::params::Order;
use crate::TaskError;
use penstock_drawing::Layer;
use penstock_toolpath::jet::Quality;

/// Qualities by layer, of holes and of all else.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Qualities {
    outline: Quality,
    hole: Quality,
    layers: Vec<(String, Quality)>,
}

impl Qualities {
    /// Takes what the parameters say.
    pub(crate) fn new(quality: u8, order: &Order) -> Result<Self, TaskError> {
        let outline = number("quality", quality)?;
        let hole = order.hole_quality.map_or(Ok(outline), |quality| number("hole_quality", quality))?;
        let rules = order.layer_quality.split([',', ';']).map(str::trim).filter(|rule| !rule.is_empty());
        let layers = rules.map(rule).collect::<Result<_, _>>()?;
        Ok(Self { outline, hole, layers })
    }

    /// The same, but for this quality of outlines and, unless they have their own, of holes.
    pub(crate) fn with(&self, quality: Quality) -> Self {
        let hole = if self.hole == self.outline { quality } else { self.hole };
        Self { outline: quality, hole, layers: self.layers.clone() }
    }

    pub(crate) fn of_outlines(&self) -> Quality {
        self.outline
    }

    pub(super) fn of(&self, layer: Option<&Layer>, inside: bool) -> Quality {
        let by_layer = layer.and_then(|layer| self.layers.iter().find(|(name, _)| same(name, &layer.name)));
        by_layer.map_or(if inside { self.hole } else { self.outline }, |&(_, quality)| quality)
    }

    /// Names of layers that a rule speaks of and that these are not.
    pub(super) fn without_layer<'a>(&'a self, layers: &'a [Layer]) -> impl Iterator<Item = &'a str> {
        let names = self.layers.iter().map(|(name, _)| name.as_str());
        names.filter(|name| !layers.iter().any(|layer| same(name, &layer.name)))
    }
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn rule(text: &str) -> Result<(String, Quality), TaskError> {
    let (name, quality) = text
        .rsplit_once('=')
        .ok_or_else(|| refused("layer_quality", &format!("{text:?} is not of the form LAYER=QUALITY")))?;
    let quality = quality.trim().trim_start_matches(['Q', 'q']).parse::<u8>();
    let quality =
        quality.map_err(|_| refused("layer_quality", &format!("{text:?} names no quality from 1 to 5")))?;
    Ok((name.trim().to_owned(), number("layer_quality", quality)?))
}

fn number(name: &str, quality: u8) -> Result<Quality, TaskError> {
    Quality::try_from(quality).map_err(|fault| refused(name, &fault))
}

pub(super) fn refused(name: &str, fault: &dyn std::fmt::Display) -> TaskError {
    TaskError::BadInput { message: format!("The parameters cannot be used: {name}: {fault}"), advice: None }
}
