import { bringAxe, violations } from "../support/accessibility.ts";
import { EventPage } from "../support/event-page.ts";
import { people, phone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("the kitchen sheet counts diets and answers, and lists who comes", async ({
  host,
  api,
  tag,
  request,
}) => {
  await api.addContacts([
    ...people(tag, "Cleo", "Dan", "Eva"),
    { name: "Bea", phoneNumber: phone(tag), partySize: 2 },
  ]);
  const dinner = await api.addEvent({
    title: "Soup",
    seats: 5,
    handSize: 4,
    question: "Fish or mushrooms?",
    quietHours: null,
  });
  const event = new EventPage(host);
  await bringAxe(host.page);
  await api.deal(dinner.id);
  await host.page.goto(`/events/${dinner.id}/kitchen`);
  await expect(host.page.getByText("Nobody has a seat yet.")).toBeVisible();
  await expect(host.page.getByText("No diets are known.")).toBeVisible();
  await expect(host.page.getByText("Nobody has answered it.")).toBeVisible();

  // While dealing, a seat that Eva gives back is offered to Dan.
  await api.request("POST", `events/${dinner.id}/pause`);
  for (const { contact, rsvpUrl } of await api.invites(dinner.id)) {
    const data = {
      Bea: {
        response: "YES",
        diet: "No nuts",
        answerToQuestion: "Fish",
        companions: ["Ben"],
        note: "We bring\nwine",
      },
      Cleo: { response: "PROBABLY", diet: " no NUTS", answerToQuestion: "fish" },
      Dan: { response: "MAYBE", diet: "Vegan" },
      Eva: { response: "NO" },
    }[contact.name];
    await request.post(`/api/v1/rsvp/${rsvpUrl.split("/").at(-1)}`, { data });
  }

  // The open sheet follows the answers.
  await expect(host.page.getByText("3 guests come, 1 of them probably.")).toBeVisible();
  const part = (name: string) => host.page.getByRole("region", { name });
  await expect(part("Diets").getByRole("listitem")).toHaveText("2 × No nuts Bea, Cleo");
  await expect(part("Fish or mushrooms?").getByRole("listitem")).toHaveText("2 × Fish Bea, Cleo");
  const coming = part("Coming").getByRole("listitem");
  await expect(coming).toHaveCount(2);
  for (const said of ["Yes · 2 people", "With: Ben", "Diet: No nuts", "Note: We bring"])
    await expect(coming.first()).toContainText(said);
  await expect(coming.getByRole("link")).toHaveAttribute("href", `tel:${phone(tag)}`);
  await expect(part("Maybe").getByRole("listitem")).toContainText("Diet: Vegan");
  await expect(host.page.getByText("Eva")).toHaveCount(0);
  expect(await violations(host.page)).toEqual([]);

  await host.page.emulateMedia({ media: "print" });
  await expect(host.heading("Kitchen sheet")).toBeVisible();
  await expect(part("Coming")).toBeVisible();
  await expect(host.button("Print")).toBeHidden();
  await expect(host.page.getByRole("link", { name: "Back to the event" })).toBeHidden();
  await host.page.emulateMedia({ media: "screen" });

  await host.page.getByRole("link", { name: "Back to the event" }).click();
  await expect(host.heading("Soup")).toBeVisible();
  await event.menu("Kitchen sheet");
  await expect(host.heading("Kitchen sheet")).toBeVisible();
  await expect(host.page).toHaveURL(new RegExp(`/events/${dinner.id}/kitchen$`));
});
