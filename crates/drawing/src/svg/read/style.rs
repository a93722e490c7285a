//! What an element's attribute, style sheets and `style` say about one property. usvg resolves all
//! properties that are drawn; this is for the few that are taken away from it (filter) or that the survey
//! has to know.

use super::survey::own;
use simplecss::{AttributeOperator, DeclarationTokenizer, Element, PseudoClass, Rule, StyleSheet};

/// The rules of a document that mention one of the properties asked for.
pub(super) struct Styles<'a> {
    rules: Vec<Rule<'a>>,
}

impl<'a> Styles<'a> {
    pub(super) fn of(document: &'a roxmltree::Document<'a>, properties: &[&str]) -> Self {
        let mut sheet = StyleSheet::new();
        for node in document.descendants().filter(|node| node.has_tag_name("style")) {
            if matches!(node.attribute("type"), None | Some("text/css")) {
                sheet.parse_more(node.text().unwrap_or_default());
            }
        }
        let mut rules = sheet.rules;
        rules.retain(|rule| rule.declarations.iter().any(|it| properties.contains(&it.name)));
        Self { rules }
    }

    /// The value of a property as written on this element or by a rule for it; nothing is inherited.
    pub(super) fn value<'v>(&'v self, node: roxmltree::Node<'v, '_>, property: &str) -> Option<&'v str> {
        let inline = own(node, "style").and_then(|style| {
            DeclarationTokenizer::from(style).filter(|it| it.name == property).map(|it| it.value).last()
        });
        let by_rule = || {
            let matching = self.rules.iter().filter(|rule| rule.selector.matches(&XmlElement(node)));
            matching
                .flat_map(|rule| &rule.declarations)
                .filter(|it| it.name == property)
                .map(|it| it.value)
                .next_back()
        };
        inline.or_else(by_rule).or_else(|| own(node, property)).map(str::trim)
    }
}

struct XmlElement<'a, 'input>(roxmltree::Node<'a, 'input>);

impl Element for XmlElement<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Self)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Self)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}
