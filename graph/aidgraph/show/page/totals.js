// Reported totals: what a source counts without naming it all, and how much of it is named.

import { kindLabel, labelOf, relationLabel, totalOf, totals } from "./data.js";
import { button, el, inParts, name } from "./dom.js";
import { evidence, measure } from "./claims.js";
import { line } from "./marks.js";
import { choose } from "./state.js";
import { number, word } from "./words.js";

const FIRST = 6;

export function totalsOf(one) {
  return totals.filter((total) => total.from === one || total.to === one);
}

// Those with something to name come first: they are a work list.
export function listed(some) {
  const known = (total) => typeof total.named === "number";
  const sorted = [...some].sort((one, other) => Number(known(other)) - Number(known(one)));
  return inParts(sorted, entry, { first: FIRST, more: (n) => word("more", { n }) });
}

function entry(total) {
  const measured = measure(total).join(" · ");
  return button(
    { class: "total", click: () => choose({ total: total.id }, "card") },
    el("span", { class: "measure" }, line(total.relation), name(measured), el("span", { class: "quiet" }, name(relationLabel(total.relation)))),
    el("span", { class: "between" }, ...between(total)),
    named(total),
  );
}

function between(total) {
  const end = (one, kind) => [one && name(labelOf(one)), kind && name(kindLabel(kind))].filter(Boolean).flatMap((each, index) => (index ? [" · ", each] : [each]));
  const [from, to] = [end(total.from, total.from_kind), end(total.to, total.to_kind)];
  return from.length && to.length ? [...from, " → ", ...to] : [...from, ...to];
}

// "named n of N", with a bar that shows it.
function named(total) {
  if (typeof total.named !== "number") return null;
  const all = total.named + (total.unnamed ?? 0);
  const full = el("i");
  full.style.inlineSize = `${all ? Math.min(100, (100 * total.named) / all) : 0}%`;
  return el("span", { class: "named" }, el("span", { class: "bar" }, full), el("span", { text: word("named", { n: total.named, all: number(all) }) }));
}

export function ofTotal(total) {
  const within = total.within ? totalOf.get(total.within) : null;
  return [
    el("h2", {}, line(total.relation), " ", name(measure(total).join(" · "))),
    el("p", { class: "facts" }, name(relationLabel(total.relation)), " · ", ...between(total)),
    el("p", { class: "quiet", text: word("totalIs") }),
    named(total),
    total.because ? el("p", { class: "quiet", dir: "auto" }, name(total.because)) : null,
    within ? el("p", { class: "quiet" }, `${word("within")} `, larger(within)) : null,
    el("h3", { text: word("evidence") }),
    evidence(total.evidence ?? []),
  ].filter(Boolean);
}

function larger(total) {
  return button({ class: "party", click: () => choose({ total: total.id }, "card") }, name(measure(total).join(" · ")));
}
