/*
 * The security check in the browser: fetches a challenge, has a worker solve it and posts the solution with the form. Follows
 * ALTCHA's published protocol. Without this script the page offers a code by mail.
 *
 * <form method="post" action="…" hidden data-challenge-url="…" data-challenge-worker="/js/challenge-worker.js"
 *       data-text-working="…" data-text-done="…" data-text-waiting="…" data-text-failed="…">
 *   <input type="hidden" name="altcha">
 *   <p data-challenge-status role="status"></p>
 *   <button type="submit">…</button>
 * </form>
 *
 * The form is hidden until this script shows it. Solving begins with the page. The button is never disabled: pressed too early, the
 * form goes as soon as the challenge is solved; pressed after a failure, it tries again. Never submitted without a press: going back
 * to this page must not throw one forward again.
 */
"use strict";

(function () {
  const IDLE = 0, SOLVING = 1, SOLVED = 2;

  function solveInWorker(workerUrl, challenge) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(workerUrl);
      const end = (settle, value) => {
        worker.terminate();
        settle(value);
      };
      worker.onmessage = (event) =>
        event.data.number === null ? end(reject, new Error("no solution")) : end(resolve, event.data);
      worker.onerror = () => end(reject, new Error("worker failed"));
      worker.postMessage(challenge);
    });
  }

  async function solve(url, workerUrl) {
    const response = await fetch(url, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
    });
    if (!response.ok) throw new Error("status " + response.status);
    const challenge = await response.json();
    const solution = await solveInWorker(workerUrl, challenge);
    return btoa(
      JSON.stringify({
        algorithm: challenge.algorithm,
        challenge: challenge.challenge,
        number: solution.number,
        salt: challenge.salt,
        signature: challenge.signature,
        took: solution.took,
      }),
    );
  }

  function attach(form) {
    const input = form.querySelector("input[name=altcha]");
    const status = form.querySelector("[data-challenge-status]");
    let state = IDLE;
    let pressed = false;

    const say = (text) => {
      if (status && text && status.textContent !== text) status.textContent = text;
    };

    function start() {
      state = SOLVING;
      input.value = "";
      say(form.dataset.textWorking);
      solve(form.dataset.challengeUrl, form.dataset.challengeWorker).then(
        (payload) => {
          state = SOLVED;
          input.value = payload;
          say(form.dataset.textDone);
          if (pressed) form.submit();
        },
        () => {
          state = IDLE;
          pressed = false;
          say(form.dataset.textFailed);
        },
      );
    }

    form.addEventListener("submit", (event) => {
      // A change of language takes no proof.
      if (state === SOLVED || (event.submitter && event.submitter.name === "lang")) return;
      event.preventDefault();
      pressed = true;
      if (state === IDLE) start();
      else say(form.dataset.textWaiting || form.dataset.textWorking);
    });

    /* Back from the next page: the solution was used. */
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) {
        pressed = false;
        start();
      }
    });

    form.hidden = false;
    start();
  }

  document.querySelectorAll("form[data-challenge-url]").forEach(attach);
})();
