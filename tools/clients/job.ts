// The main job with the client that openapi-typescript and openapi-fetch make: contacts, an event, a deal, an answer.
//
//     node generated/js/job.js BASE KEY

import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema.ts";

declare const process: { argv: string[] };

const [base = "", key = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: base, headers: { Authorization: `Bearer ${key}` } });

type Contact = components["schemas"]["Contact"];
type LogEntry = components["schemas"]["LogEntry"];

function must<T>(data: T | undefined, error: unknown): T {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

function expect(is: boolean, what: string): void {
  if (!is) throw new Error(`expected ${what}`);
}

const name = (contact: Contact): string => contact.name;

for (const number of [1, 2, 3]) {
  const body = { name: `Guest ${number}`, email: `ts${number}@example.com`, phoneNumber: null, preferredChannel: null };
  const added = await client.POST("/api/v1/contacts", { body });
  expect(added.response.headers.get("location")?.endsWith(must(added.data, added.error).id) ?? false, "a location");
}
const contacts = await client.GET("/api/v1/contacts", { params: { query: { limit: 500 } } });
const page = must(contacts.data, contacts.error);
// The items of a page have the type of the thing itself.
expect(page.items.map(name).includes("Guest 1"), "Guest 1");
expect(page.nextCursor === null, "one page");

const wrong = await client.POST("/api/v1/events", { body: { title: "", seats: 0 } });
expect(wrong.error?.code === "invalid-input", "a code");
expect(wrong.error?.errors?.length === 2, "two fields");

const made = await client.POST("/api/v1/events", { body: { title: "Dinner", seats: 2, quietHours: null } });
const id = must(made.data, made.error).id;
const path = { path: { id } };
const preview = await client.GET("/api/v1/events/{id}/preview", { params: path });
expect(must(preview.data, preview.error).now.length === 2, "two cards");
const dealt = await client.POST("/api/v1/events/{id}/deal", { params: path });
expect(must(dealt.data, dealt.error).counts.held === 2, "two seats held");
const invites = await client.GET("/api/v1/invites", { params: { query: { eventId: id } } });
const first = must(must(invites.data, invites.error).items[0], "an invitation");
const token = first.rsvpUrl.split("/").pop() ?? "";
const answered = await client.POST("/api/v1/rsvp/{token}", { params: { path: { token } }, body: { response: "YES" } });
expect(must(answered.data, answered.error).seat === "seated", "a seat");
const recorded = await client.GET("/api/v1/invites/{id}", { params: { path: { id: first.id } } });
expect(must(recorded.data, recorded.error).response === "YES", "the answer");

// The kind of an entry tells what its `detail` has.
function seat(entry: LogEntry): string | null {
  return entry.kind === "answered" ? entry.detail.seat : null;
}
const log = await client.GET("/api/v1/events/{id}/log", { params: path });
const seats = must(log.data, log.error).items.map(seat);
expect(seats.includes("seated"), "an entry of the answer");
console.log("openapi-typescript: done");
