import type { Page } from "@playwright/test";
import { EventPage } from "../support/event-page.ts";
import { Host } from "../support/host.ts";
import { email, evening } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const MOST_STEPS = 150;

/** A host who uses only the keyboard: presses Tab until the wanted element has the focus. */
class Hands {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes to a button, link or field by its name, as a screen reader would say it. */
  async to(name: string | RegExp): Promise<void> {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      await this.press("Tab");
      const here = await this.here();
      expect(here.isVisible, `the focus on "${here.name}" can be seen`).toBe(true);
      if (typeof name === "string" ? here.name === name : name.test(here.name)) return;
    }
    throw new Error(`Tab does not lead to ${name}.`);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Focuses an element and presses it. */
  async use(name: string | RegExp): Promise<void> {
    await this.to(name);
    await this.press("Enter");
  }

  /** Focuses a field and types. */
  async fill(name: string | RegExp, words: string): Promise<void> {
    await this.to(name);
    await this.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(words);
  }

  /** The focused element. */
  private here(): Promise<{ name: string; isVisible: boolean }> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body)
        return { name: "the page", isVisible: true };
      const label = "labels" in element ? (element.labels as NodeList | null)?.[0] : undefined;
      const name = element.getAttribute("aria-label") ?? (label ?? element).textContent ?? "";
      const style = getComputedStyle(element);
      // Within a date the browser shows the part that has the focus.
      const isDate = element.matches("[type=datetime-local], [type=time]");
      const isVisible =
        isDate || (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2);
      return { name: name.replaceAll(/\s+/g, " ").trim(), isVisible };
    });
  }
}

test("the host can do everything from the keyboard", async ({ page, tag }) => {
  const hands = new Hands(page);
  const host = new Host(page, "Ada Lovelace", `ada-${tag}@example.org`);
  const event = new EventPage(host);

  await test.step("signs in", async () => {
    await page.goto("/");
    await expect(host.button("Sign in")).toBeVisible();
    await hands.use("Sign in");
    await expect(page.getByLabel("Email")).toBeVisible();
    await page.getByLabel("Name").focus();
    await page.keyboard.insertText(host.name);
    await hands.press("Tab");
    await page.keyboard.insertText(host.email);
    await hands.press("Enter");
    await expect(host.heading("Events")).toBeVisible();
  });

  await test.step("adds a contact", async () => {
    await hands.use("Contacts");
    await expect(host.heading("Contacts")).toBeFocused();
    await hands.use("Add contact");
    await expect(host.dialog("Add contact").getByLabel("Name")).toBeFocused();
    await page.keyboard.insertText("Bea");
    await hands.fill("Email", email("Bea", tag));
    await hands.press("Enter");
    await expect(host.told("Contact added: Bea.")).toBeVisible();
  });

  await test.step("imports more contacts", async () => {
    await page.goto("/contacts");
    await expect(host.row("Bea")).toBeVisible();
    await hands.use("Import");
    const others = ["Cleo", "Dora"].map((name) => `${name}, ${email(name, tag)}`);
    await hands.fill("People", others.join("\n"));
    await hands.use("See what would be imported");
    await expect(page.getByRole("dialog")).toContainText("2 new.");
    await hands.use("Import");
    await expect(host.row("Dora")).toBeVisible();
  });

  await test.step("deletes one and undoes it", async () => {
    await hands.use(/^DDora/);
    await hands.use("Delete contact");
    await expect(host.button("Undo")).toBeFocused();
    await hands.press("Enter");
    await expect(host.row("Dora")).toBeVisible();
  });

  await test.step("adds an event", async () => {
    await page.goto("/events");
    await expect(host.heading("Events")).toBeVisible();
    await hands.use("Add event");
    await expect(host.dialog("Add event").getByLabel("Title")).toBeFocused();
    await page.keyboard.insertText("Soup");
    await hands.fill("How many guests, without you?", "2");
    await host.dialog("Add event").getByLabel("Date and time").fill(evening(10));
    await hands.use("Advanced");
    await hands.to("Send nothing during quiet hours");
    await hands.press("Space");
    await hands.use("Add event");
    await expect(host.heading("Soup")).toBeFocused();
  });

  await test.step("orders the deck, and deals", async () => {
    await hands.to(/: move Dora$/);
    await hands.press("ArrowUp", "ArrowUp");
    await expect(host.told("Dora is number 1 of 2 to be invited first.")).toBeVisible();
    await expect(event.cards).toContainText(["Dora", "Bea", "Cleo"]);
    await page.reload();
    await expect(event.card("Dora")).toContainText("First on the invite-first list.");
    await hands.use("Deal");
    await expect(host.dialog("Deal now?")).toBeVisible();
    await hands.use("Deal now");
    await expect(event.invitation("Dora")).toContainText("No answer yet");
    await expect(event.invitation("Bea")).toContainText("No answer yet");
  });

  await test.step("records an answer", async () => {
    await expect(event.tab("Waiting")).toHaveAttribute("aria-selected", "true");
    await hands.use(/^DDora/);
    await expect(host.dialog("Dora")).toBeVisible();
    await hands.use("Record answer");
    await expect(host.dialog("What did Dora answer?")).toBeVisible();
    await hands.use("Yes");
    await expect(event.invitation("Dora")).toContainText("Yes · seated");
  });

  await test.step("withdraws an invitation and undoes it", async () => {
    await hands.use(/^BBea/);
    await hands.use("Withdraw");
    await expect(event.invitation("Bea")).toContainText("Withdrawn");
    await expect(host.button("Undo")).toBeFocused();
    await hands.press("Enter");
    await expect(event.invitation("Bea")).toContainText("No answer yet");
  });

  await test.step("changes the place and announces it", async () => {
    await page.reload();
    await expect(event.invitation("Dora")).toContainText("Yes · seated");
    await hands.use("More");
    await hands.use("Edit event");
    await hands.fill("Where", "On the roof");
    await hands.press("Enter");
    const question = host.dialog("Tell your guests about the change?");
    await expect(question.getByRole("listitem")).toHaveText(["Dora by email at once"]);
    await hands.use("Tell them");
    await expect(question).toBeHidden();
    await page.reload();
    await expect(event.tab("Log")).toBeVisible();
    await hands.use("Skip to the log");
    await expect(event.tab("Log")).toHaveAttribute("aria-selected", "true");
    await expect(event.story.filter({ hasText: "1 guest will be told about the change." })).toBeVisible();
  });

  await test.step("pauses, cancels and signs out", async () => {
    await page.reload();
    await expect(host.button("Pause")).toBeVisible();
    await hands.use("Pause");
    await expect(page.getByText("Paused", { exact: true })).toBeVisible();
    await hands.use("More");
    await hands.use("Cancel event");
    await expect(host.dialog("Cancel Soup?")).toBeVisible();
    await hands.use("Cancel event");
    await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
    await page.reload();
    await expect(host.heading("Soup")).toBeVisible();
    await hands.use("Sign out");
    await expect(host.button("Sign in")).toBeVisible();
  });
});
