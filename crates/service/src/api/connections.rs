//! Connections: keep, choose, forget and test them.

use super::remote_types::{
    ConnectionInfo, ConnectionRequest, ConnectionTest, SaveConnectionRequest, SecretsOf, StepVerdict,
    TestConnectionRequest, TestStep,
};
use super::types::{NoArgs, NoReply};
use crate::connections::{Connections, EMBEDDED, no_address};
use crate::service::{Caller, blocking};
use crate::{Service, WireError};
use penstock_queue::{ProbeStep, RedisSettings, Verdict};

impl Service {
    /// Every connection, the embedded one first.
    ///
    /// # Errors
    /// When the file that holds them cannot be read.
    pub async fn list_connections(
        &self,
        _caller: &Caller,
        _request: NoArgs,
    ) -> Result<Vec<ConnectionInfo>, WireError> {
        blocking(|| {
            let kept = Connections::of_user()?.read()?;
            let embedded = ConnectionInfo {
                name: EMBEDDED.to_owned(),
                store: penstock_queue::default_file()?.display().to_string(),
                address: None,
                has_secret: false,
                secret_in: None,
                readable_on_the_way: false,
                chosen: kept.chosen.is_none(),
            };
            let others = kept.connections.into_iter().map(|one| ConnectionInfo {
                chosen: kept.chosen.as_ref() == Some(&one.name),
                name: one.name,
                store: one.store,
                address: Some(one.address).filter(|address| !address.is_empty()),
                has_secret: one.secret_in.is_some(),
                secret_in: one.secret_in.map(|place| place.words().to_owned()),
                readable_on_the_way: one.readable_on_the_way,
            });
            Ok(std::iter::once(embedded).chain(others).collect())
        })
        .await
    }

    /// Keeps a connection, or replaces the one with this name.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] for a name or an address that cannot be one.
    pub async fn save_connection(
        &self,
        caller: &Caller,
        request: SaveConnectionRequest,
    ) -> Result<NoReply, WireError> {
        let SaveConnectionRequest { name, url, secrets } = request;
        let actor = caller.actor.clone();
        blocking(move || {
            let connections = Connections::of_user()?;
            let url = match secrets {
                SecretsOf::Url => url,
                SecretsOf::Kept => connections.completed(&name, &url)?,
            };
            connections.save(&name, &url)?;
            connections.note(&actor, "connection-save", &name)
        })
        .await?;
        Ok(NoReply {})
    }

    /// Forgets a connection, with its password. Jobs in its outbox stay.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub async fn delete_connection(
        &self,
        caller: &Caller,
        request: ConnectionRequest,
    ) -> Result<NoReply, WireError> {
        let actor = caller.actor.clone();
        blocking(move || {
            let connections = Connections::of_user()?;
            connections.delete(&request.name)?;
            connections.note(&actor, "connection-delete", &request.name)
        })
        .await?;
        Ok(NoReply {})
    }

    /// The next start of the app opens this connection ([`Service::chosen_store`]). This service stays on
    /// its store: leases, previews and plans belong to it.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub async fn choose_connection(
        &self,
        caller: &Caller,
        request: ConnectionRequest,
    ) -> Result<NoReply, WireError> {
        let actor = caller.actor.clone();
        blocking(move || {
            let connections = Connections::of_user()?;
            connections.choose(&request.name)?;
            connections.note(&actor, "connection-choose", &request.name)
        })
        .await?;
        Ok(NoReply {})
    }

    /// The URL of the connection that a person chose, to open a service with; none is the embedded store.
    ///
    /// # Errors
    /// When the connections or the password cannot be read: a face says so and never opens another store
    /// instead.
    pub async fn chosen_store() -> Result<Option<String>, WireError> {
        blocking(|| {
            let connections = Connections::of_user()?;
            connections.read()?.chosen.map(|name| connections.url(&name)).transpose()
        })
        .await
    }

    /// Tries a connection step by step.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when there is none with this name, [`ErrorCode::BadRequest`] for an address
    /// that cannot be one. A step that fails is in the reply.
    pub async fn test_connection(
        &self,
        caller: &Caller,
        request: TestConnectionRequest,
    ) -> Result<ConnectionTest, WireError> {
        let url = match request {
            TestConnectionRequest::Url(url) => url,
            TestConnectionRequest::Changed { name, url } => {
                blocking(move || Connections::of_user()?.completed(&name, &url)).await?
            }
            TestConnectionRequest::Name(name) => blocking(move || Connections::of_user()?.url(&name)).await?,
        };
        let settings = RedisSettings::parse(&url).map_err(no_address)?;
        let (actor, store) = (caller.actor.clone(), settings.to_string());
        blocking(move || Connections::of_user()?.note(&actor, "connection-test", &store)).await?;
        let steps = Box::pin(penstock_queue::probe(&settings)).await;
        Ok(ConnectionTest {
            usable: steps.iter().all(|step| step.verdict != Verdict::Bad),
            steps: steps.into_iter().map(step).collect(),
        })
    }
}

fn step(step: ProbeStep) -> TestStep {
    TestStep {
        what: step.what.to_owned(),
        verdict: match step.verdict {
            Verdict::Good => StepVerdict::Good,
            Verdict::Warning => StepVerdict::Warning,
            Verdict::Bad => StepVerdict::Bad,
        },
        found: crate::error::sentence(&step.found),
        advice: step.advice,
    }
}
