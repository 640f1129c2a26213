import { EventPage } from "../support/event-page.ts";
import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("an event deals only contacts with its tags, and a duplicate keeps them", async ({
  host,
  api,
  tag,
}) => {
  for (const [name, tags] of [["Bea", ["book club"]], ["Cleo", []], ["Dora", []]] as const) {
    await api.request("POST", "contacts", { name, email: email(name, tag), tags });
  }
  await host.goTo("Contacts");

  // The tags that exist are offered.
  await host.editContact("Cleo");
  const contact = host.dialog("Edit Cleo");
  await contact.getByLabel("Tags").fill("Neighbours");
  await contact.getByRole("button", { name: "+ book club" }).click();
  await expect(contact.getByLabel("Tags")).toHaveValue("Neighbours, book club");
  await expect(contact.getByRole("button", { name: "+ book club" })).toBeDisabled();
  await contact.getByRole("button", { name: "Save contact" }).click();
  await expect(contact).toBeHidden();
  await expect(host.row("Cleo")).toContainText("Neighbours, book club");

  await host.page.getByLabel("Tag", { exact: true }).selectOption("book club (2)");
  await expect(host.row("Dora")).toHaveCount(0);
  await expect(host.row("Bea")).toBeVisible();
  await expect(host.row("Cleo")).toBeVisible();

  const readers = await api.addEvent({ title: "Reading", seats: 2 });
  const event = new EventPage(host);
  await event.open(readers);
  await event.menu("Edit event");
  const form = host.dialog("Edit Reading");
  await form.getByLabel("Only contacts with one of these tags").fill("Book Club");
  await form.getByRole("button", { name: "Save event" }).click();
  await expect(form).toBeHidden();
  await expect(event.cards).toHaveCount(3);
  await expect(event.card("Dora")).toContainText("Has none of the event's tags.");
  await expect(host.page.getByText("1 contact without the event's tags is left out.")).toBeVisible();
  await event.arrange("Bea", "Leave out");
  await expect(event.card("Bea")).toContainText("Left out by you.");

  await event.menu("Duplicate");
  const copy = host.dialog("Another Reading");
  await expect(copy.getByLabel("Only contacts with one of these tags")).toHaveValue("Book Club");
  await copy.getByRole("button", { name: "Add event" }).click();
  await expect(copy).toBeHidden();
  await expect(event.card("Bea")).toContainText("Left out by you.");
});

test("an event has an end and a link", async ({ host, api }) => {
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: "2131-05-01T18:00:00Z" });
  const event = new EventPage(host);
  await event.open(dinner);
  await event.menu("Edit event");
  const form = host.dialog("Edit Soup");
  await form.getByLabel("End", { exact: true }).fill("2131-04-30T22:00");
  await form.getByLabel("Link", { exact: true }).fill("http://example.org");
  await form.getByRole("button", { name: "Save event" }).click();
  await expect(form).toContainText("The end must be after the date and time of the event.");
  await expect(form).toContainText("The link must begin with https://");
  await form.getByLabel("End", { exact: true }).fill("2131-05-01T23:00");
  await form.getByLabel("Link", { exact: true }).fill("https://example.org");
  await form.getByRole("button", { name: "Save event" }).click();
  await expect(form).toBeHidden();
  const saved = await api.request<{ endsAt: string; url: string }>("GET", `events/${dinner.id}`);
  expect(saved.url).toBe("https://example.org/");
  expect(saved.endsAt.startsWith("2131-05-0")).toBe(true);
  const link = host.page.getByRole("main").getByRole("link", { name: "example.org/" });
  await expect(link).toHaveAttribute("href", "https://example.org/");
  await expect(host.page.getByText(/ – 23:00/)).toBeVisible();

  await event.menu("Edit event");
  const begin = await form.getByLabel("Date and time").inputValue();
  await form.getByLabel("Date and time").fill(begin.replace("2131-05-01", "2131-05-03"));
  await form.getByLabel("Link", { exact: true }).focus();
  await expect(form.getByLabel("End", { exact: true })).toHaveValue("2131-05-03T23:00");
  await form.getByRole("button", { name: "Save event" }).click();
  await expect(form).toBeHidden();
});

test("an event whose tags no contact has offers to change them", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Reading", seats: 2, tags: ["choir"] });
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(host.page.getByRole("tabpanel")).toContainText(
    "No contact who can still be invited has one of the event's tags",
  );
  await host.button("Change the tags").click();
  const form = host.dialog("Edit Reading");
  await form.getByLabel("Only contacts with one of these tags").fill("");
  await form.getByRole("button", { name: "Save event" }).click();
  await expect(event.cards).toContainText(["Bea"]);
});
