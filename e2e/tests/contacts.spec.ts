import type { Api } from "../support/api.ts";
import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.beforeEach(async ({ host }) => host.goTo("Contacts"));

test("an empty list says what to do", async ({ host }) => {
  await expect(host.page.getByRole("main")).toContainText("Nobody is here yet");
  await expect(host.button("Add contact")).toBeVisible();
});

test("a contact is added, changed and deleted", async ({ host, tag }) => {
  await host.addContact({ name: "Bea Keller", email: email("Bea", tag) });
  await expect(host.told("Contact added: Bea Keller.")).toBeVisible();
  await expect(host.row("Bea Keller")).not.toContainText("Priority");

  await host.editContact("Bea Keller");
  const dialog = host.dialog("Edit Bea Keller");
  await expect(dialog.getByLabel("Email")).toHaveValue(email("Bea", tag));
  await dialog.getByLabel("Name").fill("Beatrix Keller");
  await dialog.getByLabel("Phone number").fill("+49 151 2345 6789");
  await expect(dialog.getByRole("radio", { name: "5 As usual" })).toBeChecked();
  await dialog.getByText("1 Invited first").click();
  await dialog.getByLabel("How many people come when all come?").fill("2");
  await dialog.getByLabel("Not for dinners").check();
  await dialog.getByLabel("Preferred channel").selectOption("Text message");
  await dialog.getByRole("button", { name: "Save contact" }).click();
  await expect(dialog).toBeHidden();
  await host.page.reload();
  const row = host.row("Beatrix Keller");
  await expect(row).toContainText("Priority 1");
  await expect(row).toContainText("+49 151 234 567 89");
  await expect(row).toContainText("text message first");
  await expect(row).toContainText("2 people");
  await expect(row).toContainText("Not for dinners");

  await host.deleteContact("Beatrix Keller");
  await expect(row).toHaveCount(0);
  await expect(host.told("Beatrix Keller deleted.")).toBeVisible();
  await host.button("Undo").click();
  await expect(row).toBeVisible();
  await host.page.reload();
  await expect(row).toBeVisible();

  // A host who leaves the page can no longer undo it.
  await host.deleteContact("Beatrix Keller");
  await expect(row).toHaveCount(0);
  // The next page may load the list before the server has performed the deletion.
  await expect(async () => {
    await host.page.reload();
    await expect(host.page.getByText("Nobody is here yet")).toBeVisible({ timeout: 2_000 });
  }).toPass();
});

test("one contact after the other is added", async ({ host, tag }) => {
  await host.button("Add contact").click();
  const dialog = host.dialog("Add contact");
  for (const name of ["Bea", "Cleo"]) {
    await expect(dialog.getByLabel("Name")).toHaveValue("");
    await expect(dialog.getByLabel("Name")).toBeFocused();
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByLabel("Email").fill(email(name, tag));
    await dialog.getByRole("button", { name: "Save and add another" }).click();
    await expect(host.row(name)).toHaveCount(1);
  }
  await host.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("the priority is chosen with the arrow keys", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea"));
  await host.page.reload();
  const dialog = await host.editContact("Bea");
  await dialog.getByRole("radio", { name: "5 As usual" }).focus();
  await host.page.keyboard.press("ArrowLeft");
  await expect(dialog.getByRole("radio", { name: "4 Rather early" })).toBeChecked();
  await dialog.getByRole("button", { name: "Save contact" }).click();
  await expect(host.row("Bea")).toContainText("Priority 4");
});

test("the app says when two contacts have the same address", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea"));
  await host.addContact({ name: "Beatrix", email: email("Bea", tag) });
  await expect(
    host.told("Contact added: Beatrix. Bea has the same number or address."),
  ).toBeVisible();
});

/** The names of all contacts, as the server has them. */
async function names(api: Api): Promise<string[]> {
  const page = await api.request<{ items: { name: string }[] }>("GET", "contacts");
  return page.items.map(({ name }) => name);
}

test("a deleted contact is gone once Undo is no longer possible", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  await host.page.clock.install();
  await host.page.reload();
  const form = await host.editContact("Bea");
  await form.getByRole("button", { name: "Delete contact" }).focus();
  await host.page.keyboard.press("Enter");
  await expect(host.button("Undo")).toBeFocused();
  expect(await names(api)).toEqual(["Bea", "Cleo", "Dora"]);
  // Another deletion commits the one before.
  await host.deleteContact("Cleo");
  await expect.poll(() => names(api)).toEqual(["Cleo", "Dora"]);
  await host.page.clock.fastForward(14_000);
  await expect(host.button("Undo")).toHaveCount(0);
  await expect.poll(() => names(api)).toEqual(["Dora"]);
  await expect(host.row("Dora")).toBeVisible();
});

test("a later toast does not replace Undo", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  await host.page.reload();
  await expect(host.row("Bea")).toBeVisible();
  let arrive = () => {};
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await host.page.route("**/contacts?q=**", async (route) => {
    await late;
    await route.continue();
  });
  await host.editContact("Bea");
  const dialog = host.dialog("Edit Bea");
  await dialog.getByLabel("Name").fill("Beatrix");
  await dialog.getByRole("button", { name: "Save contact" }).click();
  await expect(dialog).toBeHidden();
  await host.deleteContact("Cleo");
  arrive();
  await expect(host.told("Contact saved: Beatrix.")).toBeVisible();
  await expect(host.told("Cleo deleted.")).toBeVisible();
  await host.button("Undo").click();
  await expect(host.row("Cleo")).toBeVisible();
  expect(await names(api)).toEqual(["Beatrix", "Cleo"]);
});

test("a contact deleted just before sign-out is gone", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  await host.page.reload();
  await host.deleteContact("Bea");
  await expect(host.told("Bea deleted.")).toBeVisible();
  await host.button("Sign out").click();
  await expect(host.button("Sign in")).toBeVisible();
  expect(await names(api)).toEqual(["Cleo"]);
});

test("the host pastes an address book, sees a preview and imports it", async ({ host, api, tag }) => {
  await api.addContact({ name: "Beatrix Keller", phoneNumber: "+4915123456789" });
  await host.page.reload();
  await host.button("Import").click();
  const dialog = host.dialog("Import contacts");
  const look = dialog.getByRole("button", { name: "See what would be imported" });
  await look.click();
  await expect(dialog.getByLabel("People")).toHaveAccessibleDescription(/Nobody was found/);
  await dialog
    .getByLabel("People")
    .fill(
      [
        "Name;Telefon;E-Mail",
        `Beatrix Keller;0151 23456789;${email("Bea", tag)}`,
        "Cleo Novak;0151 11111111;",
        "Dora;;",
      ].join("\n"),
    );
  await dialog
    .getByLabel("Phone numbers without a country code are from")
    .selectOption("Germany");
  await look.click();
  await expect(dialog).toContainText("1 new, 1 updated, 1 refused.");
  const people = dialog.getByRole("listitem");
  await expect(people).toContainText([
    /Dora.*There is no phone number and no email address\./,
    /Beatrix Keller.*\+4915123456789.*Add email bea/,
    /Cleo Novak.*\+4915111111111/,
  ]);
  expect(await host.row("Cleo Novak").count()).toBe(0);
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(dialog.getByLabel("People")).toHaveValue(/Cleo Novak/);
  await look.click();
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(host.told("Imported: 1 new, 1 updated, 1 refused.")).toBeVisible();
  await expect(host.row("Beatrix Keller")).toBeVisible();
  await expect(host.row("Cleo Novak")).toContainText("+49 151 111 111 11");

  // The country is saved from now on.
  await host.button("Add contact").click();
  const form = host.dialog("Add contact");
  await expect(form.getByLabel("Phone number")).toHaveAccessibleDescription(/As you dial it at home/);
  await form.getByLabel("Name").fill("Emil");
  await form.getByLabel("Phone number").fill("(0151) 222 222 22");
  await form.getByRole("button", { name: "Add contact" }).click();
  await expect(host.row("Emil")).toContainText("+49 151 222 222 22");
  await host.goTo("Settings");
  await expect(host.part("You").getByLabel("Country of your phone numbers")).toHaveValue("DE");
});

test("a vCard file is imported without its pictures", async ({ host, tag }) => {
  await host.button("Import").click();
  const dialog = host.dialog("Import contacts");
  const card = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    "FN:Zoë Ångström",
    `EMAIL:${email("Zoe", tag)}`,
    "PHOTO;ENCODING=b;TYPE=JPEG:" + "A".repeat(2_000_000),
    "END:VCARD",
  ];
  await dialog.getByLabel("File").setInputFiles({
    name: "people.vcf",
    mimeType: "text/vcard",
    buffer: Buffer.from(card.join("\r\n")),
  });
  await expect(dialog).toContainText("people.vcf");
  await dialog.getByRole("button", { name: "See what would be imported" }).click();
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(host.row("Zoë Ångström")).toContainText(email("Zoe", tag));
});

test("errors appear beside their fields, and no input is lost", async ({
  host,
}) => {
  await host.button("Add contact").click();
  const dialog = host.dialog("Add contact");
  const field = (name: string) => dialog.getByLabel(name);
  await field("Phone number").fill("0151 2345");
  await field("Email").fill("bea at example");
  await field("How many people").fill("30");
  await dialog.getByRole("button", { name: "Add contact" }).click();

  await expect(field("Name")).toHaveAccessibleDescription("The name must not be empty.");
  await expect(field("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(field("Name")).toBeFocused();
  await expect(field("Phone number")).toHaveAccessibleDescription(/international form/);
  await expect(field("Email")).toHaveAccessibleDescription(/email address/);
  await expect(field("How many people")).toHaveAccessibleDescription(/whole number from 1 to 20/);
  await expect(field("Email")).toHaveValue("bea at example");

  await field("Name").fill("Bea");
  await field("Phone number").fill("");
  await field("Email").fill("");
  await field("How many people").fill("2");
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

test("a search finds contacts by name, number and address", async ({ host, api, tag }) => {
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
    ["angstrom zoe", "Zoë Ångström"],
    ["0151 0000 0042", "Phoebe"],
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

test("a name of 120 characters is accepted, a longer one is refused", async ({ host, tag }) => {
  const name = "Maximiliane-Theodora ".repeat(6).trim().slice(0, 120).padEnd(120, "x");
  await host.addContact({ name, email: email("Max", tag) });
  await expect(host.row(name)).toBeVisible();
  await host.row(name).getByRole("button").click();
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
  const text = ["name,email", ...numbered.map((name) => `${name},${email(name, tag)}`)].join("\n");
  await api.request("POST", "imports", { text, apply: true });
  await host.page.reload();
  const rows = host.page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(100);
  await expect(rows.first()).toContainText("Friend 001");
  // Scrolling loads more without the button.
  await expect(async () => {
    await host.page.mouse.wheel(0, 20_000);
    await expect(rows).toHaveCount(500, { timeout: 500 });
  }).toPass();
  await expect(rows.last()).toContainText("Friend 500");
  await expect(host.button("Show more")).toHaveCount(0);
  await host.page.getByRole("searchbox").fill("friend 477");
  await expect(rows).toHaveText([/Friend 477/]);
});
