//! Parsing the XML, with errors in our words.

use super::ReadError;
use roxmltree::{Document, Error, ParsingOptions, TextPos};

/// Elements, texts and comments together; usvg takes a million elements.
const MOST_NODES: u32 = 3_000_000;

/// Parses. A document type is allowed, since Illustrator and Inkscape write one with entities for
/// namespaces; external entities are never fetched.
pub(in crate::svg) fn parse(text: &str) -> Result<Document<'_>, ReadError> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| translate(&error, text))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        let TextPos { row, col } = document.text_pos_at(root.range().start);
        let message = format!("This is not an SVG: its outermost element is <{}>", root.tag_name().name());
        return Err(ReadError::invalid(message, row, col));
    }
    Ok(document)
}

fn translate(error: &Error, text: &str) -> ReadError {
    let TextPos { row, col } = error.pos();
    let message = match error {
        Error::NodesLimitReached => {
            return ReadError::too_large("Elements and texts of the file", "3,000,000");
        }
        Error::AttributesLimitReached | Error::NamespacesLimitReached => {
            return ReadError::too_large("Attributes of the file", "what the XML parser takes");
        }
        Error::NoRootNode if !text.contains('<') => "This is not an SVG: it holds no XML".to_owned(),
        Error::NoRootNode => "This is not an SVG: it has no outermost element".to_owned(),
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
            let (row, col) = end_of(text);
            return ReadError::invalid("The file ends in the middle: a part of it is missing", row, col);
        }
        Error::EntityReferenceLoop(_) => {
            "The file defines entities that refer to each other too often".to_owned()
        }
        other => {
            // The position is said by the error's fields; roxmltree repeats it at the end of its text.
            let text = other.to_string();
            let text = text.split(" at ").next().unwrap_or_default();
            format!("This is not well-formed XML: {text}")
        }
    };
    ReadError::invalid(message, row, col)
}

fn end_of(text: &str) -> (u32, u32) {
    let row = text.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let col = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (row as u32, col as u32)
}
