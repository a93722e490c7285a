//! Numbers by cell: sorted once, then found in one step or two.

/// Direction, place across and place along.
pub(super) type Cell = (i16, i32, i32);

/// Numbers by cell.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// One more than the group of each slot; 0 for none. A power of two, at most half full.
    slots: Vec<u32>,
    groups: Vec<Group>,
    numbers: Vec<u32>,
}

#[derive(Debug)]
struct Group {
    cell: Cell,
    from: u32,
    to: u32,
}

impl Cells {
    pub(super) fn new(mut entries: Vec<(Cell, u32)>) -> Self {
        entries.sort_unstable();
        let mut groups: Vec<Group> = Vec::with_capacity(entries.len());
        for (at, &(cell, _)) in entries.iter().enumerate() {
            match groups.last_mut().filter(|group| group.cell == cell) {
                Some(group) => group.to += 1,
                None => groups.push(Group { cell, from: at as u32, to: at as u32 + 1 }),
            }
        }
        let numbers = entries.into_iter().map(|(_, number)| number).collect();
        let mut cells =
            Self { slots: vec![0; (2 * groups.len()).next_power_of_two().max(2)], groups, numbers };
        for group in 0..cells.groups.len() {
            let mut slot = cells.first_slot(cells.groups[group].cell);
            while cells.slots[slot] != 0 {
                slot = (slot + 1) & (cells.slots.len() - 1);
            }
            cells.slots[slot] = group as u32 + 1;
        }
        cells
    }

    /// The numbers in a cell, in order.
    pub(super) fn in_cell(&self, cell: Cell) -> &[u32] {
        if self.slots.is_empty() {
            return &[];
        }
        let mut slot = self.first_slot(cell);
        while let Some(group) = self.slots[slot].checked_sub(1) {
            let group = &self.groups[group as usize];
            if group.cell == cell {
                return &self.numbers[group.from as usize..group.to as usize];
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        &[]
    }

    fn first_slot(&self, (bin, across, along): Cell) -> usize {
        // Multipliers of SplitMix64 (Steele, Lea and Flood 2014).
        let mixed = (i64::from(across) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (i64::from(along) as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9)
            ^ (i64::from(bin) as u64).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) as usize >> 20 & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_in_its_cell_and_nowhere_else() {
        let cell = |n: u32| ((n % 7) as i16, (n % 11) as i32 - 5, (n / 40) as i32 * 1000);
        let cells = Cells::new((0..500).rev().map(|n| (cell(n), n)).collect());
        for n in 0..500 {
            let same: Vec<u32> = (0..500).filter(|&other| cell(other) == cell(n)).collect();
            assert_eq!(cells.in_cell(cell(n)), same);
        }
        assert_eq!(cells.in_cell((8, 0, 0)), [0u32; 0]);
        assert_eq!(Cells::new(Vec::new()).in_cell((0, 0, 0)), [0u32; 0]);
    }
}
