//! The sheets that there are.

use super::params::{NestParams, refused};
use crate::TaskError;
use penstock_toolpath::nest::{Blank, Sheet};
use penstock_toolpath::parts::Part;

const LARGEST_MM: f64 = 100_000.0;
const MM2_PER_M2: f64 = 1e6;

/// Remnants first, each once, then the sheet of the parameters, then further ones.
///
/// # Errors
/// [`TaskError::BadInput`] for a further sheet that cannot be read.
pub(super) fn sheets(params: &NestParams, remnants: Vec<Part>) -> Result<Vec<Sheet>, TaskError> {
    // What is left over from other jobs is taken before anything is cut into.
    let remnant = |part| Sheet { blank: Blank::Outline(part), stock: Some(1), cost: 0.0 };
    let mut sheets: Vec<Sheet> = remnants.into_iter().map(remnant).collect();
    let (width_mm, height_mm) = (params.sheet_width_mm, params.sheet_height_mm);
    let stock = params.sheet_stock.map(|stock| stock as usize);
    sheets.push(rectangle(width_mm, height_mm, stock, params.sheet_cost));
    for words in params.more_sheets.split([';', '\n']).map(str::trim).filter(|words| !words.is_empty()) {
        let sheet = read(words).ok_or_else(|| {
            refused("more_sheets", format!("{words:?} is not a sheet such as 2000x1000*3@45.50"))
        })?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn rectangle(width_mm: f64, height_mm: f64, stock: Option<usize>, cost: Option<f64>) -> Sheet {
    let cost = cost.unwrap_or(width_mm * height_mm / MM2_PER_M2);
    Sheet { blank: Blank::Rectangle { width_mm, height_mm }, stock, cost }
}

fn read(words: &str) -> Option<Sheet> {
    let (words, cost) = match words.split_once('@') {
        Some((words, cost)) => (words, Some(cost.trim().parse::<f64>().ok().filter(|cost| *cost >= 0.0)?)),
        None => (words, None),
    };
    let (words, stock) = match words.split_once('*') {
        Some((words, stock)) => (words, Some(stock.trim().parse().ok()?)),
        None => (words, None),
    };
    let (width, height) = words.split_once(['x', 'X', '×'])?;
    let side = |word: &str| word.trim().parse().ok().filter(|side: &f64| *side >= 1.0 && *side <= LARGEST_MM);
    Some(rectangle(side(width)?, side(height)?, stock, cost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_sheets_have_size_stock_and_cost() {
        let more = "2000x1000; 1000 × 500*3@45.5".to_owned();
        let sheets = sheets(&NestParams { more_sheets: more, ..NestParams::default() }, Vec::new()).unwrap();
        let facts: Vec<_> = sheets.iter().map(|sheet| (sheet.stock, sheet.cost)).collect();
        assert_eq!(facts, [(None, 4.5), (None, 2.0), (Some(3), 45.5)]);
        for wrong in ["2000", "0x5", "axb", "5x5*x", "5x5@-1"] {
            let params = NestParams { more_sheets: wrong.to_owned(), ..NestParams::default() };
            assert!(super::sheets(&params, Vec::new()).is_err(), "{wrong}");
        }
    }
}
