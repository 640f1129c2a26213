// Says beside the event's time what that is where the guest is, where the two differ.
(() => {
  const own = document.getElementById("own-time");
  const moment = new Date(own.dataset.moment);
  const spoken = (timeZone) =>
    new Intl.DateTimeFormat(own.dataset.dates, {
      weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
      hourCycle: "h23", timeZone,
    }).format(moment);
  try {
    const here = spoken();
    if (here === spoken(own.dataset.zone)) return;
    own.lastElementChild.textContent = here;
    own.hidden = false;
  } catch {
    // A browser that does not know the event's zone says nothing.
  }
})();
