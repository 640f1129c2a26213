import { Api } from "../support/api.ts";
import { Mailbox } from "../support/mailbox.ts";
import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("the host's name is what guests read", async ({ host, api, tag, mailbox, openAsGuest }) => {
  await host.goTo("Settings");
  const you = host.part("You");
  await expect(you).toContainText(host.email);
  await expect(you.getByLabel("Your name")).toHaveValue("Ada Lovelace");
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

test("a key needs a name", async ({ host }) => {
  await host.goTo("Settings");
  const keys = host.part("API keys");
  await keys.getByRole("button", { name: "Create key" }).click();
  await expect(keys.getByLabel("Name of the key")).toHaveAccessibleDescription(/must not be empty/);
  await expect(keys.getByRole("listitem")).toHaveCount(0);
});

test("signing out leaves nothing behind", async ({ host, server }) => {
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
