import { test as base, expect } from "@playwright/test";
import { Api } from "./api.ts";
import { forgiveUnknownMedia } from "./firefox.ts";
import { Guest } from "./guest.ts";
import { Host } from "./host.ts";
import { Mailbox } from "./mailbox.ts";
import { gatherBrokenPolicies } from "./policies.ts";
import { Server } from "./server.ts";

export { expect };

type PerTest = {
  /** Tells this test's people from those of the other tests on the same server. */
  tag: string;
  /** A host of this test alone, signed in, on the list of events. */
  host: Host;
  /** An API client with a key of the same host. */
  api: Api;
  mailbox: Mailbox;
  /** Opens a guest's link in a browser of their own that runs no scripts. */
  openAsGuest: (link: string) => Promise<Guest>;
  serverLog: void;
  /** The violations of content security policies so far. A test fails if there are any. */
  brokenPolicies: string[];
};

type PerWorker = { server: Server };

export const test = base.extend<PerTest, PerWorker>({
  browser: [
    async ({ browser }, use) => {
      forgiveUnknownMedia(browser);
      await use(browser);
    },
    { scope: "worker" },
  ],

  server: [
    async ({}, use) => {
      const server = await Server.create();
      try {
        await server.start();
        await use(server);
      } finally {
        await server.remove();
      }
    },
    { scope: "worker" },
  ],

  baseURL: ({ server }, use) => use(server.base),

  serverLog: [
    async ({ server }, use, testInfo) => {
      const before = (await server.log()).length;
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        const body = (await server.log()).slice(before);
        await testInfo.attach("server.log", { body, contentType: "text/plain" });
      }
    },
    { auto: true },
  ],

  brokenPolicies: [
    async ({ context }, use) => {
      const broken: string[] = [];
      gatherBrokenPolicies(context, broken);
      await use(broken);
      expect(broken, "content security policies that were broken").toEqual([]);
    },
    { auto: true },
  ],

  tag: async ({}, use, testInfo) => use(testInfo.testId.slice(-12)),

  host: async ({ page, server, tag }, use) => {
    const host = new Host(page, "Ada Lovelace", `ada-${tag}@example.org`);
    await host.enter(server.base);
    await use(host);
    // A request that a test intercepts may still be under way when the test ends.
    await page.unrouteAll({ behavior: "ignoreErrors" });
  },

  api: async ({ server, tag }, use) => {
    await use(new Api(server.base, await server.apiKey(`ada-${tag}@example.org`)));
  },

  mailbox: ({ server }, use) => use(new Mailbox(server.base)),

  openAsGuest: async ({ browser, brokenPolicies }, use) => {
    // Firefox has no phone to put on, and over WebDriver BiDi it runs scripts all the same.
    const phone = browser.browserType().name() === "chromium" && { hasTouch: true, isMobile: true };
    const contexts = new Set<{ close(): Promise<void> }>();
    await use(async (link) => {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        viewport: { width: 360, height: 740 },
        ...phone,
      });
      contexts.add(context);
      gatherBrokenPolicies(context, brokenPolicies);
      const guest = new Guest(await context.newPage());
      await guest.page.goto(link);
      return guest;
    });
    for (const context of contexts) await context.close();
  },
});
