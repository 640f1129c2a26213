// Reloads the page when a new message has arrived.
"use strict";
const newest = () => document.querySelector("article")?.id;
async function poll() {
  if (document.hidden) return;
  const response = await fetch("/dev/messages.json").catch(() => undefined);
  if (!response?.ok) return;
  const messages = await response.json();
  if (messages.at(-1)?.id !== newest()) location.reload();
}
setInterval(poll, 2000);
