import { expect } from "@playwright/test";

export type Letter = {
  id: string;
  to: string;
  channel: "sms" | "email";
  subject: string | null;
  body: string;
};

/** The development mailbox, where messages arrive instead of being sent. */
export class Mailbox {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** The messages to one address so far, oldest first. */
  async lettersTo(to: string): Promise<Letter[]> {
    const answer = await fetch(`${this.#base}/dev/messages.json`);
    const letters = (await answer.json()) as Letter[];
    return letters.filter((letter) => letter.to === to);
  }

  /** Waits for a message that says this in its subject or its text; the newest if there are several. */
  async letter(to: string, says: RegExp): Promise<Letter> {
    let found: Letter | undefined;
    const look = async () => {
      const letters = await this.lettersTo(to);
      found = letters.findLast((letter) => says.test(`${letter.subject ?? ""}\n${letter.body}`));
      return found ? "it is there" : letters.map((letter) => letter.subject ?? letter.body);
    };
    const message = `a message to ${to} that says ${says}`;
    await expect.poll(look, { message, intervals: [50, 100, 200] }).toBe("it is there");
    return found as unknown as Letter;
  }

  /** The guest's own link in a message. */
  static link(letter: Letter): string {
    const link = /https?:\/\/\S+\/rsvp\/[0-9A-Za-z]+/.exec(letter.body)?.[0];
    expect(link, `a link in: ${letter.body}`).toBeDefined();
    return link as string;
  }
}
