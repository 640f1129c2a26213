import { type Browser, type LaunchOptions, firefox } from "@playwright/test";

type Session = { send(command: string, parameters: object): Promise<unknown> };
type Insides = { _connection: { toImpl(browser: Browser): { _browserSession?: Session } } };

/** How this Firefox is started: one that is not Playwright's own, over WebDriver BiDi. */
export function startedAs(path: string): LaunchOptions {
  // As on a phone, where a scrollbar takes no room.
  const firefoxUserPrefs = { "ui.useOverlayScrollbars": 1 };
  if (path === firefox.executablePath()) return { args: [], firefoxUserPrefs };
  return { channel: "moz-firefox", executablePath: path, args: [], firefoxUserPrefs };
}

/**
 * Playwright tells every new page which colours its reader prefers, and Firefox's long-term
 * releases do not know that command yet. Nothing here depends on it, and Playwright has no option
 * to leave it out, so its refusal is overheard. Everything else that is refused still fails.
 */
export function forgiveUnknownMedia(browser: Browser): void {
  const session = (browser as unknown as Insides)._connection.toImpl(browser)._browserSession;
  if (session === undefined) return;
  const send = session.send.bind(session);
  session.send = async (command, parameters) => {
    try {
      return await send(command, parameters);
    } catch (error) {
      const forgiven = command === "emulation.setMediaFeaturesOverride";
      if (forgiven && String(error).includes("unknown command")) return {};
      throw error;
    }
  };
}
