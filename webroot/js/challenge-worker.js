/*
 * Searches the number of a proof-of-work challenge: SHA-256(salt + number) = challenge, for numbers from 0 to maxnumber.
 * In: the challenge as ALTCHA's protocol has it. Out: { number, took } in milliseconds, or { number: null } if there is none.
 *
 * SHA-256 is written out here since crypto.subtle exists in secure contexts only and answers each hash with a promise, which costs
 * more than the hash. The salt's whole blocks are hashed once.
 */
"use strict";

const K = new Int32Array(64);
const START = new Int32Array(8);

/* The constants are the first 32 bits of the fractional parts of the roots of the first primes: derived, not typed. */
(function derive() {
  const isPrime = (n) => {
    for (let d = 2; d * d <= n; d++) {
      if (n % d === 0) return false;
    }
    return true;
  };
  const fraction = (x) => ((x - Math.floor(x)) * 0x100000000) | 0;
  let count = 0;
  for (let n = 2; count < 64; n++) {
    if (isPrime(n)) {
      if (count < 8) START[count] = fraction(Math.sqrt(n));
      K[count++] = fraction(Math.cbrt(n));
    }
  }
})();

const W = new Int32Array(64);

/** Mixes one block of 64 bytes into the state. */
function compress(state, bytes, offset) {
  for (let i = 0; i < 16; i++) {
    const at = offset + i * 4;
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i++) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + S1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function words(hex) {
  const state = new Int32Array(8);
  for (let i = 0; i < 8; i++) {
    state[i] = parseInt(hex.slice(i * 8, i * 8 + 8), 16) | 0;
  }
  return state;
}

function solve(challenge) {
  if (challenge.algorithm !== "SHA-256" || !/^[0-9a-f]{64}$/.test(challenge.challenge)) {
    return null;
  }
  const target = words(challenge.challenge);
  const salt = new TextEncoder().encode(challenge.salt);

  const head = START.slice();
  const whole = salt.length - (salt.length % 64);
  for (let at = 0; at < whole; at += 64) compress(head, salt, at);

  const rest = salt.length - whole;
  const tail = new Uint8Array(128);
  const state = new Int32Array(8);
  for (let number = 0; number <= challenge.maxnumber; number++) {
    const digits = String(number);
    const used = rest + digits.length;
    const size = used + 9 <= 64 ? 64 : 128;
    tail.fill(0);
    for (let i = 0; i < rest; i++) tail[i] = salt[whole + i];
    for (let i = 0; i < digits.length; i++) tail[rest + i] = digits.charCodeAt(i);
    tail[used] = 0x80;
    /* The length of the message in bits, in the last four bytes: salts are far shorter than 512 MiB. */
    const bits = (whole + used) * 8;
    tail[size - 4] = bits >>> 24;
    tail[size - 3] = bits >>> 16;
    tail[size - 2] = bits >>> 8;
    tail[size - 1] = bits;
    state.set(head);
    compress(state, tail, 0);
    if (size === 128) compress(state, tail, 64);
    if (state[0] === target[0] && state.every((word, i) => word === target[i])) {
      return number;
    }
  }
  return null;
}

self.onmessage = (event) => {
  const started = Date.now();
  const number = solve(event.data);
  self.postMessage({ number: number, took: Date.now() - started });
};
