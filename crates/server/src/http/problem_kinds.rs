//! The kinds of problems and of field errors, by their codes. Each kind of problem has a page, to which its
//! `type` leads.

/// A kind of problem.
pub struct ProblemKind {
    /// The code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The kind in a few words.
    pub title: &'static str,
    /// What it means and what to do, for programmers.
    pub text: &'static str,
}

macro_rules! problem_kinds {
    ($($status:literal $code:literal: $title:literal, $text:literal;)+) => {
        /// All kinds of problems.
        pub const PROBLEM_KINDS: &[ProblemKind] = &[
            $(ProblemKind { code: $code, status: $status, title: $title, text: $text },)+
        ];
    };
}

problem_kinds! {
    400 "unreadable": "The request cannot be parsed",
        "The body is empty, broken off, or not JSON. Send one JSON object.";
    401 "unauthorized": "Not signed in",
        "There is no key, or it is unknown, revoked or expired. Send `Authorization: Bearer KEY` with a valid key.";
    401 "no-longer-allowed": "Not signed in",
        "The host of the key may not use this server any more. Ask whoever runs it.";
    401 "sign-in": "The sign-in has failed",
        "The sign-in failed. The status says whose fault it is: 401 and 403 that of the identity, 400 that of the \
         request, 502 and 503 that of the provider. Start again with `POST /api/v1/login/start`.";
    403 "not-allowed": "The sign-in has failed",
        "The host who signed in may not use this server. Ask whoever runs it.";
    403 "forbidden": "Not allowed",
        "The request is not signed by the provider.";
    403 "insufficient-scope": "Not allowed",
        "The key has not the scope that the operation needs: `read` for `GET`, `account` for keys, sessions and the \
         export, and `write` for everything else. Use another key.";
    403 "session-needed": "Not allowed",
        "No API key can close the account or sign out. Do it in the app.";
    403 "wider-key": "Not allowed",
        "An API key cannot make a key with more scopes than it has, or one that is valid for longer.";
    404 "not-found": "Not found",
        "There is nothing under this address, or it belongs to another host.";
    405 "method-not-allowed": "Method not allowed",
        "The address does not take this method. The header `Allow` lists those that it takes.";
    408 "too-slow": "The body did not arrive in time",
        "The body came too slowly. Send it again, without pauses.";
    409 "event-cancelled": "Not possible right now",
        "The event is cancelled.";
    409 "event-begun": "Not possible right now",
        "The event has begun.";
    409 "event-long-past": "Not possible right now",
        "The event was more than two weeks ago, so its guests are no longer written to.";
    409 "nobody-to-tell": "Not possible right now",
        "No guest whom the message is for can be told: nobody is in these groups, or nobody of them can be reached.";
    409 "too-long-for-texts": "Not possible right now",
        "A guest would get the message by text message, which has room for 480 characters; an emoji takes two or more. Shorten it.";
    409 "deal-until-passed": "Not possible right now",
        "The event deals no more since `dealUntil`. Change or clear `dealUntil` first.";
    409 "not-dealing": "Not possible right now",
        "An event that has never dealt cannot be paused.";
    409 "seats-taken": "Not possible right now",
        "An event cannot have fewer seats than are taken and held. Withdraw invitations first.";
    409 "no-open-seat": "Not possible right now",
        "All seats are taken or held. Add a seat, or withdraw an invitation.";
    409 "quiet-until-begin": "Not possible right now",
        "It is quiet time until the event begins, so that no message could be sent. Change `quietHours`.";
    409 "already-invited": "Not possible right now",
        "The contact has an invitation to this event.";
    409 "contact-unreachable": "Not possible right now",
        "No channel to the contact is left: each has failed, or the contact has opted out of it.";
    409 "channel-rests": "Not possible right now",
        "Nothing is sent by this channel until the host deals again. Deal again, or send the message by hand.";
    409 "nothing-to-hand-over": "Not possible right now",
        "No message to this guest waits to be passed on by hand.";
    409 "no-message": "Not possible right now",
        "The guest knows of no seat and is not told that the invitation is withdrawn. Withdraw it without a text.";
    409 "no-room-for-party": "Not possible right now",
        "The guest has seats and asks for more than are open. They keep those that they have.";
    409 "asked-too-often": "Not possible right now",
        "The guest has asked for more seats several times today. Nothing has changed; try again tomorrow.";
    409 "contact-exists": "Not possible right now",
        "The host has a contact with this name and phone number, whose id is `existingId`. Change that one, or \
         use another name.";
    409 "external-id-taken": "Not possible right now",
        "Another contact, or another event, has this `externalId`; its id is `existingId`.";
    409 "event-has-guests": "Not possible right now",
        "The event has invitations. Cancel it first, so that the guests are told; then delete it.";
    409 "conflicting-changes": "Not possible right now",
        "Two changes at the same time do not fit together. Read the event again.";
    409 "too-many-webhooks": "Not possible right now",
        "A host has at most 10 webhooks. Delete one first.";
    409 "too-many-push-subscriptions": "Not possible right now",
        "A host has at most 20 push subscriptions. Delete one first.";
    409 "webhook-paused": "Not possible right now",
        "The webhook is paused. Set `paused` to `false`; it then sends everything that it has not delivered.";
    409 "idempotency-in-progress": "Not possible right now",
        "The first request with this `Idempotency-Key` is not answered yet. Try again in a moment.";
    409 "conflict": "Not possible right now",
        "The state of things does not allow the request. `detail` says why.";
    410 "invitation-withdrawn": "The invitation was withdrawn",
        "The invitation was withdrawn. A host gets this code with the status 409.";
    412 "changed-meanwhile": "Changed in the meantime",
        "It has changed since it was read, so nothing was done. `current` is what is there now, and `ETag` its ETag.";
    413 "too-large": "The body is too large",
        "The body is larger than `detail` says. Send less at once.";
    414 "address-too-long": "The address is too long",
        "The address with its query is longer than 8 KB.";
    415 "not-json": "The body is not JSON",
        "Send JSON, with `Content-Type: application/json`.";
    415 "no-address-book": "The body is not an address book",
        "Send JSON, or a file as `text/csv`, `text/vcard`, `text/plain` or `application/octet-stream`.";
    415 "encoded": "The body is encoded",
        "The body has a `Content-Encoding`. Send it as it is.";
    422 "invalid-input": "A field is invalid",
        "Fields of the body or of the query are wrong. `errors` lists them, each with a `code`.";
    422 "idempotency-key-reused": "The idempotency key is used already",
        "The `Idempotency-Key` was sent with another request in the last 24 hours. Make a new one for each request.";
    422 "party-limit": "A field is invalid",
        "The party is larger than the invitation allows.";
    429 "too-many-requests": "Too many requests",
        "Wait as many seconds as the header `Retry-After` says.";
    431 "fields-too-long": "The header fields are too long",
        "All header fields together are longer than 16 KB.";
    500 "internal": "An internal error",
        "The server has a defect, which its log describes. Try again; report it if it stays.";
    503 "unavailable": "Not available",
        "The database does not answer. Try again after as many seconds as the header `Retry-After` says.";
}

/// The codes of field errors, and what they mean.
pub const FIELD_CODES: [(&str, &str); 12] = [
    (
        "required",
        "The field is missing, or one of several must be given.",
    ),
    ("unknown-field", "There is no such field or parameter."),
    ("duplicate-field", "The field is given more than once."),
    (
        "wrong-type",
        "The value has another JSON type than the field.",
    ),
    (
        "unknown-value",
        "The value is none of those that the field takes.",
    ),
    (
        "invalid-value",
        "The value has the wrong form, or is too long, too small or too large.",
    ),
    ("too-many-items", "The list is too long."),
    ("duplicate-item", "The list contains something twice."),
    (
        "already-exists",
        "There is such a contact already; in a request for many contacts.",
    ),
    (
        "unknown-reference",
        "The value names something that does not exist.",
    ),
    (
        "contradiction",
        "The value does not go with that of another field.",
    ),
    (
        "party-limit",
        "The party is larger than the invitation allows.",
    ),
];

/// The kind with this code.
pub(crate) fn kind_of(code: &str) -> Option<&'static ProblemKind> {
    PROBLEM_KINDS.iter().find(|kind| kind.code == code)
}
