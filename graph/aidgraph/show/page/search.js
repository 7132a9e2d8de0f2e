// Finding a party by label, alias or the initials of its pinyin, in any script; Enter jumps to it.

import { kindLabel, labelOf, parties, placeLabel, unlinked } from "./data.js";
import { el, name, part, separated } from "./dom.js";
import { shape } from "./marks.js";
import { choose } from "./state.js";
import { word } from "./words.js";

const MOST = 12;

function folded(text) {
  return text.normalize("NFKC").toLowerCase().trim();
}

let entries = null;

// Made when first needed: folding tens of thousands of names takes a moment.
function index() {
  const found = [...parties, ...unlinked.filter((one) => !one.held)];
  return found.map((one) => ({ one, keys: [...new Set([one.label, ...Object.values(one.labels), ...one.aliases].map(folded))], initials: one.initials }));
}

// 0 the very name, 1 a name that begins so, 2 a name that holds it, 3 its initials; the label counts before an alias.
function rank(entry, wanted) {
  let best = Infinity;
  entry.keys.forEach((key, index) => {
    const at = key.indexOf(wanted);
    if (at >= 0) best = Math.min(best, (key === wanted ? 0 : at === 0 ? 1 : 2) + (index ? 0.5 : 0));
  });
  for (const letters of entry.initials) if (letters.includes(wanted)) best = Math.min(best, letters === wanted ? 2.6 : letters.startsWith(wanted) ? 3 : 4);
  return best;
}

function find(text) {
  const wanted = folded(text);
  if (!wanted) return [];
  entries ??= index();
  return entries
    .map((entry) => ({ one: entry.one, score: rank(entry, wanted) }))
    .filter(({ score }) => score < Infinity)
    .sort((a, b) => a.score - b.score || b.one.links.length - a.one.links.length || a.one.label.length - b.one.label.length)
    .map(({ one }) => one);
}

export function startSearch() {
  const form = document.querySelector('[role="search"]');
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  let hits = [];
  let active = 0;

  function option(one, index) {
    const facts = [kindLabel(one.kind), one.place && placeLabel(one.place)].filter(Boolean).map((text) => name(text));
    const properties = { role: "option", id: `found-${index}`, "aria-selected": String(index === active) };
    return el("li", properties, shape(one.kind), name(labelOf(one)), el("span", { class: "quiet" }, ...separated(facts)));
  }

  function drawHits() {
    const typed = input.value.trim() !== "";
    list.replaceChildren(...hits.map(option));
    if (typed && hits.length === 0) list.append(el("li", { class: "quiet", text: word("foundNone") }));
    list.hidden = !typed;
    input.setAttribute("aria-expanded", String(typed));
    if (hits.length) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function look() {
    const all = find(input.value);
    hits = all.slice(0, MOST);
    active = 0;
    part("said").textContent = input.value.trim() ? word("foundCount", { n: all.length }) : "";
    drawHits();
  }

  function hide() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function take(index) {
    if (!hits[index]) return;
    hide();
    choose({ party: hits[index].id }, "search");
  }

  input.addEventListener("input", look);
  input.addEventListener("focus", () => input.value.trim() && look());
  // whoever came back meanwhile is still looking
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && hide(), 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) active = (active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length;
      drawHits();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      input.value = "";
      look();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (list.hidden) look();
    take(active);
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const chosen = event.target.closest('[role="option"]');
    if (chosen) take([...list.children].indexOf(chosen));
  });
}
