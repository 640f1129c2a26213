/** An API client, for test data that would be tedious to enter by hand. */

export type Contact = { id: string; name: string; email: string | null };
export type NewContact = { name: string; email?: string; phoneNumber?: string; priority?: number; partySize?: number };

export type Event = {
  id: string;
  title: string;
  status: string;
  counts: { seated: number; held: number; open: number; standby: number; deck: number };
};
export type NewEvent = {
  title: string;
  seats: number;
  description?: string;
  startsAt?: string;
  dealUntil?: string;
  timeZone?: string;
  location?: string;
  tags?: string[];
  handSize?: number;
  responseWindowMinutes?: number;
  partyLimit?: number;
  byHand?: boolean;
  question?: string;
  quietHours?: { from: string; to: string } | null;
};

export type Invite = {
  id: string;
  contact: Contact;
  status: string;
  response: string | null;
  seat: string;
  note: string | null;
  companions: string[];
  diet: string | null;
  rsvpUrl: string;
};

export class Api {
  readonly #base: string;
  readonly #key: string;

  constructor(base: string, key: string) {
    this.#base = base;
    this.#key = key;
  }

  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.#base}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  addContact(contact: NewContact): Promise<Contact> {
    return this.request("POST", "contacts", contact);
  }

  /** Adds contacts in this order. */
  async addContacts(contacts: NewContact[]): Promise<Contact[]> {
    const added = [];
    for (const contact of contacts) added.push(await this.addContact(contact));
    return added;
  }

  /** Adds an event that is dealt at any hour. */
  addEvent(event: NewEvent): Promise<Event> {
    return this.request("POST", "events", { quietHours: null, ...event });
  }

  event(id: string): Promise<Event> {
    return this.request("GET", `events/${id}`);
  }

  changeEvent(id: string, change: Partial<NewEvent>): Promise<Event> {
    return this.request("PATCH", `events/${id}`, change);
  }

  deal(id: string): Promise<unknown> {
    return this.request("POST", `events/${id}/deal`);
  }

  cancel(id: string): Promise<unknown> {
    return this.request("POST", `events/${id}/cancel`);
  }

  async invites(event: string): Promise<Invite[]> {
    const page = await this.request<{ items: Invite[] }>("GET", `invites?eventId=${event}`);
    return page.items;
  }

  withdraw(invite: string): Promise<unknown> {
    return this.request("PATCH", `invites/${invite}`, { status: "withdrawn" });
  }

  record(invite: string, response: string): Promise<unknown> {
    return this.request("PATCH", `invites/${invite}`, { response });
  }
}
