import { EventPage } from "../support/event-page.ts";
import { eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a guest's row is 56 pixels high, whatever becomes of the message", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts([...people(tag, "Bea"), { name: "Cleo", phoneNumber: "+4915100000042" }]);
  // The time left is shown in whole days, so that it does not become shorter between two looks.
  const usual = { title: "Soup", seats: 2, startsAt: eveningUtc(10) };
  const dinner = await api.addEvent({ ...usual, responseWindowMinutes: 5_000 });
  await api.deal(dinner.id);
  let status = "queued";
  await host.page.route("**/api/v1/invites?*", async (route) => {
    const response = await route.fetch();
    const page = await response.json();
    for (const { messages } of page.items) for (const message of messages) message.status = status;
    await route.fulfill({ response, json: page });
  });
  const event = new EventPage(host);
  const heights = async (says: string) => {
    await event.open(dinner);
    for (const name of ["Bea", "Cleo"]) await expect(event.invitation(name)).toContainText(says);
    const boxes = await Promise.all(["Bea", "Cleo"].map((one) => event.invitation(one).boundingBox()));
    return boxes.map((box) => box?.height);
  };
  const row = [56, 57];
  expect(await heights("on its way")).toEqual(row);
  status = "sending";
  expect(await heights("on its way")).toEqual(row);
  status = "delivered";
  expect(await heights("delivered")).toEqual(row);
});

test("a long name without a blank has room in the deck", async ({ host, api, tag }) => {
  const name = "Maximiliane".repeat(11).slice(0, 120);
  await api.addContacts([{ name, email: `max-${tag}@example.org` }]);
  const dinner = await api.addEvent({ title: "Soup", seats: 2 });
  const event = new EventPage(host);
  await event.open(dinner);
  const title = event.card(name).getByText(name).first();
  const room = await event.card(name).boundingBox();
  const taken = await title.boundingBox();
  expect(taken?.width ?? 0).toBeGreaterThan(0.6 * (room?.width ?? Number.POSITIVE_INFINITY));
});

test("every page has the sign-out button in the same place", async ({ host }) => {
  for (const page of ["Events", "Contacts", "Settings"] as const) {
    await host.goTo(page);
    await expect(host.page.getByRole("banner").getByRole("button", { name: "Sign out" })).toBeVisible();
  }
});

test("the focus moves to the heading of each new page", async ({ host, api }) => {
  const dinner = await api.addEvent({ title: "Soup", seats: 2 });
  await host.page.reload();
  await host.page.getByRole("link", { name: "Soup" }).click();
  await expect(host.heading("Soup")).toBeFocused();
  await host.page.goBack();
  await expect(host.heading("Events")).toBeFocused();
  await host.page.goForward();
  await expect(host.heading("Soup")).toBeFocused();
  await new EventPage(host).menu("Duplicate");
  await host.dialog("Another Soup").getByRole("button", { name: "Add event" }).click();
  await expect(host.page).not.toHaveURL(new RegExp(dinner.id));
  await expect(host.heading("Soup")).toBeFocused();
  await host.goTo("Settings");
  await expect(host.heading("Settings")).toBeFocused();
  await host.page.goto("/settings");
  await host.page.getByRole("link", { name: "seat-dealer" }).click();
  await expect(host.heading("Events")).toBeFocused();
});

test("the close button of a dialog is fully visible beside a long title", async ({ host, api }) => {
  const event = new EventPage(host);
  await event.open(await api.addEvent({ title: "A wedding breakfast with a long title", seats: 2 }));
  await event.menu("Edit event");
  await expect(host.dialog("Edit A wedding breakfast")).toBeVisible();
  const close = host.button("Close");
  await expect(close).toBeVisible();
  const lines = await close.evaluate((button) => {
    const words = document.createRange();
    words.selectNodeContents(button);
    return new Set([...words.getClientRects()].map(({ top }) => top)).size;
  });
  expect(lines).toBe(1);
});
