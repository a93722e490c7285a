//! Sizes of cards, and whose rules they fall under.

use super::PostcardParams;
use super::params::{Postal, Size, Template};
use penstock_drawing::Page;

/// Whose rules hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rules {
    Germany,
    Usa,
    None,
}

/// The card that the parameters ask for. Drawscape's label has its own size.
pub(super) fn page(params: &PostcardParams) -> Page {
    let (width_mm, height_mm) = match params.size {
        Size::A6 if params.template == Template::Label => (165.1, 114.3),
        Size::A6 => (148.0, 105.0),
        Size::A5 => (210.0, 148.0),
        Size::Us6x4 => (152.4, 101.6),
        Size::UsLabel => (165.1, 114.3),
        Size::Japan => (148.0, 100.0),
        Size::Custom => (params.width_mm, params.height_mm),
    };
    Page { width_mm, height_mm }
}

pub(super) fn rules(params: &PostcardParams) -> Rules {
    match (params.postal, params.size) {
        (Postal::De, _) => Rules::Germany,
        (Postal::Us, _) | (Postal::Auto, Size::Us6x4 | Size::UsLabel) => Rules::Usa,
        (Postal::Auto, Size::A6) if params.template == Template::Label => Rules::Usa,
        (Postal::Auto, Size::A6) if params.template != Template::Own => Rules::Germany,
        (Postal::None | Postal::Auto, _) => Rules::None,
    }
}
