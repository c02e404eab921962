// The anonymous way through the page: code, stratum, token, questions, sending. See docs/adr/0010.
import { admit, look, shareDevice } from "./admitting.js";
import { cleanCode, takeCode } from "./code.js";
import { Unreachable } from "./exchange.js";
import * as keep from "./keep.js";
import { attempt, go, items, now, start, turnTo } from "./person.js";
import * as screen from "./screen.js";
import { deliver } from "./sending.js";
import * as shared from "./shared.js";
import { canBlind } from "./tokens.js";

const FINAL = ["sending", "thanks", "refused", "done", "other", "plainly"];

async function open() {
  screen.read();
  now.typed = takeCode();
  now.together = screen.words.shared;
  keep.begin(screen.words.door, now.together);
  history.replaceState({ step: "start", at: 0 }, "");
  if (!canBlind()) return offerPlainly();
  if (now.together) shared.watch();
  await resume();
}

// Go on where this person stopped, or begin.
async function resume() {
  const [kept, code] = [keep.read(), cleanCode(now.typed)];
  const mine = kept && (!code || kept.who === (await keep.markOf(code)));
  if (mine) return goOn(kept);
  if (kept) return go("other", { lead: false });
  if (keep.isDone()) return go("done", { lead: false });
  start({ lead: false });
}

function goOn(kept) {
  now.person = kept;
  if (kept.sending) return deliver();
  go(!kept.token ? "counted" : kept.at < items().length ? "question" : "review", { lead: false });
}

function offerPlainly() {
  go("plainly", { lead: false });
  document.getElementById("code-instead").value = now.typed;
}

function home() {
  now.typed = now.person.code;
  start();
}

// Somebody else on this device.
function other() {
  shareDevice();
  start();
}

function revisit({ state }) {
  const { person, step } = now;
  if (!state || FINAL.includes(step)) return;
  if (!person.token) return go(person.room && state.step !== "start" ? "counted" : "start");
  person.at = Math.min(state.at, items().length);
  go(person.at < items().length ? "question" : "review");
}

// ---- answering

function choose({ value }) {
  now.person.answers[items()[now.person.at]] = value === "dont_know" ? value : Number(value);
  keep.write(now.person);
  screen.showClear(true);
}

function clear() {
  delete now.person.answers[items()[now.person.at]];
  keep.write(now.person);
  go("question");
}

function next() {
  const at = now.person.at + 1;
  turnTo(at < items().length ? "question" : "review", at);
}

// A digit chooses the point of that number, while the reader is in the question.
function choosePoint({ key, target, ctrlKey, metaKey, altKey }) {
  if (!/^\d$/.test(key) || ctrlKey || metaKey || altKey || !target.closest?.("[data-question]")) return;
  const point = document.querySelector(`[data-points] [value="${key}"]`);
  point?.click();
  point?.focus();
}

// The page in another language; what was typed and ticked is taken along.
async function language(link) {
  const [code, ticked] = [document.getElementById("code").value, document.getElementById("shared")?.checked];
  const address = link.getAttribute("href");
  await attempt(async () => {
    await screen.changeLanguage(address).catch(() => Promise.reject(new Unreachable()));
    history.replaceState(history.state, "", address);
    now.typed = now.step === "start" ? code : now.typed;
    go(now.step);
    if (ticked) document.getElementById("shared").checked = true;
  });
}

// ---- what the buttons do

const does = {
  language,
  home,
  other,
  clear,
  back: () => turnTo("question", Math.max(0, now.person.at - 1)),
  change: (button) => turnTo("question", Number(button.dataset.at)),
  again: deliver,
  resume: () => goOn(keep.read()),
  anew: shared.anew,
  stay: shared.stay,
};
const sends = { look, admit, next, deliver };

function on(kind, name, work) {
  document.addEventListener(kind, (event) => {
    const found = event.target.closest(`[data-${name}]`);
    if (!found) return;
    event.preventDefault();
    work[found.dataset[name]](found);
  });
}

on("click", "do", does);
on("submit", "send", sends);
document.addEventListener("change", ({ target }) => target.name === "answer" && choose(target));
document.addEventListener("keydown", choosePoint);
addEventListener("popstate", revisit);
addEventListener("hashchange", () => {
  if (location.hash && !document.getElementById(location.hash.slice(1))) location.reload();
});
addEventListener("pageshow", ({ persisted }) => persisted && now.together && shared.anew());
open();
