// The table of partnerships: the same selection as text, a keyboard's way to every partnership.

import { button, el, name } from "./dom.js";
import { line } from "./marks.js";
import { choose, data, linkFaded, nodes, onChange, state } from "./state.js";
import { coded, word } from "./words.js";

const HEADS = ["relation", "headFrom", "headTo", "since", "until", "status", "standing", "claims"];
const STEP = 200;
const NAMED = 6;

const rows = new Map();

export function startTable(section) {
  onChange((changed) => {
    if (state.view === "table" && (changed.has("language") || (changed.has("view") && rows.size === 0))) drawTable(section);
    else if (changed.has("language")) rows.clear();
    mark();
  });
}

function drawTable(section) {
  rows.clear();
  if (data.links.length === 0) {
    section.replaceChildren(el("p", { class: "hint", text: word("tableNone") }));
    return;
  }
  const body = el("tbody");
  const more = button({ class: "more" });
  const step = () => {
    body.append(...data.links.slice(rows.size, rows.size + STEP).map(row));
    const left = data.links.length - rows.size;
    more.textContent = word("more", { n: Math.min(STEP, left) });
    more.hidden = left === 0;
    mark();
  };
  more.addEventListener("click", step);
  const head = el("thead", {}, el("tr", {}, ...HEADS.map((key) => el("th", { scope: "col", text: word(key) }))));
  const caption = el("caption", { text: word("tableCount", { n: data.links.length }) });
  section.replaceChildren(el("table", {}, caption, head, body), more);
  step();
}

function row(link) {
  const open = button({ class: "relation", click: () => choose({ link: link.id }, "table") }, line(link), name(link.relation_label));
  const rest = [link.since, link.until, coded("status", link.status), coded("standing", link.standing), String(link.evidence.length)];
  const element = el(
    "tr",
    {},
    el("th", { scope: "row" }, open),
    side(link.froms, false),
    side(link.tos, link.mutual),
    ...rest.map((text) => el("td", { class: "short" }, text ? name(text) : "")),
  );
  rows.set(link, element);
  return element;
}

function side(ids, mayBeEmpty) {
  if (ids.length === 0) return el("td", {}, mayBeEmpty ? "" : el("em", { class: "quiet", text: word("unnamed") }));
  const named = ids.slice(0, NAMED).map((id) => name(nodes.get(id).label));
  const more = ids.length > NAMED ? [el("span", { class: "quiet", text: word("trayMore", { n: ids.length - NAMED }) })] : [];
  return el("td", {}, ...[...named, ...more].map((item) => el("div", { class: "end" }, item)));
}

function mark() {
  const { selected, from } = state;
  let first = null;
  for (const [link, element] of rows) {
    element.classList.toggle("faded", linkFaded(link));
    const chosen = selected !== null && (selected.link === link.id || link.ends.includes(selected.party));
    element.classList.toggle("chosen", chosen);
    if (chosen) first ??= element;
  }
  if (first !== null && from !== "table") first.scrollIntoView({ block: "nearest" });
}
