use super::super::Unreadable;
use super::equal::{self, Keyed};
use super::machine::{Id, Node};
use super::{Limits, Value};

/// Copies the value of a node with all that it refers to, within limits.
pub(super) fn expand(arena: &[Node<'_>], root: Id, limits: &Limits) -> Result<Value, Unreadable> {
    Expansion { arena, open: vec![false; arena.len()], limits, values: 0, text_bytes: 0, depth: 0 }
        .value(root)
}

struct Expansion<'a> {
    arena: &'a [Node<'a>],
    /// Nodes on the way from the root: one that is met again holds itself.
    open: Vec<bool>,
    limits: &'a Limits,
    values: usize,
    text_bytes: usize,
    depth: usize,
}

impl Expansion<'_> {
    fn value(&mut self, id: Id) -> Result<Value, Unreadable> {
        self.values += 1;
        if self.values > self.limits.values {
            return Err(Unreadable::new(format!("it holds more than {} values", self.limits.values)));
        }
        let arena = self.arena;
        Ok(match &arena[id as usize] {
            Node::None => Value::None,
            Node::Bool(value) => Value::Bool(*value),
            Node::Int(value) => Value::Int(*value),
            Node::BigInt(digits) => Value::BigInt(digits.clone()),
            Node::Float(value) => Value::Float(*value),
            Node::Text(text) => {
                self.count_text(text.len())?;
                Value::Text((*text).to_owned())
            }
            Node::Bytes(bytes) => {
                self.count_text(bytes.len())?;
                Value::Bytes(bytes.to_vec())
            }
            Node::Latin1(text) => {
                self.count_text(text.len())?;
                Value::Bytes(text.chars().filter_map(|character| u8::try_from(character).ok()).collect())
            }
            Node::Class(module, name) => self.opaque(module, name)?,
            Node::Object(class) => match &arena[*class as usize] {
                Node::Class(module, name) => self.opaque(module, name)?,
                _ => return Err(Unreadable::new("it calls what is no class")),
            },
            Node::List(items) => Value::List(self.items(id, items)?),
            Node::Tuple(items) => Value::Tuple(self.items(id, items)?),
            Node::Set(items) => {
                let members = self.items(id, items)?.into_iter().map(|member| (member, ()));
                Value::Set(unique(members)?.map(|(member, ())| member).collect())
            }
            Node::Dict(pairs) => {
                self.enter(id)?;
                let mut read = Vec::new();
                for (key, value) in pairs {
                    read.push((self.value(*key)?, self.value(*value)?));
                }
                self.leave(id);
                Value::Dict(unique(read)?.collect())
            }
        })
    }

    fn items(&mut self, id: Id, items: &[Id]) -> Result<Vec<Value>, Unreadable> {
        self.enter(id)?;
        let read = items.iter().map(|item| self.value(*item)).collect::<Result<_, _>>()?;
        self.leave(id);
        Ok(read)
    }

    fn enter(&mut self, id: Id) -> Result<(), Unreadable> {
        if std::mem::replace(&mut self.open[id as usize], true) {
            return Err(Unreadable::new("a value holds itself"));
        }
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(Unreadable::new(format!("it is nested more than {} deep", self.limits.depth)));
        }
        Ok(())
    }

    fn leave(&mut self, id: Id) {
        self.open[id as usize] = false;
        self.depth -= 1;
    }

    fn opaque(&mut self, module: &str, name: &str) -> Result<Value, Unreadable> {
        self.count_text(module.len() + name.len() + 1)?;
        Ok(Value::Opaque(format!("{module}.{name}")))
    }

    fn count_text(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.text_bytes += bytes;
        if self.text_bytes > self.limits.all_text_bytes {
            return Err(Unreadable::new(format!(
                "its texts have more than {} bytes",
                self.limits.all_text_bytes
            )));
        }
        Ok(())
    }
}

fn unique<T>(
    pairs: impl IntoIterator<Item = (Value, T)>,
) -> Result<impl Iterator<Item = (Value, T)>, Unreadable> {
    let mut keyed = Keyed::default();
    for (key, value) in pairs {
        let normal = equal::normal_form(&key)
            .ok_or_else(|| Unreadable::new(format!("a {} stands where Python wants a key", key.kind())))?;
        keyed.insert(normal, key, value);
    }
    Ok(keyed.into_pairs())
}
