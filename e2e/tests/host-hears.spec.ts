import { Mailbox } from "../support/mailbox.ts";
import { email, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a host who is away hears of an answer, and the link in the email opens the event", async ({
  host,
  api,
  tag,
  mailbox,
  openAsGuest,
}) => {
  // What happens within a minute is one email.
  test.setTimeout(150_000);
  await api.request("PUT", "me/notifications", { answers: "each" });
  await api.addContacts(people(tag, "Bea", "Cleo"));
  // On its last day, an event is told of in quiet hours, too.
  const startsAt = new Date(Date.now() + 5 * 3_600_000).toISOString();
  const event = await api.addEvent({ title: "Soup", seats: 2, startsAt, quietHours: null });
  await api.deal(event.id);
  const bea = await openAsGuest(Mailbox.link(await mailbox.letter(email("Bea", tag), /Soup/)));
  await bea.answer("Yes");

  const letters = () => mailbox.lettersTo(host.email);
  await expect.poll(async () => (await letters()).length, { timeout: 100_000 }).toBe(1);
  const [letter] = await letters();
  expect(letter?.subject).toBe("Soup: what your guests say");
  expect(letter?.body).toContain("answered YES: the seat held for them is theirs.");
  const link = new RegExp(`http\\S+/events/${event.id}`).exec(letter?.body ?? "")?.[0];
  await host.page.goto(link ?? "");
  await expect(host.heading("Soup")).toBeVisible();
});

test("a host chooses what they hear", async ({ host }) => {
  await host.goTo("Settings");
  const hears = host.part("What you hear");
  await expect(hears.getByLabel("What needs me, at once")).toBeChecked();
  await expect(hears.getByLabel("Answers")).toHaveValue("daily");
  await hears.getByLabel("Answers").selectOption("Not at all");
  await hears.getByLabel("When the table is full").uncheck();
  await hears.getByRole("button", { name: "Save what you hear" }).click();
  await expect(host.told("Settings saved.")).toBeVisible();
  await host.page.reload();
  await expect(hears.getByLabel("Answers")).toHaveValue("none");
  await expect(hears.getByLabel("When the table is full")).not.toBeChecked();
  await expect(hears.getByLabel("Send me email about my events")).toBeChecked();
});
