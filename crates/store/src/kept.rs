//! Values that are made once and kept in memory.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::Result;

/// Values kept at a time: of the edition in force or of today, and of those looked back at.
const KEPT_MAX: usize = 3;

/// A few values by key, the least lately made dropped; each made once, whoever asks meanwhile waits for it.
pub(crate) struct Kept<K, V>(Mutex<Vec<Slot<K, V>>>);

type Slot<K, V> = (K, Arc<OnceCell<Arc<V>>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    pub(crate) async fn get(&self, key: K, make: impl AsyncFnOnce() -> Result<V>) -> Result<Arc<V>> {
        let cell = {
            let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, cell)) = slots.iter().find(|(of, _)| *of == key) {
                Arc::clone(cell)
            } else {
                slots.truncate(KEPT_MAX - 1);
                slots.insert(0, (key, Arc::default()));
                Arc::clone(&slots[0].1)
            }
        };
        let made = cell.get_or_try_init(async || make().await.map(Arc::new)).await?;
        Ok(Arc::clone(made))
    }
}
