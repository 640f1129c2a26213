import { EventPage } from "../support/event-page.ts";
import { Mailbox } from "../support/mailbox.ts";
import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a host writes to the guests who come", async ({
  host,
  api,
  tag,
  mailbox,
  openAsGuest,
}) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  const soup = await api.addEvent({ title: "Soup", seats: 2, quietHours: null });
  await api.deal(soup.id);
  for (const [name, answer] of [["Bea", "Yes"], ["Cleo", "Maybe"]] as const) {
    const guest = await openAsGuest(Mailbox.link(await mailbox.letter(email(name, tag), /Soup/)));
    await guest.answer(answer);
  }
  const event = new EventPage(host);
  await event.open(soup);
  await expect(event.tab("Coming")).toContainText("1");
  await event.menu("Write to your guests");
  const form = host.dialog("Write to your guests");
  await expect(form.getByLabel("have a seat (1)")).toBeChecked();
  await expect(form.getByLabel("said maybe (1)")).not.toBeChecked();
  await expect(form.getByLabel("are on standby")).toBeHidden();
  await form.getByRole("button", { name: "See who gets it" }).click();
  await expect(form.getByText("The message must not be empty.")).toBeVisible();

  // What is typed is there again after the dialog was closed.
  await form.getByLabel("Message").fill("Please bring a chair.");
  await form.getByRole("button", { name: "Close" }).click();
  await event.menu("Write to your guests");
  await expect(form.getByLabel("Message")).toHaveValue("Please bring a chair.");
  await form.getByRole("button", { name: "See who gets it" }).click();
  const question = host.dialog("Send it to 1 guest?");
  await expect(question.getByRole("listitem")).toHaveText(["Bea by email at once"]);
  await question.getByRole("button", { name: "Send", exact: true }).click();
  await expect(host.told("Your message goes to 1 guest.")).toBeVisible();

  const letter = await mailbox.letter(email("Bea", tag), /Please bring a chair/);
  expect(letter.subject).toBe(`${host.name} writes about Soup`);
  const cleo = await mailbox.lettersTo(email("Cleo", tag));
  expect(cleo.some((other) => other.body.includes("chair"))).toBe(false);
  const sheet = await event.guest("Bea");
  await expect(sheet.getByText("Your message by email")).toBeVisible();
  await expect(sheet.getByText("Please bring a chair.")).toBeVisible();
  await host.page.keyboard.press("Escape");

  // The draft is gone.
  await event.menu("Write to your guests");
  await expect(form.getByLabel("Message")).toHaveValue("");
});
