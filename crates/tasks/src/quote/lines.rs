//! The lines of a quote: each an amount with everything that it was computed from.

use super::money::{Currency, rounded};
use crate::TaskError;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// One line of a quote.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// What it is for: `Abrasive`.
    pub name: String,
    /// The part it belongs to; null for what belongs to the whole order.
    pub part: Option<String>,
    /// Minor units of the currency, such as cents. Credits and discounts are negative.
    pub amount_minor: i64,
    /// How `inputs` give the amount, in minor units before it is rounded.
    pub formula: String,
    /// Every figure of the formula.
    pub inputs: Map<String, Value>,
}

/// What makes lines for one order.
pub(super) struct Ledger<'a> {
    currency: &'a Currency,
    pub(super) lines: Vec<Line>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(currency: &'a Currency) -> Self {
        Self { currency, lines: Vec::new() }
    }

    /// Adds a line that is an amount in major units. One that is nothing is left out.
    pub(super) fn price(
        &mut self,
        (name, part): (&str, Option<&str>),
        amount: f64,
        formula: &str,
        inputs: &[(&str, f64)],
    ) -> Result<(), TaskError> {
        let minor = self.currency.minor_per_major() as f64;
        let formula = format!("({formula}) * minor_per_major");
        let inputs: Vec<_> = inputs.iter().copied().chain([("minor_per_major", minor)]).collect();
        self.minor((name, part), amount * minor, &formula, &inputs)
    }

    /// Adds a line that is an amount in minor units.
    pub(super) fn minor(
        &mut self,
        (name, part): (&str, Option<&str>),
        amount_minor: f64,
        formula: &str,
        inputs: &[(&str, f64)],
    ) -> Result<(), TaskError> {
        let amount_minor = rounded(amount_minor).ok_or_else(|| TaskError::BadInput {
            message: format!("The amount for {name} is too large to be counted exactly"),
            advice: Some("Check the rates, the quantity and the units of the drawing".to_owned()),
        })?;
        if amount_minor != 0 {
            let inputs = inputs.iter().map(|&(name, value)| (name.to_owned(), value.into())).collect();
            let part = part.map(str::to_owned);
            self.lines.push(Line {
                name: name.to_owned(),
                part,
                amount_minor,
                formula: formula.to_owned(),
                inputs,
            });
        }
        Ok(())
    }

    /// What the lines from this one on come to.
    pub(super) fn sum_from(&self, first: usize) -> i64 {
        self.lines[first..].iter().map(|line| line.amount_minor).sum()
    }
}
