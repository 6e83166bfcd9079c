//! Values that are made once and kept in memory.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::Result;

/// Values kept at a time: of the edition in force or of today, and of those looked back at.
const KEPT_MAX: usize = 3;

/// A few values by key, the least lately asked for dropped, so that what is asked for all the time stays whatever else
/// is looked back at; each made once, whoever asks meanwhile waits for it.
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
            let slot = if let Some(at) = slots.iter().position(|(of, _)| *of == key) {
                slots.remove(at)
            } else {
                slots.truncate(KEPT_MAX - 1);
                (key, Arc::default())
            };
            let cell = Arc::clone(&slot.1);
            slots.insert(0, slot);
            cell
        };
        let made = cell.get_or_try_init(async || make().await.map(Arc::new)).await?;
        Ok(Arc::clone(made))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_asked_for_all_the_time_stays() {
        let kept = Kept::<u32, u32>::default();
        let mut made = Vec::new();
        for key in [1, 2, 1, 3, 1, 4, 1, 5, 1, 2] {
            let value = kept.get(key, async || {
                made.push(key);
                Ok(key * 10)
            });
            assert_eq!(*value.await.expect("a value"), key * 10);
        }
        assert_eq!(made, [1, 2, 3, 4, 5, 2]);
    }
}
