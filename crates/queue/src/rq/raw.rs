/// A hash as HGETALL gives it: names and values in no particular order, nothing understood yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RawHash(pub Vec<(Vec<u8>, Vec<u8>)>);

impl RawHash {
    /// The value of a field; none when it is missing or empty, which RQ takes for the same.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let (_, value) = self.0.iter().find(|(field, _)| field == name.as_bytes())?;
        Some(value.as_slice()).filter(|value| !value.is_empty())
    }

    /// The key did not exist.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Vec<u8>, Vec<u8>)> for RawHash {
    fn from_iter<I: IntoIterator<Item = (Vec<u8>, Vec<u8>)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}
