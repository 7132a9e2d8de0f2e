// Filters beside the legend: place, date, standing and source. What they leave out fades; nothing moves.

import { links, placeLabel, places, sources } from "./data.js";
import { button, el, name, part } from "./dom.js";
import { change, onChange, state, toggle } from "./state.js";
import { coded, number, word } from "./words.js";

const STANDINGS = ["accepted", "disputed", "proposed", "rejected"];
const YEARS = 12; // over more years than this the slider steps by years

let slider = null;

export function startFilters() {
  onChange((changed) => {
    if (changed.has("language")) drawFilters();
    else if (["place", "asOf", "offStandings", "offSources"].some((key) => changed.has(key))) show();
  });
}

export function drawFilters() {
  const form = part("filters");
  const held = document.activeElement?.dataset?.entry;
  form.replaceChildren(...[time(), place(), ...standings(), ...said()].filter(Boolean));
  show();
  if (held) [...form.querySelectorAll("[data-entry]")].find((entry) => entry.dataset.entry === held)?.focus();
}

function show() {
  const form = part("filters");
  for (const entry of form.querySelectorAll("button[data-set]")) entry.setAttribute("aria-pressed", String(!state[entry.dataset.set].has(entry.dataset.value)));
  const select = form.querySelector("select");
  if (select) select.value = state.place;
  if (slider) slider.show();
}

// The dates that are stated set the slider's ends; its last notch asks for no date.
function stops() {
  const days = links.flatMap((link) => [link.since_day, link.until_day, link.ended_by]).filter(Boolean).map((day) => Number(day.slice(0, 4)));
  if (days.length === 0) return [];
  const [first, last] = [days.reduce((a, b) => Math.min(a, b)) - 1, Math.max(days.reduce((a, b) => Math.max(a, b)), new Date().getFullYear())];
  const years = Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
  return years.length > YEARS ? years : years.flatMap((year) => Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, "0")}`));
}

function time() {
  const all = stops();
  slider = null;
  if (all.length === 0) return el("div", { class: "filter" }, el("h2", { text: word("time") }), el("p", { class: "quiet", text: word("noDates") }));
  const range = el("input", { type: "range", min: 0, max: all.length, step: 1, id: "as-of", data: { entry: "as-of" } });
  const told = el("output", { for: "as-of" });
  range.addEventListener("input", () => change({ asOf: all[Number(range.value)] ?? "" }));
  slider = {
    show: () => {
      // a date from the address may lie between two notches
      const at = all.findIndex((stop) => stop >= state.asOf.slice(0, stop.length));
      range.value = state.asOf === "" || at < 0 ? all.length : at;
      told.textContent = state.asOf === "" ? word("anyTime") : state.asOf;
      range.setAttribute("aria-valuetext", told.textContent);
    },
  };
  const span = el("p", { class: "span", "aria-hidden": "true" }, el("span", { text: all[0].slice(0, 4) }), el("span", { text: word("today") }));
  return el("div", { class: "filter" }, el("h2", {}, el("label", { for: "as-of", text: word("time") }), told), range, span);
}

function place() {
  if (places.size === 0) return null;
  const select = el("select", { id: "place", data: { entry: "place" } }, el("option", { value: "", text: word("everywhere") }));
  const seen = new Set();
  const add = (one, depth) => {
    if (seen.has(one.id) || seen.size > 3000) return;
    seen.add(one.id);
    select.append(el("option", { value: one.id, text: `${"\u2003".repeat(depth)}${placeLabel(one.id).slice(0, 60)}` }));
    for (const inner of one.inside) add(inner, depth + 1);
  };
  for (const one of places.values()) if (!places.has(one.parent)) add(one, 0);
  select.addEventListener("change", () => change({ place: select.value }));
  return el("div", { class: "filter" }, el("h2", {}, el("label", { for: "place", text: word("place") })), select);
}

function entry(set, value, label, count) {
  const properties = { class: "entry", data: { set, value, entry: `${set} ${value}` }, click: () => toggle(set, value) };
  return el("li", {}, button(properties, el("span", { class: "tick" }), label, el("span", { class: "count", text: number(count) })));
}

function standings() {
  const found = STANDINGS.map((standing) => [standing, links.filter((link) => link.standing === standing).length]).filter(([, count]) => count);
  if (found.length < 2) return [];
  const label = (standing) => el("span", { class: "name", text: coded("standing", standing) });
  const entries = found.map(([standing, count]) => entry("offStandings", standing, label(standing), count));
  return [el("h2", { text: word("standing") }), el("ul", {}, ...entries)];
}

function said() {
  const found = sources.map((source) => [source, links.filter((link) => link.sources.has(source.id)).length]).filter(([, count]) => count);
  if (found.length === 0) return [];
  return [el("h2", { text: word("sources") }), el("ul", {}, ...found.map(([source, count]) => entry("offSources", source.id, name(source.title), count)))];
}
