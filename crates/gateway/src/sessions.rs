//! Browsers that have shown a token once and go on with a cookie, which no script of a page can read.
//!
//! A session lives in memory, so a restart of the server ends it, and so does revoking its token. Where a
//! cookie comes from is checked more strictly than for a token: a browser sends it by itself.

use crate::tokens::{TokenError, Visitor, fresh, hash};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A session that nobody used for so long is over.
const IDLE: Duration = Duration::from_secs(12 * 3600);
/// Sessions at once; with more, the one that was idle longest ends.
const MOST: usize = 256;

struct Session {
    visitor: Visitor,
    used_at: Instant,
}

/// The open sessions, by the hash of what stands in their cookie.
pub(crate) struct Sessions {
    cookie: String,
    open: Mutex<HashMap<[u8; 32], Session>>,
}

impl Sessions {
    /// None yet. Cookies know no ports, so two servers of one computer use two names.
    pub(crate) fn new(port: u16) -> Self {
        Self { cookie: format!("penstock_{port}"), open: Mutex::default() }
    }

    /// Opens one; the `Set-Cookie` for it. `secure` when the browser came over TLS.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub(crate) fn open(&self, visitor: Visitor, secure: bool, now: Instant) -> Result<String, TokenError> {
        let secret = fresh()?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, session| now.duration_since(session.used_at) < IDLE);
        if open.len() >= MOST
            && let Some(oldest) = open.iter().min_by_key(|(_, session)| session.used_at).map(|(key, _)| *key)
        {
            open.remove(&oldest);
        }
        open.insert(hash(&secret), Session { visitor, used_at: now });
        Ok(self.header(&secret, IDLE.as_secs(), secure))
    }

    /// Whom this `Cookie` header stands for, if anybody.
    pub(crate) fn visitor(&self, cookies: &str, now: Instant) -> Option<Visitor> {
        let key = self.key(cookies)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let session = open.get_mut(&key).filter(|session| now.duration_since(session.used_at) < IDLE)?;
        session.used_at = now;
        Some(session.visitor.clone())
    }

    /// Ends the session of this `Cookie` header; the `Set-Cookie` that makes a browser forget it.
    pub(crate) fn close(&self, cookies: &str) -> String {
        if let Some(key) = self.key(cookies) {
            self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        }
        self.header("", 0, false)
    }

    fn key(&self, cookies: &str) -> Option<[u8; 32]> {
        let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        let mut secrets = pairs.filter(|(name, _)| *name == self.cookie).map(|(_, secret)| secret);
        secrets.find(|secret| secret.len() == 64).map(hash)
    }

    fn header(&self, secret: &str, seconds: u64, secure: bool) -> String {
        let secure = if secure { "; Secure" } else { "" };
        format!("{}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}", self.cookie)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::TokenKind;

    fn visitor(name: &str) -> Visitor {
        Visitor { name: name.to_owned(), kind: TokenKind::Operate }
    }

    fn pair(header: &str) -> String {
        header.split(';').next().unwrap().to_owned()
    }

    #[test]
    fn a_cookie_opens_what_its_token_opened_until_it_is_idle_or_closed() {
        let sessions = Sessions::new(5000);
        let now = Instant::now();
        let header = sessions.open(visitor("tablet"), true, now).unwrap();
        assert!(header.contains("HttpOnly; SameSite=Strict; Secure"), "{header}");
        let cookies = format!("other=1; {}", pair(&header));
        assert_eq!(sessions.visitor(&cookies, now), Some(visitor("tablet")));
        assert_eq!(sessions.visitor("penstock_5000=; penstock_5001=x", now), None);
        assert_eq!(sessions.visitor(&cookies, now + IDLE), None);
        assert!(sessions.close(&cookies).contains("Max-Age=0"));
        assert_eq!(sessions.visitor(&cookies, now), None);
    }

    #[test]
    fn the_session_that_was_idle_longest_makes_room() {
        let sessions = Sessions::new(5000);
        let start = Instant::now();
        let first = sessions.open(visitor("first"), false, start).unwrap();
        for number in 0..MOST {
            let later = start + Duration::from_secs(1 + number as u64);
            sessions.open(visitor("later"), false, later).unwrap();
        }
        assert_eq!(sessions.visitor(&pair(&first), start), None);
    }
}
