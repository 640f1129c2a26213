import { type Locator, type Page, expect } from "@playwright/test";
import { type Host, named } from "./host.ts";

declare global {
  interface Window {
    notReloaded?: boolean;
  }
}

/** The page of one event, as its host sees it. */
export class EventPage {
  readonly host: Host;
  readonly page: Page;

  constructor(host: Host) {
    this.host = host;
    this.page = host.page;
  }

  async open(event: { id: string; title: string }): Promise<void> {
    await this.page.goto(`/events/${event.id}`);
    await expect(this.host.heading(event.title)).toBeVisible();
  }

  /** An invitation, by the name of the guest. */
  invitation(name: string): Locator {
    return this.host
      .part("Invitations")
      .getByRole("listitem")
      .filter({ hasText: named(name) });
  }

  get invitations(): Locator {
    return this.host.part("Invitations").getByRole("listitem");
  }

  /** A card of the deck, by the name of the contact. */
  card(name: string): Locator {
    return this.host
      .part("The deck")
      .getByRole("listitem")
      .filter({ hasText: named(name) });
  }

  get cards(): Locator {
    return this.host.part("The deck").getByRole("listitem");
  }

  /** The log entries, newest first. */
  get story(): Locator {
    return this.host.part("What has happened").getByRole("listitem");
  }

  /** The sentences of the log, newest first. Firefox crashes when asked for all at once. */
  async storyTold(): Promise<string[]> {
    const sentences = this.story.getByRole("paragraph");
    const told = [];
    for (const sentence of await sentences.all()) told.push(await sentence.innerText());
    return told;
  }

  /** Who gets an invitation next, and why. */
  get next(): Locator {
    return this.host.part("Who is next");
  }

  /** The picture of the table, by what it shows. */
  table(shows: string): Locator {
    return this.page.getByRole("img", { name: shows });
  }

  /** Deals, or resumes, after checking who gets an invitation at once. */
  async deal(button: "Deal" | "Go on dealing", atOnce: string[]): Promise<void> {
    await this.host.button(button).click();
    const dialog = this.host.dialog("Deal now?");
    await expect(dialog.getByRole("listitem")).toContainText(atOnce);
    await dialog.getByRole("button", { name: "Deal now" }).click();
    await expect(dialog).toBeHidden();
  }

  /** From here on, `expectNotReloaded` can tell whether the page changed by itself. */
  async watchForReload(): Promise<void> {
    await this.page.evaluate(() => {
      window.notReloaded = true;
    });
  }

  async expectNotReloaded(): Promise<void> {
    expect(await this.page.evaluate(() => window.notReloaded)).toBe(true);
  }
}
