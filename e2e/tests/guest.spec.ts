import type { Api, Event, Invite, NewEvent } from "../support/api.ts";
import { eveningUtc, people } from "../support/people.ts";
import { expect, test as base } from "../support/test.ts";

const BEA = "Bea Keller";
const CLEO = "Cleo Novak";
const DORA = "Dora Okafor";

type Dinner = { event: Event; link: (name: string) => Promise<string> };

/** Deals an event for one to Bea, then Cleo, then Dora, unless told otherwise. */
const test = base.extend<{ dinner: (event?: Partial<NewEvent>) => Promise<Dinner> }>({
  dinner: async ({ api, tag }, use) => {
    await api.request("PATCH", "me", { name: "Ada Lovelace" });
    await api.addContacts(people(tag, BEA, CLEO, DORA));
    await use(async (said = {}) => {
      const usual = { title: "Goose and red cabbage", seats: 1, startsAt: eveningUtc(10) };
      const event = await api.addEvent({ ...usual, ...said });
      await api.deal(event.id);
      return { event, link: async (name) => (await inviteOf(api, event, name)).rsvpUrl };
    });
  },
});

async function inviteOf(api: Api, event: Event, name: string): Promise<Invite> {
  const invite = (await api.invites(event.id)).find(({ contact }) => contact.name === name);
  if (!invite) throw new Error(`${name} is not invited to ${event.title}.`);
  return invite;
}

test("an invitation says what, when, where and who invites, in one response", async ({
  dinner,
  openAsGuest,
}) => {
  const { link } = await dinner({
    description: "Doors open at half past six.\nBring nothing but appetite.",
    location: "Lindenstraße 4, Berlin",
    startsAt: "2031-12-05T18:00:00Z",
    timeZone: "Europe/Berlin",
  });
  const url = await link(BEA);
  const bea = await openAsGuest(url);
  const { page } = bea;
  await expect(page).toHaveTitle("Your invitation");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Goose and red cabbage");
  await expect(page.getByText("Dear Bea Keller,")).toBeVisible();
  await expect(page.getByText("Ada Lovelace invites you")).toBeVisible();
  await expect(page.getByText("Friday, 5 December 2031, 19:00 (Europe/Berlin)")).toBeVisible();
  await expect(page.getByText("Lindenstraße 4, Berlin")).toBeVisible();
  await expect(page.getByText("Bring nothing but appetite.")).toBeVisible();
  await expect(bea.standing).toContainText("Until then, a seat is kept for you.");
  for (const answer of ["Yes", "Probably", "Maybe", "No"] as const) {
    await bea.button(answer).scrollIntoViewIfNeeded();
    const box = await bea.button(answer).boundingBox();
    expect(box?.height, `${answer} is large enough for a thumb`).toBeGreaterThanOrEqual(44);
  }
  expect(bea.requests).toEqual([`GET ${url}`]);
  const words = await page.locator("body").innerText();
  expect(words).not.toMatch(/Cleo|Dora|example\.org|\b(queue|deck|priority|position)\b/i);
});

test("a guest can give each answer, and change it", async ({ dinner, openAsGuest, api }) => {
  const { event, link } = await dinner({ seats: 3 });
  const bea = await openAsGuest(await link(BEA));
  await bea.answer("Yes");
  await expect(bea.standing).toContainText("You have a seat. See you there!");
  await bea.answer("Probably");
  await expect(bea.standing).toContainText("You have a seat and are counted in.");
  await bea.answer("No");
  await expect(bea.standing).toContainText("Thank you for telling Ada Lovelace");
  await bea.answer("Yes");
  await expect(bea.standing).toContainText("You have a seat. See you there!");
  await expect(bea.page.getByRole("heading", { name: "Have your plans changed?" })).toBeVisible();
  await expect(bea.button("Yes")).toHaveAttribute("aria-current", "true");
  await expect(bea.button("No")).not.toHaveAttribute("aria-current", "true");
  await bea.page.reload();
  await expect(bea.standing).toContainText("Your answer: Yes");
  expect((await inviteOf(api, event, BEA)).seat).toBe("seated");
});

test("a guest who says maybe gets no seat, and is offered one when nobody else is left", async ({
  dinner,
  openAsGuest,
  api,
}) => {
  const { event, link } = await dinner();
  const bea = await openAsGuest(await link(BEA));
  await bea.answer("Maybe");
  await expect(bea.standing).toContainText("With a maybe, no seat is guaranteed.");
  for (const name of [CLEO, DORA]) {
    const guest = await openAsGuest(await link(name));
    await guest.answer("No");
  }
  await bea.page.reload();
  await expect(bea.standing).toContainText(
    "Good news: a seat is free, and it is kept for you until",
  );
  await bea.answer("Yes");
  await expect(bea.standing).toContainText("You have a seat.");
  expect((await api.event(event.id)).counts).toMatchObject({ seated: 1, held: 0, open: 0 });
});

test("a guest who comes too late for a seat is on standby until one is free", async ({
  dinner,
  openAsGuest,
}) => {
  const { link } = await dinner();
  const bea = await openAsGuest(await link(BEA));
  await bea.answer("Maybe");
  const cleo = await openAsGuest(await link(CLEO));
  await cleo.answer("Yes");
  await bea.answer("Probably");
  await expect(bea.standing).toContainText("All seats are taken right now. You are on standby");
  await cleo.answer("No");
  await bea.page.reload();
  await expect(bea.standing).toContainText("You have a seat and are counted in.");
});

test("a guest may bring as many as the host allows", async ({ dinner, openAsGuest, api }) => {
  const { event, link } = await dinner({ seats: 4, partyLimit: 3 });
  const bea = await openAsGuest(await link(BEA));
  await expect(bea.page.getByLabel("How many of you?").getByRole("option")).toHaveText([
    "Just me",
    "Me and 1 more",
    "Me and 2 more",
  ]);
  await bea.page.getByLabel("How many of you?").selectOption("2");
  await bea.button("Yes").click();
  await expect(bea.standing).toContainText("Your answer: Yes, for 2");
  await expect(bea.standing).toContainText("You have 2 seats.");
  expect((await api.event(event.id)).counts.seated).toBe(2);
});

test("a guest can answer from the keyboard alone", async ({ dinner, openAsGuest }) => {
  const { link } = await dinner();
  const bea = await openAsGuest(await link(BEA));
  const { keyboard } = bea.page;
  const diet = bea.page.getByText("Allergies, or what you don’t eat, if you like");
  const note = bea.page.getByText("A few words for Ada Lovelace, if you like");
  await keyboard.press("Tab");
  await expect(bea.button("Yes")).toBeFocused();
  const ring = await bea
    .button("Yes")
    .evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(ring, "the focus can be seen").not.toBe("none");
  await keyboard.press("Tab");
  await expect(bea.button("Probably")).toBeFocused();
  await keyboard.press("Enter");
  await expect(bea.standing).toContainText("Your answer: Probably");
  for (const link of ["Add to your calendar", "Add to Google Calendar"]) {
    await keyboard.press("Tab");
    await expect(bea.page.getByRole("link", { name: link })).toBeFocused();
  }
  for (const answer of ["Yes", "Probably", "Maybe", "No"] as const) {
    await keyboard.press("Tab");
    await expect(bea.button(answer)).toBeFocused();
  }
  for (const field of [diet, note]) {
    await keyboard.press("Tab");
    await expect(field).toBeFocused();
  }
  await keyboard.press("Shift+Tab");
  await keyboard.press("Shift+Tab");
  await keyboard.press("Space");
  await expect(bea.standing).toContainText("Your answer: No");
});

test("a withdrawn invitation says only that it is withdrawn", async ({
  dinner,
  openAsGuest,
  api,
  request,
}) => {
  const { event, link } = await dinner({ location: "Lindenstraße 4" });
  const bea = await openAsGuest(await link(BEA));
  await api.withdraw((await inviteOf(api, event, BEA)).id);
  await bea.button("Yes").click();
  await expect(bea.page.getByRole("alert")).toHaveText("Your answer came too late to count.");
  await bea.page.goto(await link(BEA));
  await expect(bea.standing).toContainText("This invitation is no longer open");
  await expect(bea.page.getByText("Lindenstraße 4")).toHaveCount(0);
  await expect(bea.button("Yes")).toHaveCount(0);
  expect((await request.get(await link(BEA))).status()).toBe(410);
});

test("the page of a cancelled dinner says that it is cancelled", async ({ dinner, openAsGuest, api }) => {
  const { event, link } = await dinner();
  const bea = await openAsGuest(await link(BEA));
  await bea.answer("Yes");
  await api.cancel(event.id);
  await bea.button("No").click();
  await expect(bea.page.getByRole("alert")).toHaveText("Your answer came too late to count.");
  await expect(bea.standing).toContainText("Called off");
  await expect(bea.standing).toContainText("Sadly, Ada Lovelace has had to call this off.");
  await expect(bea.page.getByRole("button")).toHaveCount(0);
});

test("a guest whose contact is deleted can still answer", async ({
  dinner,
  openAsGuest,
  api,
}) => {
  const { event, link } = await dinner();
  const bea = await openAsGuest(await link(BEA));
  await api.request("DELETE", `contacts/${(await inviteOf(api, event, BEA)).contact.id}`);
  await bea.answer("Yes");
  await expect(bea.standing).toContainText("You have a seat.");
});

test("nobody can answer once the event has begun", async ({ dinner, openAsGuest, api }) => {
  const { event, link } = await dinner({ seats: 2 });
  const bea = await openAsGuest(await link(BEA));
  await bea.answer("Yes");
  await api.changeEvent(event.id, { startsAt: new Date(Date.now() - 60_000).toISOString() });
  await bea.button("No").click();
  await expect(bea.page.getByRole("alert")).toHaveText("Your answer came too late to count.");
  await expect(bea.standing).toContainText("Answers are closed");
  await expect(bea.standing).toContainText("You have a seat.");
  await expect(bea.page.getByRole("button")).toHaveCount(0);
  const cleo = await openAsGuest(await link(CLEO));
  await expect(cleo.standing).toContainText("It has begun, so answers are closed.");
});

test("every unknown link gets the same page, whatever the reason", async ({
  dinner,
  openAsGuest,
  api,
  baseURL,
  request,
}) => {
  const { event, link } = await dinner();
  const good = await link(BEA);
  const ofNoOne = `${baseURL}/rsvp/1111111111111111111111`;
  const guest = await openAsGuest(ofNoOne);
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText(
    "There is no invitation here",
  );
  const nobody = await request.get(ofNoOne);
  expect(nobody.status()).toBe(404);

  await api.cancel(event.id);
  await api.request("DELETE", `events/${event.id}`);
  const others = [
    good,
    good.slice(0, -1),
    `${good}x`,
    `${baseURL}/rsvp/%F0%9F%A6%86`,
    `${baseURL}/rsvp/${"a".repeat(500)}`,
  ];
  for (const other of others) {
    const answer = await request.get(other);
    expect(answer.status(), other).toBe(404);
    expect(await answer.text(), other).toBe(await nobody.text());
  }
});

test("opening a link does not answer it", async ({ dinner, api, request }) => {
  const { event, link } = await dinner();
  const url = await link(BEA);
  const looked = await request.get(`${url}?response=NO`);
  expect(looked.status()).toBe(200);
  expect(looked.headers()["x-robots-tag"]).toContain("noindex");
  expect((await request.head(url)).status()).toBe(200);
  expect(await inviteOf(api, event, BEA)).toMatchObject({ status: "waiting", response: null });
});

test("long words fit on a small phone", async ({ dinner, openAsGuest, api }) => {
  await api.request("PATCH", "me", { name: "A".repeat(120) });
  const { link } = await dinner({
    title: "Donaudampfschifffahrtsgesellschaftskapitän".repeat(4).slice(0, 160),
    description: `${"https://example.org/a-very-long-address".repeat(6)}\n${"All are welcome. ".repeat(150)}`,
    location: "x".repeat(300),
  });
  const { page } = await openAsGuest(await link(BEA));
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 568 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});
