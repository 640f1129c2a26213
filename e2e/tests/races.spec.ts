import type { Page } from "@playwright/test";
import { EventPage } from "../support/event-page.ts";
import { eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

/** Holds the requests of one method to URLs that match, until the returned function is called. */
async function hold(page: Page, method: string, url: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    if (route.request().method() === method) await released;
    await route.continue();
  });
  return release;
}

test("the dialog before dealing shows the deck as the host has just arranged it", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  const dinner = await api.addEvent({ title: "Stew", seats: 1, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  const release = await hold(host.page, "PUT", /\/deck$/);
  await event.arrange("Bea", "Leave out");
  await event.arrange("Cleo", "Leave out");
  await event.arrange("Cleo", "Take back into the deck");
  await host.button("Deal").click();
  await expect(host.button("Deal")).toBeDisabled();
  release();
  const dialog = host.dialog("Deal now?");
  await expect(dialog.getByRole("listitem")).toContainText(["Cleo"]);
  await dialog.getByRole("button", { name: "Deal now" }).click();
  await expect(event.invitations).toContainText(["Cleo"]);
});

test("an order of the deck is saved even if the host leaves the page at once", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  const dinner = await api.addEvent({ title: "Stew", seats: 1, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  const release = await hold(host.page, "PUT", /\/deck$/);
  await event.arrange("Cleo", "Invite first");
  await event.arrange("Bea", "Leave out");
  await host.goTo("Contacts");
  release();
  await expect
    .poll(async () => {
      const deck = await api.request<{ order: { inviteFirst: string[]; exclude: string[] } }>(
        "GET",
        `events/${dinner.id}/deck`,
      );
      return [deck.order.inviteFirst.length, deck.order.exclude.length];
    })
    .toEqual([1, 1]);
});

test("a dialog that is loaded late replaces neither another dialog nor another page", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Stew", seats: 1, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.cards).toContainText(["Bea"]);
  const release = await hold(host.page, "GET", /\/preview$/);
  await host.button("Deal").click();
  await event.menu("Edit event");
  const dialog = host.dialog("Edit Stew");
  await dialog.getByLabel("Title").fill("Goulash");
  const preview = host.page.waitForResponse(/\/preview$/);
  release();
  await preview;
  await expect(host.button("Deal")).toBeEnabled();
  await expect(dialog.getByLabel("Title")).toHaveValue("Goulash");
});

test("a double tap on an action of a sheet opens its question", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  const dinner = await api.addEvent({ title: "Stew", seats: 2, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  const release = await hold(host.page, "GET", /\/invitation\?/);
  await event.card("Bea").getByRole("button", { name: "Bea" }).last().click();
  const sheet = host.page.getByRole("dialog");
  const invite = sheet.getByRole("button", { name: "Invite now" });
  await invite.dblclick();
  await expect(invite).toBeDisabled();
  await expect(invite).toBeFocused();
  release();
  await expect(sheet).toHaveAccessibleName(/^Invite Bea .*now\?$/);
  await sheet.getByRole("button", { name: "Not now" }).click();
  await expect(sheet).toHaveCount(0);
});

test("a question that is loaded late does not open once its sheet is closed", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Stew", seats: 2, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  const release = await hold(host.page, "GET", /\/invitation\?/);
  await event.card("Bea").getByRole("button", { name: "Bea" }).last().click();
  const sheet = host.page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Invite now" }).click();
  await host.page.keyboard.press("Escape");
  const preview = host.page.waitForResponse(/\/invitation\?/);
  release();
  await preview;
  await expect(host.button("Deal")).toBeEnabled();
  await expect(sheet).toHaveCount(0);
});

test("the sign-in page says that an account is closed until the next sign-in", async ({ host }) => {
  await host.goTo("Settings");
  await host.button("Delete my account").click();
  const dialog = host.dialog("Delete your account?");
  await dialog.getByLabel("Your email address").fill(host.email);
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  const notice = host.told("Your account is closed.");
  await expect(notice).toBeVisible();
  // The browser may tell the new page of the sign-out in the old one.
  await host.page.evaluate(() => {
    window.dispatchEvent(new StorageEvent("storage", { key: "seatDealer.session" }));
  });
  await host.page.reload();
  await expect(notice).toBeVisible();
  await host.signIn();
  await host.button("Sign out").click();
  await expect(host.button("Sign in")).toBeVisible();
  await expect(notice).toHaveCount(0);
});
