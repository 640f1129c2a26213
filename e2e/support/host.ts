import { type Locator, type Page, expect } from "@playwright/test";

export type EventFields = {
  title: string;
  description?: string;
  seats: number;
  /** As the field takes it: `2031-05-08T19:30`. */
  startsAt?: string;
  location?: string;
  quietHours?: boolean;
};

/** A host in the web app. Elements are found by their accessible names. */
export class Host {
  readonly page: Page;
  readonly name: string;
  readonly email: string;

  constructor(page: Page, name: string, email: string) {
    this.page = page;
    this.name = name;
    this.email = email;
  }

  /** Signs in from the front page, with the provider for development. */
  async signIn(): Promise<void> {
    await this.page.goto("/");
    await this.button("Sign in").click();
    await this.answerProvider();
    await this.expectSignedIn();
  }

  /** Signs in with the requests that the pages of the sign-in make, but without these pages. */
  async enter(base: string): Promise<void> {
    const { request } = this.page;
    const post = async (path: string, data: object) =>
      (await request.post(`${base}/api/v1/${path}`, { data })).json();
    const redirectUri = `${base}/login/callback`;
    const { authorizationUrl, ticket } = await post("login/start", { redirectUri });
    const form = { name: this.name, email: this.email };
    const { searchParams } = new URL((await request.post(authorizationUrl, { form })).url());
    const [code, state] = [searchParams.get("code"), searchParams.get("state")];
    const { authToken } = await post("login", { code, state, ticket });
    const localStorage = [{ name: "seatDealer.session", value: authToken }];
    const origins = [{ origin: base, localStorage }];
    await this.page.context().setStorageState({ cookies: [], origins });
    await this.page.goto("/events");
    await this.expectSignedIn();
  }

  /** Waits for the list of events, and until the app knows the host. */
  private async expectSignedIn(): Promise<void> {
    await expect(this.heading("Events")).toBeVisible();
    await expect(this.page.getByRole("link", { name: "development mailbox" })).toBeVisible();
  }

  /** Fills in the page of the provider for development. */
  async answerProvider(): Promise<void> {
    await this.page.getByLabel("Name").fill(this.name);
    await this.page.getByLabel("Email").fill(this.email);
    await this.button("Sign in").click();
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { level: 1, name });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** A part of the page, by its heading. */
  part(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  /** The open dialog, by its heading. */
  dialog(name: string | RegExp): Locator {
    return this.page.getByRole("dialog", { name });
  }

  /** A status message or an alert. */
  told(sentence: string | RegExp): Locator {
    const spoken = this.page.getByRole("status").or(this.page.getByRole("alert"));
    return spoken.filter({ hasText: sentence });
  }

  async goTo(page: "Events" | "Contacts" | "Settings"): Promise<void> {
    const ways = this.page.getByRole("navigation", { name: "Main" });
    await ways.getByRole("link", { name: page }).click();
    await expect(this.heading(page)).toBeVisible();
  }

  /** A row of the list of contacts or events. */
  row(name: string): Locator {
    return this.page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ hasText: named(name) });
  }

  /** Opens the form of a contact. */
  async editContact(name: string): Promise<Locator> {
    await this.row(name).getByRole("button").click();
    const dialog = this.dialog(`Edit ${name}`);
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async deleteContact(name: string): Promise<void> {
    const dialog = await this.editContact(name);
    await dialog.getByRole("button", { name: "Delete contact" }).click();
  }

  async addContact(contact: { name: string; email?: string; phone?: string }): Promise<void> {
    await this.button("Add contact").click();
    const dialog = this.dialog("Add contact");
    await dialog.getByLabel("Name").fill(contact.name);
    if (contact.phone) await dialog.getByLabel("Phone number").fill(contact.phone);
    if (contact.email) await dialog.getByLabel("Email").fill(contact.email);
    await dialog.getByRole("button", { name: "Add contact" }).click();
    await expect(dialog).toBeHidden();
    await expect(this.row(contact.name)).toBeVisible();
  }

  /** Adds an event and waits for its page. */
  async addEvent(event: EventFields): Promise<void> {
    await this.button("Add event").click();
    const dialog = this.dialog("Add event");
    await fillEvent(dialog, event);
    await dialog.getByRole("button", { name: "Add event" }).click();
    await expect(this.heading(event.title)).toBeVisible();
  }

  /** Presses a button that asks for confirmation, and confirms. */
  async confirm(button: Locator, action: string): Promise<void> {
    await button.click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: action, exact: true }).click();
    await expect(dialog).toBeHidden();
  }
}

/** Finds a name as it is written: as a mere string, "Bea" would also be in "Maybe at home". */
export function named(name: string): RegExp {
  return new RegExp(name.replaceAll(/[^\p{L}\p{N}\s]/gu, "\\$&"));
}

/** Fills in the given fields of an event; the others keep their values. */
export async function fillEvent(dialog: Locator, event: Partial<EventFields>): Promise<void> {
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  if (event.title !== undefined) await field("Title").fill(event.title);
  if (event.description !== undefined) await field("Description").fill(event.description);
  if (event.seats !== undefined) await fillSeats(dialog, event.seats);
  if (event.startsAt !== undefined) await field("Date and time").fill(event.startsAt);
  if (event.location !== undefined) await field("Where").fill(event.location);
  if (event.quietHours !== undefined) {
    await dialog.getByText("Advanced", { exact: true }).click();
    await dialog.getByLabel("Send nothing during quiet hours").setChecked(event.quietHours);
  }
}

/** Empties the field first: where one browser replaces a number, another one appends to it. */
export async function fillSeats(dialog: Locator, seats: number): Promise<void> {
  const field = dialog.getByLabel("How many guests, without you?", { exact: true });
  await field.fill("");
  await field.fill(String(seats));
}
