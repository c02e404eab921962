// What is on the screen: one step at a time, its words filled in.
import { cleanCode } from "./code.js";

const find = (selector) => document.querySelector(selector);
const island = (id) => JSON.parse(document.getElementById(id).textContent);

// The questions and the words of the page, in its language; read anew after that was changed.
export let asked;
export let words;

export function read() {
  asked = island("asked");
  words = island("words");
}

export function say(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

// Show a step. A reader who came by a button is led to its heading; who just opened the page is left where they are.
export function show(step, { lead = true } = {}) {
  for (const section of document.querySelectorAll("[data-step]")) section.hidden = section.dataset.step !== step;
  clearProblem();
  const head = find(`[data-step="${step}"] [data-head]`);
  const where = step === "question" ? find("[data-fill=count]").textContent : head.textContent;
  document.title = `${where} – Accord`;
  if (!lead) return;
  scrollTo(0, 0);
  head.focus({ preventScroll: true });
}

export function fill(name, text) {
  for (const place of document.querySelectorAll(`[data-fill="${name}"]`)) {
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  }
}

// Say what went wrong, at the top; `field` is the id of what it is about.
export function problem(said, field = "") {
  const place = find("[data-fill=problem]");
  const link = field ? Object.assign(document.createElement("a"), { href: `#${field}` }) : document.createElement("span");
  link.textContent = said;
  place.replaceChildren(link);
  if (field) document.getElementById(field).setAttribute("aria-invalid", "true");
  find("#problem").hidden = false;
  find("#problem").focus();
}

export function clearProblem() {
  find("#problem").hidden = true;
  for (const field of document.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

// A code that came with the link need not be shown; on a device of several people it is always typed or shown.
export function showCode(typed, shared) {
  const here = Boolean(cleanCode(typed)) && !shared;
  find("#code").value = typed;
  find("[data-code-here]").hidden = !here;
  find("[data-code-wanted]").hidden = here;
  find("[data-ready]").hidden = false;
  find("[data-late]").hidden = true;
}

export function wantCode() {
  find("[data-code-here]").hidden = true;
  find("[data-code-wanted]").hidden = false;
}

export function codeIsWanted() {
  return !find("[data-code-wanted]").hidden && !cleanCode(find("#code").value);
}

export function showRoom({ group, organisation, headcount }) {
  fill("counted", group ? say(words.counted, { group, organisation }) : organisation);
  fill("people", say(words.people, { n: headcount }));
}

// Question `at` of the items of a form, with what was answered.
export function showQuestion(items, at, answer) {
  const { about, words: text, scale } = asked.items[items[at]];
  const { points, unsure, numbered } = asked.scales[scale];
  fill("about", about);
  fill("words", text);
  find("[data-points]").classList.toggle("numbered", numbered);
  find("[data-points]").replaceChildren(...points.map(([code, label]) => option(code, label, answer)));
  find("[data-unsure]").replaceChildren(...(unsure ? [option("dont_know", unsure, answer, true)] : []));
  fill("ends", numbered ? say(words.ends, { low: points[0][0], high: points.at(-1)[0] }) : "");
  showWay(at, items.length);
  showClear(answer !== undefined);
}

function option(value, label, answer, apart = false) {
  const made = find("#option").content.cloneNode(true).firstElementChild;
  const input = made.querySelector("input");
  Object.assign(input, { value, checked: answer === value });
  made.querySelector("span").textContent = label;
  made.classList.toggle("apart", apart);
  return made;
}

function showWay(at, total) {
  fill("count", say(words.count, { n: at + 1, of: total }));
  const minutes = Math.max(1, Math.round((words.minutes * (total - at)) / total));
  fill("left", words.left[minutes - 1]);
  fill("next", at + 1 < total ? words.next : words.last);
  find("[data-step=question] [data-do=back]").hidden = at === 0;
  Object.assign(find("[data-progress]"), { max: total, value: at + 1 });
}

export function showClear(answered) {
  find("[data-do=clear]").hidden = !answered;
}

// All questions of a form with what was answered, each with the way back to it.
export function showReview(items, answers) {
  const count = items.filter((id) => id in answers).length;
  fill("answered", say(words.answered, { n: count, of: items.length }));
  find("[data-review]").replaceChildren(...items.map((id, at) => row(id, at, answers[id])));
}

function row(id, at, answer) {
  const made = find("#row").content.cloneNode(true).firstElementChild;
  const said = made.querySelector(".said");
  made.querySelector(".asked").textContent = asked.items[id].words;
  said.textContent = answer === undefined ? words.left_out : labelOf(id, answer);
  said.classList.toggle("left-out", answer === undefined);
  made.querySelector("button").dataset.at = at;
  made.querySelector("button .sr").textContent = ` ${say(words.which, { n: at + 1 })}`;
  return made;
}

function labelOf(id, answer) {
  const { points, unsure } = asked.scales[asked.items[id].scale];
  return points.find(([code]) => code === answer)?.[1] ?? unsure;
}

export function showSending(waiting, shared) {
  fill("sending", waiting ? (shared ? words.not_sent_shared : words.not_sent) : words.sending);
  fill("kept", waiting && !shared ? words.later : "");
  find("[data-waiting]").hidden = !waiting;
}

export function showThanks(shared) {
  find("[data-alone]").hidden = shared;
  find("[data-together]").hidden = !shared;
}

// The same page in another language, without leaving it: nothing that was typed or chosen is lost.
export async function changeLanguage(address) {
  const reply = await fetch(address, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
  const made = new DOMParser().parseFromString(await reply.text(), "text/html");
  if (!made.getElementById("asked")) throw new Error("The page is another one by now.");
  for (const part of made.querySelectorAll("noscript")) part.remove();
  document.documentElement.lang = made.documentElement.lang;
  document.body.replaceWith(document.adoptNode(made.body));
  read();
}
