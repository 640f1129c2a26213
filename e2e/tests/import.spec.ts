import type { Request } from "@playwright/test";
import { bringAxe, violations } from "../support/accessibility.ts";
import type { Contact } from "../support/api.ts";
import type { Host } from "../support/host.ts";
import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.beforeEach(async ({ host }) => host.goTo("Contacts"));

/** Opens the dialog with a CSV file. */
async function choose(host: Host, lines: string[], encoding: BufferEncoding = "utf8") {
  await host.button("Import").click();
  const dialog = host.dialog("Import contacts");
  await dialog.getByLabel("File").setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\r\n"), encoding),
  });
  await expect(dialog).toContainText("people.csv");
  await dialog.getByRole("combobox", { name: "Phone numbers" }).selectOption("Germany");
  await dialog.getByRole("button", { name: "See what would be imported" }).click();
  await expect(dialog.getByRole("button", { name: "Back" })).toBeVisible();
  return dialog;
}

test("the host corrects what a column is taken for", async ({ host, tag }) => {
  // In Windows-1252, which only the server can read.
  const dialog = await choose(
    host,
    ["Name;Ruf;Mail", `Zoë Ångström;0151 23456789;${email("Zoe", tag)}`, "Jörg;0151 11111111;"],
    "latin1",
  );
  await expect(dialog).toContainText("1 new, 1 refused.");
  const column = dialog.getByRole("combobox", { name: "Ruf", exact: true });
  await expect(column).toHaveAccessibleDescription(/0151 23456789 · 0151 11111111/);
  await expect(column.getByRole("option", { selected: true })).toHaveText("Not used");
  await column.focus();
  await column.selectOption("Phone number");
  await expect(dialog).toContainText("2 new.");
  await expect(column).toBeFocused();
  await expect(dialog.getByRole("listitem")).toContainText([/Zoë Ångström/, /Jörg.*\+4915111111111/]);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(host.told("Imported: 2 new.")).toBeVisible();
  await expect(host.row("Zoë Ångström")).toContainText("+49 151 234 567 89");
});

test("the last mapping counts, however late an earlier preview arrives", async ({ host }) => {
  const dialog = await choose(host, ["Name;A;B", "Bea;0151 11111111;0151 22222222"]);
  let arrive = () => {};
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let first: Request | undefined;
  await host.page.route("**/api/v1/imports", async (route) => {
    if (!first) {
      first = route.request();
      const response = await route.fetch();
      await late;
      return route.fulfill({ response });
    }
    return route.continue();
  });
  await dialog.getByRole("combobox", { name: "A", exact: true }).selectOption("Phone number");
  const importing = dialog.getByRole("button", { name: "Import", exact: true });
  await expect(importing).toBeDisabled();
  await dialog.getByRole("combobox", { name: "A", exact: true }).selectOption("Not used");
  await dialog.getByRole("combobox", { name: "B", exact: true }).selectOption("Phone number");
  await expect(dialog.getByRole("listitem")).toContainText([/\+4915122222222/]);
  const answered = host.page.waitForResponse((response) => response.request() === first);
  arrive();
  await answered;
  await expect(dialog.getByRole("listitem")).toContainText([/\+4915122222222/]);
  await importing.click();
  await expect(host.row("Bea")).toContainText("+49 151 222 222 22");
});

test("names are asked for, changes are chosen, and the import is undone", async ({
  host,
  api,
  tag,
}) => {
  await api.addContact({ name: "Bea Keller", email: email("Bea", tag), phoneNumber: "+4915100000001", priority: 2 });
  await host.page.reload();
  const dialog = await choose(host, [
    "Name;Telefon;E-Mail;Priority",
    `Bea Keller;0151 22222222;${email("Bea", tag)};7`,
    ";0151 33333333;;",
    "Cleo;0151 44444444;;",
    "Dora;0151 55555555;;",
  ]);
  await expect(dialog).toContainText("2 new, 1 updated, 1 without a name.");
  await dialog.getByLabel("Name of +4915133333333").fill("Granny");
  await dialog.getByLabel("Change phone number from +4915100000001 to +4915122222222").uncheck();
  await dialog.getByLabel("Leave out for Dora").check();
  await expect(dialog).toContainText("2 new, 1 updated, 1 left out.");

  // A change of the mapping keeps the choices.
  const priority = dialog.getByRole("combobox", { name: "Priority", exact: true });
  await priority.selectOption("Not used");
  await expect(dialog).toContainText("2 new, 1 already there, 1 left out.");
  await expect(dialog.getByLabel("Name of +4915133333333")).toHaveValue("Granny");
  await priority.selectOption("Priority");
  await expect(dialog).toContainText("2 new, 1 updated, 1 left out.");

  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(host.told("Imported: 2 new, 1 updated, 1 left out.")).toBeVisible();
  await expect(host.row("Granny")).toContainText("+49 151 333 333 33");
  await expect(host.row("Cleo")).toBeVisible();
  await expect(host.row("Bea Keller")).toContainText("Priority 7");
  await expect(host.row("Bea Keller")).toContainText("+49 151 000 000 01");
  await expect(host.row("Dora")).toHaveCount(0);

  // It can be undone after other pages, too.
  const [cleo] = (await api.request<{ items: Contact[] }>("GET", "contacts?q=Cleo")).items;
  await api.request("PATCH", `contacts/${cleo?.id}`, { priority: 1 });
  await host.goTo("Events");
  await host.goTo("Contacts");
  await expect(host.page.getByText(/You can undo this until/)).toBeVisible();
  await host.button("Undo import").click();
  const undone = "Import undone: 1 removed, 1 restored, 1 kept, because they have changed since.";
  await expect(host.told(undone)).toBeVisible();
  await expect(host.button("Undo import")).toHaveCount(0);
  await expect(host.row("Granny")).toHaveCount(0);
  await expect(host.row("Bea Keller")).toContainText("Priority 2");
  await expect(host.row("Cleo")).toBeVisible();
});

test("new people can be kept out of the decks of what is dealing", async ({ host, api, tag }) => {
  const dinner = await api.addEvent({ title: "Soup", seats: 4 });
  await api.addContacts(people(tag, "Bea"));
  await api.deal(dinner.id);
  const dialog = await choose(host, ["Name;E-Mail", `Cleo;${email("Cleo", tag)}`]);
  await expect(dialog).toContainText("invited within seconds to what is dealing: “Soup”");
  await dialog.getByLabel("Keep new people out of these decks").check();
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(host.row("Cleo")).toBeVisible();

  await host.button("Add contact").click();
  const form = host.dialog("Add contact");
  await form.getByLabel("Name").fill("Dora");
  await form.getByLabel("Email").fill(email("Dora", tag));
  await form.getByLabel("Keep new people out of these decks").check();
  await form.getByRole("button", { name: "Add contact" }).click();
  await expect(host.row("Dora")).toBeVisible();
  expect((await api.invites(dinner.id)).map(({ contact }) => contact.name)).toEqual(["Bea"]);
});

test("a spreadsheet file says how to save it as CSV", async ({ host }) => {
  await host.button("Import").click();
  const dialog = host.dialog("Import contacts");
  await dialog.getByLabel("File").setInputFiles({
    name: "people.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: Buffer.from("504b030414000600080000002100", "hex"),
  });
  await dialog.getByRole("button", { name: "See what would be imported" }).click();
  await expect(dialog.getByRole("alert")).toContainText("CSV");
  await dialog.getByRole("button", { name: "Choose something else" }).click();
  await expect(dialog.getByLabel("People")).toBeVisible();
});

test("contacts who may be one person are shown", async ({ host, api, tag }) => {
  await api.addContacts([
    { name: "Bea Keller", email: email("Bea", tag) },
    { name: "Keller, Bea", email: email("Bea", tag) },
  ]);
  await host.page.reload();
  await expect(host.page.getByText("2 contacts may be one person.")).toBeVisible();
  await host.button("Show them").click();
  const dialog = host.dialog("The same person twice?");
  await expect(dialog.getByRole("heading", { level: 3 })).toHaveText(email("Bea", tag));
  await dialog.getByRole("button", { name: "Keller, Bea" }).click();
  const form = host.dialog("Edit Keller, Bea");
  await form.getByRole("button", { name: "Delete contact" }).click();
  await expect(dialog).toBeHidden();
  await expect(host.button("Show them")).toHaveCount(0);
  await host.button("Undo").click();
  await host.button("Show them").click();
  await dialog.getByRole("button", { name: "Keller, Bea" }).click();
  await expect(host.dialog("Edit Keller, Bea")).toBeVisible();
});

test("the contacts are downloaded for a spreadsheet", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea"));
  await host.goTo("Settings");
  const download = host.page.waitForEvent("download");
  await host.button("Contacts with semicolons").click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("contacts.csv");
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  expect(text).toContain(`"Bea";"";"${email("Bea", tag)}";"5"`);
});

test("five hundred people stay usable, fit a phone and are accessible", async ({ host, api, tag }) => {
  await bringAxe(host.page);
  await host.page.setViewportSize({ width: 360, height: 640 });
  await host.page.reload();
  await api.addContact({ name: "Bea Keller", email: email("Bea", tag), phoneNumber: "+4915100000001" });
  const dinner = await api.addEvent({ title: "Goose and red cabbage", seats: 4 });
  await api.addContact({ name: "Emil", email: email("Emil", tag), priority: 1 });
  await api.deal(dinner.id);
  const dialog = await choose(host, [
    "Name;Telefon;E-Mail;Ort",
    `Bea Keller;0151 22222222;${email("Bea", tag)};Berlin`,
    ";0151 33333333;;Köln",
    "Dora;12;;",
    ...Array.from({ length: 500 }, (_, at) => `Friend ${at};0152 ${22000000 + at};;`),
  ]);
  await expect(dialog).toContainText("500 new, 1 updated, 1 without a name, 1 refused.");
  await expect(dialog.getByText("Friend 0", { exact: true })).toBeHidden();
  await dialog.getByText("New: 500").click();
  await expect(dialog.getByText("Friend 0", { exact: true })).toBeVisible();
  await expect(dialog.getByText(/^Friend/)).toHaveCount(50);
  await dialog.getByRole("button", { name: "Show more New" }).click();
  await expect(dialog.getByText(/^Friend/)).toHaveCount(100);
  expect(await violations(host.page)).toEqual([]);
  const body = dialog.getByRole("group", { name: "What would be imported" });
  expect(await body.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
});
