import { EventPage } from "../support/event-page.ts";
import { expect, test } from "../support/test.ts";

test("a deck of two thousand cards can be scrolled, searched and reordered", async ({
  host,
  api,
}) => {
  const names = Array.from(
    { length: 2_000 },
    (_, index) => `Friend ${String(index + 1).padStart(4, "0")}`,
  );
  const text = ["name,email", ...names.map((name) => `${name},${name.replace(" ", "")}@example.org`)];
  await api.request("POST", "imports", { text: text.join("\n"), apply: true });
  const feast = await api.addEvent({ title: "Feast", seats: 2 });
  const event = new EventPage(host);
  await event.open(feast);
  await expect(event.cards).toHaveCount(100);
  const more = host.page.getByRole("tabpanel").getByRole("button", { name: "Show more" });
  for (const count of [500, 2_000]) {
    await more.click();
    await expect(event.cards).toHaveCount(count);
  }
  await expect(more).toHaveCount(0);

  // Every name is rendered; the actions of a card are rendered when it comes near the viewport.
  await expect(event.cards).toContainText(names);
  const far = event.card("Friend 1500");
  await expect(far.getByRole("button")).toHaveCount(0);
  await far.scrollIntoViewIfNeeded();
  await expect(far.getByRole("button")).toHaveCount(2);

  // After a move the page scrolls to the card, and the next cards have their buttons.
  await far.getByRole("button").last().focus();
  await host.page.keyboard.press("Enter");
  const first = host.dialog("Friend 1500").getByRole("button", { name: "Invite first" });
  await first.focus();
  await host.page.keyboard.press("Enter");
  await expect(host.told("Friend 1500 is number 1 of 1 to be invited first.")).toBeVisible();
  await expect(event.cards.first()).toContainText("Friend 1500");
  const handle = far.getByRole("button", { name: "1: move Friend 1500" });
  await expect(handle).toBeInViewport();

  await host.page.getByRole("searchbox", { name: "Search the deck" }).fill("friend 1777");
  await expect(event.cards).toHaveText([/^1777Friend 1777/]);
  await event.arrange("Friend 1777", "Leave out");
  await expect(event.cards).toContainText(["Left out by you."]);
  await host.page.getByRole("searchbox").fill("");
  await expect(event.cards).toHaveCount(2_000);
  await expect(event.cards.last()).toContainText("Friend 1777");
});
