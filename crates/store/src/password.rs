//! Passwords: argon2id on blocking threads, as many at once as there are cores, so that a burst of sign-ins neither
//! stalls the server nor takes its memory (19 MiB each).

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::{OnceCell, Semaphore};

use crate::{Error, Result};

/// The longest password that is hashed, in bytes: longer ones are refused rather than paid for.
pub(crate) const PASSWORD_BYTES_MAX: usize = 256;

pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    /// The hash that an unknown name is checked against, so that it takes as long as a known one.
    decoy: OnceCell<String>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { turns: Arc::new(Semaphore::new(cores)), decoy: OnceCell::new() }
    }
}

impl Passwords {
    pub(crate) async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.in_turn(move || {
            let hash = Argon2::default().hash_password(password.as_bytes());
            hash.map(|hash| hash.to_string()).map_err(|error| Error::Password(error.to_string()))
        })
        .await
    }

    /// Whether the password is the one of the hash. Without a hash the answer is no, after as much work.
    pub(crate) async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let decoy = self.decoy.get_or_try_init(|| self.hash("no password has this hash")).await?;
        let (known, hash) = (hash.is_some(), hash.unwrap_or(decoy).to_owned());
        let password = password.to_owned();
        self.in_turn(move || {
            let parsed = PasswordHash::new(&hash).map_err(|error| Error::Password(error.to_string()))?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|error| Error::Password(error.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(|error| Error::Password(error.to_string()))?
    }
}
