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

/** The violations that axe-core finds on the page: each rule with the elements that break it. */
export async function violations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.map(({ html, any }) => `  ${html} ${any[0]?.message ?? ""}`);
    return [`${id}: ${help}`, ...where].join("\n");
  });
}
