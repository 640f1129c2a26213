import { defineConfig } from "@playwright/test";
import tests from "../playwright.config.ts";

/** Takes the pictures of docs/images, from the running program: `./just screenshots`. */
export default defineConfig({
  ...tests,
  testDir: ".",
  testIgnore: [],
  outputDir: "../test-results",
  workers: 1,
  projects: [{ name: "pictures", use: { viewport: { width: 1280, height: 800 } } }],
});
