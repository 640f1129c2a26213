import { complaints } from "../support/complaints.ts";
import { email, eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a message appears in the open mailbox by itself, and nothing reloads without one", async ({
  page,
  api,
  tag,
}) => {
  const complained = await complaints(page);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  await page.goto("/dev/messages");
  // All tests share the mailbox of this server: for a while nothing new arrives.
  const newest = await page.evaluate(() => document.querySelector("article")?.id);
  const json = newest === undefined ? [] : [{ id: newest }];
  await page.route("**/dev/messages.json", (route) => route.fulfill({ json }));
  await page.evaluate(() => {
    window.notReloaded = true;
  });
  for (const _ of ["once", "twice"]) {
    const polled = page.waitForResponse("**/dev/messages.json");
    await page.clock.fastForward(2_000);
    await polled;
  }
  expect(await page.evaluate(() => window.notReloaded)).toBe(true);
  await page.unroute("**/dev/messages.json");
  await page.clock.resume();

  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Soup", seats: 1, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  const letter = page.getByRole("article").filter({ hasText: email("Bea", tag) });
  await expect(letter).toContainText("invites you: Soup");
  expect(complained).toEqual([]);
});
