//! Entities that hold nothing to cut: what is said about each.

use crate::Severity;

/// What to say about an entity of this kind: a word for programs, how much it matters, a sentence. None
/// for what needs no word.
pub(in crate::dxf) fn about(kind: &[u8]) -> Option<(&'static str, Severity, &'static str)> {
    Some(match kind {
        b"TEXT" | b"MTEXT" | b"ATTRIB" | b"ATTDEF" | b"ARCALIGNEDTEXT" | b"RTEXT" => (
            "text",
            Severity::Note,
            "Text is not cut. If it belongs to the part, turn it into lines in the drawing program",
        ),
        b"DIMENSION"
        | b"ARC_DIMENSION"
        | b"LARGE_RADIAL_DIMENSION"
        | b"LEADER"
        | b"MULTILEADER"
        | b"MLEADER"
        | b"TOLERANCE"
        | b"ACAD_TABLE" => ("annotation", Severity::Note, "Dimensions, leaders and tables are not cut"),
        b"XLINE" | b"RAY" => {
            ("construction-line", Severity::Note, "A construction line without an end is not cut")
        }
        b"IMAGE" | b"WIPEOUT" | b"OLEFRAME" | b"OLE2FRAME" | b"PDFUNDERLAY" | b"DWFUNDERLAY"
        | b"DGNUNDERLAY" => ("picture", Severity::Warning, "A picture is not cut. Trace it to lines first"),
        b"SOLID" | b"TRACE" | b"3DFACE" | b"MESH" | b"REGION" | b"BODY" | b"3DSOLID" | b"SURFACE"
        | b"EXTRUDEDSURFACE" | b"LOFTEDSURFACE" | b"REVOLVEDSURFACE" | b"SWEPTSURFACE" | b"PLANESURFACE"
        | b"NURBSURFACE" => {
            ("solid", Severity::Warning, "Filled areas and solids are left out. Draw their outline as lines")
        }
        b"VIEWPORT" | b"SEQEND" | b"ENDBLK" | b"LIGHT" | b"SUN" => return None,
        _ => (
            "not-read",
            Severity::Warning,
            "This kind of entity is left out. Explode it in the drawing program",
        ),
    })
}
