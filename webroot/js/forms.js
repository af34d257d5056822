// Small comforts for forms; every form works without them.
(() => {
  "use strict";

  // Browsers that do not honour autofocus on the summary of errors or the notice get the same by hand.
  const errors = document.getElementById("errors");
  const first = errors || document.getElementById("notice");
  if (first && document.activeElement !== first) {
    first.focus();
  }

  // A link of the summary leads into the field itself, also where the field is a group of choices.
  if (errors) {
    errors.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && document.getElementById(link.getAttribute("href").slice(1));
      const field = target && (target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea"));
      if (field) {
        event.preventDefault();
        field.focus();
        field.scrollIntoView({ block: "center" });
      }
    });
  }

  // The links to another language send a half-filled form along: nothing typed is lost. Of two, the one last typed in.
  let half = document.querySelector("form[data-keeps]");
  if (half) {
    document.addEventListener("input", (event) => {
      half = event.target.closest("form[data-keeps]") || half;
    });
    document.querySelectorAll(".cr-lang a").forEach((link) => link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      event.preventDefault();
      const wish = document.createElement("button");
      wish.name = "lang";
      wish.value = link.lang;
      wish.hidden = true;
      half.append(wish);
      half.requestSubmit(wish);
      // What is sent is settled now; a page that comes back from the history must not ask again.
      wish.remove();
    }));
  }

  // A second click while the first is under way is swallowed. The button is not disabled: its name and value must be sent,
  // and a page that comes back from the history must not keep a dead button.
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented || form.method !== "post") {
      return;
    }
    sent.add(form);
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
    }
    const again = () => {
      sent.delete(form);
      if (button) {
        button.removeAttribute("aria-disabled");
      }
    };
    // An answer that never comes must not lock the form.
    setTimeout(again, 10000);
    addEventListener("pageshow", again, { once: true });
  });
})();
