// Which parties and partnerships are in the scope, which of them the filters leave in, and which stand to the fore.

import { linkOf, links, parties, partyOf, relationOf } from "./data.js";
import { shortest } from "./paths.js";
import { onChange, state } from "./state.js";

const TODAY = new Date().toISOString().slice(0, 10);

let memo = {};
onChange((changed) => {
  const light = [...changed].every((key) => ["hovered", "selected", "from", "picking", "find", "sort", "mark", "theme", "view", "table"].includes(key));
  memo = light ? { ...memo, front: undefined } : {};
});

// The last day that a date as exact as this may mean.
function lastDay(date) {
  const [year, month, day] = date.split("-");
  if (!month) return `${year}-12-31`;
  return day ? date : `${year}-${month}-${String(new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()).padStart(2, "0")}`;
}

// With a date: had begun and had not ended then, as far as stated; without: is not known to have ended.
export function holds(link, asOf) {
  if (!asOf) return link.status !== "ended" && (!link.until_day || link.until_day >= TODAY);
  const day = lastDay(asOf);
  const ended = link.ended_by && link.ended_by <= day;
  return !ended && (!link.since_day || link.since_day <= day) && (!link.until_day || link.until_day >= day);
}

function concerns(link, place) {
  return link.ends.some((end) => end.placed.has(place));
}

function passes(link) {
  if (state.offRelations.has(link.relation) || state.offStandings.has(link.standing)) return false;
  if (link.sources.size && [...link.sources].every((source) => state.offSources.has(source))) return false;
  if (state.place && !concerns(link, state.place)) return false;
  return holds(link, state.asOf);
}

// Everything within so many partnerships of any of these, with what ties it together.
function around({ around: ids, hops }) {
  let edge = ids.map((id) => partyOf.get(id)).filter(Boolean);
  const reached = new Set(edge);
  for (let step = 0; step < hops; step += 1) {
    edge = [...new Set(edge.flatMap((one) => one.links.flatMap((link) => link.ends)))].filter((one) => !reached.has(one));
    for (const one of edge) reached.add(one);
  }
  return [...reached];
}

function scoped() {
  const { scope } = state;
  if (scope === null) return { parties, links };
  if (scope.around) {
    const reached = new Set(around(scope));
    return { parties: [...reached], links: links.filter((link) => link.ends.every((end) => reached.has(end))) };
  }
  const kept = links.filter((link) => concerns(link, scope.within) && (!scope.toward || between(link, scope)));
  const inside = scope.toward ? [] : parties.filter((one) => one.placed.has(scope.within));
  return { parties: [...new Set([...inside, ...kept.flatMap((link) => link.ends)])], links: kept };
}

function between(link, { within, toward }) {
  const lies = (ends, place) => ends.some((end) => end.placed.has(place));
  if (!link.tos.length) return lies(link.froms, within) && lies(link.froms, toward);
  if (lies(link.froms, within) && lies(link.tos, toward)) return true;
  return link.mutual && lies(link.froms, toward) && lies(link.tos, within);
}

function picked() {
  const scope = scoped();
  const inLinks = new Set(scope.links.filter((link) => passes(link) && link.ends.every((end) => !state.offKinds.has(end.kind))));
  const tied = new Set(scope.links.filter(passes).flatMap((link) => link.ends));
  const here = (one) => !state.place || one.placed.has(state.place);
  const inParties = new Set(
    scope.parties.filter((one) => !state.offKinds.has(one.kind) && (tied.has(one) || (one.links.length === 0 && here(one)))),
  );
  return { ...scope, inLinks, inParties };
}

// parties and links: all of the scope; inParties and inLinks: those that the filters leave in.
export function selection() {
  memo.picked ??= picked();
  return memo.picked;
}

export function isIn(one) {
  return selection().inParties.has(one);
}

export function isLinkIn(link) {
  return selection().inLinks.has(link);
}

function fore(thing) {
  if (thing === null || thing.total || thing.cell) return null;
  if (thing.path) {
    const steps = path();
    const passed = steps.flatMap((step) => [step.from, step.to]);
    return steps.length ? { parties: new Set(passed), links: new Set(steps.map((step) => step.link)) } : null;
  }
  const chosen = thing.link ? [linkOf.get(thing.link)] : partyOf.get(thing.party).links;
  if (thing.party && chosen.length === 0) return null;
  const itself = thing.party ? [partyOf.get(thing.party)] : [];
  return { parties: new Set([...itself, ...chosen.flatMap((link) => link.ends)]), links: new Set(chosen) };
}

// What the pointer, else the selection, brings to the fore: parties and links; null when that is nothing.
export function foreground() {
  if (memo.front === undefined) memo.front = fore(state.hovered ?? state.selected);
  return memo.front;
}

export function chosenForeground() {
  return fore(state.selected);
}

// The steps from one picked party to the other through what the filters leave in; none where they are not connected.
export function path() {
  const [start, end] = state.selected.path.map((id) => partyOf.get(id));
  // who leads or houses whom ties nobody
  return shortest(start, end, (link) => link.standing === "accepted" && !relationOf(link.relation).structural && isLinkIn(link));
}

// At most so many parties of the scope that have a partnership: those with most, each with its partners, and in any
// case what is selected.
export function drawn(limit) {
  memo.drawn ??= new Map();
  const chosen = chosenForeground();
  const key = `${limit}`;
  const before = memo.drawn.get(key);
  if (before && (!before.cut || !chosen || [...chosen.parties].every((one) => before.held.has(one)))) return before;
  const made = cut(selection(), limit, chosen ? [...chosen.parties] : []);
  memo.drawn.set(key, made);
  return made;
}

function cut(scope, limit, first) {
  const own = new Map();
  for (const link of scope.links) {
    for (const end of link.ends) {
      if (!own.has(end)) own.set(end, []);
      own.get(end).push(link);
    }
  }
  const tied = [...own.keys()];
  const held = new Set(first.slice(0, limit).filter((one) => own.has(one)));
  for (const one of tied.sort((a, b) => own.get(b).length - own.get(a).length || (a.id < b.id ? -1 : 1))) {
    if (held.size >= limit) break;
    for (const each of [one, ...own.get(one).flatMap((link) => link.ends)]) if (held.size < limit) held.add(each);
  }
  const links = scope.links.filter((link) => link.ends.length && link.ends.every((end) => held.has(end)));
  return { parties: [...held], links, held, all: own.size, cut: own.size > limit };
}
