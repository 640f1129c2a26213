"""The main job with the client of openapi-python-client: contacts, an event, a deal, an answer.

    python job.py BASE KEY
"""

import sys

from seat_dealer_client import AuthenticatedClient
from seat_dealer_client.api.contacts import add_contact, list_contacts
from seat_dealer_client.api.events import add_event, deal
from seat_dealer_client.api.invites import list_invites
from seat_dealer_client.api.log import read_log
from seat_dealer_client.api.rsvp import answer_rsvp
from seat_dealer_client.models import (
    AnsweredEntry,
    Contact,
    Event,
    LogPage,
    NewContact,
    NewEvent,
    PageContact,
    PageInvite,
    Problem,
    Response,
    RsvpAnswer,
    RsvpReply,
    RsvpSeat,
)


def expect(kind, value):
    assert isinstance(value, kind), value
    return value


base, key = sys.argv[1:]
client = AuthenticatedClient(base_url=base, token=key)
for number in (1, 2, 3):
    new = NewContact(name=f"Guest {number}", email=f"py{number}@example.com")
    expect(Contact, add_contact.sync(client=client, body=new))
page = expect(PageContact, list_contacts.sync(client=client, limit=500))
# The items of a page have the type of the thing itself.
assert all(isinstance(item, Contact) for item in page.items)
assert page.next_cursor is None

wrong = expect(Problem, add_event.sync(client=client, body=NewEvent(title="", seats=0)))
assert wrong.code == "invalid-input" and len(wrong.errors) == 2, wrong

event = expect(Event, add_event.sync(client=client, body=NewEvent(title="Dinner", seats=2, quiet_hours=None)))
event = expect(Event, deal.sync(event.id, client=client))
assert event.counts.held == 2, event
invites = expect(PageInvite, list_invites.sync(client=client, event_id=event.id))
token = invites.items[0].rsvp_url.rsplit("/", 1)[-1]
reply = expect(RsvpReply, answer_rsvp.sync(token, client=client, body=RsvpAnswer(response=Response.YES)))
assert reply.seat == RsvpSeat.SEATED, reply

log = expect(LogPage, read_log.sync(event.id, client=client))
# The kind of an entry tells what its `detail` has.
answers = [entry for entry in log.items if isinstance(entry, AnsweredEntry)]
assert [entry.detail.response for entry in answers] == [Response.YES], log
print("openapi-python-client: done")
