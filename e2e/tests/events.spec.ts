import { readFile } from "node:fs/promises";
import { EventPage } from "../support/event-page.ts";
import { fillEvent } from "../support/host.ts";
import { Mailbox } from "../support/mailbox.ts";
import { clock, email, evening, eveningUtc, people, phone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("an empty list says what to do", async ({ host }) => {
  await expect(host.page.getByRole("main")).toContainText("No event yet");
  await expect(host.button("Add event")).toBeVisible();
});

test("an event is added, changed and deleted", async ({ host }) => {
  await host.addEvent({ title: "Goose", seats: 8, startsAt: evening(20), location: "At ours" });
  await expect(host.page).toHaveURL(/\/events\/[^/]+$/);
  await expect(host.page.getByText(/19:00.*· At ours/)).toBeVisible();
  await expect(host.page.getByText("Not dealt yet")).toBeVisible();

  await host.goTo("Events");
  await expect(host.row("Goose")).toContainText("0 of 8 seated");
  await host.button("Edit Goose").click();
  const dialog = host.dialog("Edit Goose");
  await expect(dialog.getByLabel("Date and time")).toHaveValue(evening(20));
  await fillEvent(dialog, { title: "Goose or duck", seats: 12, location: "" });
  await dialog.getByRole("button", { name: "Save event" }).click();
  await expect(dialog).toBeHidden();
  const row = host.row("Goose or duck");
  await expect(row).toContainText("0 of 12 seated");
  await expect(row).not.toContainText("At ours");

  await row.getByRole("link", { name: "Goose or duck" }).click();
  await expect(host.heading("Goose or duck")).toBeVisible();
  await host.page.goBack();
  await host.confirm(host.button("Delete Goose or duck"), "Delete event");
  await expect(row).toHaveCount(0);
  await expect(host.page.getByText("No event yet")).toBeVisible();
});

test("guests see the colour and the picture that the host has chosen", async ({
  host,
  api,
  tag,
  openAsGuest,
}) => {
  await api.addContacts(people(tag, "Bea"));
  await host.button("Add event").click();
  const dialog = host.dialog("Add event");
  await fillEvent(dialog, { title: "Soup", seats: 2, startsAt: evening(20), quietHours: false });
  await dialog.getByText("Ocean blue").click();
  const pictures = dialog.getByRole("group", { name: "Picture above it" });
  await expect(pictures.getByRole("radio", { name: "plate" })).toBeChecked();
  await pictures.getByRole("radio", { name: "plate" }).focus();
  for (let step = 0; step < 3; step += 1) await host.page.keyboard.press("ArrowRight");
  await expect(pictures.getByRole("radio", { name: "soup" })).toBeChecked();
  const drawn = await pictures
    .locator("label")
    .filter({ hasText: "soup" })
    .locator("path")
    .last()
    .getAttribute("d");
  await dialog.getByRole("button", { name: "Add event" }).click();
  await expect(host.heading("Soup")).toBeVisible();

  const event = new EventPage(host);
  const id = new URL(host.page.url()).pathname.split("/").at(-1) ?? "";
  await api.deal(id);
  const bea = await openAsGuest((await api.invites(id))[0]?.rsvpUrl ?? "");
  await expect(bea.page.locator("html")).toHaveClass("ocean");
  await expect(bea.page.locator("svg path").last()).toHaveAttribute("d", drawn ?? "none");

  await event.menu("Edit event");
  const edit = host.dialog("Edit Soup");
  await expect(edit.getByRole("radio", { name: "soup" })).toBeChecked();
  await edit.getByText("garden", { exact: true }).click();
  await edit.getByRole("button", { name: "Save event" }).click();
  await expect(edit).toBeHidden();
  await bea.page.reload();
  await expect(bea.page.locator("svg path").last()).not.toHaveAttribute("d", drawn ?? "none");
  await expect(bea.page.locator("html")).toHaveClass("ocean");
});

test("an event with invited guests is not deleted before it is cancelled", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  await host.page.reload();
  await host.button("Delete Soup").click();
  const question = host.dialog("Delete Soup?");
  await question.getByRole("button", { name: "Delete event" }).click();
  await expect(question.getByRole("alert")).toContainText("Cancel it first, so that they are told");
  await question.getByRole("button", { name: "Not now" }).click();
  await api.cancel(dinner.id);
  await host.confirm(host.button("Delete Soup"), "Delete event");
  await expect(host.row("Soup")).toHaveCount(0);
});

test("errors appear beside their fields, also in a closed section", async ({
  host,
}) => {
  await host.button("Add event").click();
  const dialog = host.dialog("Add event");
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  const add = dialog.getByRole("button", { name: "Add event" });
  await fillEvent(dialog, { title: "Half an event", seats: 0 });
  // Enter leads to the next field.
  await field("Title").press("Enter");
  await expect(field("Description")).toBeFocused();
  await fillEvent(dialog, { title: "" });
  await add.click();
  await expect(field("Title")).toHaveAccessibleDescription("The title must not be empty.");
  await expect(field("Title")).toBeFocused();
  await expect(field("How many guests, without you?")).toHaveAccessibleDescription(/whole number from 1 to 10000/);

  await fillEvent(dialog, { title: "Goose", seats: 4, startsAt: evening(-3), quietHours: false });
  await add.click();
  await expect(field("Date and time")).toHaveAccessibleDescription(
    "This time has passed. Choose a time in the future.",
  );
  await fillEvent(dialog, { startsAt: evening(3) });
  await field("Stop inviting at").fill(evening(5));
  await dialog.getByText("Advanced", { exact: true }).click();
  await expect(field("Stop inviting at")).toBeHidden();
  await add.click();
  await expect(field("Stop inviting at")).toBeVisible();
  await expect(field("Stop inviting at")).toHaveAccessibleDescription(
    /Dealing must end before the event/,
  );
  await expect(field("Title")).toHaveValue("Goose");

  await field("Stop inviting at").fill("");
  await field("Time to answer").selectOption("2 days");
  await field("How fast").selectOption("quick");
  await add.click();
  await expect(host.heading("Goose")).toBeVisible();

  await new EventPage(host).menu("Edit event");
  const edit = host.dialog("Edit Goose");
  await edit.getByText("Advanced", { exact: true }).click();
  await expect(edit.getByLabel("How fast", { exact: true })).toHaveValue("quick");
});

test("times are shown in the event's time zone", async ({
  host,
  api,
  tag,
  mailbox,
  openAsGuest,
}) => {
  await api.addContacts(people(tag, "Bea Keller"));
  await host.button("Add event").click();
  const dialog = host.dialog("Add event");
  await expect(dialog.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  const fields = { title: "Tea", seats: 1, startsAt: "2031-07-04T17:30", quietHours: false };
  await fillEvent(dialog, fields);
  await dialog.getByLabel("Time zone").selectOption("America/New York");
  await dialog.getByRole("button", { name: "Add event" }).click();
  const event = new EventPage(host);
  await expect(host.heading("Tea")).toBeVisible();
  await expect(host.page.getByText(/4 Jul 2031, 17:30/)).toBeVisible();
  await event.deal("Deal", ["Bea Keller"]);
  const letter = await mailbox.letter(email("Bea Keller", tag), /invites you: Tea/);
  expect(letter.body).toContain("4 July 2031, 17:30");
  const bea = await openAsGuest(Mailbox.link(letter));
  await expect(bea.page.getByText("Friday, 4 July 2031, 17:30")).toBeVisible();
});

test("the number of seats cannot shrink below the taken ones", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  const dinner = await api.addEvent({ title: "Soup", seats: 3, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  const [first] = await api.invites(dinner.id);
  await api.record(first?.id ?? "", "YES");
  const event = new EventPage(host);
  await event.open(dinner);
  await event.menu("Edit event");
  const dialog = host.dialog("Edit Soup");
  await dialog.getByLabel("How many guests, without you?").fill("2");
  await dialog.getByRole("button", { name: "Save event" }).click();
  const refused = "The table cannot shrink to 2: 1 seated and 2 held make 3.";
  await expect(dialog.getByText(refused)).toBeVisible();
  await dialog.getByLabel("How many guests, without you?").fill("4");
  await dialog.getByRole("button", { name: "Save event" }).click();
  await expect(event.table("A table with 4 chairs")).toBeVisible();
});

test("a change of place can be announced to the guests", async ({
  host,
  api,
  tag,
  mailbox,
}) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  const dinner = await api.addEvent({
    title: "Soup",
    seats: 2,
    location: "At ours",
    startsAt: eveningUtc(10),
  });
  await api.deal(dinner.id);
  const [bea, cleo] = await api.invites(dinner.id);
  await api.record(bea?.id ?? "", "YES");
  await api.record(cleo?.id ?? "", "NO");
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.invitation("Cleo").getByText("No", { exact: true })).toHaveCount(1);
  await event.menu("Edit event");
  const dialog = host.dialog("Edit Soup");
  await fillEvent(dialog, { title: "Good soup" });
  await dialog.getByRole("button", { name: "Save event" }).click();
  await expect(host.heading("Good soup")).toBeVisible();
  await expect(host.page.getByRole("dialog")).toHaveCount(0);
  await event.menu("Edit event");
  const again = host.dialog("Edit Good soup");
  await fillEvent(again, { title: "Soup", location: "On the roof" });
  await again.getByRole("button", { name: "Save event" }).click();
  const question = host.dialog("Tell your guests about the change?");
  await expect(question.getByRole("listitem")).toHaveText(["Bea by email at once"]);
  const letters = await mailbox.lettersTo(email("Bea", tag));
  expect(letters.filter(({ subject }) => subject?.startsWith("Changed"))).toEqual([]);
  // A change that guests do not know of stays in sight until they do.
  await question.getByRole("button", { name: "Not now" }).click();
  const untold = host.part("The table").getByText("1 guest does not know of the new place.");
  await expect(untold).toBeVisible();
  await host.page.reload();
  await expect(untold).toBeVisible();
  await host.button("Tell your guests").click();
  await question.getByRole("button", { name: "Tell them" }).click();
  await expect(host.told("Your guests will be told about the change.")).toBeVisible();
  const letter = await mailbox.letter(email("Bea", tag), /^Changed: Soup/);
  expect(letter.body).toContain("On the roof");
  await event.show("Log");
  await expect(event.story.filter({ hasText: "1 guest will be told about the change." })).toBeVisible();
  await expect(untold).toBeHidden();
  await expect(host.button("Add contacts")).toBeVisible();
});

test("during quiet hours nothing is sent, and the page says until when", async ({
  host,
  api,
  tag,
  mailbox,
}) => {
  await api.addContacts(people(tag, "Bea"));
  const quietHours = { from: clock(-1), to: clock(2) };
  const fields = { title: "Soup", seats: 1, timeZone: "UTC", quietHours };
  const dinner = await api.addEvent({ ...fields, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  await event.arrange("Bea", "Invite now");
  const question = host.dialog("Invite Bea now?");
  const notice = question.getByRole("listitem");
  await expect(notice).toHaveText(new RegExp(`^Bea by email on .* ${quietHours.to}$`));
  await question.getByRole("button", { name: "Not now" }).click();
  await host.button("Deal").click();
  const dialog = host.dialog("Start dealing?");
  await expect(dialog).toContainText("Nothing goes out at once. These are next:");
  await expect(dialog.getByRole("listitem")).toContainText(["Bea by email"]);
  await expect(dialog).toContainText(`at ${quietHours.to}`);
  await dialog.getByRole("button", { name: "Start dealing" }).click();
  await expect(event.news).toContainText("You started dealing; it is quiet time now");
  await expect(event.news).toContainText(`at ${quietHours.to}`);
  await expect(event.invitations).toHaveCount(0);

  await event.menu("Edit event");
  await fillEvent(host.dialog("Edit Soup"), { quietHours: false });
  await host.dialog("Edit Soup").getByRole("button", { name: "Save event" }).click();
  await expect(event.invitation("Bea")).toContainText("No answer yet");
  await mailbox.letter(email("Bea", tag), /invites you: Soup/);
});

test("an event without invitations, contacts or a date is complete", async ({ host, api }) => {
  const bare = await api.addEvent({ title: "Some day", seats: 2 });
  const event = new EventPage(host);
  await event.open(bare);
  await expect(host.page.getByText("No date yet")).toBeVisible();
  await expect(host.page.getByRole("tabpanel")).toContainText("The deck is empty");
  await expect(await event.show("Coming")).toContainText("Nobody has been invited yet");
  // The next step is to add contacts; dealing is in the menu.
  await expect(host.button("Add contacts")).toBeVisible();
  await event.menu("Deal");
  const dialog = host.dialog("Start dealing?");
  await expect(dialog).toContainText("Nothing goes out at once.");
  await dialog.getByRole("button", { name: "Start dealing" }).click();
  await expect(
    host.page.getByText("The deck is empty: add contacts to go on dealing.").first(),
  ).toBeVisible();
  // Without a Deal button, no text says to press it.
  await expect(host.page.getByRole("tabpanel")).toContainText("Nobody has a seat yet.");
  await api.cancel(bare.id);
  await expect(host.page.getByRole("tabpanel")).toContainText("Nobody has a seat.");
  await expect(event.tab("Deck")).toHaveCount(0);
});

test("the first steps lead to a table that is being dealt", async ({ host, tag, mailbox }) => {
  const steps = host.part("No event yet");
  await expect(steps.getByRole("listitem")).toContainText([
    "Add your people",
    "Add an event",
    "Press Deal",
  ]);
  await steps.getByRole("link", { name: "Add your people" }).click();
  await host.addContact({ name: "Bea", email: email("Bea", tag) });
  await host.goTo("Events");
  await expect(steps.getByRole("link", { name: "See your contacts" })).toBeVisible();
  await host.addEvent({ title: "Soup", seats: 1, quietHours: false });
  const event = new EventPage(host);
  await event.deal("Deal", ["Bea"]);
  await mailbox.letter(email("Bea", tag), /invites you: Soup/);
});

test("an event can be duplicated for another date", async ({ host, api }) => {
  const soup = await api.addEvent({
    title: "Soup",
    seats: 3,
    location: "At ours",
    description: "Bring a spoon.",
    startsAt: eveningUtc(10),
  });
  const event = new EventPage(host);
  await event.open(soup);
  await event.menu("Duplicate");
  const dialog = host.dialog("Another Soup");
  await expect(dialog.getByLabel("Date and time")).toHaveValue("");
  await expect(dialog.getByLabel("How many guests, without you?")).toHaveValue("3");
  await dialog.getByLabel("Title").fill("More soup");
  await dialog.getByLabel("Date and time").fill(evening(20));
  await dialog.getByRole("button", { name: "Add event" }).click();
  await expect(host.heading("More soup")).toBeVisible();
  await expect(host.page).not.toHaveURL(new RegExp(soup.id));
  await expect(host.page.getByText("Bring a spoon.")).toBeVisible();
  await expect(host.page.getByText("Not dealt yet")).toBeVisible();
});

test("the guest list can be saved as a spreadsheet and printed", async ({
  host,
  api,
  tag,
  request,
}) => {
  await api.addContacts([...people(tag, "Bea"), { name: '=Cleo "C"', phoneNumber: phone(tag) }]);
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  const invites = await api.invites(dinner.id);
  const bea = invites.find(({ contact }) => contact.name === "Bea");
  const token = bea?.rsvpUrl.split("/").at(-1) ?? "";
  await request.post(`/api/v1/rsvp/${token}`, {
    data: { response: "YES", note: "=With joy", companions: ["Dan", "Eva"], diet: "No nuts" },
  });
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.invitation("Bea")).toContainText("Yes · seated");
  await expect(event.invitation("Bea")).toContainText("No nuts · “=With joy”");
  await expect(await event.guest("Bea")).toContainText("With: Dan, Eva");
  await host.page.keyboard.press("Escape");
  const saved = host.page.waitForEvent("download");
  await event.menu("Save guest list (CSV)");
  const file = await saved;
  expect(file.suggestedFilename()).toBe("Guests of Soup.csv");
  const list = await readFile(await file.path(), "utf8");
  expect(list.charCodeAt(0), "Excel is told that it is UTF-8").toBe(0xfeff);
  const lines = list.trim().split("\r\n");
  expect(lines[0]).toBe('"Name","Answer","Seats","Phone","Email","Answer by","Answered","With","Diet","Answer to your question","Note"');
  expect(lines.slice(1).sort()).toEqual([
    expect.stringMatching(/^"'=Cleo ""C""","No answer yet","1","\+49\d+","","20\d\d-\d\d-\d\d \d\d:\d\d","","","","",""$/),
    expect.stringMatching(/^"Bea","Yes · seated","1","",".+@example\.org","","20\d\d-.+","Dan, Eva","No nuts","","'=With joy"$/),
  ]);

  await host.page.emulateMedia({ media: "print" });
  await expect(host.heading("Soup")).toBeVisible();
  await expect(event.invitation("Bea")).toBeVisible();
  await expect(event.invitation("Cleo"), "also what is not on the screen").toBeVisible();
  for (const gone of ["More", "Pause", "Sign out"]) await expect(host.button(gone)).toBeHidden();
  await expect(event.tab("Log")).toBeHidden();
});

test("an unknown address links to the events", async ({ host }) => {
  await host.page.goto("/events/0190a5b0-0000-7000-8000-000000000000");
  await expect(host.heading("This event does not exist")).toBeVisible();
  await host.page.getByRole("link", { name: "Go to your events" }).click();
  await expect(host.heading("Events")).toBeVisible();

  await host.page.goto("/no/such/page");
  await expect(host.heading("There is no such page")).toBeVisible();
  await host.page.getByRole("link", { name: "Go to your events" }).click();
  await expect(host.heading("Events")).toBeVisible();
});
