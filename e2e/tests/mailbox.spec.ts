import { complaints } from "../support/complaints.ts";
import { email, eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("a message appears in the open mailbox by itself, and nothing reloads without one", async ({
  page,
  api,
  tag,
}) => {
  const complained = await complaints(page);
  // All tests share the mailbox of this server: for a while nothing new arrives.
  const before = await (await page.request.get("/dev/messages.json")).json();
  await page.route("**/dev/messages.json", (route) => route.fulfill({ json: before }));
  await page.goto("/dev/messages");
  await page.evaluate(() => {
    window.notReloaded = true;
  });
  for (const _ of ["once", "twice"]) await page.waitForResponse("**/dev/messages.json");
  expect(await page.evaluate(() => window.notReloaded)).toBe(true);
  await page.unroute("**/dev/messages.json");

  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Soup", seats: 1, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  const letter = page.getByRole("article").filter({ hasText: email("Bea", tag) });
  await expect(letter).toContainText("invites you: Soup");
  expect(complained).toEqual([]);
});
