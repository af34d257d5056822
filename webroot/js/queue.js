// Keeps the page of a waiting room true: numbers change in place, another state opens the page again. By server-sent events; where they
// do not come, by asking every now and then. Without this script the page refreshes itself.
"use strict";

(() => {
  const root = document.querySelector("[data-queue]");
  if (!root) return;
  const PATIENCE_MS = 10000;

  const again = () => location.replace(location.pathname);

  function show(standing) {
    if (standing.etat !== root.dataset.queue || standing.etat === "attente" && isOtherwise(standing)) {
      // Not all at once: a state may change for everybody together.
      setTimeout(again, standing.etat === "tour" ? 0 : Math.random() * 3000);
      return false;
    }
    for (const [name, value] of Object.entries(standing)) {
      const element = field(name);
      if (element && element.textContent !== String(value)) element.textContent = value;
    }
    return true;
  }

  // What has no place on this page: an estimate, or the warning that only others' leaving helps, comes or goes.
  function isOtherwise(standing) {
    return (standing.minutes !== undefined) !== !!field("minutes")
      || String(standing.desistement) !== root.dataset.queueUnlikely;
  }

  function field(name) {
    return root.querySelector('[data-queue-field="' + name + '"]');
  }

  function poll() {
    fetch(root.dataset.queuePoll, { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" })
      .then((response) => (response.ok ? response.json() : null))
      .then((standing) => !standing || show(standing), () => true)
      .then((goOn) => goOn && setTimeout(poll, PATIENCE_MS + Math.random() * PATIENCE_MS));
  }

  if (root.dataset.queue === "passe" || root.dataset.queue === "tour") return;
  if (!window.EventSource) {
    poll();
    return;
  }
  const events = new EventSource(root.dataset.queueStream);
  events.onmessage = (event) => {
    if (!show(JSON.parse(event.data))) events.close();
  };
  events.onerror = () => {
    // The browser tries again by itself, unless it was refused.
    if (events.readyState === EventSource.CLOSED) poll();
  };
})();
