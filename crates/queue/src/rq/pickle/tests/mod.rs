mod golden;
mod hostile;
mod properties;

use super::*;

fn read_default(bytes: &[u8]) -> Result<Value, Unreadable> {
    read(bytes, &Limits::default())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn ints<const N: usize>(numbers: [i64; N]) -> Vec<Value> {
    numbers.map(Value::Int).to_vec()
}
