use super::super::Unreadable;

/// The bytes that are left of a pickle.
pub(super) struct Input<'a> {
    rest: &'a [u8],
    whole: usize,
}

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, whole: bytes.len() }
    }

    /// Bytes taken so far.
    pub(super) fn offset(&self) -> usize {
        self.whole - self.rest.len()
    }

    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next bytes. A length that lies is found here, before anything is made for it.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let (taken, rest) =
            self.rest.split_at_checked(count).ok_or_else(|| Unreadable::new("the pickle is cut off"))?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Unreadable> {
        self.array().map(|[byte]| byte)
    }

    /// A length of one, four or eight bytes, low byte first.
    pub(super) fn length(&mut self, bytes: usize) -> Result<usize, Unreadable> {
        let mut wide = [0; 8];
        wide[..bytes].copy_from_slice(self.take(bytes)?);
        usize::try_from(u64::from_le_bytes(wide)).map_err(|_| Unreadable::new("the pickle is cut off"))
    }

    /// Up to the end of a line, which is taken too.
    pub(super) fn line(&mut self) -> Result<&'a [u8], Unreadable> {
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        let line = self.take(end.ok_or_else(|| Unreadable::new("the pickle is cut off"))?)?;
        self.byte()?;
        Ok(line)
    }
}
