// From a code to a token: what the person is counted as, and a number that is signed unseen.
import { cleanCode } from "./code.js";
import { Refused } from "./exchange.js";
import * as keep from "./keep.js";
import { attempt, exchanged, nobody, now, turnTo } from "./person.js";
import * as screen from "./screen.js";
import * as shared from "./shared.js";
import { blindToken, finishToken } from "./tokens.js";

export async function look() {
  now.typed = document.getElementById("code").value;
  const code = cleanCode(now.typed);
  if (!code) return screen.problem(now.typed.trim() ? screen.words.not_a_code : screen.words.no_code, "code");
  if (document.getElementById("shared")?.checked) shareDevice();
  await attempt(async () => {
    const room = await exchanged("look", { code });
    const again = now.person.code === code; // what was blinded before must not be lost: it may have been signed
    now.person = { ...(again ? now.person : nobody()), who: await keep.markOf(code), code, room };
    turnTo("counted", 0);
  });
}

// From now on nothing is kept; what this person left before is taken away, what somebody else left is not.
export function shareDevice() {
  if (now.person.blind) keep.forget();
  keep.nothing();
  shared.watch();
  now.together = true;
}

// What was blinded is kept before it is sent: where the reply is lost, the same is asked for again.
export async function admit() {
  await attempt(async () => {
    const { person } = now;
    if (!person.blind) await makeBlind(person);
    const { signature } = await exchanged("admit", { code: person.code, blinded: person.blind.blinded }).catch(giveUp);
    const token = await finishToken(person.room.key, person.blind.state, signature);
    now.person = { ...nobody(), who: person.who, form: person.form, token: { stratum: person.room.stratum, ...token } };
    turnTo("question", 0);
  });
}

async function makeBlind(person) {
  person.form = drawn(screen.asked.forms.length);
  person.blind = await blindToken(person.room.key);
  keep.write(person);
}

function giveUp(error) {
  if (error instanceof Refused) keep.forget();
  throw error;
}

// One of `n` at random, each as likely: numbers above the last whole multiple of `n` are drawn again.
function drawn(n) {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  return number < Math.floor(2 ** 32 / n) * n ? number % n : drawn(n);
}
