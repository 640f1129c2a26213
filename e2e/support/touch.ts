import type { CDPSession, Locator, Page } from "@playwright/test";

export type Point = { x: number; y: number };

/** A touch with one finger. */
export class Finger {
  readonly #phone: CDPSession;

  private constructor(phone: CDPSession) {
    this.#phone = phone;
  }

  static async on(page: Page): Promise<Finger> {
    return new Finger(await page.context().newCDPSession(page));
  }

  /** Touches, moves and lifts the finger. */
  async draw(from: Point, to: Point): Promise<void> {
    await this.#send("touchStart", from);
    const steps = 12;
    for (let step = 1; step <= steps; step += 1) {
      const part = step / steps;
      await this.#send("touchMove", {
        x: from.x + (to.x - from.x) * part,
        y: from.y + (to.y - from.y) * part,
      });
    }
    await this.#send("touchEnd");
  }

  #send(type: "touchStart" | "touchMove" | "touchEnd", at?: Point): Promise<unknown> {
    return this.#phone.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] });
  }
}

/** The middle of an element. */
export async function middle(of: Locator): Promise<Point> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`${of} is not shown`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
