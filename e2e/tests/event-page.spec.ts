import type { Page } from "@playwright/test";
import type { Api, Event } from "../support/api.ts";
import { EventPage, type Part } from "../support/event-page.ts";
import { eveningUtc, people, phone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const FIRST_NAMES = ["Anna", "Bea", "Cleo", "Dora", "Emil", "Finn", "Gus", "Hana", "Ida", "Jon"];
const LAST_NAMES = ["Berg", "Keller", "Novak", "Weber"];
const PARTS: Part[] = ["Coming", "Waiting", "Maybe", "Standby", "Deck", "Log"];

/** A dinner for 24 with 40 contacts and 37 invitations: 12 guests come, 12 are asked, 13 have said maybe or no. */
async function largeDinner(api: Api, tag: string): Promise<Event> {
  const names = LAST_NAMES.flatMap((last) => FIRST_NAMES.map((first) => `${first} ${last}`));
  await api.addContacts(people(tag, ...names));
  const usual = { title: "Harvest table", seats: 24, handSize: 24, startsAt: eveningUtc(10) };
  const dinner = await api.addEvent({ ...usual, location: "Lindenstraße 4, Berlin" });
  await api.deal(dinner.id);
  for (let answered = 0; answered < 13; answered += 1) {
    const waiting = (await api.invites(dinner.id)).find(({ status }) => status === "waiting");
    await api.record(waiting?.id ?? "", answered % 3 === 0 ? "NO" : "MAYBE");
  }
  const waiting = (await api.invites(dinner.id)).filter(({ status }) => status === "waiting");
  for (const { id } of waiting.slice(0, 12)) await api.record(id, "YES");
  return dinner;
}

/** How often Tab has to be pressed until the focus is on or within an element. */
async function stopsTo(page: Page, selector: string): Promise<number> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
  });
  for (let stops = 1; stops <= 40; stops += 1) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate(
      (selector) => Boolean(document.activeElement?.closest(selector)),
      selector,
    );
    if (isThere) return stops;
  }
  throw new Error(`Tab does not lead to ${selector}.`);
}

test("a large dinner is short: every part is two taps away", async ({ host, api, tag }, testInfo) => {
  const { page } = host;
  const dinner = await largeDinner(api, tag);
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.invitations).toHaveCount(37);
  for (const [part, count] of [["Coming", 12], ["Waiting", 12], ["Deck", 3]] as const)
    await expect(event.tab(part)).toHaveText(new RegExp(`^${count}`));
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  if (testInfo.project.name === "phone") {
    expect(await height(), "the page at rest").toBeLessThanOrEqual(1_480);
  } else {
    // All that matters is on the first screen.
    for (const seen of [event.table("12 seated"), event.tab("Coming"), host.button("Pause")])
      await expect(seen).toBeInViewport({ ratio: 1 });
  }
  const sizes = await page.locator(".initials").evaluateAll((texts) =>
    texts.map((text) => {
      const scale = (text as SVGTextElement).getScreenCTM()?.a ?? 0;
      return scale * Number.parseFloat(getComputedStyle(text).fontSize);
    }),
  );
  expect(Math.min(...sizes), "the size of initials").toBeGreaterThanOrEqual(14);

  for (const part of PARTS) {
    await event.show(part);
    const panel = page.getByRole("tabpanel", { name: part });
    // The log's sentences are of different lengths.
    const limit = part === "Log" ? 1_560 : 1_480;
    expect(await height(), `${part} on two screens`).toBeLessThanOrEqual(limit);
    await expect(panel).toBeInViewport();
  }
  for (const selector of ["#table [role=button]", "[role=tab]", "[role=tabpanel]"])
    expect(await stopsTo(page, selector), selector).toBeLessThanOrEqual(25);
});

test("the tabs follow the keyboard, and the URL remembers the part", async ({ host, api, tag }) => {
  const { page } = host;
  await api.addContacts(people(tag, "Bea", "Cleo", "Dora"));
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.tab("Waiting")).toHaveAttribute("aria-selected", "true");
  await event.tab("Waiting").focus();
  const { keyboard } = page;
  for (const [key, part] of [
    ["ArrowRight", "Maybe"],
    ["ArrowLeft", "Waiting"],
    ["Home", "Coming"],
    ["ArrowLeft", "Log"],
    ["ArrowRight", "Coming"],
    ["End", "Log"],
    ["ArrowLeft", "Deck"],
  ] as const) {
    await keyboard.press(key);
    await expect(event.tab(part)).toBeFocused();
    await expect(event.tab(part)).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("tabpanel", { name: part })).toBeVisible();
    await expect(page.getByRole("tabpanel")).toHaveCount(1);
  }
  await expect(event.cards).toContainText(["Dora"]);
  await page.reload();
  await expect(event.cards).toContainText(["Dora"]);
  await host.goTo("Contacts");
  await page.goBack();
  await expect(event.tab("Deck")).toHaveAttribute("aria-selected", "true");
  await expect(event.cards).toContainText(["Dora"]);
});

test("a chair opens the sheet of its guest, as the list does", async ({ host, api, tag }) => {
  const { page } = host;
  await api.addContacts(people(tag, "Bea Keller", "Cleo Novak", "Dora Weber"));
  const dinner = await api.addEvent({ title: "Soup", seats: 3, handSize: 2, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  const [bea] = await api.invites(dinner.id);
  await api.record(bea?.id ?? "", "YES");
  const event = new EventPage(host);
  await event.open(dinner);
  const chair = (says: string | RegExp) => page.getByRole("button", { name: says });
  await chair("Bea Keller comes").click();
  const sheet = host.dialog("Bea Keller");
  await expect(sheet).toContainText("Yes · seated");
  await expect(sheet.getByRole("link")).toHaveAttribute("href", /^mailto:/);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(chair("Bea Keller comes")).toBeFocused();

  await page.keyboard.press("ArrowRight");
  await expect(chair(/Held for Cleo Novak until/)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(host.dialog("Cleo Novak")).toContainText("No answer yet");
  await host.dialog("Cleo Novak").getByRole("button", { name: "Record answer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Probably" }).click();
  await expect(event.tab("Coming")).toHaveText(/^2/);
  await expect(event.news).toContainText(/Cleo Novak|Dora Weber/);
});

test("who cannot be reached stays in sight until the host has done something", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  await host.page.route("**/api/v1/invites?*", async (route) => {
    const response = await route.fetch();
    const page = await response.json();
    for (const invite of page.items) Object.assign(invite, { status: "undeliverable", seat: "none" });
    await route.fulfill({ response, json: page });
  });
  const event = new EventPage(host);
  await event.open(dinner);
  const line = host.part("The table").getByText("Bea could not be reached.");
  await expect(line).toBeVisible();
  await host.button("What to do").click();
  const sheet = host.dialog("Bea");
  for (const action of ["Send again", "Invite by hand", "Edit contact", "Withdraw"])
    await expect(sheet.getByRole("button", { name: action })).toBeVisible();
  await sheet.getByRole("button", { name: "Edit contact" }).click();
  await expect(host.dialog("Edit Bea").getByLabel("Email")).toHaveValue(/bea/i);
});

test("a cancelled event that is passed on by hand has its to-dos, one after the other", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  const starts = eveningUtc(10);
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: starts, byHand: true });
  await api.deal(dinner.id);
  const event = new EventPage(host);
  await event.open(dinner);
  await host.button("Pass on").click();
  for (const name of ["Bea", "Cleo"])
    await host.dialog(`Pass this on to ${name}`).getByRole("button", { name: "I have sent it" }).click();
  await expect(host.button("Pause")).toBeVisible();
  await api.cancel(dinner.id);
  await expect(host.part("The table")).toContainText("Words for 2 guests wait for you");
  await host.button("Pass on").click();
  await expect(host.dialog(/Pass this on to/)).toBeVisible();
});

test("the news of a cancelled event that wait for a channel can be sent again", async ({
  host,
  api,
  tag,
}) => {
  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  await api.cancel(dinner.id);
  const path = `**/api/v1/events/${dinner.id}`;
  await host.page.route(path, async (route) => {
    const response = await route.fetch();
    const rests = { channel: "email", text: "Email has stopped." };
    await route.fulfill({ response, json: { ...(await response.json()), restingChannels: [rests] } });
  });
  await new EventPage(host).open(dinner);
  const again = host.page.waitForRequest(`${path}/cancel`);
  await host.button("Send again").click();
  expect((await again).method()).toBe("POST");
  await expect(host.page.getByText("What waits is sent again.")).toBeVisible();
});

test("the host reads what guests will get before dealing", async ({ host, api, tag, mailbox }) => {
  await api.addContacts([...people(tag, "Bea"), { name: "Cleo", phoneNumber: phone(tag) }]);
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  const event = new EventPage(host);
  await event.open(dinner);
  await host.button("Deal").click();
  const dialog = host.dialog("Deal now?");
  await dialog.getByText("What Bea reads, by email").click();
  await dialog.getByText("What Cleo reads, by text message").click();
  const words = dialog.getByRole("blockquote");
  await expect(words).toHaveCount(2);
  const text = (await words.last().innerText()).replace("(their own link)", "LINK");
  await dialog.getByRole("button", { name: "Deal now" }).click();
  const sent = await mailbox.letter(phone(tag), /invites you/);
  expect(sent.body.replace(/https?:\S+/, "LINK")).toBe(text);
});
