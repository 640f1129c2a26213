import type { Page } from "@playwright/test";
import { FRIENDS, HOST } from "../scene/demo_data.mjs";
import { reply, setTheTable } from "../scene/scene.mjs";
import { EventPage } from "../support/event-page.ts";
import { expect, test } from "../support/test.ts";

const IMAGES = new URL("../../docs/images/", import.meta.url).pathname;
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${IMAGES}${name}.png`, animations: "disabled" });
}

test("the pictures of the documentation", async ({ host, api, openAsGuest }) => {
  const page = host.page;
  await api.request("PATCH", "me", { name: HOST.name });
  const event = await setTheTable(api.request.bind(api), "2031-05-08T17:30:00Z");
  const eventPage = new EventPage(host);
  await eventPage.open(event);
  // Some have answered, one after the other, and others have been invited instead of them.
  for (let answered = 0; answered < 7; answered += 1) {
    const invites = await api.invites(event.id);
    const invite = invites.find(({ status }) => status === "waiting");
    const friend = FRIENDS.find(({ name }) => name === invite?.contact.name);
    if (invite && friend) await reply(invite.rsvpUrl, friend.answer);
  }
  const invites = await api.invites(event.id);
  await expect(eventPage.invitations).toHaveCount(invites.length);
  await eventPage.show("Coming");
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.setViewportSize(DESKTOP);
  await picture(page, "event-desktop");
  await page.setViewportSize(PHONE);
  await picture(page, "event-phone");

  const waiting = invites.find((invite) => invite.status === "waiting");
  const guest = await openAsGuest(waiting?.rsvpUrl ?? "");
  await picture(guest.page, "guest-phone");

  const supper = { title: "Soup for the neighbours", seats: 6, startsAt: "2031-05-15T17:30:00Z" };
  await eventPage.open(await api.addEvent(supper));
  await host.button("Deal").click();
  await expect(host.dialog("Deal now?").getByRole("listitem").first()).toBeVisible();
  await picture(page, "deal-phone");
});
