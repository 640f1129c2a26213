import { type Page, expect } from "@playwright/test";
import type { Api, Event } from "./api.ts";
import { EventPage } from "./event-page.ts";
import { Host } from "./host.ts";
import { eveningUtc, people, phone } from "./people.ts";

/** Checks the current screen. `isPage` is false for a dialog, which keeps the title of the page. */
export type Look = (name: string, isPage: boolean) => Promise<void>;

/** Opens every screen, from the front page to an unknown guest link. */
export async function walk(page: Page, api: Api, tag: string, look: Look): Promise<void> {
  const host = new Host(page, "Ada Lovelace", `ada-${tag}@example.org`);
  await signInScreens(host, look);
  await emptyScreens(host, look);
  const events = await prepare(api, tag);
  await listScreens(host, look);
  await eventScreens(host, events, look);
  await settingsScreens(host, look);
  await wrongAddresses(host, look);
  await guestScreens(page, api, events, look);
  // Messages of other tests would reload the page while it is looked at.
  await page.route("**/dev/messages.json", async (route) => {
    const newest = await page.locator("article").first().getAttribute("id");
    await route.fulfill({ json: [{ id: newest }] });
  });
  await page.goto("/dev/messages");
  await expect(host.heading("Development mailbox")).toBeVisible();
  await look("the development mailbox", true);
}

type Events = { draft: Event; dealing: Event; cancelled: Event };

/** People with names long and short, and an event of each kind. */
async function prepare(api: Api, tag: string): Promise<Events> {
  const names = ["Bea", "Cleo", "Dora", "Emil", "Finn", "Gus", "Hugo", "Ida"];
  const [, , , , , , hugo] = await api.addContacts(people(tag, ...names));
  await api.addContact({ name: "Maximiliane".repeat(11).slice(0, 120), phoneNumber: phone(tag) });
  const location = "Lindenstraße 4, Berlin";
  const description = "Doors open at half past six.\nBring nothing but appetite.";
  const usual = { seats: 4, startsAt: eveningUtc(10), location, description };
  const draft = await api.addEvent({ ...usual, title: "Draft of a dinner" });
  await api.request("PUT", `events/${draft.id}/deck`, { inviteFirst: [hugo?.id], exclude: [] });

  const dealing = await api.addEvent({
    ...usual,
    title: "Goose and red cabbage",
    handSize: 6,
    question: "Fish or mushrooms?",
  });
  await api.deal(dealing.id);
  const answers = ["YES", "PROBABLY", "MAYBE", "NO"];
  const invites = await api.invites(dealing.id);
  for (const [index, invite] of invites.entries())
    await api.record(invite.id, answers[index] ?? "NO");
  const newest = (await api.invites(dealing.id)).find(({ status }) => status === "waiting");
  await api.withdraw(newest?.id ?? "");

  const cancelled = await api.addEvent({ ...usual, title: "Dinner that is off", seats: 1 });
  await api.deal(cancelled.id);
  await api.cancel(cancelled.id);
  return { draft, dealing, cancelled };
}

async function signInScreens(host: Host, look: Look): Promise<void> {
  await host.page.goto("/");
  await expect(host.button("Sign in")).toBeVisible();
  await look("the front page", true);
  await host.page.goto("/login/callback?error=access_denied");
  await expect(host.heading("You are not signed in yet")).toBeVisible();
  await look("a sign-in that came to nothing", true);
  await host.button("Try again").click();
  await expect(host.page.getByLabel("Email")).toBeVisible();
  await look("the provider for development", true);
  await host.answerProvider();
  await expect(host.heading("Events")).toBeVisible();
}

async function emptyScreens(host: Host, look: Look): Promise<void> {
  await expect(host.page.getByText("No event yet")).toBeVisible();
  await look("events, none yet", false);
  await host.goTo("Contacts");
  await expect(host.page.getByText("Nobody is here yet")).toBeVisible();
  await look("contacts, none yet", false);
}

async function listScreens(host: Host, look: Look): Promise<void> {
  const { page } = host;
  await page.goto("/contacts");
  await expect(host.row("Bea")).toBeVisible();
  await look("contacts", true);
  await host.button("Select").click();
  await page.getByRole("checkbox", { name: "Cleo" }).click();
  await look("contacts, one of them selected", false);
  await host.button("Change").click();
  await expect(host.dialog("1 contact")).toBeVisible();
  await look("what can be done with several contacts", false);
  await page.keyboard.press("Escape");
  await host.button("Done").click();
  await host.button("Add contact").click();
  const contact = host.dialog("Add contact");
  await contact.getByRole("button", { name: "Add contact" }).click();
  await expect(contact.getByLabel("Name")).toBeFocused();
  await look("a contact with mistakes", false);
  await page.keyboard.press("Escape");
  await host.deleteContact("Ida");
  await expect(host.button("Undo")).toBeVisible();
  await look("somebody deleted who can be had back", false);
  await page.goto("/contacts");
  await host.button("Import").click();
  const book = host.dialog("Import contacts");
  await expect(book).toBeVisible();
  await look("an address book to import", false);
  await book.getByLabel("People").fill("Bea, 0151 23456789\nZoë, zoe@example.org\nNobody");
  await book.getByRole("button", { name: "See what would be imported" }).click();
  await expect(book).toContainText("refused");
  await look("what would be imported", false);
  await page.keyboard.press("Escape");

  await host.goTo("Events");
  await expect(host.row("Draft of a dinner")).toBeVisible();
  await look("events", true);
  await host.button("Add event").click();
  const event = host.dialog("Add event");
  await event.getByText("Advanced", { exact: true }).click();
  await event.getByLabel("Or exactly this many at a time").fill("0");
  await event.getByRole("button", { name: "Add event" }).click();
  await expect(event.getByLabel("Title")).toBeFocused();
  await look("an event with mistakes", false);
  await page.keyboard.press("Escape");
}

async function eventScreens(host: Host, events: Events, look: Look): Promise<void> {
  const event = new EventPage(host);
  await event.open(events.draft);
  await expect(event.card("Hugo")).toContainText("First on the invite-first list.");
  await look("an event before it is dealt", true);
  await host.button("Deal").click();
  await expect(host.dialog("Deal now?")).toBeVisible();
  await look("the question before dealing", false);
  await host.page.keyboard.press("Escape");

  await event.open(events.dealing);
  await expect(event.invitation("Bea")).toContainText("Yes · seated");
  await expect(event.invitations.filter({ hasText: "Withdrawn" })).toHaveCount(1);
  await look("an event that is being dealt", true);
  await host.button("More").click();
  await expect(host.page.getByRole("dialog")).toContainText("Cancel event");
  await look("the menu of an event", false);
  await host.page.keyboard.press("Escape");
  for (const part of ["Waiting", "Maybe", "Deck", "Log"] as const) {
    await event.show(part);
    await look(`the part of an event: ${part}`, false);
  }
  await event.guest("Bea");
  await look("the sheet of a guest", false);
  await host.page.keyboard.press("Escape");
  await event.act("Bea", "Record answer");
  await expect(host.dialog("What did Bea answer?")).toBeVisible();
  await look("an answer to record", false);
  await host.page.keyboard.press("Escape");
  await expect(host.page.getByRole("dialog")).toHaveCount(0);

  await event.menu("Edit event");
  const edit = host.dialog("Edit Goose and red cabbage");
  await edit.getByLabel("Where", { exact: true }).fill("On the roof");
  await edit.getByRole("button", { name: "Save event" }).click();
  await expect(host.dialog("Tell your guests about the change?")).toBeVisible();
  await look("the question before a change is announced", false);
  await host.page.keyboard.press("Escape");

  await event.open(events.cancelled);
  await expect(host.page.getByText("Cancelled", { exact: true })).toBeVisible();
  await look("an event that is off", true);

  await host.page.goto(`/events/${events.dealing.id}/kitchen`);
  await expect(host.page.getByRole("region", { name: "Coming" })).toContainText("Bea");
  await look("the kitchen sheet", true);
}

async function settingsScreens(host: Host, look: Look): Promise<void> {
  await host.goTo("Settings");
  const keys = host.part("API keys");
  await keys.getByLabel("Name of the key").fill("Kitchen tablet");
  await keys.getByRole("button", { name: "Create key" }).click();
  await expect(keys).toContainText("It is shown only now.");
  await expect(host.part("You").getByLabel("Your name")).toBeVisible();
  await expect(host.part("Signed-in devices").getByRole("listitem")).not.toHaveCount(0);
  await look("settings", true);
  await host.button("Delete my account").click();
  const question = host.dialog("Delete your account?");
  await question.getByRole("button", { name: "Delete my account" }).click();
  await expect(question.getByLabel("Your email address")).toBeFocused();
  await expect(question).toContainText("that you sign in with");
  await look("the end of an account", false);
  await host.page.keyboard.press("Escape");
}

async function wrongAddresses(host: Host, look: Look): Promise<void> {
  await host.page.goto("/events/unknown");
  await expect(host.heading("This event does not exist")).toBeVisible();
  await look("an event that does not exist", true);
  await host.page.goto("/no/such/page");
  await expect(host.heading("There is no such page")).toBeVisible();
  await look("a page that does not exist", true);
}

async function guestScreens(page: Page, api: Api, events: Events, look: Look): Promise<void> {
  const standings = {
    Bea: "You have a seat",
    Cleo: "counted in",
    Dora: "no seat is guaranteed",
    Emil: "Thank you for telling Ada",
  };
  const invites = await api.invites(events.dealing.id);
  for (const [name, standing] of Object.entries(standings)) {
    const invite = invites.find(({ contact }) => contact.name === name);
    await page.goto(invite?.rsvpUrl ?? "");
    await expect(page.getByRole("status")).toContainText(standing);
    await look(`a guest's page: ${standing}`, false);
  }
  const waiting = invites.find(({ status }) => status === "waiting");
  const withdrawn = invites.find(({ status }) => status === "withdrawn");
  const [off] = await api.invites(events.cancelled.id);
  const pages = [
    [waiting, "Will you come?"],
    [withdrawn, "This invitation is no longer open"],
    [off, "Called off"],
  ] as const;
  for (const [invite, says] of pages) {
    await page.goto(invite?.rsvpUrl ?? "");
    await expect(page.getByText(says)).toBeVisible();
    await look(`a guest's page: ${says}`, false);
  }
  await page.goto("/rsvp/1111111111111111111111");
  await expect(page.getByText("There is no invitation here")).toBeVisible();
  await look("a guest's page: unknown", true);
}
