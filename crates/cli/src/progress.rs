//! Progress on standard error: one line that is repainted on a terminal, one line a stage elsewhere.

use crate::output;
use crate::table::{cut, one_line};

/// Shows how far something is.
#[derive(Debug)]
pub(crate) struct ProgressLine {
    terminal: bool,
    painted: bool,
    stage: String,
}

impl ProgressLine {
    /// Nothing is shown yet.
    pub(crate) fn new() -> Self {
        Self { terminal: output::stderr_is_terminal(), painted: false, stage: String::new() }
    }

    /// Shows a stage and, on a terminal, its fraction (0 to 1 over the whole work).
    pub(crate) fn show(&mut self, stage: &str, fraction: Option<f64>) {
        let stage = one_line(stage);
        if self.terminal {
            let text = match fraction {
                Some(fraction) => {
                    format!("{} {:3.0} %  {stage}", bar(fraction), fraction.clamp(0.0, 1.0) * 100.0)
                }
                None => stage,
            };
            output::repaint(&cut(&text, output::stderr_columns().unwrap_or(80).saturating_sub(1)));
            self.painted = true;
        } else if stage != self.stage {
            output::note(&stage);
            self.stage = stage;
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.painted {
            output::repaint("");
        }
    }
}

fn bar(fraction: f64) -> String {
    const CELLS: usize = 20;
    let full = (fraction.clamp(0.0, 1.0) * CELLS as f64).round() as usize;
    format!("{}{}", "█".repeat(full), "░".repeat(CELLS - full))
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_always_as_long() {
        for fraction in [-1.0, 0.0, 0.333, 1.0, 7.0, f64::NAN] {
            assert_eq!(bar(fraction).chars().count(), 20, "{fraction}");
        }
    }
}
