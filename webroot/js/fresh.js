// A page that is gone back to is shown as it was: what is free on it has changed, and on a shared computer it is of whoever was here
// before. It is asked for again, which costs a few bytes where it still holds.
(() => {
  "use strict";

  addEventListener("pageshow", (event) => {
    const [entry] = performance.getEntriesByType("navigation");
    const unasked = entry && entry.type === "back_forward" && entry.transferSize === 0;
    if (event.persisted || unasked) {
      // Not reload(): what is shown may be the answer to a form, which would be sent again.
      location.replace(location.pathname + location.search);
    }
  });
})();
