//! Groups that are drawn one after the other, each as a whole.

use super::{Between, OrderOptions, Ordered, order_until};
use crate::stats::travel_of;
use crate::{Progress, Stopped};
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// Orders the paths within each group, and the groups among each other; no path leaves its group. A group
/// is moved and turned round as if it were one stroke from its first start to its last end. The result has
/// never more travel than the groups had as they were given. A path that belongs to nobody is a group of
/// its own.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn order_groups(
    groups: Vec<Vec<Path>>,
    from: Option<Point>,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Vec<Path>>, Ordered), Stopped> {
    let groups: Vec<Vec<Path>> = groups.into_iter().filter(|group| !group.is_empty()).collect();
    let total: usize = groups.iter().map(Vec::len).sum();
    let most_mm = travel_of(groups.iter().flatten(), from);
    let as_given = groups.clone();
    let mut ordered = Ordered::default();
    let mut done = 0;
    let mut within = Vec::with_capacity(groups.len());
    for group in groups {
        let (before, share) = (done as f64 / total as f64, group.len() as f64 / total as f64);
        done += group.len();
        let budget = super::Budget::Rounds(options.budget.rounds(&group, total));
        let options = OrderOptions { budget, ..*options };
        let mut progress = |f: f64| progress(0.7 * (before + share * f));
        let (group, rounds) = order_until(group, Between::default(), &options, &mut progress, &mut || false)?;
        ordered.rounds_asked += rounds.rounds_asked;
        ordered.rounds_done += rounds.rounds_done;
        within.push(group);
    }
    let among = among(&within, from, options, &mut |f| progress(0.7 + 0.3 * f))?;
    if travel_of(among.iter().flatten(), from) <= most_mm {
        Ok((among, ordered))
    } else {
        Ok((as_given, ordered))
    }
}

/// Orders groups, none of them empty, as if each were a line from its first start to its last end.
fn among(
    groups: &[Vec<Path>],
    from: Option<Point>,
    options: &OrderOptions,
    progress: &mut Progress<'_>,
) -> Result<Vec<Vec<Path>>, Stopped> {
    let line = |group: &Vec<Path>| {
        let (first, last) = (group.first()?, group.last()?);
        Some(Path { start: first.start, segments: vec![Segment::Line { to: last.end() }] })
    };
    let lines: Vec<Path> = groups.iter().filter_map(line).collect();
    let options = OrderOptions { budget: super::Budget::None, rule: super::Rule::None, ..*options };
    let (steps, _) = super::find(&lines, Between { from, to: None }, &options, progress, &mut || false)?;
    Ok(steps
        .into_iter()
        .map(|step| {
            let group = &groups[step.path as usize];
            if step.reversed { group.iter().rev().map(Path::reversed).collect() } else { group.clone() }
        })
        .collect())
}
