//! A page that is not there.

use leptos::prelude::*;

use crate::error::ErrorKind;

/// The answer to an unknown address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    super::failure(ErrorKind::NotFound.into())
}
