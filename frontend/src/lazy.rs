//! Parts of the app that the browser loads when they are opened. A part is the code that only functions with the
//! attribute `wasm_split` reach; such a function returns a function of its part once the part is loaded.

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

use crate::api::ApiError;
use crate::browser::sleep;
use crate::components::page::{LoadError, Loading, PageHead, set_title};
use crate::refetch::Sequence;

/// A function of a part, once the part is loaded.
pub(crate) type Part<F> = LocalBoxFuture<'static, Result<F, ApiError>>;

impl From<SplitLoaderError> for ApiError {
    fn from(_: SplitLoaderError) -> Self {
        Self::PartMissing
    }
}

/// After how many milliseconds the part of a page that could not be loaded is requested again.
const RETRY_DELAY: i32 = 3_000;

/// A page whose part is loaded first. If the part cannot be loaded, the page has a title and a
/// heading all the same. `render` renders it with the function of the part.
pub(crate) fn lazy_page<F: Copy + Send + Sync + 'static>(
    title: &'static str,
    load: fn() -> Part<F>,
    render: impl Fn(F) -> AnyView + Send + 'static,
) -> AnyView {
    let page = RwSignal::new(None);
    let requests = Sequence::new();
    let fetch = move || {
        let request = requests.begin();
        spawn_local(async move {
            loop {
                let loaded = load().await;
                let is_loaded = loaded.is_ok();
                match page.try_with_untracked(|page| page.as_ref().map(Result::is_ok)) {
                    // The host has left the page.
                    None => return,
                    // The host has asked to try again.
                    Some(_) if request.is_overtaken() => return,
                    // The error is shown already, and a screen reader does not read it again.
                    Some(Some(false)) if !is_loaded => {}
                    _ => page.set(Some(loaded)),
                }
                if is_loaded {
                    return;
                }
                sleep(RETRY_DELAY).await;
            }
        });
    };
    fetch();
    let retry = move || {
        page.set(None);
        fetch();
    };
    let content = move || match page.get() {
        Some(Ok(part)) => render(part),
        Some(Err(error)) => {
            set_title(title);
            let message = error.message();
            view! {
                <PageHead title />
                <LoadError message on_retry=retry />
            }
            .into_any()
        }
        None => view! { <Loading /> }.into_any(),
    };
    view! { {move || content()} }.into_any()
}
