import type { Browser, Page } from "@playwright/test";
import { bringAxe, violations } from "../support/accessibility.ts";
import type { Api, NewEvent } from "../support/api.ts";
import { complaints } from "../support/complaints.ts";
import { people } from "../support/people.ts";
import { expect, test as base } from "../support/test.ts";

/** Invites one guest to a dinner in Berlin, and gives their link. */
const test = base.extend<{ invited: (event?: Partial<NewEvent>) => Promise<string> }>({
  invited: async ({ api, tag }, use) => {
    await api.request("PATCH", "me", { name: "Ada Lovelace" });
    await api.addContacts(people(tag, "Bea Keller"));
    await use((said = {}) => invite(api, said));
  },
});

async function invite(api: Api, said: Partial<NewEvent>): Promise<string> {
  const usual = {
    title: "Goose and red cabbage",
    seats: 3,
    startsAt: "2031-12-05T18:00:00Z",
    timeZone: "Europe/Berlin",
    location: "Lindenstraße 4",
  };
  const event = await api.addEvent({ ...usual, ...said });
  await api.deal(event.id);
  return (await api.invites(event.id))[0]?.rsvpUrl ?? "";
}

/** A browser in one language that runs scripts. */
async function open(
  browser: Browser,
  link: string,
  options: { locale?: string; timezoneId?: string } = {},
): Promise<{ page: Page; complained: string[]; close: () => Promise<void> }> {
  const viewport = { width: 360, height: 740 };
  const context = await browser.newContext({ viewport, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complained = await complaints(page);
  await bringAxe(page);
  await page.goto(link);
  return { page, complained, close: () => context.close() };
}

test("a seat can be put into the calendar", async ({ invited, openAsGuest, request }) => {
  const bea = await openAsGuest(await invited());
  await expect(bea.page.getByRole("link", { name: "Add to your calendar" })).toHaveCount(0);
  await bea.answer("Yes");
  const file = bea.page.getByRole("link", { name: "Add to your calendar" });
  const address = new URL((await file.getAttribute("href")) ?? "", bea.page.url());
  const answer = await request.get(address.href);
  expect(answer.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(await answer.text()).toContain("DTSTART:20311205T180000Z");

  const google = bea.page.getByRole("link", { name: "Add to Google Calendar" });
  const there = new URL((await google.getAttribute("href")) ?? "");
  expect(there.hostname).toBe("calendar.google.com");
  expect(there.searchParams.get("dates")).toBe("20311205T180000Z/20311205T210000Z");
  const token = bea.link.split("/").at(-1) ?? "";
  expect(there.href).not.toContain(token);
  await expect(google).toHaveAttribute("rel", "noopener noreferrer");
});

test("a guest in another time zone also sees their own time", async ({ invited, browser }) => {
  const link = await invited();
  const berlin = await open(browser, link, { timezoneId: "Europe/Berlin" });
  await expect(berlin.page.getByText("19:00 (Europe/Berlin)").first()).toBeVisible();
  await expect(berlin.page.getByText("In your time zone:")).toBeHidden();
  const vienna = await open(browser, link, { timezoneId: "Europe/Vienna" });
  await expect(vienna.page.getByText("In your time zone:")).toBeHidden();
  const tokyo = await open(browser, link, { timezoneId: "Asia/Tokyo" });
  await expect(tokyo.page.getByText("19:00 (Europe/Berlin)").first()).toBeVisible();
  await expect(tokyo.page.getByText(/In your time zone: Saturday.* 6 December.* 03:00/)).toBeVisible();
  const french = await open(browser, link, { timezoneId: "Asia/Tokyo", locale: "fr-FR" });
  await expect(french.page.getByText(/Dans votre fuseau horaire\s: samedi 6 décembre .*03:00/)).toBeVisible();
  for (const { complained, close } of [berlin, vienna, tokyo, french]) {
    expect(complained).toEqual([]);
    await close();
  }
});

test("without a script, a guest sees only the event's time", async ({ invited, openAsGuest }) => {
  const bea = await openAsGuest(await invited());
  await expect(bea.page.getByText("19:00 (Europe/Berlin)").first()).toBeVisible();
  await expect(bea.page.getByText("In your time zone:")).toBeHidden();
});

const SPOKEN = [
  { locale: "en-GB", question: "Will you come?", yes: /^Yes\b/, seated: "You have a seat." },
  { locale: "es-MX", question: "¿Vendrás?", yes: /^Sí/, seated: "Tienes un sitio." },
  { locale: "de-AT", question: "Klappt es?", yes: /^Ja\b/, seated: "Der Platz ist sicher." },
  { locale: "fr-CA", question: "Viendrez-vous ?", yes: /^Oui\b/, seated: "Vous avez une place." },
  { locale: "it-CH", question: "Ci sarai?", yes: /^Sì/, seated: "Hai un posto." },
  { locale: "pt-BR", question: "Pode vir?", yes: /^Sim\b/, seated: "Tem um lugar." },
];

for (const { locale, question, yes, seated } of SPOKEN) {
  test(`a guest whose browser speaks ${locale} is spoken to in that language`, async ({
    invited,
    browser,
  }) => {
    const link = await invited({ partyLimit: 2 });
    const { page, complained, close } = await open(browser, link, { locale });
    const language = locale.slice(0, 2);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.getByRole("heading", { name: question })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: yes }).click();
    await expect(page.getByRole("status")).toContainText(seated);
    expect(await violations(page)).toEqual([]);
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(needed).toBe(360);
    expect(complained).toEqual([]);
    await close();
  });
}

const LONG = `${"All are welcome, and nobody has to bring a thing. ".repeat(79)}The end.`;

/** The lower edge of the four buttons. */
async function reachOfAnswers(page: Page): Promise<number[]> {
  const buttons = await page.getByRole("button").all();
  const boxes = await Promise.all(buttons.map((button) => button.boundingBox()));
  return boxes.map((box) => (box ? box.y + box.height : Infinity));
}

for (const { locale } of SPOKEN) {
  test(`on a small phone, all that matters is on the first screen, in ${locale}`, async ({
    invited,
    browser,
  }) => {
    const said = { description: LONG, location: "Lindenstraße 4, Berlin" };
    for (const [partyLimit, wholly] of [
      [1, 4],
      [2, 2],
    ] as const) {
      const link = await invited({ ...said, partyLimit });
      const { page, close } = await open(browser, link, { locale });
      await page.setViewportSize({ width: 360, height: 640 });
      for (const shown of [/Ada Lovelace/, "Goose and red cabbage", /19:00/, "Lindenstraße 4, Berlin"])
        await expect(page.getByText(shown).first()).toBeInViewport({ ratio: 1 });
      const reach = await reachOfAnswers(page);
      expect(reach).toHaveLength(4);
      expect(reach.filter((bottom) => bottom <= 640).length).toBeGreaterThanOrEqual(wholly);
      const ways = await page.getByRole("navigation").getByRole("link").all();
      const rows = await Promise.all(ways.map(async (way) => (await way.boundingBox())?.y));
      await page.setViewportSize({ width: 320, height: 568 });
      const narrow = await Promise.all(ways.map(async (way) => (await way.boundingBox())?.y));
      expect([new Set(rows).size, new Set(narrow).size], "languages in two rows").toEqual([2, 2]);
      await close();
    }
  });
}

test("a long description unfolds in place, and an answer leads back to the top", async ({
  invited,
  openAsGuest,
}) => {
  const bea = await openAsGuest(await invited({ description: LONG }));
  const { page } = bea;
  const description = page.getByText("All are welcome");
  const height = async () => (await description.boundingBox())?.height ?? 0;
  const folded = await height();
  expect(folded).toBeLessThan(60);
  await page.getByRole("link", { name: "Read all of it" }).click();
  await expect.poll(height).toBeGreaterThan(10 * folded);
  await expect(page.getByRole("link", { name: "Read all of it" })).toBeHidden();
  const top = async () => (await page.getByRole("heading", { level: 1 }).boundingBox())?.y ?? 0;
  expect(await top(), "nothing has jumped").toBeGreaterThan(0);
  await bea.button("Yes").click();
  await expect(bea.standing).toContainText("You have a seat.");
  await expect(bea.standing).toBeInViewport({ ratio: 1 });
});

test("opening the note moves no answer", async ({ invited, openAsGuest }) => {
  const bea = await openAsGuest(await invited());
  const summary = bea.page.getByText("A few words for Ada Lovelace, if you like");
  await summary.scrollIntoViewIfNeeded();
  const before = await reachOfAnswers(bea.page);
  await summary.click();
  await expect(bea.page.getByLabel("A few words for Ada Lovelace, if you like")).toBeVisible();
  expect(await reachOfAnswers(bea.page)).toEqual(before);
});

test("a guest can send the host a note with the answer", async ({ invited, openAsGuest, api }) => {
  const bea = await openAsGuest(await invited());
  const note = bea.page.getByLabel("A few words for Ada Lovelace, if you like");
  await expect(note).toBeHidden();
  await bea.page.getByText("A few words for Ada Lovelace, if you like").click();
  await note.fill("With joy!\nNo nuts, please.");
  await bea.answer("Yes");
  await expect(note).toHaveValue("With joy!\nNo nuts, please.");
  const [event] = (await api.request<{ items: { id: string }[] }>("GET", "events")).items;
  const [invite] = await api.invites(event?.id ?? "");
  expect(invite?.note).toBe("With joy!\nNo nuts, please.");
});

test("a guest can name who comes with them", async ({ invited, openAsGuest, api }) => {
  const bea = await openAsGuest(await invited({ partyLimit: 3 }));
  const names = bea.page.getByLabel("The names of those who come with you, if you like");
  await expect(names).toBeHidden();
  await bea.page.getByText("The names of those who come with you, if you like").click();
  await names.fill("Dan Stone, Eva");
  await bea.answer("Yes");
  await expect(names).toHaveValue("Dan Stone, Eva");
  const [event] = (await api.request<{ items: { id: string }[] }>("GET", "events")).items;
  const [invite] = await api.invites(event?.id ?? "");
  expect(invite?.companions).toEqual(["Dan Stone", "Eva"]);
});

test("a guest says once what they do not eat", async ({ invited, openAsGuest, api }) => {
  const label = "Allergies, or what you don’t eat, if you like";
  const bea = await openAsGuest(await invited());
  const diet = bea.page.getByLabel(label);
  await expect(diet).toBeHidden();
  await bea.page.getByText(label).click();
  await diet.pressSequentially("No nuts");
  await diet.press("Enter");
  await expect(diet, "the return key sends no answer").toHaveValue("No nuts\n");
  await bea.answer("Yes");
  await expect(diet).toHaveValue("No nuts");
  const [event] = (await api.request<{ items: { id: string }[] }>("GET", "events")).items;
  const [invite] = await api.invites(event?.id ?? "");
  expect(invite?.diet).toBe("No nuts");

  const next = await api.addEvent({ title: "Soup", seats: 1, quietHours: null });
  await api.deal(next.id);
  const [again] = await api.invites(next.id);
  const later = await openAsGuest(again?.rsvpUrl ?? "");
  await expect(later.page.getByLabel(label)).toHaveValue("No nuts");
  await later.answer("No");
  await expect(later.page.getByText(label), "whoever does not come is not asked").toHaveCount(0);
});

test("a guest can choose another language, which is kept for the visit", async ({ invited, openAsGuest }) => {
  const bea = await openAsGuest(await invited());
  await bea.page.getByRole("link", { name: "Deutsch" }).click();
  await expect(bea.page.getByRole("heading", { name: "Klappt es?" })).toBeVisible();
  await bea.page.getByRole("button", { name: /^Vielleicht/ }).click();
  await expect(bea.standing).toContainText("Mit einem Vielleicht ist");
  await bea.page.getByRole("link", { name: "Español" }).click();
  await expect(bea.standing).toContainText("Tu respuesta: Quizás");
});
