// The table view: partnerships, parties or totals as rows that can be sorted, searched, copied and taken away.

import { kindLabel, labelOf, nothing, placeLabel, relationLabel, sources, total, totals } from "./data.js";
import { copy, csv, save, tsv } from "./csv.js";
import { button, el, name } from "./dom.js";
import { line, shape } from "./marks.js";
import { measure } from "./claims.js";
import { isIn, isLinkIn, selection } from "./selection.js";
import { change, choose, state } from "./state.js";
import { coded, word } from "./words.js";

const STEP = 200;
const NAMED = 6;

const names = (ends) => ends.map(labelOf).join("; ");
const side = (ends, link) => (ends.length || (link.mutual && !link.tos.length) ? names(ends) : link.unnamed || word("unnamed"));

// For each table: its rows, what opens one, which stay in, and its columns with the text of a cell.
const TABLES = {
  partnerships: {
    rows: () => selection().links,
    isIn: isLinkIn,
    opens: (link) => ({ link: link.id }),
    mark: (link) => line(link.relation),
    columns: {
      relation: (link) => relationLabel(link.relation),
      headFrom: (link) => side(link.froms, link),
      headTo: (link) => side(link.tos, link),
      since: (link) => link.since,
      until: (link) => link.until,
      status: (link) => (link.status === "unknown" ? "" : coded("status", link.status)),
      standing: (link) => coded("standing", link.standing),
      basis: (link) => (link.implied ? coded("basis", "implied") : coded("basis", "stated")),
      source: (link) => [...new Set(link.evidence.map((claim) => sources[claim.source].title))].join("; "),
    },
  },
  parties: {
    rows: () => selection().parties,
    isIn,
    opens: (one) => ({ party: one.id }),
    mark: (one) => shape(one.kind),
    columns: {
      party: labelOf,
      kind: (one) => kindLabel(one.kind),
      place: (one) => (one.place ? placeLabel(one.place) : ""),
      partnerships: (one) => String(Math.max(one.degree, one.links.length)),
      answer: (one) => coded("answer", one.alone ? one.alone.answer : "linked"),
      marks: (one) => (one.alone?.marks ?? []).map((mark) => coded("mark", mark)).join("; "),
    },
  },
  totals: {
    rows: () => totals,
    isIn: (total) => !state.offRelations.has(total.relation),
    opens: (total) => ({ total: total.id }),
    mark: (total) => line(total.relation),
    columns: {
      relation: (total) => relationLabel(total.relation),
      headFrom: (total) => [total.from && labelOf(total.from), total.from_kind && kindLabel(total.from_kind)].filter(Boolean).join(" · "),
      headTo: (total) => [total.to && labelOf(total.to), total.to_kind && kindLabel(total.to_kind)].filter(Boolean).join(" · "),
      total: (total) => measure(total).join(" · "),
      isNamed: (total) => (typeof total.named === "number" ? String(total.named) : ""),
      isUnnamed: (total) => (typeof total.unnamed === "number" ? String(total.unnamed) : ""),
      source: (total) => [...new Set((total.evidence ?? []).map((claim) => sources[claim.source].title))].join("; "),
    },
  },
};

const shownRows = new Map(); // record -> its element
let parts = null;

function table() {
  return TABLES[state.table] ?? TABLES.partnerships;
}

// The rows as they are to be read: those that hold what is looked for, sorted, the faded ones last.
function sortedRows() {
  const { rows, isIn: within, columns } = table();
  const wanted = state.find.normalize("NFKC").toLowerCase().trim();
  const texts = Object.values(columns);
  const all = rows().filter((row) => !wanted || texts.some((text) => text(row).normalize("NFKC").toLowerCase().includes(wanted)));
  const [by, back] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-") ? -1 : 1];
  const text = columns[by];
  const collator = new Intl.Collator(["zh", "en"], { numeric: true });
  const keys = new Map(text ? all.map((row) => [row, text(row)]) : []);
  // an empty cell is no answer: it comes last whichever way
  const order = (a, b) => Number(!keys.get(a)) - Number(!keys.get(b)) || back * collator.compare(keys.get(a), keys.get(b));
  return all.sort((a, b) => Number(within(b)) - Number(within(a)) || (text ? order(a, b) : 0));
}

export function tableRows() {
  const { columns } = table();
  return [Object.keys(columns).map((key) => word(key)), ...sortedRows().map((row) => Object.values(columns).map((text) => text(row)))];
}

export function saveTable() {
  save(csv(tableRows()), "text/csv;charset=utf-8", `${state.table}.csv`);
}

export function drawTable(section) {
  const tab = (key) => {
    const properties = { "aria-pressed": String(key === state.table), data: { rows: key }, text: word(key) };
    return button({ ...properties, click: () => change({ table: key, sort: "" }) });
  };
  const tabs = el("nav", { class: "tools", "aria-label": word("tables") }, ...Object.keys(TABLES).map(tab));
  const find = el("input", { type: "search", value: state.find, placeholder: word("tableFind"), "aria-label": word("tableFind"), spellcheck: "false" });
  find.addEventListener("input", () => change({ find: find.value }));
  const copied = button({ class: "action", text: word("copy") });
  copied.addEventListener("click", async () => {
    copied.textContent = word((await copy(tsv(tableRows()))) ? "copied" : "copyFailed");
    setTimeout(() => (copied.textContent = word("copy")), 1800);
  });
  parts = { count: el("p", { class: "quiet", role: "status" }), head: el("thead"), body: el("tbody"), more: button({ class: "more" }) };
  parts.more.addEventListener("click", () => addRows(parts.rows));
  const file = button({ class: "action", text: "CSV", click: saveTable });
  const above = el("div", { class: "above" }, tabs, find, parts.count, copied, file);
  section.replaceChildren(above, el("table", {}, parts.head, parts.body), parts.more);
  fill();
}

function fill() {
  parts.rows = sortedRows();
  parts.shown = shownColumns(parts.rows);
  const heads = parts.shown.map(({ key }) => {
    const sorted = state.sort.replace(/^-/, "") === key ? (state.sort.startsWith("-") ? "descending" : "ascending") : "none";
    const turn = { none: key, ascending: `-${key}`, descending: "" }[sorted];
    return el("th", { scope: "col", "aria-sort": sorted }, button({ class: "sort", text: word(key), click: () => change({ sort: turn }) }));
  });
  const focused = [...parts.head.querySelectorAll("button")].indexOf(document.activeElement);
  parts.head.replaceChildren(el("tr", {}, ...heads));
  parts.head.querySelectorAll("button")[focused]?.focus();
  parts.count.textContent = word("tableCount", { n: parts.rows.length });
  parts.body.replaceChildren();
  shownRows.clear();
  if (parts.rows.length) addRows(parts.rows);
  else {
    parts.more.hidden = true;
    parts.body.append(el("tr", {}, el("td", { colspan: heads.length, class: "hint", text: word(state.find ? "foundNone" : total.nodes ? "tableNone" : nothing) })));
  }
}

// A column that is empty in every row is not shown; one of short words is not broken.
function shownColumns(rows) {
  const columns = Object.entries(table().columns).map(([key, text]) => ({ key, longest: rows.reduce((most, row) => Math.max(most, text(row).length), 0) }));
  return columns.filter(({ key, longest }, at) => at === 0 || longest > 0 || state.sort.endsWith(key)).map(({ key, longest }) => ({ key, brief: longest <= 12 }));
}

function addRows(rows) {
  const added = rows.slice(shownRows.size, shownRows.size + STEP);
  parts.body.append(...added.map(row));
  const left = rows.length - shownRows.size;
  parts.more.textContent = word("more", { n: Math.min(STEP, left) });
  parts.more.hidden = left === 0;
}

function row(record) {
  const { columns, opens, mark } = table();
  const [first] = Object.values(columns);
  const open = button({ class: "relation", click: () => choose(opens(record), "table") }, mark(record), name(first(record)));
  const cells = parts.shown.slice(1).map(({ key, brief }) => el("td", { class: brief ? "brief" : null }, ...short(columns[key](record))));
  const element = el("tr", {}, el("th", { scope: "row" }, open), ...cells);
  shownRows.set(record, element);
  return element;
}

// Many names in a cell are cut short; the card and the file hold them all.
function short(text) {
  const each = text.split("; ");
  const shown = each.slice(0, NAMED).map((one) => el("div", { class: "end" }, one ? name(one) : ""));
  return each.length > NAMED ? [...shown, el("span", { class: "quiet", text: word("nMore", { n: each.length - NAMED }) })] : shown;
}

export function markTable(section, changed) {
  if (parts === null) drawTable(section);
  else if (changed && [...changed].some((key) => !["selected", "from", "hovered", "picking", "theme", "view", "mark", "limit"].includes(key))) fill();
  const { isIn: within } = table();
  const { selected, from } = state;
  let first = null;
  for (const [record, element] of shownRows) {
    const chosen = selected !== null && isChosen(record, selected);
    element.classList.toggle("out", !within(record));
    element.classList.toggle("chosen", chosen);
    if (chosen) first ??= element;
  }
  if (first !== null && from !== "table" && changed?.has("selected")) first.scrollIntoView({ block: "nearest" });
}

function isChosen(record, { party, link, total }) {
  return record.id === (link ?? total ?? party) || (party !== undefined && (record.ends ?? []).some((end) => end.id === party));
}
