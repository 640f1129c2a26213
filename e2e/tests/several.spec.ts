import { bringAxe, violations } from "../support/accessibility.ts";
import type { Host } from "../support/host.ts";
import { email, eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

type Listed = { name: string; priority: number; tags: string[] };

/** Selects these contacts. */
async function select(host: Host, ...names: string[]): Promise<void> {
  await host.button("Select").click();
  for (const name of names) await host.page.getByRole("checkbox", { name }).click();
  await expect(host.told(`${names.length} selected`)).toBeVisible();
}

test("several contacts get a tag and a priority, and are deleted and had back", async ({
  host,
  api,
  page,
  tag,
}) => {
  await bringAxe(page);
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  const listed = async () => {
    const { items } = await api.request<{ items: Listed[] }>("GET", "contacts");
    return items.map(({ name, priority, tags }) => [name, priority, ...tags].join(" "));
  };
  await host.goTo("Contacts");
  await page.reload();
  await select(host, "Bea", "Dora");
  await expect(page.getByRole("checkbox", { name: "Cleo" })).not.toBeChecked();
  expect(await violations(page)).toEqual([]);
  await host.button("Change").click();
  await expect(host.dialog("2 contacts")).toContainText("Bea, Dora");
  await host.button("Change tags").click();
  const tags = host.dialog("Change tags");
  await tags.getByRole("button", { name: "Change tags" }).click();
  await expect(tags.getByRole("alert")).toHaveText("Add a tag, or tick one to remove.");
  await tags.getByLabel("Add").fill("choir, book club");
  expect(await violations(page)).toEqual([]);
  await tags.getByRole("button", { name: "Change tags" }).click();
  await expect(host.told("2 contacts changed.")).toBeVisible();
  await expect(host.row("Dora")).toContainText("choir, book club");
  await expect(host.button("Select")).toBeVisible();

  await select(host, "Dora", "Cleo");
  await host.button("Change").click();
  await host.button("Change tags").click();
  await tags.getByLabel("book club").check();
  await tags.getByRole("button", { name: "Change tags" }).click();
  await expect(tags).toBeHidden();
  await select(host, "Cleo", "Dora");
  await host.button("Change").click();
  await host.button("Set the priority").click();
  const priority = host.dialog("Set the priority");
  await priority.getByText("2 Right after the first").click();
  await priority.getByRole("button", { name: "Set priority" }).click();
  await expect(host.row("Cleo")).toContainText("Priority 2");
  expect(await listed()).toEqual(["Bea 5 choir book club", "Cleo 2", "Dora 2 choir"]);

  await select(host, "Bea", "Cleo");
  await host.button("Change").click();
  await host.button("Delete").click();
  await expect(host.told("2 contacts deleted.")).toBeVisible();
  await expect(host.row("Bea")).toHaveCount(0);
  await host.button("Undo").click();
  await expect(host.row("Bea")).toBeVisible();
  expect(await listed()).toHaveLength(3);
  await select(host, "Bea", "Cleo");
  await host.button("Change").click();
  await host.button("Delete").click();
  await host.goTo("Events");
  await host.goTo("Contacts");
  await expect(host.row("Dora")).toBeVisible();
  await expect(host.row("Bea")).toHaveCount(0);
});

test("a change that one contact cannot take is told, and none is changed", async ({ host, api, tag }) => {
  const full = Array.from({ length: 20 }, (_, number) => `tag ${number}`);
  await api.addContacts(people(tag, "Bea"));
  await api.request("POST", "contacts", { name: "Cleo", email: email("Cleo", tag), tags: full });
  await host.goTo("Contacts");
  await host.page.reload();
  await select(host, "Bea", "Cleo");
  await host.button("Change").click();
  await host.button("Change tags").click();
  const dialog = host.dialog("Change tags");
  await dialog.getByLabel("Add").fill("choir");
  await dialog.getByRole("button", { name: "Change tags" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Cleo would have more than 20 tags.");
  await host.page.keyboard.press("Escape");
  await expect(host.row("Bea")).not.toContainText("choir");
});

test("several contacts are invited to an event, or nobody", async ({ host, api, tag, mailbox }) => {
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  const starts = eveningUtc(10);
  const dinner = await api.addEvent({ title: "Soup", seats: 1, startsAt: starts });
  await host.goTo("Contacts");
  await host.page.reload();
  await select(host, "Bea", "Cleo");
  await host.button("Change").click();
  await host.button("Invite to an event").click();
  const dialog = host.dialog("Invite 2 contacts");
  await expect(dialog.getByRole("listitem")).toHaveText(["Bea", "Cleo"]);
  await dialog.getByRole("button", { name: "Invite now" }).click();
  await expect(dialog.getByRole("alert")).toContainText("No seat is open");
  expect(await api.invites(dinner.id)).toEqual([]);
  await api.changeEvent(dinner.id, { seats: 2 });
  await dialog.getByRole("button", { name: "Invite now" }).click();
  await expect(host.told("2 contacts invited.")).toBeVisible();
  await expect(dialog).toBeHidden();
  const invited = (await api.invites(dinner.id)).map(({ contact }) => contact.name);
  expect(invited.sort()).toEqual(["Bea", "Cleo"]);
  await mailbox.letter(email("Bea", tag), /invites you/);
});

test("the keyboard selects contacts, and all of them", async ({ host, api, tag, page }) => {
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  await host.goTo("Contacts");
  await page.reload();
  await host.button("Select").focus();
  await page.keyboard.press("Enter");
  const box = (name: string) => page.getByRole("checkbox", { name });
  await expect(box("Bea")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(box("Bea")).toBeChecked();
  await page.keyboard.press("Space");
  await expect(host.told("0 selected")).toBeVisible();
  await host.button("Change").press("Enter");
  await expect(host.told("Select at least one contact.")).toBeVisible();
  await host.button("Select all").press("Enter");
  await expect(host.told("3 selected")).toBeVisible();
  await host.button("Done").press("Enter");
  await expect(host.button("Select")).toBeFocused();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
});

test("a long list has letters that lead into it, and rows of 56 pixels", async ({ host, api, tag, page }) => {
  const names = Array.from({ length: 150 }, (_, index) => `${String.fromCharCode(65 + (index % 26))}nna ${index}`);
  const text = ["name,email", ...names.map((name) => `${name},${email(name, tag)}`)].join("\n");
  await api.request("POST", "imports", { text, apply: true });
  await host.goTo("Contacts");
  await page.reload();
  await expect(host.row("Anna 0")).toBeVisible();
  const row = await host.row("Anna 26").getByRole("button").boundingBox();
  expect(row?.height).toBe(56);
  await expect(page.getByText("The first 100 contacts")).toBeVisible();
  await host.button("Select").click();
  await host.button("Select all").click();
  await expect(host.told("150 selected")).toBeVisible();
  await host.button("Done").click();
  await expect(page.getByText("150 contacts", { exact: true })).toBeVisible();
  await page.getByText("Jump to a letter").click();
  await page.getByRole("button", { name: "Z", exact: true }).click();
  await expect(host.row("Znna 103").getByRole("button")).toBeFocused();
  await expect(host.row("Znna 103")).toBeInViewport();
});

test("people are chosen from the contacts of the device", async ({ host, page }) => {
  await page.addInitScript(() => {
    const chosen = [
      { name: ["Zoë\tÅngström"], tel: ["+49 151 23456789", "030 1"], email: [] },
      { name: ["Cleo"], tel: [], email: ["cleo@example.org"] },
    ];
    Object.defineProperty(navigator, "contacts", { value: { select: async () => chosen } });
  });
  await host.goTo("Contacts");
  await page.reload();
  await host.button("Import").click();
  const dialog = host.dialog("Import contacts");
  await dialog.getByRole("button", { name: "Choose from this device" }).click();
  await expect(dialog.getByLabel("People")).toHaveValue(/Zoë Ångström\t\+49 151 23456789\t\nCleo\t\tcleo@/);
  await dialog.getByRole("button", { name: "See what would be imported" }).click();
  await expect(dialog).toContainText("2 new.");
});
