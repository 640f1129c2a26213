import { type Locator, type Page, expect } from "@playwright/test";

export type Answer = "Yes" | "Probably" | "Maybe" | "No";

/** A guest's page, on a phone that runs no scripts. */
export class Guest {
  readonly page: Page;
  /** Every request of the page so far, but for what the page carries itself. */
  readonly requests: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("request", (request) => {
      const { protocol } = new URL(request.url());
      if (protocol !== "data:") this.requests.push(`${request.method()} ${request.url()}`);
    });
  }

  /** One of the four buttons. */
  button(answer: Answer): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^${answer}\\b`) });
  }

  /** The guest's link. After an answer the page's address ends in an empty query. */
  get link(): string {
    return this.page.url().replace(/\?$/, "");
  }

  /** The sentence that says whether the guest has a seat. */
  get standing(): Locator {
    return this.page.getByRole("status");
  }

  /** Answers, and waits for the page that says whether the guest has a seat. */
  async answer(answer: Answer): Promise<void> {
    await this.button(answer).click();
    await expect(this.standing).toContainText(`Your answer: ${answer}`);
  }
}
