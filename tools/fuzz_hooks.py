"""Hooks that tell Schemathesis more about this API than its document; see tools/fuzz-api.

Every second request of an operation names things that exist: an event that is dealing, its invitations, a guest's
link, a sign-in that has been started. An operation that ends an account or a key gets another one to end, so that the
fuzzer's own stays valid. The other requests, and those in sequences, are sent as they were generated.

Of the requests with a precondition, one has none, the next one the ETag that the thing has, and the next one an ETag
that it never had. A request that succeeded with an `Idempotency-Key` is sent again. What the server must not answer
then is a fault in the file of the answers.
"""

import base64
import collections
import hashlib
import hmac
import itertools
import json
import os
import time
import urllib.parse

import requests
import schemathesis
from schemathesis.generation.meta import TestPhase

BASE = os.environ["FUZZ_BASE"]
KEY = os.environ["FUZZ_KEY"]
ANSWERS = os.environ["FUZZ_ANSWERS"]
TWILIO_TOKEN = os.environ["TWILIO_AUTH_TOKEN"]

numbers = itertools.count(1)
calls = collections.Counter()
answers = collections.defaultdict(collections.Counter)
faults = []
checks = collections.Counter()

server = requests.Session()


def ask(method, path, body=None, key=KEY):
    response = server.request(
        method, BASE + path, json=body, headers={"Authorization": f"Bearer {key}"}, timeout=10
    )
    response.raise_for_status()
    return response.json() if response.content else None


def contact():
    number = next(numbers)
    body = {
        "name": f"Guest {number}",
        "phoneNumber": f"+1415{2_000_000 + number}",
        "email": f"guest{number}@example.com",
        "preferredChannel": "byHand",
    }
    return ask("POST", "/api/v1/contacts", body)["id"]


def event():
    body = {"title": "Dinner", "seats": 2, "quietHours": None}
    return ask("POST", "/api/v1/events", body)["id"]


def invite():
    """An invitation that waits to be passed on by hand."""
    return ask("POST", "/api/v1/invites", {"eventId": event(), "contactId": contact()})


def seated():
    """An event with a guest who has a seat."""
    invited = invite()
    ask("PATCH", f"/api/v1/invites/{invited['id']}", {"response": "YES"})
    return invited["eventId"]


def undoable():
    """An import that can be taken back."""
    number = next(numbers)
    text = f"Guest {number}, guest{number}@example.com"
    return ask("POST", "/api/v1/imports", {"text": text, "apply": True})["undo"]["id"]


def webhook():
    """A new webhook; a host can have only ten. Its name leads nowhere."""
    for old in ask("GET", "/api/v1/webhooks")["items"]:
        ask("DELETE", f"/api/v1/webhooks/{old['id']}")
    return ask("POST", "/api/v1/webhooks", {"url": "https://hooks.invalid/"})["id"]


# Of the example of RFC 8291; a browser that does not exist.
BROWSER = {
    "endpoint": "https://push.invalid/",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}


def push_subscription():
    """A push subscription, whose push service has a name that leads nowhere."""
    return ask("POST", "/api/v1/me/push-subscriptions", BROWSER)["id"]


def delivery(hook):
    """The number of a delivery to this webhook, when the server has planned one."""
    event()
    while True:
        found = ask("GET", f"/api/v1/webhooks/{hook}/deliveries")["items"]
        if found:
            return found[0]["number"]
        time.sleep(0.1)


def calendar():
    """The token of the address of the calendar."""
    return ask("POST", "/api/v1/me/calendar")["url"].rsplit("/", 1)[1].removesuffix(".ics")


def token():
    return invite()["rsvpUrl"].rsplit("/", 1)[1]


def callback(email=None):
    """The body that finishes a sign-in: code and state from the provider, and the ticket of its start."""
    body = {"redirectUri": f"{BASE}/login/callback"}
    started = ask("POST", "/api/v1/login/start", body)
    person = {"name": "Ada", "email": email or f"ada{next(numbers)}@example.com"}
    back = server.post(started["authorizationUrl"], person, allow_redirects=False, timeout=10)
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(back.headers["Location"]).query)
    return {"code": query["code"][0], "state": query["state"][0], "ticket": started["ticket"]}


class Leaver:
    """A host for one operation that ends a key or an account."""

    def __init__(self):
        self.email = f"leaver{next(numbers)}@example.com"
        session = ask("POST", "/api/v1/login", callback(self.email))
        self.key = session["authToken"]

    def session(self):
        """The id of another session of this host."""
        ask("POST", "/api/v1/login", callback(self.email))
        sessions = ask("GET", "/api/v1/me/sessions", key=self.key)["items"]
        return next(session["id"] for session in sessions if not session["current"])


leaver = None


def sign(case, path, form):
    text = BASE + path + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(TWILIO_TOKEN.encode(), text.encode(), hashlib.sha1).digest()
    case.headers["X-Twilio-Signature"] = base64.b64encode(digest).decode()
    case.body = form


# The fuzzer's own key, which must stay valid. Schemathesis takes ids for its requests from earlier responses.
OWN_KEY = ask("GET", "/api/v1/api-keys")["items"][0]["id"]


def make_real(case):
    """Replaces generated values with things that exist."""
    label = case.operation.label
    path = case.operation.path
    for name in ("If-Match", "If-None-Match", "Idempotency-Key"):
        case.headers.pop(name, None)
    if label == "POST /api/v1/contacts":
        email = f"guest{next(numbers)}@example.com"
        case.body = {"name": "Guest", "email": email, "tags": ["Book club"]}
    elif label == "POST /api/v1/contacts/batch":
        number = next(numbers)
        case.body = {"items": [{"name": f"Guest {number}", "email": f"guest{number}@example.com"}]}
    elif label == "PATCH /api/v1/contacts/batch":
        case.body = {"contactIds": [contact()], "addTags": ["Choir"]}
    elif label == "POST /api/v1/contacts/batch/deletion":
        case.body = {"contactIds": [contact()]}
    elif label == "POST /api/v1/invites/batch":
        case.body = {"eventId": event(), "contactIds": [contact()]}
    elif path.startswith("/api/v1/contacts/"):
        case.path_parameters["id"] = contact()
    elif label == "POST /api/v1/events/{id}/messages":
        case.path_parameters["id"] = seated()
        case.body = {"to": ["seated"], "text": "Bring a chair"}
    elif path.startswith("/api/v1/events/"):
        # An event with an invitation refuses to be deleted, and refuses some orders of its deck.
        plain = "deck" in path or case.operation.method == "delete"
        case.path_parameters["id"] = event() if plain else invite()["eventId"]
    elif path.startswith("/api/v1/invites/"):
        case.path_parameters["id"] = invite()["id"]
        if label == "POST /api/v1/invites/{id}/by-hand":
            waiting = ask("GET", case.formatted_path)["messages"]
            case.body = {"messages": [message["id"] for message in waiting]}
    elif path.startswith("/api/v1/imports/"):
        case.path_parameters["id"] = undoable()
    elif label == "POST /api/v1/webhooks":
        webhook()
        case.body = {"url": "https://hooks.invalid/", "kinds": ["answered"]}
    elif path.startswith("/api/v1/webhooks/"):
        case.path_parameters["id"] = webhook()
        if "n" in case.path_parameters:
            case.path_parameters["n"] = delivery(case.path_parameters["id"])
        if case.operation.method == "patch":
            case.body = {"kinds": None, "paused": True}
    elif label == "GET /api/v1/calendar/{token}.ics":
        case.path_parameters["token"] = calendar()
    elif label == "DELETE /api/v1/me/calendar":
        calendar()
    elif path.startswith("/api/v1/rsvp/"):
        case.path_parameters["token"] = token()
    elif label == "GET /api/v1/invites":
        case.query = {"eventId": invite()["eventId"]}
    elif label == "POST /api/v1/invites":
        case.body = {"eventId": event(), "contactId": contact()}
    elif label == "DELETE /api/v1/api-keys/{id}":
        case.path_parameters["id"] = ask("POST", "/api/v1/api-keys", {"name": "to go"})["id"]
    elif label == "POST /api/v1/login/start":
        case.body = {"redirectUri": f"{BASE}/login/callback"}
    elif label == "POST /api/v1/login":
        case.body = callback()
    elif label == "POST /api/v1/me/push-subscriptions":
        case.body = BROWSER
    elif path == "/api/v1/me/push-subscriptions/{id}":
        case.path_parameters["id"] = push_subscription()
    elif label == "DELETE /api/v1/me/sessions/{id}":
        case.path_parameters["id"] = leaver.session()
    elif label == "POST /api/v1/me/deletion":
        case.body = {"email": leaver.email}
    elif label == "POST /webhooks/twilio/inbound":
        form = {"From": "+14152000001", "Body": "Yes", "MessageSid": f"SM{next(numbers):032x}"}
        sign(case, path, form)
    elif label == "POST /webhooks/twilio/status":
        sign(case, path, {"MessageSid": f"SM{next(numbers):032x}", "MessageStatus": "sent"})


def with_header(name):
    """The operations that take a header."""
    paths = server.get(f"{BASE}/openapi.json", timeout=10).json()["paths"]
    return {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        if name in (parameter.get("name") for parameter in operation.get("parameters", []))
    }


CONDITIONAL = with_header("If-Match")
REPEATABLE = with_header("Idempotency-Key")
UNKNOWN_ETAG = '"of nothing"'
# How the idempotency keys of the requests begin that name things that exist.
OURS = "of the hooks "
own_etags = set()


def set_precondition(case):
    """Gives a request to something that exists an ETag: none, its own, or one of nothing, in turns."""
    label = case.operation.label
    turn = calls[label] // 2 % 3
    if turn == 0:
        # What is dealt is what the preview has shown.
        seen = case.formatted_path.replace("/deal", "/preview")
        response = server.get(BASE + seen, headers={"Authorization": f"Bearer {KEY}"}, timeout=10)
        own_etags.add(response.headers["ETag"])
        case.headers["If-Match"] = response.headers["ETag"]
    elif turn == 1:
        case.headers["If-Match"] = UNKNOWN_ETAG


def check_precondition(label, response):
    etag = response.request.headers["If-Match"]
    is_own = etag in own_etags
    checks[f"with {'the current' if is_own else 'an unknown'} ETag in If-Match"] += 1
    if response.status_code == 412 if is_own else response.status_code < 300:
        faults.append(f"{label}: {response.status_code} with If-Match: {etag}")


def repeat(label, response):
    """Sends a request that has succeeded again. The server must answer with what it has kept."""
    checks["repeated with the same Idempotency-Key"] += 1
    again = server.send(response.request.copy(), timeout=10)
    same = (again.status_code, again.content) == (response.status_code, response.content)
    if not same or again.headers.get("Idempotency-Replayed") != "true":
        faults.append(f"{label}: {response.status_code}, then {again.status_code} when it was repeated")


ENDS_THE_KEY = {
    "POST /api/v1/logout",
    "POST /api/v1/me/deletion",
    "DELETE /api/v1/me/sessions",
    "DELETE /api/v1/me/sessions/{id}",
}


def lead_nowhere(body, name, address):
    """The server must not send anything to a name that was made up."""
    url = body.get(name) if isinstance(body, dict) else None
    if str(url).strip().lower().startswith("https:"):
        body[name] = address


@schemathesis.hook
def before_call(context, case, kwargs):
    global leaver
    label = case.operation.label
    ends = label in ENDS_THE_KEY
    if ends and leaver is None:
        leaver = Leaver()
    calls[label] += 1
    if label.endswith("/webhooks") or label == "PATCH /api/v1/webhooks/{id}":
        lead_nowhere(case.body, "url", "https://hooks.invalid/")
    if label == "POST /api/v1/me/push-subscriptions":
        lead_nowhere(case.body, "endpoint", BROWSER["endpoint"])
    if label == "DELETE /api/v1/api-keys/{id}" and case.path_parameters.get("id") == OWN_KEY:
        case.path_parameters["id"] = "of nobody"
    # A sequence creates the things that it uses.
    if calls[label] % 2 == 0 and case.meta.phase.name != TestPhase.STATEFUL:
        make_real(case)
        if label in CONDITIONAL:
            set_precondition(case)
        if label in REPEATABLE:
            case.headers["Idempotency-Key"] = f"{OURS}{next(numbers)}"
    case.headers["Authorization"] = f"Bearer {leaver.key if ends else KEY}"


@schemathesis.hook
def after_call(context, case, response):
    global leaver
    label = case.operation.label
    if label in ENDS_THE_KEY and response.status_code < 300:
        leaver = None
    answers[label][response.status_code] += 1
    headers = response.request.headers
    if headers.get("If-Match") in own_etags | {UNKNOWN_ETAG}:
        check_precondition(label, response)
    if headers.get("Idempotency-Key", "").startswith(OURS) and response.status_code < 300:
        repeat(label, response)
    with open(ANSWERS, "w") as file:
        json.dump({"answers": answers, "checks": checks, "faults": faults}, file)
