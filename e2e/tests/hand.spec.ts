import type { Api, Event } from "../support/api.ts";
import { EventPage } from "../support/event-page.ts";
import { Mailbox } from "../support/mailbox.ts";
import { email, eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const BEA = "Bea Keller";
const CLEO = "Cleo Novak";
const DORA = "Dora Okafor";
const EMIL = "Emil Sørensen";
const FINN = "Finn Weber";
const GUS = "Gus Yilmaz";

const INVITES = /Ada Lovelace invites you/;

/** The ids of contacts, by their names. */
async function ids(api: Api, ...names: string[]): Promise<string[]> {
  const { items } = await api.request<{ items: { id: string; name: string }[] }>("GET", "contacts");
  return names.map((name) => items.find((contact) => contact.name === name)?.id ?? "");
}

/** Everybody above, and a dinner for two that nobody has been invited to. */
const table = test.extend<{ dinner: Event; event: EventPage }>({
  dinner: async ({ api, tag }, use) => {
    await api.addContacts(people(tag, BEA, CLEO, DORA, EMIL, FINN, GUS));
    await use(await api.addEvent({ title: "Dumplings", seats: 2, startsAt: eveningUtc(10) }));
  },
  event: async ({ host, dinner }, use) => {
    const event = new EventPage(host);
    await event.open(dinner);
    await use(event);
  },
});

table("the host arranges the deck before dealing", async ({ event }) => {
  await expect(event.cards).toContainText([BEA, CLEO, DORA, EMIL, FINN, GUS]);

  await event.arrange(FINN, "Invite first");
  await expect(event.cards).toContainText([FINN, BEA, CLEO, DORA, EMIL, GUS]);
  await expect(event.card(FINN)).toContainText("First on the invite-first list.");

  await event.arrange(GUS, "Invite first");
  await expect(event.cards).toContainText([FINN, GUS, BEA, CLEO, DORA, EMIL]);
  await event.arrange(GUS, "Move up");
  await expect(event.cards).toContainText([GUS, FINN, BEA, CLEO, DORA, EMIL]);
  await event.arrange(GUS, "Not first");
  await expect(event.cards).toContainText([FINN, BEA, CLEO, DORA, EMIL, GUS]);

  await event.arrange(BEA, "Leave out");
  await expect(event.card(BEA)).toContainText("Left out");
  await event.arrange(CLEO, "Leave out");
  await expect(event.card(CLEO)).toContainText("Left out");
  // The card has come to its place, where it is tapped.
  await expect(event.cards).toContainText([FINN, DORA, EMIL, GUS, BEA, CLEO]);
  await event.arrange(CLEO, "Take back into the deck");
  await expect(event.card(CLEO)).not.toContainText("Left out");

  await expect(event.cards).toContainText([FINN, CLEO, DORA, EMIL, GUS, BEA]);
  await event.deal("Deal", [FINN, CLEO]);
  await expect(event.invitations).toContainText([FINN, CLEO]);
  await expect(event.invitation(BEA)).toHaveCount(0);
  // Whoever is invited is not in the deck again.
  await event.show("Deck");
  await expect(event.cards).toContainText([DORA, EMIL, GUS, BEA]);
  await expect(event.cards).toHaveCount(4);
});

const inOrder = (event: EventPage, names: string[]) => expect(event.cards).toContainText(names);

table("a card is dragged to its place", async ({ host, event, api, dinner }) => {
  await inOrder(event, [BEA, CLEO, DORA, EMIL, FINN, GUS]);
  await api.request("PUT", `events/${dinner.id}/deck`, { inviteFirst: await ids(api, BEA, CLEO) });
  await expect(event.card(CLEO)).toContainText("Number 2 on the invite-first list.");
  const { mouse } = host.page;
  const middle = async (name: string) => {
    const handle = event.card(name).getByRole("button", { name: `move ${name}` });
    const box = await handle.boundingBox();
    if (!box) throw new Error(`${name} has no handle`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const drag = async (name: string, to: string, by: number) => {
    await event.card(to).evaluate((row) => row.scrollIntoView({ block: "center" }));
    const from = await middle(name);
    const target = await middle(to);
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x, (from.y + target.y) / 2, { steps: 5 });
    await mouse.move(from.x, target.y + by, { steps: 5 });
    await mouse.up();
  };

  await drag(CLEO, BEA, -20);
  await inOrder(event, [CLEO, BEA, DORA, EMIL, FINN, GUS]);
  await expect(host.told("Cleo Novak is number 1 of 2 to be invited first.")).toBeVisible();
  await drag(DORA, BEA, -20);
  await inOrder(event, [CLEO, DORA, BEA, EMIL, FINN, GUS]);
  await expect(event.card(DORA)).toContainText("Number 2 on the invite-first list.");

  // Below the invite-first cards, the cards above the place join them.
  await drag(GUS, FINN, -20);
  await inOrder(event, [CLEO, DORA, BEA, EMIL, GUS, FINN]);
  await expect(event.card(EMIL)).toContainText("Number 4 on the invite-first list.");
  // A cancelled drag changes nothing.
  const from = await middle(BEA);
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x, from.y - 120, { steps: 5 });
  await host.page.keyboard.press("Escape");
  await mouse.up();
  await host.page.reload();
  await inOrder(event, [CLEO, DORA, BEA, EMIL, GUS, FINN]);
});

table("the order of the deck is changed from the keyboard", async ({ host, event }) => {
  const { keyboard } = host.page;
  const handle = (name: string) =>
    event.card(name).getByRole("button", { name: `move ${name}` });
  await handle(GUS).focus();
  // An arrow key moves a card by one place.
  await keyboard.press("ArrowUp");
  await expect(host.told("Gus Yilmaz is number 5 of 5 to be invited first.")).toBeVisible();
  await inOrder(event, [BEA, CLEO, DORA, EMIL, GUS, FINN]);
  await expect(handle(GUS)).toBeFocused();
  await keyboard.press("ArrowUp");
  await inOrder(event, [BEA, CLEO, DORA, GUS, EMIL, FINN]);
  await expect(handle(GUS)).toBeFocused();
  await keyboard.press("ArrowDown");
  await expect(host.told("Gus Yilmaz is number 5 of 5 to be invited first.")).toBeVisible();
  await inOrder(event, [BEA, CLEO, DORA, EMIL, GUS, FINN]);
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await host.dialog(GUS).getByRole("button", { name: "Leave out" }).focus();
  await keyboard.press("Enter");
  await expect(host.told("Gus Yilmaz is left out.")).toBeVisible();
  await expect(event.card(GUS)).toContainText("Left out by you.");
  await host.page.reload();
  await inOrder(event, [BEA, CLEO, DORA, EMIL, FINN, GUS]);
});

table("a search in the deck finds a card with its place", async ({ host, event, api, tag }) => {
  await expect(event.cards).toHaveCount(6);
  await expect(host.page.getByRole("searchbox")).toHaveCount(0);
  await api.addContacts(people(tag, "Hugo", "Ida", "Zoë Ångström"));
  await host.page.reload();
  await host.page.getByRole("searchbox", { name: "Search the deck" }).fill("angst");
  await expect(event.cards).toHaveText([/^9.*Zoë Ångström/]);
  await event.arrange("Zoë Ångström", "Invite first");
  await expect(event.cards).toHaveText([/^1.*Zoë Ångström/]);
  await host.page.getByRole("searchbox").fill("nobody");
  await expect(host.page.getByRole("tabpanel")).toContainText("Nobody matches “nobody”.");
  await host.page.getByRole("searchbox").fill("");
  await expect(event.cards).toHaveCount(9);
  await expect(host.page.getByRole("searchbox")).toBeFocused();
});

table("a host who withdraws a seated guest is asked, and reads that the guest is told", async ({
  host,
  event,
  api,
  dinner,
  tag,
  mailbox,
  openAsGuest,
}) => {
  await api.deal(dinner.id);
  const letter = await mailbox.letter(email(BEA, tag), INVITES);
  await (await openAsGuest(Mailbox.link(letter))).answer("Yes");
  await expect(event.invitation(BEA)).toContainText("Yes · seated");
  const sheet = await event.guest(BEA);
  await expect(sheet).toContainText("Confirmation of the seat by email delivered");
  await sheet.getByRole("button", { name: "Withdraw" }).click();
  const question = host.dialog(`Withdraw the invitation for ${BEA}?`);
  await expect(question).toContainText(`${BEA} knows of the seat, and is told that it is gone:`);
  await expect(question.getByRole("listitem")).toHaveText([`${BEA} by email at once`]);
  await question.getByRole("button", { name: "Not now" }).click();
  await expect(event.invitation(BEA)).toContainText("Yes · seated");
  await event.act(BEA, "Withdraw");
  await question.getByLabel("Your own words to them (optional)").fill("The oven is broken.");
  await question.getByRole("button", { name: "Withdraw" }).click();
  await expect(event.invitation(BEA)).toContainText("Withdrawn");
  const gone = await mailbox.letter(email(BEA, tag), /No longer open/);
  expect(gone.body).toContain("The oven is broken.");
  const guest = await openAsGuest(Mailbox.link(letter));
  await expect(guest.page.getByText("The oven is broken.")).toBeVisible();
});

table("the host helps by hand", async ({ host, event, tag, mailbox, openAsGuest, context }) => {
  await event.deal("Deal", [BEA, CLEO]);
  const toBea = await mailbox.letter(email(BEA, tag), INVITES);
  const toCleo = await mailbox.letter(email(CLEO, tag), INVITES);
  // The delivery status can change the height of a row, which moves the buttons below.
  const delivered = (name: string) => expect(event.invitation(name)).toContainText("delivered");
  await delivered(BEA);
  await delivered(CLEO);

  await test.step("copies a link", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await event.act(BEA, `Copy link for ${BEA}`);
    await expect(host.told("Link copied")).toBeAttached();
    const copied = await host.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(Mailbox.link(toBea));
    await host.page.keyboard.press("Escape");
  });

  await test.step("records an answer given by phone", async () => {
    await event.act(BEA, "Record answer");
    const dialog = host.dialog("What did Bea Keller answer?");
    await dialog.getByRole("button", { name: "Probably" }).click();
    await expect(dialog).toBeHidden();
    await expect(event.invitation(BEA)).toContainText("Probably · seated");
    await expect(event.news).toContainText("You recorded PROBABLY for Bea Keller");
  });

  await test.step("withdraws an invitation, and the next card is dealt", async () => {
    await event.act(CLEO, "Withdraw");
    await expect(event.invitation(CLEO)).toContainText("Withdrawn");
    await host.button("Undo").click();
    await expect(event.invitation(CLEO)).toContainText("No answer yet");
    await event.act(CLEO, "Withdraw");
    await expect(event.invitation(CLEO)).toContainText("Withdrawn");
    await expect(event.invitation(DORA)).toHaveCount(0);
    // A host who leaves the page can no longer undo it.
    await host.page.reload();
    await expect(event.invitation(DORA)).toContainText("No answer yet");
    await delivered(DORA);
    const cleo = await openAsGuest(Mailbox.link(toCleo));
    await expect(cleo.page.getByText("This invitation is no longer open")).toBeVisible();
    await expect(cleo.button("Yes")).toHaveCount(0);
  });

  await test.step("pauses: nobody is dealt, but answers count", async () => {
    await host.button("Pause").click();
    await expect(host.page.getByText("Paused", { exact: true })).toBeVisible();
    const dora = await openAsGuest(Mailbox.link(await mailbox.letter(email(DORA, tag), INVITES)));
    await dora.answer("No");
    await expect(event.table("1 seated (Bea Keller), 0 held, 1 open")).toBeVisible();
    await expect(event.invitations).toHaveCount(3);
  });

  await test.step("invites somebody out of order, pause or not", async () => {
    await event.show("Deck");
    await event.arrange(FINN, "Invite now");
    const question = host.dialog(`Invite ${FINN} now?`);
    await expect(question.getByRole("listitem")).toHaveText([`${FINN} by email at once`]);
    await question.getByRole("button", { name: "Invite now" }).click();
    await delivered(FINN);
    await expect(await event.guest(FINN)).toContainText("You invited them yourself.");
    await host.page.keyboard.press("Escape");
    await event.show("Deck");
    await event.arrange(GUS, "Invite now");
    await expect(host.page.getByRole("alert")).toContainText("No seat is open");
    await expect(host.page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("adds a seat and goes on dealing", async () => {
    await event.menu("Edit event");
    const dialog = host.dialog("Edit Dumplings");
    await dialog.getByLabel("How many guests, without you?").fill("3");
    await dialog.getByRole("button", { name: "Save event" }).click();
    await expect(event.table("A table with 3 chairs")).toBeVisible();
    await expect(event.invitations).toHaveCount(4);
    await event.deal("Go on dealing", [EMIL]);
    await expect(event.invitation(EMIL)).toContainText("No answer yet");
  });

  await test.step("sends an invitation again", async () => {
    // Nobody who has answered is invited again.
    const sheet = await event.guest(BEA);
    await expect(sheet.getByRole("button", { name: "Record answer" })).toBeVisible();
    await expect(sheet.getByRole("button", { name: "Send again" })).toHaveCount(0);
    await host.page.keyboard.press("Escape");
    await event.act(EMIL, "Send again");
    const question = host.dialog(`Send the invitation to ${EMIL} again?`);
    await expect(question.getByRole("listitem")).toHaveText([`${EMIL} by email at once`]);
    await question.getByRole("button", { name: "Send again" }).click();
    const links = async () => {
      const letters = await mailbox.lettersTo(email(EMIL, tag));
      return new Set(letters.map(Mailbox.link)).size === 1 ? letters.length : 0;
    };
    await expect.poll(links).toBe(2);
  });
});

table(
  "the host cancels, and everybody who wanted to come is told",
  async ({ host, event, api, dinner, tag, mailbox, openAsGuest }) => {
    await api.deal(dinner.id);
    const link = async (name: string) =>
      Mailbox.link(await mailbox.letter(email(name, tag), INVITES));
    const bea = await openAsGuest(await link(BEA));
    await bea.answer("Yes");
    const cleo = await openAsGuest(await link(CLEO));
    await cleo.answer("No");
    const dora = await openAsGuest(await link(DORA));
    await dora.answer("Maybe");
    await expect(event.invitation(EMIL)).toContainText("No answer yet");

    await event.menu("Cancel event");
    const dialog = host.dialog("Cancel Dumplings?");
    await expect(dialog).toContainText("Everybody who was invited and has not said no is told");
    await expect(dialog.getByRole("listitem")).toHaveText([
      `${BEA} by email at once`,
      `${DORA} by email at once`,
      `${EMIL} by email at once`,
    ]);
    await dialog.getByRole("button", { name: "Cancel event" }).click();

    await expect(host.page.getByText("Cancelled", { exact: true })).toBeVisible();
    await expect(host.button("Deal")).toHaveCount(0);
    await expect(event.news).toContainText("You cancelled the event; 3 guests will be told.");
    for (const name of [BEA, DORA, EMIL]) {
      await mailbox.letter(email(name, tag), /^Called off: Dumplings/);
    }
    const subjects = (await mailbox.lettersTo(email(CLEO, tag))).map((letter) => letter.subject);
    expect(subjects).toEqual(["Ada Lovelace invites you: Dumplings"]);
    await bea.page.reload();
    await expect(bea.standing).toContainText("Called off");
    await expect(bea.button("Yes")).toHaveCount(0);
  },
);
