// Counts down to the instant in <time data-deadline="2026-11-23T14:05:00Z" data-now="…">. The sentence around it already says the time
// of day; this only adds what is left of it. "data-now" is the server's clock when the page was made: the visitor's may be wrong.
(() => {
  "use strict";

  const announced = [5, 2, 1];

  const start = (time) => {
    const deadline = Date.parse(time.dataset.deadline);
    const skew = time.dataset.now ? Date.parse(time.dataset.now) - Date.now() : 0;
    if (Number.isNaN(deadline) || Number.isNaN(skew)) {
      return;
    }
    const left = () => Math.max(0, Math.ceil((deadline - Date.now() - skew) / 1000));

    // What is seen changes every second and stays silent; what is spoken changes four times in all.
    const seen = document.createElement("span");
    seen.className = "cr-countdown";
    seen.setAttribute("aria-hidden", "true");
    const spoken = document.createElement("span");
    spoken.className = "fr-sr-only";
    spoken.setAttribute("role", "status");
    time.after(" ", seen, spoken);

    const words = (text, minutes) => (text || "").replace("{0}", minutes);
    let toAnnounce = announced.filter((minutes) => left() > minutes * 60);

    const tick = () => {
      const seconds = left();
      if (seconds === 0) {
        seen.textContent = "";
        spoken.textContent = time.dataset.expired || "";
        const notice = time.closest(".cr-hold")?.querySelector(".cr-expired");
        if (notice) {
          notice.hidden = false;
        }
        return;
      }
      seen.textContent = words(time.dataset.left, Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"));
      seen.toggleAttribute("data-low", seconds <= 120);
      const due = toAnnounce.find((minutes) => seconds <= minutes * 60);
      if (due) {
        toAnnounce = toAnnounce.filter((minutes) => minutes < due);
        // After a sleep of the machine several are due at once: only the last one is still true.
        const latest = announced.filter((minutes) => seconds <= minutes * 60).pop();
        toAnnounce = toAnnounce.filter((minutes) => minutes < latest);
        spoken.textContent = words(latest === 1 ? time.dataset.leftOne : time.dataset.leftSome, latest);
      }
      setTimeout(tick, 1000 - ((Date.now() + skew) % 1000) + 5);
    };
    tick();
  };

  document.querySelectorAll("time[data-deadline]").forEach(start);
})();
