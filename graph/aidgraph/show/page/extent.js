// What is shown and what is not, in words above the view: the scope, what a drawing leaves out, which filters fade.

import { labelOf, partyOf, placeLabel, placesAbove, scope, total } from "./data.js";
import { COLUMNS_LIMIT } from "./columns.js";
import { button, el, name, part } from "./dom.js";
import { NETWORK_LIMIT } from "./network.js";
import { drawn, selection } from "./selection.js";
import { change, clearFilters, filtersInUse, onChange, state } from "./state.js";
import { word } from "./words.js";

const LIMITS = { columns: COLUMNS_LIMIT, network: NETWORK_LIMIT };

export function startExtent() {
  onChange((changed) => ![...changed].every((key) => ["hovered", "from", "find", "sort", "theme", "mark"].includes(key)) && drawExtent());
}

export function drawExtent() {
  const bar = part("extent");
  const held = document.activeElement?.dataset?.reset;
  bar.replaceChildren(el("p", { class: "shown", role: "status" }, ...shown()), ...chips());
  if (held) bar.querySelector(`[data-reset="${held}"]`)?.focus();
}

function shown() {
  const { parties, links, inParties, inLinks } = selection();
  const tied = parties.filter((one) => one.links.length);
  const texts = [];
  const limit = LIMITS[state.view];
  const held = limit ? drawn(state.limit || limit) : null;
  if (scope) texts.push(name(scope), " · ");
  if (held?.cut) texts.push(word("shownCut", { n: held.parties.length, all: held.all }));
  else texts.push(word("shown", { n: tied.length, all: total.nodes }));
  texts.push(" · ", links.length < total.links ? word("linksPart", { n: links.length, all: total.links }) : word("links", { n: links.length }));
  if (inParties.size < parties.length || inLinks.size < links.length) texts.push(" · ", word("faded", { n: links.length - inLinks.size }));
  const more = () => change({ limit: held.parties.length + limit });
  if (held?.cut) texts.push(" ", button({ class: "action", data: { reset: "more" }, text: word("showMore"), click: more }));
  return texts;
}

function chips() {
  const found = [];
  const { scope: some } = state;
  if (some?.around) found.push(around(some));
  if (some?.within) found.push(within(some));
  if (filtersInUse().length) found.push(el("span", { class: "scope" }, word("filters", { n: filtersInUse().length }), reset("clearFilters", clearFilters)));
  if (state.picking) found.push(picking(state.picking));
  return found;
}

function reset(key, click) {
  return button({ class: "reset", "aria-label": word(key), title: word(key), data: { reset: key }, text: "×", click });
}

function picking(id) {
  const asked = el("span", {}, word("pickSecond"), " ", name(labelOf(partyOf.get(id))));
  return el("span", { class: "scope picking" }, asked, reset("cancel", () => change({ picking: "" })));
}

function showAll() {
  return reset("showAll", () => change({ scope: null, limit: 0 }));
}

function around({ around: ids, hops }) {
  const go = (by) => () => change({ scope: { around: ids, hops: hops + by } });
  const step = (by, key, text) => button({ class: "step", "aria-label": word(key), data: { reset: key }, text, click: go(by) });
  const names = ids.map((id) => name(labelOf(partyOf.get(id)))).flatMap((each, at) => (at ? [", ", each] : [each]));
  return el(
    "span",
    { class: "scope" },
    el("span", {}, word("around"), " ", ...names),
    el("span", { class: "hops" }, hops > 1 ? step(-1, "fewerHops", "−") : null, word("hops", { n: hops }), step(1, "moreHops", "+")),
    showAll(),
  );
}

// Places from the outermost to the one shown; each leads there.
function within({ within: id, toward }) {
  const crumb = (place) => {
    const go = () => change({ scope: { within: place, toward: "" } });
    return button({ class: "crumb", "aria-current": place === id ? "true" : null, click: go }, name(placeLabel(place)));
  };
  const trail = [...placesAbove(id)].reverse().map(crumb);
  const far = toward ? [" ↔ ", name(placeLabel(toward))] : [];
  return el("span", { class: "scope" }, el("span", {}, ...trail.flatMap((each, at) => (at ? [" › ", each] : [each])), ...far), showAll());
}
