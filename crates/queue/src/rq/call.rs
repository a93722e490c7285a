use super::describe::description;
use super::pickle::Value;
use super::{Serializer, Unreadable, inflate};

/// What a job calls: the content of its field `data`.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// Dotted path of a Python function, such as `penstock.tasks.plot`.
    pub function: String,
    /// Positional arguments.
    pub args: Vec<Value>,
    /// Keyword arguments, in order.
    pub kwargs: Vec<(String, Value)>,
    /// How it was written, and how its result and meta are to be written.
    pub serializer: Serializer,
}

impl Call {
    /// Reads field `data`: zlib, or plain where it is not zlib, as RQ does.
    ///
    /// # Errors
    /// Why it cannot be read: over a limit, an unknown serialiser, not a call, a method of an object.
    pub fn read(data: &[u8]) -> Result<Self, Unreadable> {
        let bytes = inflate::inflate_or_plain(data)?;
        let serializer = Serializer::of(&bytes)?;
        Self::from_value(serializer.read(&bytes)?, serializer)
    }

    /// What goes into field `data`.
    ///
    /// # Errors
    /// For a JSON call only: an argument that JSON cannot say.
    pub fn write(&self) -> Result<Vec<u8>, Unreadable> {
        let kwargs =
            self.kwargs.iter().map(|(name, value)| (Value::Text(name.clone()), value.clone())).collect();
        let parts = vec![
            Value::Text(self.function.clone()),
            Value::None,
            match self.serializer {
                Serializer::Pickle => Value::Tuple(self.args.clone()),
                Serializer::Json => Value::List(self.args.clone()),
            },
            Value::Dict(kwargs),
        ];
        Ok(inflate::deflate(&self.serializer.write(&Value::Tuple(parts))?))
    }

    /// As RQ describes a job that nobody described: `tasks.add(1, b=3)`, each argument cut to 75
    /// characters, keywords sorted, and the whole cut to 200.
    #[must_use]
    pub fn description(&self) -> String {
        description(&self.function, &self.args, &self.kwargs)
    }

    /// The keyword argument of this name.
    #[must_use]
    pub fn kwarg(&self, name: &str) -> Option<&Value> {
        self.kwargs.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn from_value(value: Value, serializer: Serializer) -> Result<Self, Unreadable> {
        let (Value::Tuple(parts) | Value::List(parts)) = value else {
            return Err(Unreadable::new(format!(
                "the job is {}, not a function with its arguments",
                value.described()
            )));
        };
        let Ok([function, instance, args, kwargs]) = <[Value; 4]>::try_from(parts) else {
            return Err(Unreadable::new("the job is not made of function, instance, arguments and keywords"));
        };
        let Value::Text(function) = function else {
            return Err(Unreadable::new(format!("the name of the function is {}", function.described())));
        };
        if instance != Value::None {
            return Err(Unreadable::new(format!(
                "it calls the method {function} of {}, and only Python can make one",
                instance.described()
            )));
        }
        let (Value::Tuple(args) | Value::List(args)) = args else {
            return Err(Unreadable::new(format!("its arguments are {}, not a list", args.described())));
        };
        let Value::Dict(pairs) = kwargs else {
            return Err(Unreadable::new(format!("its keywords are {}, not a dict", kwargs.described())));
        };
        let named = |(name, value)| match name {
            Value::Text(name) => Ok((name, value)),
            other => Err(Unreadable::new(format!("the name of a keyword is {}", other.described()))),
        };
        let kwargs = pairs.into_iter().map(named).collect::<Result<_, _>>()?;
        Ok(Self { function, args, kwargs, serializer })
    }
}

impl Value {
    /// For the middle of a sentence.
    fn described(&self) -> String {
        match self {
            Self::Opaque(class) => format!("a Python object ({class})"),
            Self::None => "None".to_owned(),
            other => format!("of kind {}", other.kind()),
        }
    }
}
