import { EventPage } from "../support/event-page.ts";
import { eveningUtc, phone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const BEA = "Bea Keller";

test("the host sends invitations in person", async ({ host, api, tag, openAsGuest }) => {
  await api.addContacts([{ name: BEA, phoneNumber: phone(tag) }]);
  const starts = eveningUtc(10);
  const dinner = await api.addEvent({ title: "Soup", seats: 1, startsAt: starts, byHand: true });
  const event = new EventPage(host);
  await event.open(dinner);
  await event.deal("Deal", [BEA]);
  await expect(event.invitation(BEA)).toContainText("Invitation by hand waits for you");

  await expect(host.page.getByText("Words for 1 guest wait for you to pass them on.")).toBeVisible();
  await host.button("Pass on").click();
  const dialog = host.dialog(`Pass this on to ${BEA}`);
  const words = dialog.getByText(`Hi ${BEA}, I would love to have you there: Soup`);
  await expect(words).toBeVisible();
  const link = /https?:\S+\/rsvp\/\w+/.exec((await words.textContent()) ?? "")?.[0];
  if (link === undefined) {
    throw new Error("no link to pass on");
  }
  const whatsApp = dialog.getByRole("link", { name: "WhatsApp" });
  await expect(whatsApp).toHaveAttribute("href", /^https:\/\/wa\.me\/49151\d{8}\?text=Hi%20Bea/);
  await dialog.getByRole("button", { name: "I have sent it" }).click();
  await expect(dialog).toBeHidden();
  await expect(host.told(`Marked as sent to ${BEA}.`)).toBeVisible();
  await expect(event.invitation(BEA)).toContainText("Invitation by hand sent");
  await expect(await event.guest(BEA)).toContainText("Answer by");
  await host.page.keyboard.press("Escape");

  const guest = await openAsGuest(link);
  await guest.answer("Yes");
  await expect(event.invitation(BEA)).toContainText("Yes · seated");
});
