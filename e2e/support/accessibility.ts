import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type axe from "axe-core";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Adds axe-core to every page that is opened from now on. */
export async function bringAxe(page: Page): Promise<void> {
  const path = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.addInitScript({ path });
}

/**
 * The violations that axe-core finds on the page, and those that its dark colours add: each rule with
 * the elements that break it. Wants reduced motion, so that no colour is between two others.
 */
export async function violations(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  const inDark = await run(page, { runOnly: ["color-contrast", "link-in-text-block"] });
  await page.emulateMedia({ colorScheme: "light" });
  return [...inDark.map((violation) => `in the dark: ${violation}`), ...(await run(page, {}))];
}

async function run(page: Page, options: axe.RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => window.axe.run(document, { resultTypes: ["violations"], ...options }),
    options,
  );
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.map(({ html, any }) => `  ${html} ${any[0]?.message ?? ""}`);
    return [`${id}: ${help}`, ...where].join("\n");
  });
}
