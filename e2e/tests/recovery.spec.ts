import type { Locator, Route } from "@playwright/test";
import { EventPage } from "../support/event-page.ts";
import { fillSeats } from "../support/host.ts";
import { Mailbox } from "../support/mailbox.ts";
import { email, evening, eveningUtc, people } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const RECONNECTING = "Reconnecting…";

// The server is shared by the tests of this worker, which run one after the other.
test.afterEach(({ server }) => server.start());

test("the event page survives a restart of the server and catches up", async ({
  host,
  api,
  tag,
  server,
  mailbox,
  openAsGuest,
}) => {
  await api.addContacts(people(tag, "Bea", "Cleo"));
  const dinner = await api.addEvent({ title: "Soup", seats: 2, startsAt: eveningUtc(10) });
  await api.deal(dinner.id);
  const link = async (name: string) =>
    Mailbox.link(await mailbox.letter(email(name, tag), /invites you/));
  const [toBea, toCleo] = [await link("Bea"), await link("Cleo")];
  const event = new EventPage(host);
  await event.open(dinner);
  await expect(event.invitations).toHaveCount(2);
  await event.watchForReload();

  await server.stop();
  await expect(host.told(RECONNECTING)).toBeVisible();
  await expect(event.invitation("Bea")).toContainText("No answer yet");

  await server.start();
  const bea = await openAsGuest(toBea);
  await bea.answer("Yes");
  await expect(event.invitation("Bea")).toContainText("Yes · seated");
  await expect(host.told(RECONNECTING)).toHaveCount(0);
  await event.show("Log");
  await expect(event.story.filter({ hasText: "Bea answered YES" })).toBeVisible();

  const cleo = await openAsGuest(toCleo);
  await cleo.answer("Probably");
  await expect(event.invitation("Cleo")).toContainText("Probably · seated");
  const entries = await event.storyTold();
  expect(new Set(entries).size).toBe(entries.length);
  await event.expectNotReloaded();
});

test("an answer that did not reach the server can be sent again", async ({
  api,
  tag,
  server,
  mailbox,
  openAsGuest,
}) => {
  await api.addContacts(people(tag, "Bea"));
  const dinner = await api.addEvent({ title: "Soup", seats: 1 });
  await api.deal(dinner.id);
  const link = Mailbox.link(await mailbox.letter(email("Bea", tag), /invites you/));
  const bea = await openAsGuest(link);
  await server.stop();
  await bea.button("Yes").click();
  await expect(bea.button("Yes")).toHaveCount(0);
  await server.start();
  await bea.page.goto(link);
  await bea.answer("Yes");
});

test("a host whose session has ended signs in and returns to the same page", async ({
  host,
  api,
}) => {
  const dinner = await api.addEvent({ title: "Soup", seats: 2 });
  const event = new EventPage(host);
  await event.open(dinner);
  await host.page.evaluate(async () => {
    const authorization = `Bearer ${localStorage.getItem("seatDealer.session")}`;
    await fetch("/api/v1/logout", { method: "POST", headers: { authorization } });
  });
  await expect(host.page.getByText("Your session has ended.")).toBeVisible();
  await expect(host.page).toHaveURL(/\/$/);
  await host.button("Sign in").click();
  await host.answerProvider();
  await expect(host.heading("Soup")).toBeVisible();
  await expect(host.page).toHaveURL(new RegExp(`/events/${dinner.id}$`));
});

test("input from an ended session is restored after the next sign-in", async ({
  host,
  api,
}) => {
  const ended = host.page.getByText("Your session has ended.");
  const endSession = () =>
    host.page.evaluate(async () => {
      const authorization = `Bearer ${localStorage.getItem("seatDealer.session")}`;
      await fetch("/api/v1/logout", { method: "POST", headers: { authorization } });
    });
  /** Ends the session while the form's request to this URL is on its way to the server. */
  const sendTooLate = async (dialog: Locator, button: string, url: RegExp) => {
    const tooLate = async (route: Route) => {
      await endSession();
      await route.continue();
    };
    await host.page.route(url, tooLate, { times: 1 });
    await dialog.getByRole("button", { name: button }).click();
    await expect(ended).toBeVisible();
  };
  await test.step("a form that was being sent", async () => {
    await host.goTo("Contacts");
    await host.button("Add contact").click();
    const dialog = host.dialog("Add contact");
    await dialog.getByLabel("Name").fill("Zoë & Söhne = 100%");
    await dialog.getByLabel("Email").fill("zoe@example.org");
    await dialog.getByLabel("Preferred channel").selectOption("Email");
    await sendTooLate(dialog, "Add contact", /\/contacts$/);
    await host.button("Sign in").click();
    await host.answerProvider();
    await expect(dialog.getByLabel("Name")).toHaveValue("Zoë & Söhne = 100%");
    await expect(dialog.getByLabel("Preferred channel")).toHaveValue("email");
    await expect(host.told("Your input has been restored.")).toBeVisible();
    await dialog.getByRole("button", { name: "Add contact" }).click();
    await expect(host.row("Zoë & Söhne = 100%")).toBeVisible();
    await host.page.reload();
    await expect(host.row("Zoë & Söhne = 100%")).toBeVisible();
    await expect(host.page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("a form that was open when a refetch found the session ended", async () => {
    const dinner = await api.addEvent({ title: "Soup", seats: 2, location: "At ours" });
    const event = new EventPage(host);
    await event.open(dinner);
    await event.menu("Edit event");
    const dialog = host.dialog("Edit Soup");
    await dialog.getByLabel("Where").fill("On the roof");
    await dialog.getByText("Advanced", { exact: true }).click();
    await dialog.getByLabel("Send nothing during quiet hours").check();
    await endSession();
    await api.changeEvent(dinner.id, { seats: 3 });
    await expect(ended).toBeVisible();
    await host.button("Sign in").click();
    await host.answerProvider();
    await expect(dialog.getByLabel("Where")).toHaveValue("On the roof");
    await expect(dialog.getByLabel("How many guests, without you?")).toHaveValue("3");
    await expect(dialog.getByLabel("Send nothing during quiet hours")).toBeChecked();
    await dialog.getByRole("button", { name: "Save event" }).click();
    await expect(host.page.getByText(/· On the roof/)).toBeVisible();
  });

  await test.step("pasted people", async () => {
    await host.goTo("Contacts");
    await host.button("Import").click();
    const book = host.dialog("Import contacts");
    await book.getByLabel("People").fill("Yasmin, yasmin@example.org");
    await sendTooLate(book, "See what would be imported", /\/imports$/);
    await host.button("Sign in").click();
    await host.answerProvider();
    await expect(book.getByLabel("People")).toHaveValue("Yasmin, yasmin@example.org");
    await host.page.keyboard.press("Escape");
    await expect(book).toBeHidden();
  });

  await test.step("a chosen file", async () => {
    await host.button("Import").click();
    const book = host.dialog("Import contacts");
    await book.getByLabel("File").setInputFiles({
      name: "people.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Name;E-Mail\nYasmin;yasmin@example.org", "utf8"),
    });
    await book.getByRole("button", { name: "See what would be imported" }).click();
    await expect(book).toContainText("1 new.");
    await sendTooLate(book, "Import", /\/imports$/);
    await host.button("Sign in").click();
    await host.answerProvider();
    await expect(book).toContainText("people.csv");
    await book.getByRole("button", { name: "See what would be imported" }).click();
    await expect(book).toContainText("1 new.");
    await host.page.keyboard.press("Escape");
    await expect(book).toBeHidden();
  });

  await test.step("another host in the same tab does not see it", async () => {
    await host.goTo("Contacts");
    await host.button("Add contact").click();
    const dialog = host.dialog("Add contact");
    await dialog.getByLabel("Name").fill("A secret friend");
    await sendTooLate(dialog, "Add contact", /\/contacts$/);
    await host.button("Sign in").click();
    await host.page.getByLabel("Name").fill("Eve");
    await host.page.getByLabel("Email").fill(`eve-${host.email}`);
    await host.button("Sign in").click();
    await expect(host.page.getByText("Nobody is here yet")).toBeVisible();
    await host.button("Add contact").click();
    await expect(dialog.getByLabel("Name")).toHaveValue("");
  });
});

test("a form that is left keeps its input until it is saved or discarded", async ({ host }) => {
  const dialog = host.dialog("Add event");
  const title = dialog.getByLabel("Title", { exact: true });
  await host.button("Add event").click();
  await title.fill("Half a goose");
  await host.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await host.page.reload();
  await host.button("Add event").click();
  await expect(title).toHaveValue("Half a goose");
  await dialog.getByRole("button", { name: "Discard" }).click();
  await expect(title).toHaveValue("");
  await title.fill("Goose");
  await host.page.goto("/contacts");
  await host.page.goBack();
  await host.button("Add event").click();
  await expect(title).toHaveValue("Goose");
  await dialog.getByRole("button", { name: "Add event" }).click();
  await expect(host.heading("Goose")).toBeVisible();
  await host.page.goto("/events");
  await host.button("Add event").click();
  await expect(title).toHaveValue("");
});

test("signing out in one tab signs out the others", async ({ host, context }) => {
  const other = await context.newPage();
  await other.goto("/contacts");
  await expect(other.getByRole("heading", { level: 1, name: "Contacts" })).toBeVisible();
  await host.button("Sign out").click();
  await expect(host.button("Sign in")).toBeVisible();
  await expect(other.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a form that could not be sent keeps its input", async ({ host, context }) => {
  await host.button("Add event").click();
  const dialog = host.dialog("Add event");
  await dialog.getByLabel("Title").fill("Goose");
  await fillSeats(dialog, 6);
  await dialog.getByLabel("Date and time").fill(evening(10));
  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Add event" }).click();
  await expect(dialog.getByRole("alert")).toContainText(
    "The server cannot be reached. Nothing is lost",
  );
  await expect(dialog.getByLabel("Title")).toHaveValue("Goose");
  await expect(dialog.getByLabel("Date and time")).toHaveValue(evening(10));
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Add event" }).click();
  await expect(host.heading("Goose")).toBeVisible();
  await expect(host.page.getByRole("group", { name: "A table with 6 chairs" })).toBeVisible();
});

test("the page says that the browser is offline, until it is online again", async ({ host, context }) => {
  const offline = host.told("You are offline.");
  await context.setOffline(true);
  await expect(offline).toBeVisible();
  await context.setOffline(false);
  await expect(offline).toHaveCount(0);
});

test("a list that could not be loaded has a button to try again", async ({ host }) => {
  const contacts = "**/api/v1/contacts?*";
  await host.page.route(contacts, (route) => route.abort());
  // Nothing says when to try again.
  await host.page.route("**/api/v1/stream?*", (route) => route.abort());
  await host.page.getByRole("link", { name: "Contacts" }).click();
  const alert = host.page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("The server cannot be reached.");
  await host.page.unroute(contacts);
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(host.page.getByText("Nobody is here yet")).toBeVisible();
});

test("a list that could not be loaded is loaded when the server is back", async ({ host, api, server }) => {
  await api.addEvent({ title: "Soup", seats: 2 });
  await server.stop();
  await host.page.getByRole("link", { name: "Contacts" }).click();
  const alert = host.page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("This part of the app could not be loaded.");
  await server.start();
  await expect(host.page.getByText("Nobody is here yet")).toBeVisible();
  await expect(alert).toHaveCount(0);
  await host.goTo("Events");
  await expect(host.row("Soup")).toBeVisible();
});

test("the URL of an earlier sign-in leads a signed-in host to the events", async ({
  host,
}) => {
  await host.page.goto("/login/callback?code=used-already&state=used-already");
  await expect(host.heading("Events")).toBeVisible();
  await expect(host.page).toHaveURL(/\/events$/);
});

test("a sign-in that skipped the provider fails with an explanation", async ({ host }) => {
  await host.page.evaluate(() => localStorage.clear());
  await host.page.goto("/login/callback?error=x&error_description=Send%20us%20your%20password");
  await expect(host.told("The sign-in did not work.")).toHaveText("The sign-in did not work.");
  await host.page.goto("/login/callback?code=made-up&state=made-up");
  await expect(host.heading("You are not signed in yet")).toBeVisible();
  await host.button("Try again").click();
  await host.answerProvider();
  await expect(host.heading("Events")).toBeVisible();
});

test("a part of the app that could not be loaded is asked for again", async ({ host }) => {
  const part = "**/split_forms-*.wasm";
  await host.page.route(part, (route) => route.abort());
  await host.button("Add event").click();
  const failure = host.page.getByRole("alert").filter({ hasText: "This part of the app could not be loaded" });
  await expect(failure).toBeVisible();
  await host.page.getByRole("link", { name: "Settings" }).click();
  await expect(host.page.getByRole("main").getByRole("alert")).toContainText("This part of the app");
  await expect(host.heading("Settings")).toBeVisible();
  await expect(host.page).toHaveTitle(/^Settings/);
  await host.page.unroute(part);
  await host.button("Try again").click();
  await expect(host.part("What you hear")).toBeVisible();
});
