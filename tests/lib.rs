//! Whole-product tests live in `app/` and `window/`.
