// A device that several people use: begins anew after the thanks, and where somebody walked away.
import { now } from "./person.js";

const THANKS = 15_000;
const QUIET = 90_000;
const WARNED = 20_000;
const SAFE = ["sending", "thanks", "refused", "done"];
let timer = 0;

export function watch() {
  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) addEventListener(kind, stay, { passive: true });
  stay();
}

// Somebody is there.
export function stay() {
  clearTimeout(timer);
  dialog().close();
  timer = setTimeout(warn, QUIET);
}

function warn() {
  if (!isOccupied()) return stay();
  dialog().showModal();
  timer = setTimeout(() => (isOccupied() ? anew() : stay()), WARNED);
}

export function anewSoon() {
  setTimeout(anew, THANKS);
}

// All that the page knows is gone with it; the address has neither code nor language.
export function anew() {
  location.replace(location.pathname);
}

// Whether there is anything to hide that can be begun anew without a loss: what is being sent cannot.
function isOccupied() {
  return !SAFE.includes(now.step) && (now.step !== "start" || Boolean(document.getElementById("code").value));
}

function dialog() {
  return document.querySelector("[data-idle]");
}
