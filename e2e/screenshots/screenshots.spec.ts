import type { Page } from "@playwright/test";
import { EventPage } from "../support/event-page.ts";
import { expect, test } from "../support/test.ts";

const IMAGES = new URL("../../docs/images/", import.meta.url).pathname;
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

const GUESTS = [
  "Grace Hopper", "Alan Turing", "Barbara Liskov", "Donald Knuth", "Katherine Johnson",
  "Edsger Dijkstra", "Margaret Hamilton", "Dennis Ritchie", "Radia Perlman", "Ken Thompson",
  "Frances Allen", "Tony Hoare",
];

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${IMAGES}${name}.png`, animations: "disabled" });
}

test("the pictures of the documentation", async ({ host, api, openAsGuest }) => {
  const page = host.page;
  await api.addContacts(
    GUESTS.map((name, at) => ({
      name,
      email: `${name.split(" ")[0]?.toLowerCase()}@example.org`,
      phoneNumber: `+1415555${String(1000 + at)}`,
      priority: 1 + Math.floor(at / 4),
    })),
  );
  const event = await api.addEvent({
    title: "Dinner by candlelight",
    description: "Slow food and old stories. Bring nothing but yourselves.",
    seats: 8,
    startsAt: "2031-05-08T17:30:00Z",
    timeZone: "Europe/Berlin",
    location: "Lindenweg 3, Berlin",
  });
  await api.deal(event.id);
  const eventPage = new EventPage(host);
  await eventPage.open(event);
  for (const [at, answer] of (["YES", "PROBABLY", "YES", "MAYBE", "YES"] as const).entries()) {
    const invite = (await api.invites(event.id))[at];
    if (invite) await api.record(invite.id, answer);
  }
  await expect(eventPage.invitations).toHaveCount(8);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.setViewportSize(DESKTOP);
  await picture(page, "event-desktop");
  await page.setViewportSize(PHONE);
  await picture(page, "event-phone");

  const waiting = (await api.invites(event.id)).find((invite) => invite.status === "waiting");
  const guest = await openAsGuest(waiting?.rsvpUrl ?? "");
  await picture(guest.page, "guest-phone");
});
