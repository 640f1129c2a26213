import type { Page } from "@playwright/test";

// Status codes that belong to the shown page: not found, gone, invalid input. The browser logs them, too.
const REFUSALS = [404, 410, 422];
const SAID_OF_A_REFUSAL = new RegExp(
  `^Failed to load resource: .*status of (${REFUSALS.join("|")}) `,
);

/** Collects errors of scripts, policies and requests from now on. */
export async function complaints(page: Page): Promise<string[]> {
  const said: string[] = [];
  page.on("console", (message) => {
    const matters = ["error", "warning"].includes(message.type());
    if (matters && !SAID_OF_A_REFUSAL.test(message.text())) said.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !REFUSALS.includes(status)) said.push(`${status}: ${response.url()}`);
  });
  await page.exposeFunction("seatDealerComplain", (sentence: string) => said.push(sentence));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (violation) => {
      const complain = Reflect.get(window, "seatDealerComplain") as (sentence: string) => void;
      complain(`policy: ${violation.effectiveDirective} forbids ${violation.blockedURI}`);
    });
  });
  return said;
}
