//! The stack machine that a pickle is a program for.

use super::super::Unreadable;
use super::input::Input;
use super::known::{self, Made};
use super::opcode as op;
use super::{Limits, integer};
use std::collections::HashMap;

/// Names a node of the arena.
pub(super) type Id = u32;

/// A value whose parts are other nodes, so that what is referred to twice is there once.
#[derive(Debug)]
pub(super) enum Node<'a> {
    None,
    Bool(bool),
    Int(i64),
    BigInt(String),
    Float(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    List(Vec<Id>),
    Tuple(Vec<Id>),
    Set(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    /// Bytes, one for each character.
    Latin1(&'a str),
    /// A class by module and name; nothing was looked up.
    Class(&'a str, &'a str),
    /// What Python would have made with the class in this node.
    Object(Id),
}

/// Longest name of a module or class, in bytes.
const NAME_BYTES: usize = 200;

/// Runs a pickle; the nodes, and the one that it leaves.
pub(super) fn run<'a>(bytes: &'a [u8], limits: &'a Limits) -> Result<(Vec<Node<'a>>, Id), Unreadable> {
    if bytes.len() > limits.bytes {
        return Err(Unreadable::new(format!("it has {} bytes, more than {}", bytes.len(), limits.bytes)));
    }
    let mut input = Input::new(bytes);
    if input.byte()? != op::PROTO || !(2..=5).contains(&input.byte()?) {
        return Err(Unreadable::new("it is not a pickle of protocol 2 to 5"));
    }
    let mut machine = Machine {
        input,
        limits,
        arena: Vec::new(),
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
    };
    for _ in 0..limits.steps {
        let at = machine.input.offset();
        let code = machine.input.byte()?;
        if code == op::STOP {
            let root = machine.pop()?;
            return match machine.input.left() {
                0 => Ok((machine.arena, root)),
                more => Err(Unreadable::new(format!("{more} bytes stand behind the end of the pickle"))),
            };
        }
        machine.step(code).map_err(|error| error.at(&format!("at byte {at}")))?;
    }
    Err(Unreadable::new(format!("the pickle takes more than {} steps", limits.steps)))
}

struct Machine<'a> {
    input: Input<'a>,
    limits: &'a Limits,
    arena: Vec<Node<'a>>,
    stack: Vec<Id>,
    /// Heights of the stack at its marks.
    marks: Vec<usize>,
    memo: HashMap<usize, Id>,
}

impl<'a> Machine<'a> {
    fn step(&mut self, code: u8) -> Result<(), Unreadable> {
        match code {
            op::FRAME => {
                let length = self.input.length(8)?;
                if length > self.input.left() {
                    return Err(Unreadable::new("a frame is cut off"));
                }
                Ok(())
            }
            op::MARK => {
                self.marks.push(self.stack.len());
                Ok(())
            }
            op::POP => self.discard(),
            op::POP_MARK => self.since_mark().map(drop),
            op::NONE => self.push(Node::None),
            op::NEWTRUE => self.push(Node::Bool(true)),
            op::NEWFALSE => self.push(Node::Bool(false)),
            op::BININT | op::BININT1 | op::BININT2 | op::LONG1 | op::LONG4 => self.whole_number(code),
            op::BINFLOAT => {
                let float = f64::from_be_bytes(self.input.array()?);
                self.push(Node::Float(float))
            }
            op::SHORT_BINUNICODE => self.text(1),
            op::BINUNICODE => self.text(4),
            op::BINUNICODE8 => self.text(8),
            op::SHORT_BINBYTES => self.bytes(1),
            op::BINBYTES => self.bytes(4),
            op::BINBYTES8 | op::BYTEARRAY8 => self.bytes(8),
            op::EMPTY_TUPLE => self.push(Node::Tuple(Vec::new())),
            op::TUPLE1 => self.tuple(1),
            op::TUPLE2 => self.tuple(2),
            op::TUPLE3 => self.tuple(3),
            op::EMPTY_LIST => self.push(Node::List(Vec::new())),
            op::EMPTY_SET => self.push(Node::Set(Vec::new())),
            op::EMPTY_DICT => self.push(Node::Dict(Vec::new())),
            op::TUPLE => self.since_mark().and_then(|items| self.push(Node::Tuple(items))),
            op::LIST => self.since_mark().and_then(|items| self.push(Node::List(items))),
            op::FROZENSET => self.since_mark().and_then(|items| self.push(Node::Set(items))),
            op::DICT => self.since_mark().and_then(pairs).and_then(|pairs| self.push(Node::Dict(pairs))),
            op::APPEND => self.pop().and_then(|item| self.extend(vec![item], true)),
            op::APPENDS => self.since_mark().and_then(|items| self.extend(items, true)),
            op::ADDITEMS => self.since_mark().and_then(|items| self.extend(items, false)),
            op::SETITEM => {
                let value = self.pop()?;
                let key = self.pop()?;
                self.set(vec![(key, value)])
            }
            op::SETITEMS => self.since_mark().and_then(pairs).and_then(|pairs| self.set(pairs)),
            op::MEMOIZE => self.remember(self.memo.len()),
            op::BINPUT => self.input.length(1).and_then(|at| self.remember(at)),
            op::LONG_BINPUT => self.input.length(4).and_then(|at| self.remember(at)),
            op::BINGET => self.input.length(1).and_then(|at| self.recall(at)),
            op::LONG_BINGET => self.input.length(4).and_then(|at| self.recall(at)),
            op::GLOBAL | op::STACK_GLOBAL | op::REDUCE | op::NEWOBJ | op::NEWOBJ_EX | op::BUILD => {
                self.object(code)
            }
            other => Err(Unreadable::new(format!("opcode {other:#04x} is not read"))),
        }
    }

    /// Everything about classes: names are kept, nothing is looked up, called or built.
    fn object(&mut self, code: u8) -> Result<(), Unreadable> {
        match code {
            op::GLOBAL => {
                let (module, name) = (self.input.line()?, self.input.line()?);
                self.class(std::str::from_utf8(module).ok(), std::str::from_utf8(name).ok())
            }
            op::STACK_GLOBAL => {
                let (name, module) = (self.pop()?, self.pop()?);
                self.class(self.text_of(module), self.text_of(name))
            }
            // Leaves what it would have filled.
            op::BUILD => {
                self.pop()?;
                match self.top()? {
                    Node::Object(_) => Ok(()),
                    _ => Err(Unreadable::new("it gives a state to what is no object")),
                }
            }
            _ => {
                if code == op::NEWOBJ_EX {
                    self.pop()?;
                }
                let (args, class) = (self.pop()?, self.pop()?);
                let (Node::Class(module, name), Node::Tuple(args)) = (self.node(class), self.node(args))
                else {
                    return Err(Unreadable::new("it calls what is no class"));
                };
                match known::made(&self.arena, module, name, args) {
                    Made::Dict => self.push(Node::Dict(Vec::new())),
                    Made::Same(id) => {
                        self.stack.push(id);
                        Ok(())
                    }
                    Made::Latin1(text) => {
                        let text = self.text_of(text).unwrap_or_default();
                        self.push(Node::Latin1(text))
                    }
                    Made::Unknown => self.push(Node::Object(class)),
                }
            }
        }
    }

    fn class(&mut self, module: Option<&'a str>, name: Option<&'a str>) -> Result<(), Unreadable> {
        match (module, name) {
            (Some(module), Some(name)) if module.len() <= NAME_BYTES && name.len() <= NAME_BYTES => {
                self.push(Node::Class(module, name))
            }
            _ => Err(Unreadable::new("a class without a proper name")),
        }
    }

    fn node(&self, id: Id) -> &Node<'a> {
        &self.arena[id as usize]
    }

    fn text_of(&self, id: Id) -> Option<&'a str> {
        if let Node::Text(text) = self.node(id) { Some(text) } else { None }
    }

    fn push(&mut self, node: Node<'a>) -> Result<(), Unreadable> {
        let id = Id::try_from(self.arena.len()).map_err(|_| Unreadable::new("too many values"))?;
        self.arena.push(node);
        self.stack.push(id);
        Ok(())
    }

    /// A mark is no value: nothing below it can be taken.
    fn pop(&mut self) -> Result<Id, Unreadable> {
        let floor = self.marks.last().copied().unwrap_or(0);
        if self.stack.len() <= floor {
            return Err(Unreadable::new("the stack is empty"));
        }
        self.stack.pop().ok_or_else(|| Unreadable::new("the stack is empty"))
    }

    /// Drops the top value, or a mark on top.
    fn discard(&mut self) -> Result<(), Unreadable> {
        if self.marks.last() == Some(&self.stack.len()) {
            self.marks.pop();
            return Ok(());
        }
        self.pop().map(drop)
    }

    fn since_mark(&mut self) -> Result<Vec<Id>, Unreadable> {
        let from = self.marks.pop().ok_or_else(|| Unreadable::new("there is no mark"))?;
        Ok(self.stack.split_off(from))
    }

    fn top(&mut self) -> Result<&mut Node<'a>, Unreadable> {
        let id = self.pop()?;
        self.stack.push(id);
        Ok(&mut self.arena[id as usize])
    }

    fn tuple(&mut self, length: usize) -> Result<(), Unreadable> {
        let mut items = (0..length).map(|_| self.pop()).collect::<Result<Vec<_>, _>>()?;
        items.reverse();
        self.push(Node::Tuple(items))
    }

    fn extend(&mut self, items: Vec<Id>, ordered: bool) -> Result<(), Unreadable> {
        match (self.top()?, ordered) {
            (Node::List(there), true) | (Node::Set(there), false) => there.extend(items),
            (Node::Object(_), _) => {}
            _ => return Err(Unreadable::new("items are added to what does not take them")),
        }
        Ok(())
    }

    fn set(&mut self, pairs: Vec<(Id, Id)>) -> Result<(), Unreadable> {
        match self.top()? {
            Node::Dict(there) => there.extend(pairs),
            Node::Object(_) => {}
            _ => return Err(Unreadable::new("keys are set in what is no dict")),
        }
        Ok(())
    }

    fn remember(&mut self, at: usize) -> Result<(), Unreadable> {
        let id = self.pop()?;
        self.stack.push(id);
        self.memo.insert(at, id);
        Ok(())
    }

    fn recall(&mut self, at: usize) -> Result<(), Unreadable> {
        let id = self.memo.get(&at).ok_or_else(|| Unreadable::new("it refers to what is not there"))?;
        self.stack.push(*id);
        Ok(())
    }

    fn sized(&mut self, length_bytes: usize) -> Result<&'a [u8], Unreadable> {
        let length = self.input.length(length_bytes)?;
        if length > self.limits.text_bytes {
            return Err(Unreadable::new(format!("a text of {length} bytes")));
        }
        self.input.take(length)
    }

    fn text(&mut self, length_bytes: usize) -> Result<(), Unreadable> {
        let text = std::str::from_utf8(self.sized(length_bytes)?)
            .map_err(|_| Unreadable::new("a text is not UTF-8"))?;
        self.push(Node::Text(text))
    }

    fn bytes(&mut self, length_bytes: usize) -> Result<(), Unreadable> {
        let bytes = self.sized(length_bytes)?;
        self.push(Node::Bytes(bytes))
    }

    fn whole_number(&mut self, code: u8) -> Result<(), Unreadable> {
        let little_endian = match code {
            op::BININT1 => return self.input.byte().and_then(|byte| self.push(Node::Int(byte.into()))),
            op::BININT2 => {
                let number = u16::from_le_bytes(self.input.array()?);
                return self.push(Node::Int(number.into()));
            }
            op::BININT => self.input.take(4)?,
            op::LONG1 => self.sized(1)?,
            _ => self.sized(4)?,
        };
        self.push(match integer::small(little_endian) {
            Some(number) => Node::Int(number),
            None => Node::BigInt(integer::digits(little_endian)?),
        })
    }
}

fn pairs(items: Vec<Id>) -> Result<Vec<(Id, Id)>, Unreadable> {
    let (pairs, rest) = items.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Unreadable::new("a key has no value"));
    }
    Ok(pairs.iter().map(|[key, value]| (*key, *value)).collect())
}
