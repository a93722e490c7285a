//! Thins ink down to lines one pixel wide that keep its shape and hang together as it did (Guo and Hall,
//! Communications of the ACM, 1989).
//!
//! Only pixels next to one that went are looked at again, so that the time follows the ink's area.

use super::{Grey, TraceError};

/// Which pixels are ink, with a frame of paper one pixel wide around them.
pub(super) struct Ink {
    /// Pixels across, the frame included.
    pub(super) stride: usize,
    /// Pixels down, the frame included.
    pub(super) rows: usize,
    pub(super) is_ink: Vec<bool>,
}

impl Ink {
    pub(super) fn new(grey: &Grey, threshold: f64) -> Self {
        let limit = threshold.clamp(0.0, 1.0) * f64::from(Grey::WHITE);
        let (stride, rows) = (grey.width() + 2, grey.height() + 2);
        let mut is_ink = vec![false; stride * rows];
        for (row, values) in grey.values().chunks_exact(grey.width()).enumerate() {
            let start = (row + 1) * stride + 1;
            for (ink, &value) in is_ink[start..].iter_mut().zip(values) {
                *ink = f64::from(value) < limit;
            }
        }
        Self { stride, rows, is_ink }
    }

    /// The eight neighbours of a pixel that is not in the frame, clockwise from the one above.
    pub(super) fn around(&self, at: usize) -> [usize; 8] {
        let (up, down) = (at - self.stride, at + self.stride);
        [up, up + 1, at + 1, down + 1, down, down - 1, at - 1, up - 1]
    }

    /// Takes away ink until lines are left.
    ///
    /// # Errors
    /// [`TraceError::Stopped`] when `goes_on` says no.
    pub(super) fn thin(&mut self, goes_on: &mut dyn FnMut(f64) -> bool) -> Result<(), TraceError> {
        let mut listed = vec![false; self.is_ink.len()];
        let is_edge = |&at: &usize| self.is_ink[at] && self.around(at).iter().any(|&near| !self.is_ink[near]);
        let mut active: Vec<usize> = (0..self.is_ink.len()).filter(is_edge).collect();
        let mut round = 0;
        while !active.is_empty() {
            round += 1;
            // How many rounds there will be, nobody knows; each takes a pixel off every side.
            if !goes_on(1.0 - 1.0 / (1.0 + f64::from(round) / 20.0)) {
                return Err(TraceError::Stopped);
            }
            let mut touched = Vec::new();
            for second in [false, true] {
                let gone: Vec<usize> = active.iter().copied().filter(|&at| self.may_go(at, second)).collect();
                for &at in &gone {
                    self.is_ink[at] = false;
                }
                let beside = gone.iter().flat_map(|&at| self.around(at)).collect();
                let beside = self.inked_once(beside, &mut listed);
                active.extend(&beside);
                active = self.inked_once(active, &mut listed);
                touched.extend(beside);
            }
            active = self.inked_once(touched, &mut listed);
        }
        Ok(())
    }

    /// Those that are still ink, each once. `listed` is false everywhere before and after.
    fn inked_once(&self, mut pixels: Vec<usize>, listed: &mut [bool]) -> Vec<usize> {
        pixels.retain(|&at| self.is_ink[at] && !std::mem::replace(&mut listed[at], true));
        pixels.iter().for_each(|&at| listed[at] = false);
        pixels
    }

    /// Guo and Hall's condition for the first or the second half of a round.
    fn may_go(&self, at: usize, second: bool) -> bool {
        if !self.is_ink[at] {
            return false;
        }
        let [n, ne, e, se, s, sw, w, nw] = self.around(at).map(|near| self.is_ink[near]);
        let count = |words: [bool; 4]| words.into_iter().map(u8::from).sum::<u8>();
        let runs = count([!n && (ne || e), !e && (se || s), !s && (sw || w), !w && (nw || n)]);
        let one = count([nw || n, ne || e, se || s, sw || w]);
        let other = count([n || ne, e || se, s || sw, w || nw]);
        let side = if second { (n || ne || !se) && e } else { (s || sw || !nw) && w };
        runs == 1 && (2..=3).contains(&one.min(other)) && !side
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_becomes_one_line_of_its_length() {
        let grey = Grey::from_fn(60, 30, |x, y| {
            if (5.0..55.0).contains(&x) && (10.0..19.0).contains(&y) { 0.0 } else { 1.0 }
        });
        let mut ink = Ink::new(&grey, 0.5);
        ink.thin(&mut |_| true).unwrap();
        for column in 15..45 {
            let left: Vec<usize> =
                (0..ink.rows).filter(|row| ink.is_ink[row * ink.stride + column]).collect();
            assert_eq!(left, [15], "column {column}");
        }
    }

    #[test]
    fn a_ring_stays_a_ring() {
        let grey = Grey::from_fn(80, 80, |x, y| ((x - 40.0).hypot(y - 40.0) - 25.0).abs() - 5.5);
        let mut ink = Ink::new(&grey, 0.5);
        ink.thin(&mut |_| true).unwrap();
        let left: Vec<usize> = (0..ink.is_ink.len()).filter(|&at| ink.is_ink[at]).collect();
        assert!((120..200).contains(&left.len()), "{}", left.len());
        for &at in &left {
            let near = ink.around(at).iter().filter(|&&near| ink.is_ink[near]).count();
            assert!((2..=4).contains(&near));
            let (x, y) = ((at % ink.stride) as f64 - 0.5, (at / ink.stride) as f64 - 0.5);
            assert!(((x - 40.0).hypot(y - 40.0) - 25.0).abs() < 1.5);
        }
    }
}
