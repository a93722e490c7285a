//! Curves that rewrite themselves: rules are applied to letters, and a turtle draws what remains
//! (Lindenmayer 1968; Prusinkiewicz and Lindenmayer, The Algorithmic Beauty of Plants, 1990).

use super::ground::Ground;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};

/// More letters than this would be more than a pen can draw.
const MOST_STEPS: usize = 2_000_000;

/// A figure: where it begins, how it grows, how it turns.
pub(super) struct Figure<'a> {
    /// The letters of generation 0.
    pub(super) axiom: &'a str,
    /// What a letter becomes; letters without a rule stay.
    pub(super) rules: &'a [(char, &'a str)],
    /// Turn of `+` (right) and `-` (left) in degrees.
    pub(super) turn_deg: f64,
    /// Letters that draw; others only grow.
    pub(super) draws: &'a str,
    /// Heading at the start in degrees; 0 is to the right, 90 down.
    pub(super) heading_deg: f64,
}

impl Figure<'_> {
    /// Draws the figure after `generations`, one path for each unbroken line, in steps of 1. Chance adds
    /// up to `sway_deg` to each turn. Growth ends early rather than pass two million letters.
    pub(super) fn draw(
        &self,
        generations: u32,
        sway_deg: f64,
        ground: &mut Ground<'_>,
        strokes: &mut Strokes,
    ) -> Result<(), Cancelled> {
        let letters = self.grow(generations, ground)?;
        let mut turtle =
            Turtle { at: Point::ZERO, heading: self.heading_deg.to_radians(), line: vec![Point::ZERO] };
        let mut stack: Vec<(Point, f64)> = Vec::new();
        for (index, letter) in letters.chars().enumerate() {
            if index % 65_536 == 0 {
                ground.at(0.5 + 0.5 * index as f64 / letters.len() as f64)?;
            }
            let mut turn = |way: f64| {
                let sway = if sway_deg > 0.0 { sway_deg * ground.random.signed() } else { 0.0 };
                turtle.heading += (way * self.turn_deg + sway).to_radians();
            };
            match letter {
                '+' => turn(1.0),
                '-' => turn(-1.0),
                '[' => stack.push((turtle.at, turtle.heading)),
                ']' => {
                    if let Some((at, heading)) = stack.pop() {
                        turtle.lift(strokes, stack.len() as u32);
                        (turtle.at, turtle.heading) = (at, heading);
                        turtle.line = vec![at];
                    }
                }
                letter if self.draws.contains(letter) => turtle.go(),
                _ => {}
            }
        }
        turtle.lift(strokes, 0);
        Ok(())
    }

    fn grow(&self, generations: u32, ground: &Ground<'_>) -> Result<String, Cancelled> {
        let mut letters = self.axiom.to_owned();
        for generation in 0..generations {
            ground.at(0.5 * f64::from(generation) / f64::from(generations))?;
            let mut grown = String::with_capacity(letters.len() * 3);
            for letter in letters.chars() {
                match self.rules.iter().find(|(from, _)| *from == letter) {
                    Some((_, to)) => grown.push_str(to),
                    None => grown.push(letter),
                }
                if grown.len() > MOST_STEPS {
                    return Ok(letters);
                }
            }
            letters = grown;
        }
        Ok(letters)
    }
}

struct Turtle {
    at: Point,
    heading: f64,
    line: Vec<Point>,
}

impl Turtle {
    fn go(&mut self) {
        self.at += Vec2::from_angle(self.heading);
        self.line.push(self.at);
    }

    fn lift(&mut self, strokes: &mut Strokes, group: u32) {
        strokes.line(self.line.drain(..), group);
    }
}
