/**
 * The dinner as it happens: through the API as any program uses it, and from the guests' own links,
 * which are read in the development mailbox.
 */

import { setTimeout as pause } from "node:timers/promises";
import { DINNER, FRIENDS, contact } from "./demo_data.mjs";

/** @typedef {import("./demo_data.mjs").Answer} Answer */
/** @typedef {(method: string, path: string, body?: unknown) => Promise<any>} Ask */
/** @typedef {{ id: string, counts: { seated: number, held: number, open: number } }} Event */

/** The API of the server at `base`, with a host's key. @returns {Ask} */
export function client(/** @type {string} */ base, /** @type {string} */ key) {
  return async (method, path, body) => {
    const answer = await fetch(`${base}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
}

/**
 * Forty friends and a dinner that is being dealt, at whatever hour.
 * @param {Ask} ask
 * @param {string} startsAt
 * @returns {Promise<Event & { title: string }>}
 */
export async function setTheTable(ask, startsAt) {
  for (const friend of FRIENDS) await ask("POST", "contacts", contact(friend));
  const event = await ask("POST", "events", { ...DINNER, startsAt, quietHours: null });
  await ask("POST", `events/${event.id}/deal`);
  return event;
}

/** Answers from a guest's own link; whether that was heard. */
export async function reply(/** @type {string} */ link, /** @type {Answer} */ response) {
  const { origin, pathname } = new URL(link);
  const answer = await fetch(`${origin}/api/v1${pathname}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ response }),
  });
  return answer.ok;
}

/**
 * Lets every friend who is invited answer once, each in their own time, until `signal` says stop.
 * @param {string} base where the mailbox is
 * @param {{ seconds: number, signal: AbortSignal, told?: (name: string, answer: Answer) => void }} how
 *   `seconds`: about how long it takes until the table is full
 */
export async function letGuestsAnswer(base, { seconds, signal, told }) {
  const invited = new Set();
  const answers = [];
  while (!signal.aborted) {
    const mailbox = await fetch(`${base}/dev/messages.json`);
    /** @type {{ to: string, body: string }[]} */
    const letters = await mailbox.json();
    for (const { to, body } of letters) {
      const friend = FRIENDS.find((friend) => {
        const { email, phoneNumber } = contact(friend);
        return to === email || to === phoneNumber;
      });
      const link = /https?:\/\/\S+\/rsvp\/[0-9A-Za-z]+/.exec(body)?.[0];
      if (!friend || !link || invited.has(link)) continue;
      invited.add(link);
      answers.push(
        wait(seconds * patience(FRIENDS.indexOf(friend)), signal)
          .then(() => signal.aborted || reply(link, friend.answer))
          .then((heard) => heard === true && !signal.aborted && told?.(friend.name, friend.answer)),
      );
    }
    await wait(Math.min(0.25, 0.02 + seconds / 100), signal);
  }
  await Promise.all(answers);
}

/**
 * What happens at every full table: a maybe would like to come after all, somebody who has a seat
 * cannot, and the seat changes hands.
 * @param {Ask} ask
 * @param {string} id
 * @param {{ seconds: number, signal: AbortSignal, told: (sentence: string) => void }} how
 *   `seconds`: how long each of the two thinks about it
 */
export async function changeMinds(ask, id, { seconds, signal, told }) {
  /** @type {{ items: { contact: { name: string }, response: Answer, seat: string, rsvpUrl: string }[] }} */
  const { items } = await ask("GET", `invites?eventId=${id}`);
  const late = items.find(({ response }) => response === "MAYBE");
  const leaving = items.find(({ seat }) => seat === "seated");
  if (!late || !leaving) return;
  await wait(seconds, signal);
  if (signal.aborted || !(await reply(late.rsvpUrl, "YES"))) return;
  told(`${late.contact.name} says YES after all, and is on standby`);
  await wait(seconds, signal);
  if (signal.aborted || !(await reply(leaving.rsvpUrl, "NO"))) return;
  told(`${leaving.contact.name} cannot come after all, and ${late.contact.name} has the seat`);
}

/** Which part of the evening a friend thinks about it: some are quick, some are not. */
function patience(/** @type {number} */ at) {
  return 0.06 + ((at * 7) % 10) / 50;
}

/** Waits so many seconds, or less when `signal` says stop. */
async function wait(/** @type {number} */ seconds, /** @type {AbortSignal} */ signal) {
  await pause(seconds * 1000, undefined, { signal }).catch(() => undefined);
}

/** Returns when nobody can be invited any more because all seats are taken. */
export async function untilFull(
  /** @type {Ask} */ ask,
  /** @type {string} */ id,
  /** @type {AbortSignal} */ signal,
) {
  while (!signal.aborted) {
    /** @type {Event} */
    const { counts } = await ask("GET", `events/${id}`);
    if (counts.open === 0 && counts.held === 0) return counts;
    await wait(0.1, signal);
  }
  return undefined;
}
