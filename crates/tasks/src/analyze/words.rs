//! Faults in words: how much each matters, and what to do about it.

use penstock_drawing::Severity;
use penstock_toolpath::parts::{Fault, FaultKind};

/// How much a fault matters.
pub(super) fn severity(fault: &Fault) -> Severity {
    match fault.kind {
        _ if fault.repaired => Severity::Note,
        FaultKind::ZeroLength
        | FaultKind::TinySegments { .. }
        | FaultKind::Branch
        | FaultKind::InsideCorner { .. } => Severity::Note,
        FaultKind::Open { slit: false, .. }
        | FaultKind::SelfCrossing
        | FaultKind::Crossing
        | FaultKind::LargerThanSheet { .. }
        | FaultKind::Gap { .. } => Severity::Error,
        FaultKind::SmallHole { size_mm, least_mm } if size_mm <= least_mm / 2.0 => Severity::Error,
        FaultKind::PartsTooClose { width_mm, .. }
        | FaultKind::HoleNearEdge { width_mm, .. }
        | FaultKind::ThinWeb { width_mm, .. }
            if width_mm <= TOUCHING_MM =>
        {
            Severity::Error
        }
        _ => Severity::Warning,
    }
}

/// Less than this between two contours is nothing, in mm.
const TOUCHING_MM: f64 = 0.01;

/// A length as people write it: up to three digits behind the point.
pub(super) fn mm(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// What it is, what it means for the cut, and what was or can be done. `layer_name` gives the names of layers.
pub(super) fn explanation(fault: &Fault, layer_name: &dyn Fn(usize) -> String) -> String {
    let done = |done: &str, open: &str| if fault.repaired { done.to_owned() } else { open.to_owned() };
    let at = |x: f64, y: f64| format!("({}, {})", mm(x), mm(y));
    match fault.kind {
        FaultKind::ZeroLength => {
            format!("A line without a length{}", done(" was left out", ": nothing is cut there"))
        }
        FaultKind::Duplicate { length_mm, other_layer } => {
            let whose = if fault.layer == Some(other_layer) {
                String::new()
            } else {
                format!(" on layer {}", layer_name(other_layer))
            };
            format!(
                "A line of {} mm repeats another one{whose}{}",
                mm(length_mm),
                done(" and was left out", ": it would be cut twice. Remove one of them")
            )
        }
        FaultKind::Overlap { length_mm, ring: true } => format!(
            "A closed contour shares {} mm with another line: that stretch is cut twice. Set the parts apart, or cut it as a common line",
            mm(length_mm)
        ),
        FaultKind::Overlap { length_mm, ring: false } => format!(
            "A line lies on others for {} mm{}",
            mm(length_mm),
            done(" and was cut back", ": it would be cut twice there")
        ),
        FaultKind::Gap { width_mm, other } => format!(
            "A gap of {} mm to the end at {}{}",
            mm(width_mm),
            at(other.x, other.y),
            done(" was closed", ": the contour is open. Join the ends")
        ),
        FaultKind::TinySegments { count: 1, shortest_mm } => format!(
            "A segment of {} mm{}",
            mm(shortest_mm),
            done(" was merged with its neighbours", " makes the machine stutter")
        ),
        FaultKind::TinySegments { count, shortest_mm } => format!(
            "{count} tiny segments in a row, the shortest of {} mm{}",
            mm(shortest_mm),
            done(", were merged", ", make the machine stutter")
        ),
        FaultKind::Branch => {
            "More than two lines meet here. The contour goes straight on; check that it is the right one".to_owned()
        }
        FaultKind::Open { length_mm, gap_mm, other, slit: true } => format!(
            "An open line of {} mm inside a part is cut as a slit. If it should be a hole, close the gap of {} mm from {} to {}",
            mm(length_mm),
            mm(gap_mm),
            at(fault.place.x, fault.place.y),
            at(other.x, other.y)
        ),
        FaultKind::Open { length_mm, gap_mm, other, slit: false } => format!(
            "An open line of {} mm, with a gap of {} mm from {} to the nearest end at {}. Close it, or take the line out if it is not to be cut",
            mm(length_mm),
            mm(gap_mm),
            at(fault.place.x, fault.place.y),
            at(other.x, other.y)
        ),
        FaultKind::SelfCrossing => {
            "The contour crosses itself: inside and outside cannot be told. Trim it in the drawing".to_owned()
        }
        FaultKind::Crossing => {
            "Two lines cross: one cut would run through the other part. Trim or move one of them".to_owned()
        }
        FaultKind::SmallHole { size_mm, least_mm } if size_mm <= least_mm / 2.0 => format!(
            "A hole of {} mm is hardly wider than the jet: pierce it without cutting around, or drill it",
            mm(size_mm)
        ),
        FaultKind::SmallHole { size_mm, least_mm } => format!(
            "A hole of {} mm is below {} mm, the least for this thickness and kerf: expect taper, or drill it",
            mm(size_mm),
            mm(least_mm)
        ),
        FaultKind::ThinWeb { width_mm, least_mm } => format!(
            "Only {} mm of material between two holes; at least {} mm are wanted for this thickness",
            mm(width_mm),
            mm(least_mm)
        ),
        FaultKind::HoleNearEdge { width_mm, least_mm } => format!(
            "Only {} mm of material between a hole and the edge; at least {} mm are wanted for this thickness",
            mm(width_mm),
            mm(least_mm)
        ),
        FaultKind::PartsTooClose { width_mm, least_mm } => format!(
            "Two parts are {} mm apart, less than the kerf of {} mm: cutting one damages the other. Nest them again",
            mm(width_mm),
            mm(least_mm)
        ),
        FaultKind::InsideCorner { count, radius_mm } => {
            let corners = if count == 1 { "An inside corner of this contour is" } else { "Inside corners of this contour are" };
            format!(
                "{corners} sharper than the jet: {} will have a radius of {} mm",
                if count == 1 { "it".to_owned() } else { format!("{count} corners") },
                mm(radius_mm)
            )
        }
        FaultKind::LargerThanSheet { width_mm, height_mm } => {
            format!("The part measures {} × {} mm: it does not fit on the sheet either way", mm(width_mm), mm(height_mm))
        }
        FaultKind::Border => "A rectangle around everything, with parts inside: if it is a drawing frame or the edge of the sheet, take it out. As it stands it counts as a part".to_owned(),
        FaultKind::StrayShape { size_mm } => {
            format!("A closed shape of only {} mm is too small to be a part. Take it out if it is a mark", mm(size_mm))
        }
        FaultKind::FarAway { distance_mm } => {
            format!("This shape is {} mm away from everything else. Take it out if it was left over", mm(distance_mm))
        }
    }
}
