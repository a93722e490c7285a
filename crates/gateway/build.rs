//! The UI is embedded as it was built: build again when it was built again.

fn main() {
    println!("cargo:rerun-if-changed=../../ui/dist");
}
