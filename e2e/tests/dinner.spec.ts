import { EventPage } from "../support/event-page.ts";
import { Host } from "../support/host.ts";
import { Mailbox } from "../support/mailbox.ts";
import { email, evening, phone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ contextOptions: { reducedMotion: "no-preference" } });

const BEA = "Bea Keller";
const CLEO = "Cleo Novak";
const DORA = "Dora Okafor";
const EMIL = "Emil Sørensen";

test("a dinner, from sign-in to a full table and a seat that comes free", async ({
  page,
  tag,
  mailbox,
  openAsGuest,
}) => {
  const host = new Host(page, "Ada Lovelace", `ada-${tag}@example.org`);
  const event = new EventPage(host);
  const address = (name: string) => (name === CLEO ? phone(tag) : email(name, tag));
  const invitationOf = async (name: string) => {
    const letter = await mailbox.letter(address(name), /Ada Lovelace invites you/);
    return Mailbox.link(letter);
  };

  await test.step("the host signs in", () => host.signIn());

  await test.step("the host adds contacts", async () => {
    await host.goTo("Contacts");
    await host.addContact({ name: BEA, email: address(BEA) });
    await host.addContact({ name: CLEO, phone: address(CLEO) });
    await host.addContact({ name: DORA, email: address(DORA) });
    await host.addContact({ name: EMIL, email: address(EMIL) });
  });

  await test.step("the host adds an event and sees who would be invited", async () => {
    await host.goTo("Events");
    await host.addEvent({
      title: "Goose and red cabbage",
      description: "Bring nothing but appetite.",
      seats: 2,
      startsAt: evening(10),
      location: "Lindenstraße 4",
      quietHours: false,
    });
    await expect(event.cards).toContainText([BEA, CLEO, DORA, EMIL]);
    await expect(event.card(BEA)).toContainText("Priority 5, not invited by you before");
    await expect(event.cards.filter({ hasText: "Next" })).toContainText([BEA, CLEO]);
    await expect(event.invitations).toHaveCount(0);
    expect(await mailbox.lettersTo(address(BEA))).toEqual([]);
  });

  await test.step("the host deals, and two invitations are sent for two seats", async () => {
    await event.deal("Deal", [BEA, CLEO]);
    await expect(event.tab("Waiting")).toHaveAttribute("aria-selected", "true");
    await expect(event.invitations).toContainText([BEA, CLEO]);
    await expect(event.invitation(BEA)).toContainText("No answer yet");
    await expect(event.invitation(BEA)).toContainText("Invitation by email delivered");
    await expect(event.invitation(CLEO)).toContainText("Invitation by text message delivered");
    await expect(event.table("0 seated, 2 held (Bea Keller, Cleo Novak), 0 open")).toBeVisible();
    await event.watchForReload();
  });

  await test.step("Bea says yes, and the host's page shows it by itself", async () => {
    const bea = await openAsGuest(await invitationOf(BEA));
    await expect(bea.page.getByRole("heading", { level: 1 })).toHaveText("Goose and red cabbage");
    await expect(bea.page.getByText("Ada Lovelace invites you")).toBeVisible();
    await expect(bea.page.getByText("Lindenstraße 4")).toBeVisible();
    await bea.answer("Yes");
    await expect(bea.standing).toContainText("You have a seat");
    await expect(event.news).toContainText("Bea Keller answered YES");
    await expect(event.tab("Coming")).toHaveText(/^1/);
    await event.show("Coming");
    await expect(event.invitation(BEA)).toContainText("Yes · seated");
    await expect(event.table("1 seated (Bea Keller), 1 held (Cleo Novak), 0 open")).toBeVisible();
  });

  const cleo = await openAsGuest(await invitationOf(CLEO));
  await test.step("Cleo says maybe, and is told that no seat is guaranteed", async () => {
    await cleo.answer("Maybe");
    await expect(cleo.standing).toContainText("no seat is guaranteed");
    const note = await mailbox.letter(address(CLEO), /No seat is guaranteed/);
    expect(Mailbox.link(note)).toBe(cleo.link);
    await expect(event.invitation(CLEO)).toContainText("Maybe");
  });

  await test.step("the next card is dealt, and a yes fills the table", async () => {
    await expect(event.invitation(DORA)).toContainText("No answer yet");
    const dora = await openAsGuest(await invitationOf(DORA));
    await dora.answer("Yes");
    await expect(event.table("2 seated (Bea Keller, Dora Okafor), 0 held, 0 open")).toBeVisible();
    await expect(host.page.getByText("Full", { exact: true })).toBeVisible();
    await expect(event.news).toContainText("The table is full");
    await expect(event.invitation(EMIL)).toHaveCount(0);
  });

  await test.step("Cleo changes to yes too late for a seat, and is told so", async () => {
    await cleo.answer("Yes");
    await expect(cleo.standing).toContainText("You are on standby");
    await expect(cleo.standing).not.toContainText("You have a seat");
    await expect(event.invitation(CLEO)).toContainText("Yes · on standby");
  });

  await test.step("Bea cannot come after all, and Cleo gets the seat", async () => {
    const bea = await openAsGuest(await invitationOf(BEA));
    await bea.answer("No");
    await expect(event.invitation(CLEO)).toContainText("Yes · seated");
    await expect(event.invitation(BEA)).not.toContainText("seated");
    await expect(event.table("2 seated (Cleo Novak, Dora Okafor), 0 held, 0 open")).toBeVisible();
    const news = await mailbox.letter(address(CLEO), /you have a seat/i);
    expect(Mailbox.link(news)).toBe(cleo.link);
    await cleo.page.reload();
    await expect(cleo.standing).toContainText("You have a seat");
  });

  await test.step("no guest was invited without an open seat", async () => {
    expect(await mailbox.lettersTo(address(EMIL))).toEqual([]);
    await event.show("Deck");
    await expect(event.cards).toHaveText([/^1Emil/]);
  });

  await test.step("the log lists all of it in sentences", async () => {
    await event.show("Log");
    await host.button("Show earlier").click();
    const story = await event.storyTold();
    for (const sentence of story) expect(sentence).toMatch(/^\p{Lu}.*\.$/su);
    const told = story.reverse().join("\n");
    const inOrder = [
      "You added Goose and red cabbage with 2 seats.",
      "You started dealing.",
      "Bea Keller was invited (priority 5, not invited by you before); a seat is held until",
      "Cleo Novak was invited",
      "Bea Keller answered YES: the seat held for them is theirs.",
      "Cleo Novak answered MAYBE: no seat is kept for a maybe, so the seat is free again.",
      "Dora Okafor was invited",
      "The table is full: all 2 seats are taken",
      "Cleo Novak answered YES: no seat is open, so they are on standby.",
      "Bea Keller answered NO: the seat is free again.",
      "Cleo Novak was next on standby and got a free seat.",
    ];
    let from = 0;
    for (const sentence of inOrder) {
      const found = told.indexOf(sentence, from);
      expect(found, `"${sentence}" in its place in:\n${told}`).toBeGreaterThanOrEqual(from);
      from = found;
    }
  });

  await event.expectNotReloaded();
});
