//! A picture as grey values.

/// Grey values, row by row from the upper left corner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grey {
    width: usize,
    height: usize,
    values: Vec<u16>,
}

impl Grey {
    /// What paper has.
    pub const WHITE: u16 = u16::MAX;

    /// A picture of these values; None when they are not `width · height`, or none at all.
    #[must_use]
    pub fn new(width: usize, height: usize, values: Vec<u16>) -> Option<Self> {
        let fits = width > 0 && height > 0 && width.checked_mul(height) == Some(values.len());
        fits.then_some(Self { width, height, values })
    }

    /// A picture whose lightness from 0 (black) to 1 (white) a function gives at the middle of each pixel.
    /// At least one pixel each way.
    #[must_use]
    pub fn from_fn(width: usize, height: usize, lightness: impl Fn(f64, f64) -> f64) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let at = |n: usize| {
            let value = lightness((n % width) as f64 + 0.5, (n / width) as f64 + 0.5);
            (value.clamp(0.0, 1.0) * f64::from(Self::WHITE)).round() as u16
        };
        Self { width, height, values: (0..width * height).map(at).collect() }
    }

    /// Pixels across.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Pixels down.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Row by row, from 0 (black) to [`Grey::WHITE`].
    #[must_use]
    pub fn values(&self) -> &[u16] {
        &self.values
    }

    /// The value of a pixel; white outside of the picture.
    #[must_use]
    pub fn pixel(&self, column: isize, row: isize) -> u16 {
        if column < 0 || row < 0 || column as usize >= self.width || row as usize >= self.height {
            return Self::WHITE;
        }
        self.values[row as usize * self.width + column as usize]
    }

    /// Lightness from 0 to 1 at a place, mixed from the four pixels around it; the picture goes on beyond its
    /// edges as it ends there.
    #[must_use]
    pub fn lightness(&self, x: f64, y: f64) -> f64 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        let at = |dx: f64, dy: f64| {
            let column = (left + dx).clamp(0.0, (self.width - 1) as f64) as usize;
            let row = (top + dy).clamp(0.0, (self.height - 1) as f64) as usize;
            f64::from(self.values[row * self.width + column])
        };
        let upper = at(0.0, 0.0) * (1.0 - u) + at(1.0, 0.0) * u;
        let lower = at(0.0, 1.0) * (1.0 - u) + at(1.0, 1.0) * u;
        (upper * (1.0 - v) + lower * v) / f64::from(Self::WHITE)
    }

    /// The negative.
    #[must_use]
    pub fn inverted(mut self) -> Self {
        self.values.iter_mut().for_each(|value| *value = Self::WHITE - *value);
        self
    }

    /// The same with other values, each made from the old one; lightness from 0 to 1.
    #[must_use]
    pub fn mapped(mut self, change: impl Fn(f64) -> f64) -> Self {
        // 65,536 values at most: each is reckoned once.
        let table: Vec<u16> = (0..=Self::WHITE)
            .map(|value| {
                let changed = change(f64::from(value) / f64::from(Self::WHITE));
                (changed.clamp(0.0, 1.0) * f64::from(Self::WHITE)).round() as u16
            })
            .collect();
        self.values.iter_mut().for_each(|value| *value = table[usize::from(*value)]);
        self
    }

    /// The same picture with at most `most` pixels: each new pixel is the mean of the area it covers.
    #[must_use]
    pub fn shrunk(&self, most: usize) -> Self {
        let scale = (most.max(1) as f64 / self.values.len() as f64).sqrt();
        if scale >= 1.0 {
            return self.clone();
        }
        let shorter = |side: usize| ((side as f64 * scale).floor() as usize).max(1);
        let (width, height) = (shorter(self.width), shorter(self.height));
        let across = shares(self.width, width);
        let down = shares(self.height, height);
        let mut values = Vec::with_capacity(width * height);
        let mut line = vec![0.0f64; self.width];
        for (first, weights) in &down {
            line.fill(0.0);
            for (row, weight) in (*first..).zip(weights) {
                let source = &self.values[row * self.width..(row + 1) * self.width];
                line.iter_mut().zip(source).for_each(|(sum, &value)| *sum += weight * f64::from(value));
            }
            for (first, weights) in &across {
                let sum: f64 = line[*first..].iter().zip(weights).map(|(value, weight)| value * weight).sum();
                values.push(sum.round().clamp(0.0, f64::from(Self::WHITE)) as u16);
            }
        }
        Self { width, height, values }
    }

    /// The picture blurred by a bell curve of this width (standard deviation in pixels), as three passes of a
    /// moving mean (Wells 1986). The picture goes on beyond its edges as it ends there.
    #[must_use]
    pub fn blurred(&self, sigma_px: f64) -> Self {
        let radius = (((4.0 * sigma_px * sigma_px + 1.0).sqrt() - 1.0) / 2.0).round() as usize;
        if radius == 0 {
            return self.clone();
        }
        let mut picture = self.clone();
        for _ in 0..3 {
            let (width, height) = (picture.width, picture.height);
            let mut next = vec![0u16; width * height];
            for row in 0..height {
                moving_mean(&picture.values, &mut next, row * width, 1, width, radius);
            }
            for column in 0..width {
                moving_mean(&next, &mut picture.values, column, width, height, radius);
            }
        }
        picture
    }
}

/// For each new pixel the first old one that it covers, and the share of each from there on.
fn shares(from: usize, to: usize) -> Vec<(usize, Vec<f64>)> {
    let step = from as f64 / to as f64;
    (0..to)
        .map(|n| {
            let (start, end) = (n as f64 * step, ((n + 1) as f64 * step).min(from as f64));
            let (first, last) = (start.floor() as usize, (end.ceil() as usize).clamp(1, from));
            let share = |pixel: usize| ((pixel + 1) as f64).min(end) - (pixel as f64).max(start);
            (first, (first..last).map(|pixel| share(pixel).max(0.0) / (end - start)).collect())
        })
        .collect()
}

fn moving_mean(from: &[u16], to: &mut [u16], start: usize, step: usize, count: usize, radius: usize) {
    let at = |n: isize| u64::from(from[start + step * n.clamp(0, count as isize - 1) as usize]);
    let radius = radius as isize;
    let whole = 2 * radius as u64 + 1;
    let mut sum: u64 = (-radius..=radius).map(at).sum();
    for n in 0..count {
        to[start + step * n] = ((sum + whole / 2) / whole) as u16;
        let n = n as isize;
        sum = sum + at(n + radius + 1) - at(n - radius);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shrunk_picture_keeps_its_mean_and_its_shape() {
        let grey = Grey::from_fn(300, 200, |x, y| (x + y) / 500.0);
        let small = grey.shrunk(1500);
        assert_eq!((small.width(), small.height()), (47, 31));
        let mean = |grey: &Grey| {
            grey.values().iter().map(|&v| f64::from(v)).sum::<f64>() / grey.values().len() as f64
        };
        assert!((mean(&grey) - mean(&small)).abs() < 2.0);
        assert_eq!(grey.shrunk(60_000), grey);
    }

    #[test]
    fn blurring_spreads_a_dot_evenly_and_keeps_its_sum() {
        let mut values = vec![0u16; 41 * 41];
        values[20 * 41 + 20] = u16::MAX;
        let blurred = Grey::new(41, 41, values).unwrap().blurred(2.0);
        let sum: u64 = blurred.values().iter().map(|&v| u64::from(v)).sum();
        assert!((60_000..71_000).contains(&sum), "{sum}");
        assert_eq!(blurred.pixel(17, 20), blurred.pixel(23, 20));
        assert_eq!(blurred.pixel(20, 17), blurred.pixel(23, 20));
    }
}
