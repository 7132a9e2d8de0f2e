// The tray of those without a partner: always in sight, the two answers counted apart, and what is known short of one.

import { labelOf, unlinked } from "./data.js";
import { button, el, name, part } from "./dom.js";
import { shape } from "./marks.js";
import { change, choose, onChange, state } from "./state.js";
import { coded, number, word } from "./words.js";

const FIRST = 500;
const ANSWERS = ["unlinked", "unknown"];
const MARKS = ["total", "review", "ended", "inside"];

function has(one, what) {
  return one.alone.answer === what || one.alone.marks.includes(what);
}

// Institutions before places, each kind together: a list is easier to read than a heap.
const ordered = ANSWERS.flatMap((answer) =>
  unlinked.filter((one) => one.alone.answer === answer).sort((a, b) => Number(a.is_place) - Number(b.is_place) || a.kind.localeCompare(b.kind)),
);

export function startTray() {
  onChange((changed) => {
    if (changed.has("language") || changed.has("mark")) drawTray();
    else if (["selected", "offKinds", "place"].some((key) => changed.has(key))) mark();
  });
}

export function drawTray() {
  const held = document.activeElement?.dataset?.tally;
  const tallies = [...ANSWERS, ...MARKS].map((what) => [what, ordered.filter((one) => has(one, what)).length]);
  const shown = tallies.filter(([what, count]) => count || ANSWERS.includes(what));
  const chips = el("ul", { class: "chips" });
  more(chips, ordered.filter((one) => !state.mark || has(one, state.mark)));
  part("unlinked").replaceChildren(
    el("div", { class: "tally-row" }, el("h2", { text: word("tray") }), ...shown.map(([what, count]) => tally(what, count))),
    ordered.length ? chips : el("p", { class: "quiet", text: word("trayNone") }),
  );
  if (held) part("unlinked").querySelector(`[data-tally="${held}"]`)?.focus();
  mark();
}

function tally(what, count) {
  const answer = ANSWERS.includes(what);
  const properties = {
    class: answer ? "tally" : "tally short",
    "aria-pressed": String(state.mark === what),
    title: answer ? word(`answerLong.${what}`) : word(`markLong.${what}`),
    data: { tally: what },
    click: () => change({ mark: state.mark === what ? "" : what }),
  };
  return button(properties, answer ? coded("answer", what) : coded("mark", what), " ", el("b", { data: { count: what }, text: number(count) }));
}

function more(chips, all) {
  chips.querySelector(".more")?.parentElement.remove();
  const held = chips.childElementCount;
  chips.append(...all.slice(held, held + FIRST).map(chip));
  const left = all.length - chips.childElementCount;
  if (left > 0) chips.append(el("li", {}, button({ class: "more", text: word("nMore", { n: left }), click: () => { more(chips, all); mark(); } })));
}

function chip(one) {
  const { answer, marks } = one.alone;
  const told = [word(`answerLong.${answer}`), ...marks.map((each) => word(`markLong.${each}`))].join("; ");
  const dots = marks.length ? el("span", { class: "dots", "aria-hidden": "true", text: "•".repeat(marks.length) }) : null;
  const properties = { class: "chip", data: { party: one.id, answer, kind: one.kind }, title: told, click: () => choose({ party: one.id }, "tray") };
  const element = button(properties, one.held ? shape(one.kind) : null, name(labelOf(one)), dots);
  element.one = one;
  return el("li", {}, element);
}

function mark() {
  const id = state.selected?.party;
  for (const each of part("unlinked").querySelectorAll(".chip")) {
    const chosen = each.dataset.party === id;
    each.setAttribute("aria-pressed", String(chosen));
    each.classList.toggle("out", state.offKinds.has(each.dataset.kind) || (state.place !== "" && !each.one.placed.has(state.place)));
    if (chosen && state.from !== "tray") each.scrollIntoView({ block: "nearest" });
  }
}
