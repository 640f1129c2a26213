/** Two browsers, or a browser and a program, that change the same thing. */

import { EventPage } from "../support/event-page.ts";
import { eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const CHANGED = /Somebody has changed this since you opened it/;

test("a contact that was changed elsewhere is replaced only if the host wants it", async ({
  host,
  api,
  tag,
}) => {
  const [bea] = await api.addContacts(people(tag, "Bea"));
  await host.goTo("Contacts");
  const dialog = await host.editContact("Bea");
  const save = dialog.getByRole("button", { name: "Save contact" });
  await dialog.getByLabel("Name").fill("Beatrix");
  await api.request("PATCH", `contacts/${bea?.id}`, { name: "Beate", priority: 2 });
  await save.click();
  await expect(dialog.getByRole("alert")).toContainText(CHANGED);
  await expect(host.row("Beate")).toBeVisible();
  await save.click();
  await expect(dialog).toBeHidden();
  await expect(host.row("Beatrix")).toBeVisible();
});

test("an event that was changed elsewhere is not overwritten unnoticed", async ({
  host,
  api,
}) => {
  const stew = await api.addEvent({ title: "Stew", seats: 8, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(stew);
  await event.menu("Edit event");
  const dialog = host.dialog("Edit Stew");
  await dialog.getByLabel("Title").fill("Goulash");
  await api.changeEvent(stew.id, { title: "Curry" });
  await dialog.getByRole("button", { name: "Save event" }).click();
  await expect(dialog.getByRole("alert")).toContainText(CHANGED);
  expect((await api.event(stew.id)).title).toBe("Curry");
  await dialog.getByRole("button", { name: "Save event" }).click();
  await expect(host.heading("Goulash")).toBeVisible();
});

test("settings that were changed elsewhere are not overwritten unnoticed", async ({
  host,
  api,
}) => {
  await host.goTo("Settings");
  const profile = host.part("You");
  await api.request("PATCH", "me", { name: "Ada the Great" });
  await profile.getByLabel("Your name").fill("Ada Lovelace");
  await profile.getByRole("button", { name: "Save settings" }).click();
  await expect(profile.getByRole("alert")).toContainText(CHANGED);
  await profile.getByRole("button", { name: "Save settings" }).click();
  await expect(host.told("Settings saved.")).toBeVisible();
  expect((await api.request<{ name: string }>("GET", "me")).name).toBe("Ada Lovelace");
});

test("an order of the deck that was made elsewhere stays, and is shown", async ({
  host,
  api,
  tag,
}) => {
  const [bea, cleo] = await api.addContacts(people(tag, "Bea", "Cleo"));
  const stew = await api.addEvent({ title: "Stew", seats: 1, startsAt: eveningUtc(10) });
  // The page does not hear of the change.
  await host.page.route(/\/stream/, (route) => route.abort());
  const event = new EventPage(host);
  await event.open(stew);
  await expect(event.cards).toContainText(["Bea", "Cleo"]);
  await api.request("PUT", `events/${stew.id}/deck`, { exclude: [bea?.id] });
  await event.arrange("Cleo", "Invite first");
  await expect(host.told(/has changed in the meantime/)).toBeVisible();
  await expect(event.card("Bea")).toContainText("Left out by you.");
  const deck = await api.request<{ order: object }>("GET", `events/${stew.id}/deck`);
  expect(deck.order).toEqual({ inviteFirst: [], exclude: [bea?.id] });
  // The next change is made to the order that is shown now.
  await event.arrange("Cleo", "Invite first");
  await expect
    .poll(async () => (await api.request<{ order: object }>("GET", `events/${stew.id}/deck`)).order)
    .toEqual({ inviteFirst: [cleo?.id], exclude: [bea?.id] });
});

test("nobody is dealt whom the host has not seen", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea"));
  const stew = await api.addEvent({ title: "Stew", seats: 1, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(stew);
  await host.button("Deal").click();
  const dialog = host.dialog("Deal now?");
  await expect(dialog.getByRole("listitem")).toContainText(["Bea"]);
  await api.addContacts(people(tag, "Eve").map((eve) => ({ ...eve, priority: 1 })));
  await dialog.getByRole("button", { name: "Deal now" }).click();
  await expect(dialog.getByRole("alert")).toContainText(/has changed in the meantime/);
  expect(await api.invites(stew.id)).toHaveLength(0);
  await dialog.getByRole("button", { name: "Not now" }).click();
  await event.deal("Deal", ["Eve"]);
  await expect(event.invitations).toContainText(["Eve"]);
});
