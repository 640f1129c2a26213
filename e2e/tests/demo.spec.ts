import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DINNER, FRIENDS, HOST } from "../scene/demo_data.mjs";
import { client, letGuestsAnswer, setTheTable, untilFull } from "../scene/scene.mjs";
import { Host } from "../support/host.ts";
import { BINARY } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

test("the guests of the demonstration fill the table", async ({ server, tag }) => {
  const key = await server.apiKey(`demo-${tag}@example.org`);
  const ask = client(server.base, key);
  const event = await setTheTable(ask, "2031-05-08T17:30:00Z");
  const over = new AbortController();
  const guests = letGuestsAnswer(server.base, { seconds: 0, signal: over.signal });
  const counts = await untilFull(ask, event.id, over.signal);
  over.abort();
  await guests;
  expect(counts).toMatchObject({ seated: DINNER.seats, open: 0, held: 0 });
  expect(new Set(FRIENDS.map(({ name }) => name)).size).toBe(40);
});

test("the demonstration prints its addresses, and leaves nothing when it ends", async ({ page }) => {
  const script = join(import.meta.dirname, "..", "scene", "demo.mjs");
  const demo = spawn(process.execPath, [script, BINARY, "--seconds", "0", "--port", "0"]);
  const ended = once(demo, "exit");
  const said: string[] = [];
  try {
    for await (const line of createInterface(demo.stdout)) {
      said.push(line);
      if (line.includes("Change a mind yourself")) break;
    }
    const base = /http:\/\/localhost:\d+/.exec(said.join("\n"))?.[0] ?? "";
    await page.goto(base);
    const host = new Host(page, HOST.name, HOST.email);
    await host.button("Sign in").click();
    await host.answerProvider();
    await expect(host.row(DINNER.title)).toContainText("Full");
  } finally {
    demo.kill("SIGTERM");
  }
  expect(await ended).toEqual([0, null]);
  const story = said.join("\n");
  expect(story).toContain(HOST.email);
  expect(story).toMatch(
    /The table is full: 12 seats are taken\.\s+(.+) says YES after all, and is on standby\n\s+.+ cannot come after all, and \1 has the seat\n/,
  );
});
