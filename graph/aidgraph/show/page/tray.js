// The tray of those without a partner: always in sight, with the two answers counted apart.

import { button, el, name, part } from "./dom.js";
import { shape } from "./marks.js";
import { choose, data, nodes, onChange, state } from "./state.js";
import { number, word } from "./words.js";

const FIRST = 500;
const ANSWERS = ["unlinked", "unknown"];
const ordered = ANSWERS.flatMap((answer) => data.unlinked.filter((one) => one.answer === answer));

export function startTray() {
  onChange((changed) => {
    if (changed.has("language")) drawTray();
    if (changed.has("selected")) mark();
  });
}

export function drawTray() {
  const counts = ANSWERS.map((answer) => {
    const count = ordered.filter((one) => one.answer === answer).length;
    return el(
      "span",
      { class: "tally", title: word(`answerLong.${answer}`), data: { answer } },
      word(`answer.${answer}`),
      el("b", { data: { count: answer }, text: number(count) }),
    );
  });
  const chips = el("ul", { class: "chips" });
  more(chips);
  part("unlinked").replaceChildren(
    el("div", { class: "tally-row" }, el("h2", { text: word("tray") }), ...counts),
    ordered.length ? chips : el("p", { class: "quiet", text: word("trayNone") }),
  );
  mark();
}

function more(chips) {
  chips.querySelector(".more")?.parentElement.remove();
  const held = chips.childElementCount;
  chips.append(...ordered.slice(held, held + FIRST).map(chip));
  const left = ordered.length - chips.childElementCount;
  if (left > 0) chips.append(el("li", {}, button({ class: "more", text: word("trayMore", { n: left }), click: () => more(chips) })));
}

function chip(one) {
  const node = nodes.get(one.id);
  const properties = { class: "chip", data: { party: one.id, answer: one.answer }, title: word(`answerLong.${one.answer}`) };
  return el("li", {}, button({ ...properties, click: () => choose({ party: one.id }, "tray") }, node ? shape(node) : null, name(one.label)));
}

function mark() {
  const id = state.selected?.party;
  for (const each of part("unlinked").querySelectorAll(".chip")) {
    const chosen = each.dataset.party === id;
    each.setAttribute("aria-pressed", String(chosen));
    if (chosen) each.scrollIntoView({ block: "nearest" });
  }
}
