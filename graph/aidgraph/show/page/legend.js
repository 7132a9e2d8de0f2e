// The legend: kinds and relations with how many there are; a click fades them, on the canvas and in the table.

import { button, el, name, part } from "./dom.js";
import { hub, line, shape } from "./marks.js";
import { data, drawn, onChange, state, toggle } from "./state.js";
import { number, word } from "./words.js";

function counted(items, key) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(item[key])) groups.set(item[key], { first: item, count: 0 });
    groups.get(item[key]).count += 1;
  }
  return [...groups].sort(([, one], [, other]) => other.count - one.count);
}

const kinds = counted(data.nodes.filter((node) => drawn.has(node.id)), "kind");
const relations = counted(data.links, "relation");
const hubs = data.drawing.nodes.some((node) => node.link);
const unsettled = data.links.some((link) => link.standing !== "accepted");

export function startLegend() {
  onChange((changed) => {
    if (changed.has("language") || changed.has("fadedKinds") || changed.has("fadedRelations")) drawLegend();
  });
}

export function drawLegend() {
  const legend = part("legend");
  const held = document.activeElement?.dataset.entry;
  legend.replaceChildren(
    ...list("kinds", kinds, "fadedKinds", (first) => shape(first), (first) => first.kind_label || first.kind),
    ...list("relations", relations, "fadedRelations", (first) => line(first), (first) => first.relation_label || first.relation),
    hubs ? el("p", { class: "note" }, hub(), el("span", { text: word("legendHub") })) : "",
    unsettled ? el("p", { class: "note" }, el("span", { text: word("legendPale") })) : "",
  );
  if (held) [...legend.querySelectorAll("button")].find((entry) => entry.dataset.entry === held)?.focus();
}

function list(heading, groups, set, mark, label) {
  if (groups.length === 0) return [];
  const entries = groups.map(([key, { first, count }]) => {
    const shown = !state[set].has(key);
    return el(
      "li",
      {},
      button(
        { class: "entry", "aria-pressed": String(shown), title: word("legendHelp"), data: { entry: `${set} ${key}` }, click: () => toggle(set, key) },
        mark(first),
        name(label(first)),
        el("span", { class: "count", text: number(count) }),
      ),
    );
  });
  return [el("h2", { text: word(heading) }), el("ul", {}, ...entries)];
}
