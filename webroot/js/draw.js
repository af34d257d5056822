// Recomputes the draw of a release in the browser: position of a ticket from the key and the number of tickets, and whether the key is
// the one whose SHA-256 was published before. What it computes is described in src/docs/waiting-room.md.
"use strict";

(() => {
  const ROUNDS = 16, SMALLEST_HALF = 3;

  const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = (data) => crypto.subtle.digest("SHA-256", data);

  async function position(key, tickets, ticket) {
    let half = SMALLEST_HALF;
    while (4 ** half <= tickets) half++;
    const size = 2 ** half;

    async function round(number, right) {
      const input = new Uint8Array(37);
      input.set(key);
      input[32] = number;
      new DataView(input.buffer).setUint32(33, right);
      return new DataView(await sha256(input)).getUint32(0) % size;
    }

    let index = ticket - 1;
    do {
      let left = Math.floor(index / size), right = index % size;
      for (let number = 0; number < ROUNDS; number++) {
        [left, right] = [right, left ^ (await round(number, right))];
      }
      index = left * size + right;
    } while (index >= tickets);
    return index + 1;
  }

  function attach(form) {
    const result = form.querySelector("[data-draw-result]");
    const text = form.dataset;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const draw = await (await fetch(text.draw, { cache: "no-store" })).json();
      const key = bytes(draw.key);
      if (hex(await sha256(key)) !== draw.commitment) {
        result.textContent = text.textWrong;
        return;
      }
      const ticket = parseInt(form.querySelector("input").value, 10);
      if (!(ticket >= 1)) result.textContent = text.textRight;
      else if (ticket > draw.tickets) result.textContent = text.textRight + " " + text.textLater;
      else result.textContent = text.textRight + " " + text.textPosition + " " + (await position(key, draw.tickets, ticket));
    });
    form.hidden = false;
  }

  document.querySelectorAll("form[data-draw]").forEach(attach);
})();
