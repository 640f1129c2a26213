import { defineConfig } from "@playwright/test";
import { startedAs } from "./support/firefox.ts";

const executablePath = process.env["CHROMIUM_PATH"];
const firefoxPath = process.env["FIREFOX_PATH"];

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  retries: 0,
  workers: 2,
  // For a machine that is busy with other things: no test that passes waits for these.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Pages at rest: a test waits for no animation. A dinner, and all in Firefox, is with motion.
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    {
      // What is done at a table and in a kitchen, and how every screen looks there.
      name: "phone",
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
      testMatch: [
        "dinner.spec.ts",
        "event-page.spec.ts",
        "guest*.spec.ts",
        "in-person.spec.ts",
        "layout.spec.ts",
        "quality.spec.ts",
        "settings.spec.ts",
        "touch.spec.ts",
      ],
    },
    {
      name: "desktop",
      use: { viewport: { width: 1280, height: 800 } },
      testIgnore: ["guest*.spec.ts", "touch.spec.ts"],
    },
    ...(firefoxPath ? [inFirefox(firefoxPath)] : []),
  ],
});

/** What a second engine is asked: a dinner from end to end, its guests, its looks, what goes wrong. */
function inFirefox(path: string) {
  const viewport = { width: 360, height: 740 };
  return {
    name: "firefox",
    use: { browserName: "firefox" as const, launchOptions: startedAs(path), viewport },
    testMatch: ["dinner.spec.ts", "guest.spec.ts", "layout.spec.ts", "recovery.spec.ts"],
  };
}
