// What is kept on this device until the answers are sent, by door; nothing at all on a shared one.
let name = "";
let allowed = false;

export function begin(door, shared) {
  name = `accord-answer-${door}`;
  allowed = !shared;
}

// From now on nothing is kept; what somebody else left here stays as it is.
export function nothing() {
  allowed = false;
}

export function read() {
  return allowed ? attempt(() => JSON.parse(localStorage.getItem(name))) : null;
}

// Not after the answers were sent: another tab may still show them.
export function write(person) {
  if (allowed && !isDone()) attempt(() => localStorage.setItem(name, JSON.stringify(person)));
}

export function forget() {
  if (allowed) attempt(() => localStorage.removeItem(name));
}

// Of somebody who has answered, no more than that.
export function noteDone() {
  forget();
  if (allowed) attempt(() => localStorage.setItem(`${name}-done`, "1"));
}

export function isDone() {
  return allowed && attempt(() => localStorage.getItem(`${name}-done`)) === "1";
}

// A browser may forbid to keep anything: then the page itself remembers, for as long as it is open.
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

// By which a person's second visit is known from another's first: a digest of their code, which itself is not kept.
export async function markOf(code) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${name}:${code}`));
  return [...new Uint8Array(bytes, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
