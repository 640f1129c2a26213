import type { BrowserContext } from "@playwright/test";

/** Adds to `broken` what policies forbid in any page of this browser, scripts allowed or not. */
export function gatherBrokenPolicies(context: BrowserContext, broken: string[]): void {
  context.on("console", (message) => {
    if (/content security policy/i.test(message.text())) broken.push(message.text());
  });
}
