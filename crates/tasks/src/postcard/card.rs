//! What one card says.

use super::PostcardParams;
use super::params::Template;

/// The texts of one card, each with its lines.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Card {
    /// Name and lines of the address.
    pub(super) address: Vec<String>,
    pub(super) heading: String,
    pub(super) message: String,
    pub(super) signature: String,
    pub(super) sender: Vec<String>,
}

/// Fields of an address in parts, whatever they come from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Parts {
    pub(super) recipient: String,
    pub(super) address: String,
    pub(super) line_1: String,
    pub(super) line_2: String,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) zipcode: String,
    pub(super) country: String,
}

impl Parts {
    /// Those of the parameters.
    pub(super) fn of(params: &PostcardParams) -> Self {
        let recipient = if params.recipient.is_empty() { &params.name } else { &params.recipient };
        Self {
            recipient: recipient.clone(),
            address: params.address.clone(),
            line_1: params.address_line_1.clone(),
            line_2: params.address_line_2.clone(),
            city: params.city.clone(),
            state: params.state.clone(),
            zipcode: params.zipcode.clone(),
            country: params.country.clone(),
        }
    }

    /// Name, lines and parts in the order of an address; nothing for what is empty.
    pub(super) fn lines(&self) -> Vec<String> {
        let state = [&self.state, &self.zipcode].map(|part| part.trim());
        let town = if self.state.trim().is_empty() {
            joined(&[self.zipcode.trim(), self.city.trim()], " ")
        } else {
            joined(&[self.city.trim(), &joined(&state, " ")], ", ")
        };
        let mut all = lines(&self.recipient);
        all.extend(lines(&self.address));
        all.extend([&self.line_1, &self.line_2].into_iter().flat_map(|text| lines(text)));
        all.extend(lines(&town));
        all.extend(lines(&self.country));
        all
    }
}

impl Card {
    /// The card that the parameters alone make.
    pub(super) fn of(params: &PostcardParams, parts: &Parts) -> Self {
        let heading = params.heading.as_deref().unwrap_or_else(|| default_heading(params.template));
        Self {
            address: parts.lines(),
            heading: with_breaks(heading),
            message: with_breaks(&params.message),
            signature: with_breaks(&params.signature),
            sender: lines(&params.sender),
        }
    }

    /// There is nothing on it.
    pub(super) fn is_empty(&self) -> bool {
        self.address.is_empty()
            && self.sender.is_empty()
            && [&self.heading, &self.message, &self.signature].into_iter().all(|text| text.trim().is_empty())
    }
}

fn default_heading(template: Template) -> &'static str {
    match template {
        Template::Birthday => "Happy Birthday!",
        Template::ThankYou => "Thank You",
        Template::Invitation => "You Are Invited",
        Template::Plain | Template::AddressOnly | Template::Label | Template::Own => "",
    }
}

/// `\n` as two characters is a line feed: a shell has no easy way to give a real one.
pub(super) fn with_breaks(text: &str) -> String {
    text.replace("\\n", "\n")
}

/// Lines that are not empty.
pub(super) fn lines(text: &str) -> Vec<String> {
    with_breaks(text).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn joined(parts: &[&str], between: &str) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_parts_is_put_together_as_its_country_does() {
        let us = Parts {
            recipient: "Ada King".into(),
            line_1: "1 Main St".into(),
            city: "Springfield".into(),
            state: "IL".into(),
            zipcode: "62701".into(),
            ..Parts::default()
        };
        assert_eq!(us.lines(), ["Ada King", "1 Main St", "Springfield, IL 62701"]);
        let de = Parts { state: String::new(), country: "GERMANY".into(), ..us };
        assert_eq!(de.lines(), ["Ada King", "1 Main St", "62701 Springfield", "GERMANY"]);
    }

    #[test]
    fn two_characters_begin_a_line_as_a_line_feed_does() {
        assert_eq!(lines("a\\n b\n\n c"), ["a", "b", "c"]);
    }
}
