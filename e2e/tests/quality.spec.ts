import type { Page } from "@playwright/test";
import { bringAxe, violations } from "../support/accessibility.ts";
import { complaints } from "../support/complaints.ts";
import { walk } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";

/** The smallest phones, and a window of 1280 pixels at 200 % zoom. */
const NARROW = [320, 640];

/** The widths at which the page scrolls sideways. */
async function tooWide(page: Page): Promise<number[]> {
  const own = page.viewportSize() ?? { width: 1280, height: 800 };
  const found = [];
  for (const width of [...NARROW, own.width]) {
    await page.setViewportSize({ width, height: own.height });
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    if (needed > width) found.push(width);
  }
  return found;
}

/** Buttons and links that are less than 44 pixels high, except links within a sentence. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = document.querySelectorAll<HTMLElement>("a, button, input, select, summary, textarea");
    const small = [...targets].filter((target) => {
      const pressed = target.matches("[type=checkbox]") ? (target.closest("label") ?? target) : target;
      const { height, width } = pressed.getBoundingClientRect();
      const isWithinWords = getComputedStyle(target).display === "inline" || target.closest(".banner");
      return width > 1 && height > 0 && height < 43.5 && !isWithinWords;
    });
    return small.map((target) => target.outerHTML.slice(0, 120));
  });
}

test("every screen is accessible, fits, has a title of its own and nothing to complain about", async ({
  page,
  api,
  tag,
}, testInfo) => {
  if (testInfo.project.name === "phone")
    await page.setViewportSize({ width: 320, height: 640 });
  const complained = await complaints(page);
  await bringAxe(page);
  const titles = new Map<string, string>();

  await walk(page, api, tag, async (name, isPage) => {
    expect.soft(await tooWide(page), `${name}: the widths it does not fit`).toEqual([]);
    if (await page.getByRole("navigation", { name: "Main" }).count())
      expect.soft(await smallTargets(page), `${name}: small targets`).toEqual([]);
    expect.soft(await violations(page), `${name}: its accessibility`).toEqual([]);
    expect.soft(complained.splice(0), `${name}: complaints`).toEqual([]);
    const title = await page.title();
    if (isPage) {
      expect
        .soft(titles.get(title), `${name}: another page with the title "${title}"`)
        .toBeUndefined();
      titles.set(title, name);
    }
  });
  expect(titles.size).toBeGreaterThan(12);
});

test("a violated content security policy is noticed", async ({ page, brokenPolicies }) => {
  const complained = await complaints(page);
  await page.goto("/");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.intruder = true";
    document.body.append(script);
  });
  await expect.poll(() => complained).toContain("policy: script-src-elem forbids inline");
  expect(await page.evaluate(() => "intruder" in window)).toBe(false);
  await expect.poll(() => brokenPolicies.splice(0).length).toBe(1);
});

test("the API documentation loads nothing from other hosts", async ({ page, baseURL }) => {
  const complained = await complaints(page);
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== baseURL) elsewhere.push(request.url());
  });
  await page.goto("/docs");
  await expect(page.getByText("/api/v1/contacts").first()).toBeVisible();
  expect(elsewhere).toEqual([]);
  expect(complained).toEqual([]);
});
