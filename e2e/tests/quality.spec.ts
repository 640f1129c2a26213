import { bringAxe, violations } from "../support/accessibility.ts";
import { complaints } from "../support/complaints.ts";
import { walk } from "../support/screens.ts";
import { expect, test } from "../support/test.ts";

// What fades in is looked at when it is there.
test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`by ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("every screen is accessible, fits, has a title of its own and nothing to complain about", async ({
      page,
      api,
      tag,
    }, testInfo) => {
      test.slow();
      if (testInfo.project.name === "phone")
        await page.setViewportSize({ width: 320, height: 640 });
      const complained = await complaints(page);
      await bringAxe(page);
      const titles = new Map<string, string>();

      await walk(page, api, tag, async (name, isPage) => {
        const width = page.viewportSize()?.width;
        const needed = await page.evaluate(() => document.documentElement.scrollWidth);
        expect.soft(needed, `${name}: its width`).toBe(width);
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
  });
}

test("a policy that is broken does not go unseen", async ({ page, brokenPolicies }) => {
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

test("the documentation of the API needs nobody else", async ({ page, baseURL }) => {
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
