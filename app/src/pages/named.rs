//! What the address of a form names. A new form has a name of its own from its first save on: its address changes under the
//! writer's hands, and the page stays what it is, with all its fields.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::ui::action_form;

/// The form of a page, by the names that it had and has.
pub struct Named<T: Send + Sync + 'static> {
    /// By which the page was opened. It changes where the page is to be another one, not where the form only got a name.
    pub opened: Memo<Option<T>>,
    /// All names of the form, the last of which is its own by now; none before it got another one than it was opened by.
    names: RwSignal<Vec<T>>,
}

impl<T: Send + Sync + 'static> Clone for Named<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Named<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Named<T> {
    /// `in_address` reads what the address names; `path` is where a name leads.
    pub fn new(in_address: impl Fn() -> Option<T> + Send + Sync + 'static, path: fn(&T) -> String) -> Self {
        let here = Memo::new(move |_| in_address());
        let names = RwSignal::new(Vec::<T>::new());
        let opened = Memo::new(move |before: Option<&Option<T>>| {
            let now = here.get();
            names.with_untracked(|names| goes_on(names, before.and_then(Option::as_ref), now))
        });
        let (navigate, location) = (use_navigate(), use_location());
        // Who goes a step back comes to addresses of before the first save, too.
        Effect::new(move |_| {
            let Some(here) = here.get() else { return };
            let own = names.with(|names| moved(names, &here).cloned());
            // Who is on the way to another page is not called back.
            let stays = location.pathname.get_untracked() == path(&here);
            if let Some(own) = own.filter(|_| stays) {
                let address = action_form::page(&path(&own), &location.search.get_untracked());
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&address, options);
            }
        });
        Self { opened, names }
    }

    /// The form's own name, where the page was opened by this one.
    pub fn own(self, opened: T) -> T {
        let own = self.names.with_untracked(|names| names.contains(&opened).then(|| names.last().cloned()).flatten());
        own.unwrap_or(opened)
    }

    /// The form is saved under this name.
    pub fn saved_as(self, own: T) {
        let Some(opened) = self.opened.get_untracked() else { return };
        if self.own(opened.clone()) != own {
            self.names.update(|names| rename(names, opened, own));
        }
    }
}

/// By what name the page goes on, when the address names this: under another name of the same form it is the same page.
fn goes_on<T: Clone + PartialEq>(names: &[T], before: Option<&T>, now: Option<T>) -> Option<T> {
    let is_of_form = |name: Option<&T>| name.is_some_and(|name| names.contains(name));
    if is_of_form(before) && is_of_form(now.as_ref()) { before.cloned() } else { now }
}

/// The form's own name, where the address has another one of it.
fn moved<'a, T: PartialEq>(names: &'a [T], here: &T) -> Option<&'a T> {
    names.last().filter(|own| *own != here && names.contains(here))
}

/// The form that was opened by one name has another; what was remembered of another form is forgotten.
fn rename<T: PartialEq>(names: &mut Vec<T>, opened: T, own: T) {
    if !names.contains(&opened) {
        *names = vec![opened];
    }
    names.push(own);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_its_page_under_its_new_name() {
        let mut names = Vec::new();
        assert_eq!(goes_on(&names, None, Some("new")), Some("new"));
        assert_eq!(moved(&names, &"new"), None);
        rename(&mut names, "new", "12");
        // The address follows, and the page that was opened stays.
        assert_eq!(moved(&names, &"new"), Some(&"12"));
        assert_eq!(goes_on(&names, Some(&"new"), Some("12")), Some("new"));
        assert_eq!(moved(&names, &"12"), None);
        // A step back leads to the same form.
        assert_eq!(goes_on(&names, Some(&"new"), Some("new")), Some("new"));
        // Typed over another's save it is one of its own once more.
        rename(&mut names, "new", "15");
        assert_eq!((moved(&names, &"12"), moved(&names, &"new")), (Some(&"15"), Some(&"15")));
        assert_eq!(goes_on(&names, Some(&"new"), Some("15")), Some("new"));
    }

    #[test]
    fn another_form_is_another_page() {
        let mut names = vec!["new", "12"];
        for (before, now) in
            [(Some("new"), Some("7")), (Some("7"), Some("12")), (None, Some("12")), (Some("new"), None)]
        {
            assert_eq!(goes_on(&names, before.as_ref(), now), now, "{before:?}");
        }
        assert_eq!(moved(&names, &"7"), None);
        rename(&mut names, "7", "8");
        assert_eq!(names, ["7", "8"]);
    }
}
