import { EventPage } from "../support/event-page.ts";
import { eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import { Finger, middle } from "../support/touch.ts";

const NAMES = ["Bea", "Cleo", "Dora", "Emil", "Finn", "Gus", "Hugo", "Ida"];

test("a finger drags a card by its number and scrolls everywhere else", async ({
  host,
  api,
  tag,
}) => {
  const [bea, cleo] = await api.addContacts(people(tag, ...NAMES));
  const dinner = await api.addEvent({ title: "Dumplings", seats: 2, startsAt: eveningUtc(10) });
  const inviteFirst = [bea?.id, cleo?.id];
  await api.request("PUT", `events/${dinner.id}/deck`, { inviteFirst, exclude: [] });
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.cards).toContainText(NAMES);
  const finger = await Finger.on(host.page);
  const handle = (name: string) => event.card(name).getByRole("button", { name: `move ${name}` });
  const scrolled = () => host.page.evaluate(() => window.scrollY);

  await event.card("Cleo").evaluate((row) => row.scrollIntoView({ block: "center" }));
  const top = await middle(handle("Bea"));
  await finger.draw(await middle(handle("Dora")), { x: top.x + 10, y: top.y - 30 });
  await expect(host.told("Dora is number 1 of 3 to be invited first.")).toBeVisible();
  await expect(event.cards).toContainText(["Dora", "Bea", "Cleo", "Emil"]);

  // A swipe over the text or the buttons of a card scrolls the page.
  for (const part of [event.card("Bea").getByText("Number 2"), event.card("Dora").getByText("Dora")]) {
    await part.evaluate((words) => words.scrollIntoView({ block: "center" }));
    const before = await scrolled();
    const from = await middle(part);
    await finger.draw(from, { x: from.x, y: from.y - 250 });
    await expect.poll(scrolled).toBeGreaterThan(before + 100);
  }
  await host.page.reload();
  await expect(event.cards).toContainText(["Dora", "Bea", "Cleo", "Emil", "Finn", "Gus"]);
  await expect(event.card("Finn")).not.toContainText("Left out");
});

test("the page does not scroll when the host presses Invite first", async ({ host, api, tag }) => {
  await api.addContacts(people(tag, ...NAMES));
  const dinner = await api.addEvent({ title: "Dumplings", seats: 2, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.cards).toContainText(NAMES);
  const card = event.card("Hugo");
  await card.evaluate((it) => it.scrollIntoView({ block: "center" }));
  const next = event.card("Ida");
  const before = await middle(next);
  await card.getByText("Priority 5").tap();
  await host.dialog("Hugo").getByRole("button", { name: "Invite first" }).tap();
  await expect(event.cards).toContainText(["Hugo", "Bea"]);
  await expect(host.told("Hugo is number 1 of 1 to be invited first.")).toBeVisible();
  await expect(event.card("Hugo")).toContainText("First on the invite-first list.");
  expect(Math.abs((await middle(next)).y - before.y)).toBeLessThan(200);
});
