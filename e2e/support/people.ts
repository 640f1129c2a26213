import type { NewContact } from "./api.ts";

/** The day after so many days at seven in the evening, as a field for date and time takes it. */
export function evening(inDays: number): string {
  const day = new Date(Date.now() + inDays * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return `${day}T19:00`;
}

/** The time of day in UTC in so many hours, as quiet hours take it. */
export function clock(inHours: number): string {
  return new Date(Date.now() + inHours * 60 * 60 * 1000).toISOString().slice(11, 16);
}

/** `evening` as the API takes it. */
export function eveningUtc(inDays: number): string {
  return `${evening(inDays)}:00Z`;
}

/** The address of a person of this test. */
export function email(name: string, tag: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return `${words.join(".")}-${tag}@example.org`;
}

/** A phone number of this test. */
export function phone(tag: string): string {
  return `+49151${(Number.parseInt(tag, 16) % 1e8).toString().padStart(8, "0")}`;
}

/** People of this test who can be reached by email. */
export function people(tag: string, ...names: string[]): NewContact[] {
  return names.map((name) => ({ name, email: email(name, tag) }));
}
