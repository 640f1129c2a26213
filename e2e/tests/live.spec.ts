import { EventPage } from "../support/event-page.ts";
import { fillEvent, Host } from "../support/host.ts";
import { email, eveningUtc, people } from "../support/people.ts";
import { expect, test as base } from "../support/test.ts";

/** The same host in another browser. */
const test = base.extend<{ other: Host }>({
  other: async ({ browser, server, host }, use) => {
    const context = await browser.newContext({ baseURL: server.base });
    const other = new Host(await context.newPage(), host.name, host.email);
    await other.enter(server.base);
    await use(other);
    await context.close();
  },
});

test("contacts change in every browser of the host, and input is kept", async ({
  host,
  other,
  api,
  tag,
}) => {
  const [bea] = await api.addContacts(people(tag, "Bea", "Cleo"));
  await host.goTo("Contacts");
  await other.goTo("Contacts");
  await expect(other.row("Bea")).toBeVisible();

  // The other browser has a form for the same contact open.
  await other.editContact("Bea");
  const form = other.dialog("Edit Bea");
  await form.getByLabel("Email").fill(email("beatrix", tag));

  await host.addContact({ name: "Dora", email: email("Dora", tag) });
  await expect(other.row("Dora")).toBeVisible();
  await host.editContact("Bea");
  const edit = host.dialog("Edit Bea");
  await edit.getByLabel("Name").fill("Beatrix");
  await edit.getByRole("button", { name: "Save contact" }).click();
  await expect(other.row("Beatrix")).toBeVisible();
  await host.deleteContact("Cleo");
  // Deleting the next contact commits the deletion.
  await host.deleteContact("Dora");
  await expect(other.row("Cleo")).toHaveCount(0);
  await expect(other.row("Dora")).toBeVisible();
  await host.button("Undo").click();

  await expect(form.getByLabel("Email")).toHaveValue(email("beatrix", tag));
  await form.getByRole("button", { name: "Save contact" }).click();
  await expect(form).toBeHidden();
  await expect(host.row("Beatrix")).toContainText(email("beatrix", tag));
  expect(await api.request("GET", `contacts/${bea?.id}`)).toMatchObject({ name: "Beatrix" });

  // The search is kept, too.
  await other.page.getByRole("searchbox").fill("zo");
  await expect(other.page.getByText("Nobody matches “zo”.")).toBeVisible();
  await host.addContact({ name: "Zoë", email: email("zoe", tag) });
  await expect(other.row("Zoë")).toBeVisible();
  await expect(other.row("Dora")).toHaveCount(0);
  await expect(other.page.getByRole("searchbox")).toHaveValue("zo");
});

test("a deck changes with the contacts and with other events", async ({ other, api, tag }) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  const dinner = await api.addEvent({ title: "Dumplings", seats: 1, startsAt: eveningUtc(10) });
  const lunch = await api.addEvent({ title: "Lunch", seats: 1, startsAt: eveningUtc(9) });
  const event = new EventPage(other);
  await event.open(dinner);
  await expect(event.cards).toContainText(["Bea", "Cleo"]);
  await event.watchForReload();
  await api.addContact({ name: "Dora", email: email("Dora", tag), priority: 1 });
  await expect(event.cards).toContainText(["Dora", "Bea", "Cleo"]);
  await expect(event.card("Dora")).toContainText("Next");
  // A contact who is invited to another event comes after those who are not.
  await api.deal(lunch.id);
  await expect(event.card("Dora")).toContainText("last invited on");
  await event.expectNotReloaded();
});

test("two browsers of one host show the same", async ({ host, other, api, tag }) => {
  await api.addContacts(people(tag, "Bea"));
  await expect(other.page.getByText("No event yet")).toBeVisible();
  const soup = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  await expect(other.row("Soup")).toContainText("0 of 2 seated");
  await expect(host.row("Soup")).toContainText("0 of 2 seated");

  const event = new EventPage(host);
  await event.open(soup);
  await event.deal("Deal", ["Bea"]);
  await expect(other.row("Soup")).toContainText("0 of 2 seated · 1 held");
  const [bea] = await api.invites(soup.id);
  await api.record(bea?.id ?? "", "YES");
  await expect(other.row("Soup")).toContainText("1 of 2 seated");
  await expect(event.invitation("Bea")).toContainText("Yes · seated");
  await event.menu("Edit event");
  const dialog = host.dialog("Edit Soup");
  await fillEvent(dialog, { title: "Good soup" });
  await dialog.getByRole("button", { name: "Save event" }).click();
  await expect(other.row("Good soup")).toContainText("1 of 2 seated");
  await api.cancel(soup.id);
  await expect(other.row("Good soup")).toContainText("Cancelled");
  await api.request("DELETE", `events/${soup.id}`);
  await expect(other.row("Good soup")).toHaveCount(0);
});
