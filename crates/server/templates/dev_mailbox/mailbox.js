// Shows the mailbox again when a message has arrived, and only then.
"use strict";
const newest = () => document.querySelector("article")?.id;
async function look() {
  if (document.hidden) return;
  const answer = await fetch("/dev/messages.json").catch(() => undefined);
  if (!answer?.ok) return;
  const messages = await answer.json();
  if (messages.at(-1)?.id !== newest()) location.reload();
}
setInterval(look, 2000);
