import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.beforeEach(async ({ host }) => host.goTo("Contacts"));

test("a list that is empty says what to do", async ({ host }) => {
  await expect(host.page.getByRole("main")).toContainText("Nobody is here yet");
  await expect(host.button("Add contact")).toBeVisible();
});

test("a contact is added, changed and deleted", async ({ host, tag }) => {
  await host.addContact({ name: "Bea Keller", email: email("Bea", tag) });
  await expect(host.told("Contact added: Bea Keller.")).toBeVisible();
  await expect(host.row("Bea Keller")).toContainText("Priority 5");

  await host.button("Edit Bea Keller").click();
  const dialog = host.dialog("Edit Bea Keller");
  await expect(dialog.getByLabel("Email")).toHaveValue(email("Bea", tag));
  await dialog.getByLabel("Name").fill("Beatrix Keller");
  await dialog.getByLabel("Phone number").fill("+49 151 2345 6789");
  await dialog.getByLabel("Priority").fill("1");
  await dialog.getByLabel("Preferred channel").selectOption("Text message");
  await dialog.getByRole("button", { name: "Save contact" }).click();
  await expect(dialog).toBeHidden();
  await host.page.reload();
  const row = host.row("Beatrix Keller");
  await expect(row).toContainText("Priority 1");
  await expect(row).toContainText("+4915123456789");
  await expect(row).toContainText("text message first");

  await host.button("Delete Beatrix Keller").click();
  const question = host.dialog("Delete Beatrix Keller?");
  await question.getByRole("button", { name: "Not now" }).click();
  await expect(question).toBeHidden();
  await expect(row).toBeVisible();
  await host.confirm(host.button("Delete Beatrix Keller"), "Delete contact");
  await expect(row).toHaveCount(0);
  await expect(host.page.getByText("Nobody is here yet")).toBeVisible();
});

test("what is wrong is said beside its field, and nothing that was typed is lost", async ({
  host,
}) => {
  await host.button("Add contact").click();
  const dialog = host.dialog("Add contact");
  const field = (name: string) => dialog.getByLabel(name);
  await field("Phone number").fill("0151 2345");
  await field("Email").fill("bea at example");
  await field("Priority").fill("12");
  await dialog.getByRole("button", { name: "Add contact" }).click();

  await expect(field("Name")).toHaveAccessibleDescription("The name must not be empty.");
  await expect(field("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(field("Name")).toBeFocused();
  await expect(field("Phone number")).toHaveAccessibleDescription(/international form/);
  await expect(field("Email")).toHaveAccessibleDescription(/email address/);
  await expect(field("Priority")).toHaveAccessibleDescription(/whole number from 1 to 9/);
  await expect(field("Email")).toHaveValue("bea at example");

  await field("Name").fill("Bea");
  await field("Phone number").fill("");
  await field("Email").fill("");
  await field("Priority").fill("9");
  await dialog.getByRole("button", { name: "Add contact" }).click();
  await expect(field("Name")).not.toHaveAttribute("aria-invalid", "true");
  const missing = "Give a phone number or an email address.";
  await expect(field("Phone number")).toHaveAccessibleDescription(new RegExp(missing));
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
  await expect(host.page.getByText("Nobody is here yet")).toBeVisible();
});

test("a dialog works from the keyboard", async ({ host, tag }) => {
  const { keyboard } = host.page;
  await host.button("Add contact").focus();
  await keyboard.press("Enter");
  const dialog = host.dialog("Add contact");
  await expect(dialog).toBeVisible();
  await keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(host.button("Add contact")).toBeFocused();

  await keyboard.press("Enter");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await keyboard.type("Bea Keller");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await expect(dialog.getByLabel("Email")).toBeFocused();
  await keyboard.type(email("Bea", tag));
  await keyboard.press("Enter");
  await expect(host.row("Bea Keller")).toBeVisible();
});

test("a search finds by name, number and address", async ({ host, api, tag }) => {
  await api.addContacts([
    ...people(tag, "Bea Keller", "Zoë Ångström", "100% Percy"),
    { name: "Phoebe", phoneNumber: "+4915100000042" },
  ]);
  await host.page.reload();
  const rows = host.page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(4);
  const search = host.page.getByRole("searchbox", { name: "Search contacts" });
  const found = [
    ["kell", "Bea Keller"],
    ["0000042", "Phoebe"],
    [`bea.keller-${tag}`, "Bea Keller"],
    ["Zoë", "Zoë Ångström"],
    ["%", "100% Percy"],
  ] as const;
  for (const [words, name] of found) {
    await search.fill(words);
    await expect(rows).toHaveText([new RegExp(name)]);
  }
  await search.fill("nobody of that name");
  await expect(host.page.getByText("Nobody matches “nobody of that name”.")).toBeVisible();
  await search.fill("");
  await expect(rows).toHaveCount(4);
});

test("a name of 120 characters fits, one more is refused", async ({ host, tag }) => {
  const name = "Maximiliane-Theodora ".repeat(6).trim().slice(0, 120).padEnd(120, "x");
  await host.addContact({ name, email: email("Max", tag) });
  await expect(host.row(name)).toBeVisible();
  await host.button(`Edit ${name}`).click();
  const dialog = host.page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(`${name}x`);
  await dialog.getByRole("button", { name: "Save contact" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAccessibleDescription(/at most 120 characters/);
});

test("five hundred contacts can be paged through and searched", async ({ host, api, tag }) => {
  const numbered = Array.from(
    { length: 500 },
    (_, index) => `Friend ${String(index + 1).padStart(3, "0")}`,
  );
  for (let at = 0; at < numbered.length; at += 50) {
    await Promise.all(
      people(tag, ...numbered.slice(at, at + 50)).map((one) => api.addContact(one)),
    );
  }
  await host.page.reload();
  const rows = host.page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(100);
  await expect(rows.first()).toContainText("Friend 001");
  for (const count of [200, 300, 400, 500]) {
    await host.button("Show more").click();
    await expect(rows).toHaveCount(count);
  }
  await expect(rows.last()).toContainText("Friend 500");
  await expect(host.button("Show more")).toHaveCount(0);
  await host.page.getByRole("searchbox").fill("friend 477");
  await expect(rows).toHaveText([/Friend 477/]);
});
