// The answer card: who or what is selected, its partnerships, and for each what every source says.

import { kindLabel, labelOf, linkOf, links, parties, partyOf, placeLabel, relationLabel, sources, totalOf, totals } from "./data.js";
import { evidence, tag } from "./claims.js";
import { button, el, inParts, name, part, separated } from "./dom.js";
import { cellOf } from "./grid.js";
import { arrow, line, shape } from "./marks.js";
import { countsOf } from "./matrix.js";
import { isLinkIn, path } from "./selection.js";
import { change, choose, onChange, state } from "./state.js";
import { listed, ofTotal, totalsOf } from "./totals.js";
import { coded, word } from "./words.js";

const MANY = 60;
const WIDE = matchMedia("(min-width: 48rem)");
const FILTERS = ["offKinds", "offRelations", "offSources", "offStandings", "place", "asOf", "scope", "by", "level"];

export function startCard() {
  const card = part("card");
  onChange((changed) => {
    const moved = changed.has("selected");
    const depends = (state.selected?.path || state.selected?.cell) && FILTERS.some((key) => changed.has(key));
    if (!moved && !depends && !changed.has("language") && !changed.has("picking")) return;
    drawCard(card);
    if (moved && state.selected !== null && !["address", "arrows"].includes(state.from)) card.focus({ preventScroll: WIDE.matches });
  });
}

export function drawCard(card) {
  const { selected } = state;
  const content = selected === null ? overview() : [close(), ...chosen(selected)];
  card.classList.toggle("idle", selected === null);
  card.replaceChildren(...content.filter(Boolean));
  card.scrollTop = 0;
}

function chosen(selected) {
  if (selected.link) return ofLink(linkOf.get(selected.link));
  if (selected.total) return ofTotal(totalOf.get(selected.total));
  if (selected.path) return ofPath(selected.path);
  if (selected.cell) return ofCell(selected.cell);
  return ofParty(partyOf.get(selected.party));
}

function overview() {
  const claims = links.reduce((sum, link) => sum + link.evidence.length, 0);
  const counts = { parties: parties.length, partnerships: links.length, claims, sources: sources.length };
  const figures = Object.entries(counts).map(([key, n]) => el("div", {}, el("dt", { text: word(key) }), el("dd", { text: n.toLocaleString("en-US") })));
  return [
    el("p", { class: "invite", text: word("cardEmpty") }),
    el("p", { class: "quiet", text: word("cardHow") }),
    el("dl", { class: "figures" }, ...figures),
    el("p", { class: "quiet keys", text: word("cardKeys") }),
    totals.length ? heading("totals", totals.length) : null,
    totals.length ? el("p", { class: "quiet", text: word("totalsHow") }) : null,
    totals.length ? listed(totals) : null,
  ];
}

function heading(key, count) {
  return el("h3", {}, word(key), el("span", { class: "count", text: count.toLocaleString("en-US") }));
}

function close() {
  return button({ class: "close", "aria-label": word("close"), text: "×", click: () => choose(null, "card") });
}

function ofParty(one) {
  const counted = totalsOf(one);
  const content = [el("h2", { dir: "auto" }, name(labelOf(one)))];
  if (one.held) content.push(...about(one), actions(one));
  else content.push(el("p", { class: "quiet", text: word("nodeNotHeld") }));
  if (one.alone) content.push(answer(one));
  if (one.links.length === 0 && !one.alone) content.push(el("p", { class: "quiet", text: word("noPartnerships") }));
  if (one.links.length) {
    const sorted = [...one.links].sort((a, b) => Number(isLinkIn(b)) - Number(isLinkIn(a)));
    content.push(heading("partnerships", Math.max(one.links.length, one.degree)));
    if (one.links.length < one.degree) content.push(el("p", { class: "quiet", text: word("partnershipsPart", { shown: one.links.length, n: one.degree }) }));
    content.push(inParts(sorted, (link) => partnership(link, one), { first: MANY, more: (n) => word("more", { n }) }));
  }
  if (counted.length) content.push(heading("totals", counted.length), el("p", { class: "quiet", text: word("totalsHow") }), listed(counted));
  return content;
}

function about(one) {
  const facts = [kindLabel(one.kind) || word(one.is_place ? "aPlace" : "anInstitution"), one.place && placeLabel(one.place)].filter((text) => text?.trim());
  const shown = labelOf(one);
  const names = [...new Set([one.label, ...Object.values(one.labels), ...one.aliases])].filter((text) => text !== shown && text.trim());
  return [
    el("p", { class: "facts" }, shape(one.kind), ...separated(facts.map((text) => name(text)))),
    names.length ? el("p", { class: "quiet" }, `${word("also")} `, ...separated(names.slice(0, 12).map((text) => name(text)))) : null,
  ];
}

function actions(one) {
  if (one.links.length === 0) return null;
  const here = state.scope?.around?.includes(one.id);
  const expands = state.scope?.around !== undefined;
  const scope = { around: [...(expands ? state.scope.around : []), one.id], hops: expands ? state.scope.hops : 1 };
  const picking = state.picking === one.id;
  const find = () => change({ picking: picking ? "" : one.id });
  return el(
    "p",
    { class: "actions" },
    here ? null : button({ class: "action", text: word(expands ? "expand" : "onlyAround"), click: () => change({ scope }) }),
    button({ class: "action", "aria-pressed": String(picking), text: word("findPath"), click: find }),
  );
}

function answer(one) {
  const { answer: given, because, marks } = one.alone;
  return el(
    "div",
    { class: "answer", data: { answer: given } },
    el("strong", { text: word(`answerLong.${given}`) }),
    marks.length ? el("p", { class: "tags" }, ...marks.map((mark) => tag(coded("mark", mark), mark))) : null,
    el("p", { dir: "auto" }, name(because)),
  );
}

function ofLink(link) {
  const sides = link.mutual ? (link.tos.length ? ["sideOne", "sideOther"] : ["sidePeers"]) : ["sideFrom", "sideTo"];
  const ends = sides.map((key, index) => [el("dt", { text: word(key) }), el("dd", {}, ...named(index ? link.tos : link.froms, link))]);
  const beside = [
    link.via.length ? [el("dt", { text: word("via") }), el("dd", {}, ...link.via.map((text) => name(text)))] : [],
    link.at ? [el("dt", { text: word("at") }), el("dd", {}, name(link.at))] : [],
  ];
  return [
    el("h2", {}, line(link.relation), " ", name(relationLabel(link.relation))),
    el("dl", { class: "sides" }, ...[...ends, ...beside].flat()),
    ...terms(link),
    el("h3", { text: word("evidence") }),
    evidence(link.evidence),
  ];
}

// A partnership as one of its parties sees it.
function partnership(link, one) {
  const outward = link.froms.includes(one);
  const own = outward ? link.froms : link.tos;
  const peers = link.mutual && link.tos.length === 0;
  const others = (peers ? own : outward ? link.tos : link.froms).filter((end) => end !== one);
  const company = peers ? [] : own.filter((end) => end !== one);
  const [sign, how] = arrow(link, one);
  return el(
    "article",
    { class: isLinkIn(link) ? "partnership" : "partnership out" },
    el("h4", {}, relation(link), el("span", { class: "arrow", "aria-hidden": "true", text: sign }), el("span", { class: "unseen", text: word(how) })),
    el("p", { class: "partners" }, ...named(others, link)),
    company.length ? el("p", { class: "quiet" }, `${word("together")} `, ...named(company, link)) : null,
    link.via.length ? el("p", { class: "quiet" }, `${word("via")} `, ...separated(link.via.map((text) => name(text)))) : null,
    link.at ? el("p", { class: "quiet" }, `${word("at")} `, name(link.at)) : null,
    ...terms(link),
    evidence(link.evidence),
  );
}

function relation(link) {
  return button({ class: "relation", click: () => choose({ link: link.id }, "card") }, line(link.relation), name(relationLabel(link.relation)));
}

function partyButton(one) {
  return button({ class: "party", click: () => choose({ party: one.id }, "card") }, shape(one.kind), name(labelOf(one)));
}

function named(ends, link) {
  if (ends.length === 0) return [el("em", { class: "quiet" }, word("unnamed"), ...(link.unnamed ? [" (", name(link.unnamed), ")"] : []))];
  const shown = ends.slice(0, MANY).map(partyButton);
  return ends.length > MANY ? [...shown, el("span", { class: "quiet", text: word("nMore", { n: ends.length - MANY }) })] : shown;
}

function terms(link) {
  const facts = [
    link.since && `${word("since")} ${link.since}`,
    link.until && `${word("until")} ${link.until}`,
    link.status && link.status !== "unknown" && coded("status", link.status),
  ].filter(Boolean);
  const tags = [
    link.standing === "accepted" ? null : tag(coded("standing", link.standing), link.standing),
    link.implied ? tag(coded("basis", "implied"), "implied") : null,
  ].filter(Boolean);
  return [
    facts.length || tags.length ? el("p", { class: "terms" }, ...separated(facts), facts.length && tags.length ? " " : null, ...tags) : null,
    link.standing === "disputed" ? el("p", { class: "quiet", text: word("disputed") }) : null,
    link.pairing === "unspecified" ? el("p", { class: "quiet", text: word("unspecified") }) : null,
    link.pairing === "all-to-all" ? el("p", { class: "quiet", text: word("allToAll") }) : null,
  ];
}

function ofPath(ends) {
  const steps = path();
  const [start, end] = ends.map((id) => partyOf.get(id));
  const head = el("h2", {}, name(labelOf(start)), " … ", name(labelOf(end)));
  if (steps.length === 0) return [head, el("p", { class: "answer", text: word("noPath") })];
  const items = steps.map(({ from, link, to, open }) => {
    const [sign] = arrow(link, from);
    const tie = el("p", {}, relation(link), el("span", { class: "arrow", text: sign }));
    return el("li", {}, tie, open ? el("p", { class: "quiet", text: word("unspecified") }) : null, partyButton(to));
  });
  return [head, el("p", { class: "quiet", text: word("pathOf", { n: steps.length }) }), el("ol", { class: "steps" }, el("li", {}, partyButton(start)), ...items)];
}

// What a cell of the matrix holds: partnerships between two, or the parties of a kind in a place.
function ofCell([row, column]) {
  const cell = cellOf(row, column);
  if (cell === null) return [el("p", { class: "quiet", text: word("cellEmpty") })];
  const head = el("h2", {}, name(cell.row), cell.parties ? " · " : " → ", name(cell.column));
  const only = () => change({ scope: cell.scope, selected: null });
  const narrow = cell.scope ? el("p", { class: "actions" }, button({ class: "action", text: word("onlyThese"), click: only })) : null;
  if (cell.parties) {
    const answer = (one) => (one.alone ? tag(coded("answer", one.alone.answer), one.alone.answer) : tag(coded("answer", "linked"), "accepted"));
    // the list behind a cell of coverage is judged by what covers that cell, and not one by one
    const entry = (one) => el("p", { class: "partners" }, partyButton(one), cell.counted && one.alone ? null : answer(one));
    const counts = cell.counted ? el("p", { text: countsOf(cell.counted) }) : null;
    return [head, counts, narrow, heading("parties", cell.parties.length), inParts(cell.parties, entry, { first: MANY, more: (n) => word("more", { n }) })];
  }
  if (cell.links.length === 0) return [head, el("p", { class: "quiet", text: word("noPartnerships") })];
  const entry = (link) =>
    el(
      "article",
      { class: "partnership" },
      el("h4", {}, relation(link)),
      el("p", { class: "partners" }, ...named(link.froms, link), el("span", { class: "arrow", text: link.mutual ? "↔" : "→" }), ...named(link.tos, link)),
      ...terms(link),
      evidence(link.evidence),
    );
  return [head, narrow, heading("partnerships", cell.links.length), inParts(cell.links, entry, { first: MANY, more: (n) => word("more", { n }) })];
}
