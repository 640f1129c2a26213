import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

export const BINARY =
  process.env["SEAT_DEALER_BIN"] ??
  join(import.meta.dirname, "..", "..", "target", "debug", "seat-dealer");
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 15_000;

/** The real server, on a free port of this machine with a database of its own. */
export class Server {
  readonly base: string;
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.#port = port;
    this.#folder = folder;
    this.base = `http://127.0.0.1:${port}`;
  }

  static async create(): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), "seat-dealer-e2e-"));
    return new Server(await freePort(), folder);
  }

  /** Starts the server unless it is running, and waits until it is ready. */
  async start(): Promise<void> {
    if (isAlive(this.#process)) return;
    const log = openSync(this.#logFile, "a");
    const child = spawn(BINARY, ["serve"], {
      cwd: this.#folder,
      env: this.#settings,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.#process = child;
    killWithUs(child);
    const failed = once(child, "error").then(([error]) => Promise.reject(error));
    await Promise.race([this.#untilReady(child), failed]);
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const giveUpAt = Date.now() + START_LIMIT_MS;
    while (isAlive(child) && Date.now() < giveUpAt) {
      const answer = await fetch(`${this.base}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(25);
    }
    throw new Error(`The server did not get ready.\n${await this.log()}`);
  }

  /** Stops the server, and fails if it does not exit cleanly. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (!isAlive(child)) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    const limit = AbortSignal.timeout(STOP_LIMIT_MS);
    limit.addEventListener("abort", () => child.kill("SIGKILL"));
    const [code] = (await exited) as [number | null];
    this.#process = undefined;
    if (code !== 0) throw new Error(`The server ended with ${code}.\n${await this.log()}`);
  }

  /** Stops the server and deletes its data. */
  async remove(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  /** A new API key of the host with this email address, who is created if need be. */
  async apiKey(email: string): Promise<string> {
    const command = promisify(execFile);
    const settings = { cwd: this.#folder, env: this.#settings };
    const { stdout } = await command(BINARY, ["api-key", "--email", email], settings);
    return stdout.trim();
  }

  /** The output of the server so far. */
  log(): Promise<string> {
    return readFile(this.#logFile, "utf8").catch(() => "");
  }

  get #logFile(): string {
    return join(this.#folder, "server.log");
  }

  /** Nothing of our own environment, which may hold other settings. */
  get #settings(): NodeJS.ProcessEnv {
    return {
      DB_CONN_STRING: `sqlite:${join(this.#folder, "seat-dealer.db")}`,
      BIND_ADDR: `127.0.0.1:${this.#port}`,
      API_BASE_URI: this.base,
      // All requests of these tests come from one address, in quick succession.
      SIGN_IN_LIMIT: "10000",
      WRONG_LINK_LIMIT: "10000",
      LINK_LIMIT: "10000",
    };
  }
}

/**
 * A port that nobody listens on. It is below those that the system gives to connections, which could
 * otherwise take it while the server is restarted.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const probe = createServer().listen(port, "127.0.0.1");
    const isFree = await once(probe, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, "close");
    return port;
  }
}

function isAlive(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Kills the server when the test run is interrupted. */
function killWithUs(child: ChildProcess): void {
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
}
