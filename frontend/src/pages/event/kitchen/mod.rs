//! `/events/{id}/kitchen`: who comes and what they eat, on one page to print.

mod same;

use futures_util::future::join;
use leptos::prelude::*;
use seat_dealer_api_types::{Event, HostList, Invite, Response};

use super::invitations::Group;
use super::invitations::labels::{DETAILS, guest_details, response_label};
use super::labels::date_and_place;
use crate::api::use_api;
use crate::browser;
use crate::components::button::Button;
use crate::components::page::{LoadState, enter_page, set_title};
use crate::phone;
use crate::refetch::Refetch;
use crate::sse::refetch_on_change;
use same::{Same, joined};

/// The page of the event with this id.
#[component]
pub(in crate::pages) fn KitchenPage(id: String) -> impl IntoView {
    enter_page("Kitchen sheet");
    let api = use_api();
    let back = format!("/events/{id}");
    let sheet = RwSignal::new(None::<(Event, Vec<Invite>)>);
    let loaded = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let refetch = Refetch::new(move || {
        let responses = join(api.event(&id), api.invites(&id));
        async move {
            match responses.await {
                (Ok(event), Ok(invites)) => {
                    failure.set(None);
                    set_title(&format!("Kitchen sheet of {}", event.title));
                    sheet.set(Some((event, invites)));
                    loaded.set(true);
                }
                (Err(error), _) | (_, Err(error)) => failure.set(Some(error.message())),
            }
        }
    });
    refetch.now();
    refetch_on_change(api, HostList::Events, refetch);
    let content = move || {
        sheet.with(|sheet| {
            let (event, invites) = sheet.as_ref()?;
            Some(content(event, invites))
        })
    };
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Kitchen sheet"</h1>
            <div class="page-actions">
                <a class="button" href=back>
                    "Back to the event"
                </a>
                <Button class="button button-primary" label="Print" on_click=browser::print />
            </div>
        </div>
        <LoadState loaded failure on_retry=move || refetch.soon() />
        {move || content()}
    }
}

/// The sheet.
fn content(event: &Event, invites: &[Invite]) -> AnyView {
    let group = |group| {
        let mut guests: Vec<_> = invites
            .iter()
            .filter(|invite| Group::of(invite) == group)
            .collect();
        // The order of the invitations is the host's secret, and others read what is printed.
        guests.sort_by_key(|invite| invite.contact.name.to_lowercase());
        guests
    };
    let coming = group(Group::Coming);
    let said = |words: fn(&Invite) -> Option<&str>| {
        let coming = coming.iter();
        joined(coming.map(|invite| {
            let words = words(invite).unwrap_or_default();
            (invite.contact.name.as_str(), words)
        }))
    };
    let diets = said(|invite| invite.diet.as_deref());
    let diets = counts("Diets", &diets, "No diets are known.");
    let answers = event.question.as_deref().map(|question| {
        let answers = said(|invite| invite.answer_to_question.as_deref());
        counts(question, &answers, "Nobody has answered it.")
    });
    let others = [
        ("On standby", group(Group::Standby)),
        ("Maybe", group(Group::Maybe)),
    ];
    let others = others
        .into_iter()
        .filter(|(_, guests)| !guests.is_empty())
        .map(|(title, guests)| {
            view! {
                <section class="panel kitchen kitchen-small" aria-label=title>
                    <h2>{title}</h2>
                    {list(&guests)}
                </section>
            }
            .into_any()
        });
    let others: Vec<_> = others.collect();
    view! {
        <p class="kitchen-event">
            <strong>{event.title.clone()}</strong>
            " · "
            {date_and_place(event)}
        </p>
        <p class="kitchen-people">{people(&coming)}</p>
        {diets}
        {answers}
        <section class="panel kitchen" aria-label="Coming">
            <h2>"Coming"</h2>
            {list(&coming)}
        </section>
        {others}
    }
    .into_any()
}

/// How many come, in words.
fn people(coming: &[&Invite]) -> String {
    let seats: u32 = coming.iter().map(|invite| invite.party_size).sum();
    let probably: u32 = coming
        .iter()
        .filter(|invite| invite.response == Some(Response::Probably))
        .map(|invite| invite.party_size)
        .sum();
    let come = match seats {
        0 => return "Nobody has a seat yet.".to_owned(),
        1 => "1 guest comes".to_owned(),
        seats => format!("{seats} guests come"),
    };
    match probably {
        0 => format!("{come}."),
        _ => format!("{come}, {probably} of them probably."),
    }
}

/// What guests say, with the number of those who say the same and their names.
fn counts(title: &str, said: &[Same], empty: &'static str) -> AnyView {
    let line = |same: &Same| {
        view! {
            <li>
                <strong>{same.names.len()} " × " {same.words.clone()}</strong>
                " "
                <span class="hint">{same.names.join(", ")}</span>
            </li>
        }
        .into_any()
    };
    let lines: Vec<_> = said.iter().map(line).collect();
    let content = if lines.is_empty() {
        view! { <p class="hint">{empty}</p> }.into_any()
    } else {
        view! { <ul>{lines}</ul> }.into_any()
    };
    view! {
        <section class="panel kitchen" aria-label=title.to_owned()>
            <h2>{title.to_owned()}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// The guests with all that the kitchen has to know of them, and a way to reach them.
fn list(guests: &[&Invite]) -> AnyView {
    let row = |invite: &&Invite| {
        let response = invite.response.map(response_label);
        let party = (invite.party_size > 1).then(|| format!(" · {} people", invite.party_size));
        let details = DETAILS.into_iter().zip(guest_details(invite));
        let details: Vec<_> = details
            .filter(|(_, text)| !text.is_empty())
            .map(|(label, text)| view! { <p>{label} ": " {text}</p> }.into_any())
            .collect();
        let phone = invite.contact.phone_number.clone().map(|number| {
            let href = format!("tel:{number}");
            view! {
                <a class="way" href=href>
                    {phone::grouped(&number)}
                </a>
            }
            .into_any()
        });
        view! {
            <li class="kitchen-guest">
                <div>
                    <strong>{invite.contact.name.clone()}</strong>
                    <p class="hint">{response} {party}</p>
                </div>
                <div class="kitchen-details">{details}</div>
                {phone}
            </li>
        }
        .into_any()
    };
    let rows: Vec<_> = guests.iter().map(row).collect();
    view! { <ul class="kitchen-guests">{rows}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::event::invitations::labels::tests::invite;
    use seat_dealer_api_types::{InvitationStatus, Seat};

    #[test]
    fn people_are_counted_with_their_parties() {
        let guest = |response, party_size| Invite {
            party_size,
            ..invite(InvitationStatus::Answered, Some(response), Seat::Seated)
        };
        let (one, two) = (guest(Response::Yes, 1), guest(Response::Probably, 2));
        assert_eq!(people(&[]), "Nobody has a seat yet.");
        assert_eq!(people(&[&one]), "1 guest comes.");
        assert_eq!(people(&[&one, &two]), "3 guests come, 2 of them probably.");
    }
}
