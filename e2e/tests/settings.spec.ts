import { readFile } from "node:fs/promises";
import { Api } from "../support/api.ts";
import { Host } from "../support/host.ts";
import { Mailbox } from "../support/mailbox.ts";
import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("guests read the host's name from the settings", async ({ host, api, tag, mailbox, openAsGuest }) => {
  await host.goTo("Settings");
  const you = host.part("You");
  await expect(you).toContainText(host.email);
  await expect(you.getByLabel("Your name")).toHaveValue("Ada Lovelace");
  const countries = you.getByLabel("Country of your phone numbers").getByRole("option");
  const first = (await countries.allTextContents()).slice(0, 4);
  expect(first).toEqual(["Choose a country", "Afghanistan", "Åland Islands", "Albania"]);
  await you.getByLabel("Your name").fill("");
  await you.getByRole("button", { name: "Save settings" }).click();
  await expect(you.getByLabel("Your name")).toHaveAccessibleDescription(/must not be empty/);

  await you.getByLabel("Your name").fill("Ada & Charles");
  await you.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await you.getByRole("button", { name: "Save settings" }).click();
  await expect(host.told("Settings saved.")).toBeVisible();
  await host.page.reload();
  await expect(you.getByLabel("Your name")).toHaveValue("Ada & Charles");
  await expect(you.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");

  await host.goTo("Events");
  await host.button("Add event").click();
  await expect(host.dialog("Add event").getByLabel("Time zone")).toHaveValue("Asia/Tokyo");

  await api.addContacts(people(tag, "Bea"));
  const event = await api.addEvent({ title: "Tea", seats: 1 });
  await api.deal(event.id);
  const letter = await mailbox.letter(email("Bea", tag), /Ada & Charles invites you: Tea/);
  const bea = await openAsGuest(Mailbox.link(letter));
  await expect(bea.page.getByText("Ada & Charles invites you")).toBeVisible();
});

test("guests get messages in the language of the host", async ({ host, api, tag, mailbox, openAsGuest }) => {
  await host.goTo("Settings");
  const you = host.part("You");
  await you.getByLabel("Language of messages and guests’ pages").selectOption("Italiano");
  await you.getByRole("button", { name: "Save settings" }).click();
  await expect(host.told("Settings saved.")).toBeVisible();

  await api.addContacts(people(tag, "Bea"));
  const event = await api.addEvent({ title: "Tea", seats: 1 });
  await api.deal(event.id);
  const letter = await mailbox.letter(email("Bea", tag), /Ada Lovelace ti invita: Tea/);
  const bea = await openAsGuest(Mailbox.link(letter));
  await expect(bea.page.getByRole("heading", { name: "Ci sarai?" })).toBeVisible();
});

test("an API key is shown once, works, and can be revoked", async ({ host, server, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await host.goTo("Settings");
  const keys = host.part("API keys");
  await keys.getByLabel("Name of the key").fill("Kitchen tablet");
  await keys.getByRole("button", { name: "Create key" }).click();
  const shown = keys.getByText(/^sd_\w+$/);
  await expect(keys).toContainText("It is shown only now.");
  const key = (await shown.textContent()) ?? "";
  await keys.getByRole("button", { name: "Copy key" }).click();
  await expect(host.told("Key copied.")).toBeVisible();
  expect(await host.page.evaluate(() => navigator.clipboard.readText())).toBe(key);

  const me = () => new Api(server.base, key).request<{ email: string }>("GET", "me");
  expect((await me()).email).toBe(host.email);

  await host.page.reload();
  const row = keys.getByRole("listitem").filter({ hasText: "Kitchen tablet" });
  await expect(row).toContainText("last used");
  await expect(shown).toHaveCount(0);

  await host.confirm(host.button("Revoke Kitchen tablet"), "Revoke key");
  await expect(row).toHaveCount(0);
  await expect(me()).rejects.toThrow("answers 401");
});

test("the calendar has a secret address, which ends", async ({ host, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await host.goTo("Settings");
  const calendar = host.part("Calendar");
  const end = calendar.getByRole("button", { name: "End address" });
  await expect(end).toHaveCount(0);
  await calendar.getByRole("button", { name: "Make a new address" }).click();
  let address = (await calendar.getByText(/\.ics$/).textContent()) ?? "";
  await expect(host.told("The calendar has a new address.")).toBeVisible();
  await calendar.getByRole("button", { name: "Copy address" }).click();
  await expect(host.told("Address copied.")).toBeVisible();
  expect(await host.page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  await host.confirm(calendar.getByRole("button", { name: "Make a new address" }), "Make a new address");
  await expect(host.told("The calendar has a new address.")).toBeVisible();
  await expect(calendar.getByText(/\.ics$/)).not.toHaveText(address);
  expect((await fetch(address)).status).toBe(404);
  await host.page.reload();
  await expect(end).toBeVisible();
  await host.confirm(calendar.getByRole("button", { name: "Make a new address" }), "Make a new address");
  address = (await calendar.getByText(/\.ics$/).textContent()) ?? "";
  const read = async () => (await fetch(address)).status;
  expect(await read()).toBe(200);

  await host.page.reload();
  await expect(end).toBeVisible();
  await expect(calendar.getByText(/\.ics$/)).toHaveCount(0);
  await host.confirm(end, "End address");
  await expect(end).toHaveCount(0);
  expect(await read()).toBe(404);
});

test("what could not be loaded can be tried again", async ({ host }) => {
  const notifications = "**/api/v1/me/notifications";
  await host.page.route(notifications, (route) => route.abort());
  await host.goTo("Settings");
  const panel = host.part("What you hear");
  await expect(panel.getByRole("alert")).toContainText("The server cannot be reached.");
  await host.page.unroute(notifications);
  await panel.getByRole("button", { name: "Try again" }).click();
  await expect(panel.getByLabel("When the table is full")).toBeVisible();
});

test("a key needs a name", async ({ host }) => {
  await host.goTo("Settings");
  const keys = host.part("API keys");
  await keys.getByRole("button", { name: "Create key" }).click();
  await expect(keys.getByLabel("Name of the key")).toHaveAccessibleDescription(/must not be empty/);
  await expect(keys.getByRole("listitem")).toHaveCount(0);
});

test("new events start with the host's defaults", async ({ host, api }) => {
  await host.goTo("Settings");
  const defaults = host.part("New events");
  await expect(defaults.getByLabel("Quiet hours from")).toHaveValue("21:00");
  await defaults.getByLabel("Or exactly this many at a time").fill("0");
  await host.button("Save for new events").click();
  await expect(defaults.getByLabel("Or exactly this many at a time")).toHaveAccessibleDescription(/from 1 to 10000/);
  await defaults.getByLabel("Or exactly this many at a time").fill("3");
  await defaults.getByLabel("Time to answer").selectOption("3 hours");
  await defaults.getByLabel("Quiet hours from").fill("22:30");
  // The input in other forms is kept.
  const you = host.part("You");
  await you.getByLabel("Your name").fill("Ada King");
  await host.button("Save for new events").click();
  await expect(host.told("Settings saved.")).toBeVisible();
  await expect(you.getByLabel("Your name")).toHaveValue("Ada King");

  await host.goTo("Events");
  await host.button("Add event").click();
  const dialog = host.dialog("Add event");
  await dialog.getByText("Advanced", { exact: true }).click();
  await expect(dialog.getByLabel("Or exactly this many at a time")).toHaveValue("3");
  await expect(dialog.getByLabel("Time to answer")).toHaveValue("180");
  await expect(dialog.getByLabel("Quiet hours from")).toHaveValue("22:30");
  await dialog.getByLabel("Title").fill("Late dinner");
  await dialog.getByLabel("Or exactly this many at a time").fill("");
  await dialog.getByRole("button", { name: "Add event" }).click();
  await expect(host.heading("Late dinner")).toBeVisible();
  const { items } = await api.request<{ items: object[] }>("GET", "events");
  expect(items[0]).toMatchObject({
    handSize: null,
    responseWindowMinutes: 180,
    quietHours: { from: "22:30", to: "09:00" },
  });
});

test("a host signs out of another device, and of all devices", async ({ host, browser, server }) => {
  const elsewhere = async (userAgent: string) => {
    const context = await browser.newContext({ baseURL: server.base, userAgent });
    const other = new Host(await context.newPage(), host.name, host.email);
    await other.enter(server.base);
    return { context, other };
  };
  const phone = await elsewhere("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) Safari/604.1");
  const laptop = await elsewhere("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0");
  try {
    await host.goTo("Settings");
    const devices = host.part("Signed-in devices");
    const rows = devices.getByRole("listitem");
    await expect(rows).toHaveCount(3);
    await expect(rows.filter({ hasText: "this device" })).toHaveCount(1);
    await host.confirm(host.button("Sign out of Safari on iPhone"), "Sign out");
    await expect(host.told("Safari on iPhone is signed out.")).toBeVisible();
    await expect(rows).toHaveCount(2);
    await phone.other.page.reload();
    await expect(phone.other.button("Sign in")).toBeVisible();

    await host.button("Sign out everywhere").click();
    const question = host.dialog("Sign out everywhere?");
    await question.getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(host.button("Sign in")).toBeVisible();
    await laptop.other.page.reload();
    await expect(laptop.other.button("Sign in")).toBeVisible();
  } finally {
    await phone.context.close();
    await laptop.context.close();
  }
});

test("the export has everything about the host in one file", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea", "Zoë"));
  const event = await api.addEvent({ title: "Tea", seats: 1 });
  await api.deal(event.id);
  const [invite] = await api.invites(event.id);
  await host.goTo("Settings");
  const saved = host.page.waitForEvent("download");
  await host.button("Download my data").click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("seat-dealer.json");
  await expect(host.told("Your data has been downloaded.")).toBeVisible();
  const text = await readFile(await download.path(), "utf8");
  const all = JSON.parse(text) as { me: { email: string }; contacts: object[]; events: object[] };
  expect(all.me.email).toBe(host.email);
  expect(all.contacts).toHaveLength(2);
  expect(all.events[0]).toMatchObject({ event: { title: "Tea" }, invitations: [{ name: "Bea" }] });
  expect(text).not.toContain(invite?.rsvpUrl.split("/").at(-1));
});

test("a host deletes the account, and guests are told", async ({ host, api, tag, mailbox }) => {
  await api.addContacts(people(tag, "Bea"));
  const event = await api.addEvent({ title: "Tea", seats: 1 });
  await api.deal(event.id);
  const letter = await mailbox.letter(email("Bea", tag), /invites you: Tea/);
  await host.goTo("Settings");
  await host.button("Delete my account").click();
  const dialog = host.dialog("Delete your account?");
  await expect(dialog).toContainText(host.email);
  const typed = dialog.getByLabel("Your email address");
  await expect(typed).toBeFocused();
  await typed.fill("somebody@example.org");
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  await expect(typed).toHaveAccessibleDescription(/that you sign in with/);
  await typed.fill(host.email);
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  await expect(host.button("Sign in")).toBeVisible();
  await expect(host.told("Your account is closed.")).toBeVisible();
  await expect(api.event(event.id)).rejects.toThrow("answers 401");

  await mailbox.letter(email("Bea", tag), /call this off|called off/i);
  const link = Mailbox.link(letter);
  await expect.poll(async () => (await fetch(link)).status).toBe(404);
  await host.signIn();
  await expect(host.row("Tea")).toHaveCount(0);
  await host.goTo("Contacts");
  await expect(host.row("Bea")).toHaveCount(0);
});

test("sign-out leaves nothing in the browser", async ({ host, server }) => {
  const stored = () =>
    host.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  const key = /sd_\w+/.exec(await stored())?.[0] ?? "";
  await host.goTo("Settings");
  await host.button("Sign out of this device").click();
  await expect(host.button("Sign in")).toBeVisible();
  expect(await stored()).not.toContain("sd_");
  await expect(new Api(server.base, key).request("GET", "me")).rejects.toThrow("answers 401");
  await host.page.goto("/events");
  await expect(host.button("Sign in")).toBeVisible();
  await expect(host.page).toHaveURL(/\/$/);
});
