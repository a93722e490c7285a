//! What tests share: builders, throw-away stores, and waiting on conditions.
//!
//! Every test makes its own [`Place`]: nothing is shared between tests, and nothing stays behind.

mod place;
mod plate;
mod proxy;
mod python;
mod redis_server;
mod s3_server;

pub use penstock_queue::conformance::{actor, eventually, new_job, worker};
pub use place::Place;
pub use plate::plate;
pub use proxy::Proxy;
pub use python::Python;
pub use redis_server::RedisServer;
pub use s3_server::S3Server;
