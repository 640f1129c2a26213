import { type Locator, type Page, expect } from "@playwright/test";
import { type Host, named } from "./host.ts";

declare global {
  interface Window {
    notReloaded?: boolean;
  }
}

/** A part of the page. */
export type Part = "Coming" | "Waiting" | "Maybe" | "Standby" | "Deck" | "Log";

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

  /** The tab of a part. Its name begins with the count. */
  tab(part: Part): Locator {
    return this.page.getByRole("tab", { name: part });
  }

  /** Shows a part. */
  async show(part: Part): Promise<Locator> {
    await this.tab(part).click();
    const panel = this.page.getByRole("tabpanel", { name: part });
    await expect(panel).toBeVisible();
    return panel;
  }

  /** The invitation of a guest, in whichever part it is, shown or not. */
  invitation(name: string): Locator {
    return this.invitations.filter({ hasText: named(name) });
  }

  get invitations(): Locator {
    return this.page
      .getByRole("tabpanel", { name: /Coming|Waiting|Maybe|Standby/, includeHidden: true })
      .getByRole("listitem", { includeHidden: true });
  }

  /** Opens the sheet of a guest. */
  async guest(name: string): Promise<Locator> {
    const row = this.invitation(name);
    const [part, tab] = await row.evaluate((element) => {
      const panel = element.closest("[role=tabpanel]");
      return [panel?.id, panel?.getAttribute("aria-labelledby")];
    });
    await this.page.locator(`#${tab}`).click();
    const fold = this.page.locator(`#${part} summary`);
    if (!(await row.isVisible()) && (await fold.isVisible())) await fold.click();
    await row.getByRole("button").click();
    const sheet = this.host.dialog(name);
    await expect(sheet).toBeVisible();
    return sheet;
  }

  /** Does something with the invitation of a guest. */
  async act(name: string, action: string): Promise<void> {
    const sheet = await this.guest(name);
    await sheet.getByRole("button", { name: action }).click();
  }

  /** A card of the deck, by the name of the contact. */
  card(name: string): Locator {
    return this.cards.filter({ hasText: named(name) });
  }

  /** The cards of the deck, while it is shown. */
  get cards(): Locator {
    return this.page.getByRole("list", { name: "The deck" }).getByRole("listitem");
  }

  /** Does something with a card of the deck. */
  async arrange(name: string, action: string): Promise<void> {
    await this.card(name)
      .getByRole("button", { name: named(name) })
      .last()
      .click();
    await this.host.dialog(name).getByRole("button", { name: action, exact: true }).click();
  }

  /** Chooses an action of the event from the menu. */
  async menu(action: string): Promise<void> {
    await this.host.button("More").click();
    await this.page.getByRole("dialog").getByRole("button", { name: action, exact: true }).click();
  }

  /** The log entries, newest first, while the log is shown. */
  get story(): Locator {
    return this.page.getByRole("tabpanel", { name: "Log" }).getByRole("listitem");
  }

  /** The sentences of the log, newest first. Firefox crashes when asked for all at once. */
  async storyTold(): Promise<string[]> {
    const sentences = this.story.getByRole("paragraph");
    const told = [];
    for (const sentence of await sentences.all()) told.push(await sentence.innerText());
    return told;
  }

  /** The picture of the table, by what it shows. */
  table(shows: string): Locator {
    return this.page.getByRole("group", { name: shows });
  }

  /** The latest news, below the table. */
  get news(): Locator {
    return this.host.part("The table").getByRole("status");
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
