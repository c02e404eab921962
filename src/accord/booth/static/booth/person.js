// Who is answering on this page, and the step they are at.
import { ask, Refused, Unreachable } from "./exchange.js";
import * as keep from "./keep.js";
import * as screen from "./screen.js";

// `who` marks whose it is. Until they are admitted `code`, `room` and `blind` are here; then `token` and `answers`.
export const nobody = () => ({ who: "", code: "", room: null, blind: null, token: null, form: 0, answers: {}, at: 0 });
// `typed`: the code as it was given; `together`: whether several people use this device; `waiting`: not sent yet.
export const now = { person: nobody(), step: "start", typed: "", together: false, waiting: false };
let busy = false;

export const items = () => screen.asked.forms[now.person.form];
export const exchanged = (what, body) => ask(screen.words.door, what, body);

const paint = {
  start: () => screen.showCode(now.typed, now.together),
  counted: () => screen.showRoom(now.person.room),
  question: () => screen.showQuestion(items(), now.person.at, now.person.answers[items()[now.person.at]]),
  review: () => screen.showReview(items(), now.person.answers),
  sending: () => screen.showSending(now.waiting, now.together),
  thanks: () => screen.showThanks(now.together),
};

export function go(step, how) {
  now.step = step;
  paint[step]?.();
  screen.show(step, how);
}

// The same, so that the browser's «back» leads here again.
export function turnTo(step, at) {
  now.person.at = at;
  if (now.person.token) keep.write(now.person);
  history.pushState({ step, at }, "");
  go(step);
}

export function start(how) {
  go("start", how);
  if (now.typed && screen.codeIsWanted()) screen.problem(screen.words.not_a_code, "code");
}

// Do what needs the server, once at a time; what goes wrong is said.
export async function attempt(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) {
      screen.problem(screen.words.broken);
      throw error;
    }
    const aboutCode = now.step === "start" && error.name === "not-invited";
    if (aboutCode) screen.wantCode();
    screen.problem(error.message || screen.words.unreachable, aboutCode ? "code" : "");
  } finally {
    busy = false;
  }
}
