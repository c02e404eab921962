// Sending the answers until the server says that it has them. However often they are sent, they count once.
import { Refused, Unreachable } from "./exchange.js";
import * as keep from "./keep.js";
import { exchanged, go, items, nobody, now } from "./person.js";
import * as screen from "./screen.js";
import * as shared from "./shared.js";

const LONGEST_PAUSE = 60;
let pause = 1;
let retry = 0;

export async function deliver() {
  now.waiting = false;
  await send();
}

addEventListener("online", () => retry && send());

async function send() {
  clearTimeout(retry);
  retry = 0;
  now.person.sending = true;
  keep.write(now.person);
  go("sending", { lead: now.step !== "sending" });
  try {
    await receipt();
  } catch (error) {
    if (error instanceof Refused) return refused(error);
    if (!(error instanceof Unreachable)) throw error;
    return waitAndRetry();
  }
  received();
}

async function receipt() {
  const answers = Object.fromEntries(items().map((id) => [id, now.person.answers[id] ?? null]));
  const { received } = await exchanged("answer", { ...now.person.token, form: now.person.form, answers });
  if (received !== true) throw new Unreachable();
}

function received() {
  keep.noteDone();
  leave("thanks");
  if (now.together) shared.anewSoon();
}

function waitAndRetry() {
  pause = Math.min(pause * 2, LONGEST_PAUSE);
  retry = setTimeout(send, pause * 1000);
  now.waiting = true;
  go("sending", { lead: false });
}

function refused(error) {
  if (error.name === "malformed") {
    now.person.sending = false;
    go("review");
    return screen.problem(error.message);
  }
  keep.forget();
  leave("refused");
  screen.fill("refused", error.message);
}

function leave(step) {
  now.person = nobody();
  now.typed = "";
  go(step);
}
