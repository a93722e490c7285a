//! `ui/src/lib/api/bindings.ts` is made from the command table, and never by hand.
//!
//! After a change of the contract: `PENSTOCK_WRITE_BINDINGS=1 cargo test -p penstock-service --test bindings`.

use penstock_jobs::{Batch, JobFilter, WorkerInfo};
use penstock_service::for_each_command;
use penstock_service::types::*;
use penstock_tasks::TaskInfo;
use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use ts_rs::{Config, TS, TypeVisitor};

/// Every named type that can be reached, by name.
struct Collector<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Collector<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let text = format!("{}export {}\n", T::docs().unwrap_or_default(), T::decl(self.config));
            let name = T::ident(self.config);
            if let Some(earlier) = self.declarations.insert(name.clone(), text.clone()) {
                assert_eq!(earlier, text, "two types are called {name}");
            }
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn bindings() -> String {
    // Every 64-bit integer of the contract is a time in ms, a length in bytes or a count: far below 2^53.
    let config = Config::new().with_large_int("number");
    let mut types = Collector { config: &config, seen: HashSet::new(), declarations: BTreeMap::new() };
    let mut map = String::new();
    let mut kinds = String::new();
    macro_rules! collect {
        ($($name:ident($request:ty) -> $response:ty, $kind:ident;)*) => {
            $(
                types.visit::<$request>();
                types.visit::<$response>();
                let _ = writeln!(
                    map,
                    "  {}: {{ request: {}; response: {}; kind: '{}' }};",
                    stringify!($name),
                    <$request as TS>::name(&config),
                    <$response as TS>::name(&config),
                    stringify!($kind),
                );
                let _ = writeln!(kinds, "  {{ name: '{}', kind: '{}' }},", stringify!($name), stringify!($kind));
            )*
        };
    }
    for_each_command!(collect);
    types.visit::<Update>();
    types.visit::<WireError>();

    let mut text = String::from(
        "// Made from crates/service/src/api by crates/service/tests/bindings.rs; do not edit.\n\
         // PENSTOCK_WRITE_BINDINGS=1 cargo test -p penstock-service --test bindings\n\n",
    );
    for declaration in types.declarations.values() {
        text.push_str(declaration);
        text.push('\n');
    }
    let _ = write!(
        text,
        "/** Every command: what it takes, what it answers, and whether a read-only token may call it. */\n\
         export type Commands = {{\n{map}}};\n\n\
         /** The name of a command. */\n\
         export type CommandName = keyof Commands;\n\n\
         /** Every command in the order of the table. */\n\
         export const commands = [\n{kinds}] as const satisfies readonly {{ name: CommandName; kind: 'read' | 'act' | 'admin' }}[];\n"
    );
    indented(&text)
}

/// Two spaces for each brace that is open; those in comments do not count.
fn indented(text: &str) -> String {
    let mut depth = 0_usize;
    let mut made = String::new();
    for line in text.lines().map(str::trim) {
        let comment = line.starts_with(['/', '*']);
        let closing = if line.starts_with(['}', ']']) { 1 } else { 0 };
        let space = if comment && line.starts_with('*') { " " } else { "" };
        let indent = if line.is_empty() { 0 } else { 2 * depth.saturating_sub(closing) };
        let _ = writeln!(made, "{:indent$}{space}{line}", "");
        if !comment {
            depth += line.matches(['{', '[']).count();
            depth = depth.saturating_sub(line.matches(['}', ']']).count());
        }
    }
    made
}

#[test]
fn the_typescript_bindings_are_those_of_the_table() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/api/bindings.ts");
    let made = bindings();
    if std::env::var_os("PENSTOCK_WRITE_BINDINGS").is_some_and(|value| value == "1") {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "ui/src/lib/api/bindings.ts is not what the table says: run with PENSTOCK_WRITE_BINDINGS=1 and commit it"
    );
}

#[test]
fn numbers_and_ids_are_plain_in_typescript() {
    let text = bindings();
    assert!(!text.contains("bigint"), "{text}");
    assert!(text.contains("export type JobId = string;"), "{text}");
}
