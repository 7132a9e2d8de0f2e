// The legend: kinds and relations with how many there are; a click fades them in every view.

import { isGroup, kindLabel, kindOf, relationLabel, relationOf } from "./data.js";
import { button, el, name, part } from "./dom.js";
import { hub, line, shape, stub } from "./marks.js";
import { selection } from "./selection.js";
import { change, onChange, state, toggle } from "./state.js";
import { number, word } from "./words.js";

const REDRAWN = ["language", "scope", "offKinds", "offRelations", "offSources", "offStandings", "place", "asOf"];

export function startLegend() {
  onChange((changed) => REDRAWN.some((key) => changed.has(key)) && drawLegend());
}

// How many there are in the scope, and how many of these the filters leave in.
function counted(items, within, key) {
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(item[key]) ?? { all: 0, shown: 0 };
    group.all += 1;
    group.shown += Number(within.has(item));
    groups.set(item[key], group);
  }
  return [...groups].sort(([, one], [, other]) => other.all - one.all);
}

export function drawLegend() {
  const legend = part("legend-list");
  const held = document.activeElement?.dataset?.entry;
  const { parties, inParties, inLinks, links: some } = selection();
  const tied = parties.filter((one) => one.links.length);
  const kinds = counted(tied.length ? tied : parties, inParties, "kind");
  const relations = counted(some, inLinks, "relation");
  const deprecated = relations.some(([relation]) => relationOf(relation).deprecated) || kinds.some(([kind]) => kindOf(kind).deprecated);
  const note = (mark, key) => el("p", { class: "note" }, mark, el("span", { text: word(key) }));
  legend.replaceChildren(
    ...list("kinds", kinds, "offKinds", shape, kindLabel, kindOf),
    ...list("relations", relations, "offRelations", line, relationLabel, relationOf),
    some.some((link) => link.ends.length > 1 && isGroup(link)) ? note(hub(), "legendHub") : "",
    some.some((link) => link.ends.length === 1) ? note(stub(), "legendStub") : "",
    some.some((link) => link.standing !== "accepted") ? note("", "legendPale") : "",
    deprecated ? note(el("span", { text: "†" }), "legendDeprecated") : "",
  );
  if (held) [...legend.querySelectorAll("button")].find((entry) => entry.dataset.entry === held)?.focus();
}

function list(heading, groups, set, mark, label, look) {
  if (groups.length === 0) return [];
  const entries = groups.map(([key, { all, shown }]) => {
    const on = !state[set].has(key);
    const count = shown < all ? `${number(shown)}/${number(all)}` : number(all);
    const properties = { class: "entry", "aria-pressed": String(on), title: word("legendHelp"), data: { entry: `${set} ${key}` }, click: () => toggle(set, key) };
    const old = look(key).deprecated ? el("span", { class: "quiet", text: "†", title: word("legendDeprecated") }) : null;
    return el("li", {}, button(properties, mark(key), name(label(key)), old, el("span", { class: "count", text: count })));
  });
  const none = groups.every(([key]) => state[set].has(key));
  const turn = () => change({ [set]: none ? new Set() : new Set(groups.map(([key]) => key)) });
  const all = button({ class: "all", data: { entry: `all ${set}` }, text: word(none ? "all" : "none"), click: turn });
  return [el("h2", {}, word(heading), all), el("ul", {}, ...entries)];
}
