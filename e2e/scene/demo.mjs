/**
 * A lively table to look at: `./just demo [--seconds N] [--port N]`. The server and its data are its own
 * and are gone with it; whatever is in ./data stays as it is.
 */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import { DINNER, FRIENDS, HOST } from "./demo_data.mjs";
import { changeMinds, client, letGuestsAnswer, setTheTable, untilFull } from "./scene.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    // About how long it takes until the table is full.
    seconds: { type: "string", default: "120" },
    // Where to listen; another port where somebody is there already.
    port: { type: "string", default: "8080" },
  },
});
const binary = resolve(positionals[0] ?? "target/debug/seat-dealer");
const seconds = Number(values.seconds);
if (!(seconds >= 0)) throw new Error("--seconds takes a number.");

const over = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => over.abort());

const folder = await mkdtemp(join(tmpdir(), "seat-dealer-demo-"));
try {
  await show();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function show() {
  const port = await freePort(Number(values.port));
  const base = `http://localhost:${port}`;
  // Nothing of the caller's own settings, and a folder that holds no .env.
  const settings = {
    cwd: folder,
    env: {
      DB_CONN_STRING: `sqlite:${join(folder, "demo.db")}`,
      BIND_ADDR: `127.0.0.1:${port}`,
      API_BASE_URI: base,
      RUST_LOG: "warn",
    },
  };
  const server = spawn(binary, ["serve"], { ...settings, stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(server, "exit");
  ended.then(() => over.abort());
  process.once("exit", () => server.kill("SIGKILL"));
  try {
    await untilReady(base);
    const key = await promisify(execFile)(binary, ["api-key", "--email", HOST.email], settings);
    const ask = client(base, key.stdout.trim());
    await ask("PATCH", "me", { name: HOST.name, timeZone: DINNER.timeZone, country: "DE" });
    const event = await setTheTable(ask, evening());
    say(`
  ${DINNER.title}: ${DINNER.seats} chairs, ${FRIENDS.length} friends, and dealing has begun.

  Open      ${base}
  Sign in   as ${HOST.name} with ${HOST.email}
  Guests    answer by themselves, over about ${seconds} seconds
  Mailbox   ${base}/dev/messages

  Ctrl-C stops the demo and deletes its data.
`);
    const told = (/** @type {string} */ name, /** @type {string} */ answer) =>
      say(`  ${name} says ${answer}`);
    const guests = letGuestsAnswer(base, { seconds, signal: over.signal, told });
    const full = untilFull(ask, event.id, over.signal).then(async (counts) => {
      if (!counts) return;
      say(`\n  The table is full: ${counts.seated} seats are taken.\n`);
      const told = (/** @type {string} */ sentence) => say(`  ${sentence}`);
      await changeMinds(ask, event.id, { seconds: seconds / 15, signal: over.signal, told });
      if (over.signal.aborted) return;
      say("\n  To change an answer yourself, open a guest's link in the mailbox. Ctrl-C stops the demo.\n");
    });
    // One that fails ends the other.
    await Promise.all([guests, full]);
  } catch (error) {
    if (!over.signal.aborted) throw error;
  } finally {
    over.abort();
    server.kill("SIGTERM");
    await ended;
  }
}

async function untilReady(/** @type {string} */ base) {
  while (!over.signal.aborted) {
    const answer = await fetch(`${base}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(25);
  }
  throw new Error("The server has ended before it was ready.");
}

/** In twelve days at half past seven in the evening, or thereabouts where clocks change. */
function evening() {
  const day = new Date(Date.now() + 12 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return `${day}T18:30:00Z`;
}

/** This port, or any other where somebody listens on it. @returns {Promise<number>} */
async function freePort(/** @type {number} */ wanted) {
  const probe = createServer();
  try {
    await once(probe.listen(wanted, "127.0.0.1"), "listening");
  } catch {
    return freePort(0);
  }
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : wanted;
}

function say(/** @type {string} */ words) {
  process.stdout.write(`${words}\n`);
}
