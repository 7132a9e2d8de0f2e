// Finding a party by label or alias, in any script; Enter jumps to it.

import { el, name, part } from "./dom.js";
import { shape } from "./marks.js";
import { choose, data, nodes } from "./state.js";
import { word } from "./words.js";

const MOST = 12;

function folded(text) {
  return text.normalize("NFKC").toLowerCase().trim();
}

const entries = [
  ...data.nodes.map((node) => ({ id: node.id, label: node.label, node, keys: [node.label, ...node.aliases].map(folded) })),
  ...data.unlinked.filter((one) => !nodes.has(one.id)).map((one) => ({ id: one.id, label: one.label, node: null, keys: [folded(one.label)] })),
];

// 0 the very name, 1 a name that begins so, 2 a name that holds it; the label counts before an alias.
function rank(entry, wanted) {
  let best = null;
  entry.keys.forEach((key, index) => {
    const at = key.indexOf(wanted);
    if (at < 0) return;
    const score = (key === wanted ? 0 : at === 0 ? 1 : 2) + (index ? 0.5 : 0);
    if (best === null || score < best) best = score;
  });
  return best;
}

export function find(text) {
  const wanted = folded(text);
  if (!wanted) return [];
  return entries
    .map((entry) => ({ entry, score: rank(entry, wanted) }))
    .filter(({ score }) => score !== null)
    .sort((one, other) => one.score - other.score || one.entry.label.length - other.entry.label.length)
    .map(({ entry }) => entry);
}

export function startSearch() {
  const form = document.querySelector('[role="search"]');
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  let hits = [];
  let active = 0;

  function drawHits() {
    const typed = input.value.trim() !== "";
    list.replaceChildren(
      ...hits.map((entry, index) =>
        el(
          "li",
          { role: "option", id: `found-${index}`, "aria-selected": index === active ? "true" : "false" },
          entry.node ? shape(entry.node) : null,
          name(entry.label),
          el("span", { class: "quiet" }, name(entry.node ? [entry.node.kind_label, entry.node.place].filter(Boolean).join(" · ") : "")),
        ),
      ),
    );
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
    part("found-count").textContent = input.value.trim() ? word("foundCount", { n: all.length }) : "";
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
  input.addEventListener("blur", () => setTimeout(hide, 150));
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
    const option = event.target.closest('[role="option"]');
    if (option) take([...list.children].indexOf(option));
  });
}
