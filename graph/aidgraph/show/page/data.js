// The data of the page as records that know each other: a party its partnerships and places, a partnership its parties.

import { block } from "./wire.js";
import { spoken, worded } from "./words.js";

export const title = block.title;
export const scope = block.scope;
export const total = block.total;
export const nothing = total.nodes === 0 ? "nothingAtAll" : "nothing"; // the word for a view without anything in it
export const reasons = block.reasons;
export const drawing = block.drawing;
export const sources = block.sources;
export const coverage = block.coverage;
export const uncovered = block.uncovered; // levels that are left out, and why
export const atCoverage = block.atCoverage;

export const places = new Map(Object.entries(block.places).map(([id, place]) => [id, { id, ...place, inside: [] }]));
for (const place of places.values()) places.get(place.parent)?.inside.push(place);

// Every place from this one outwards; a circle in the data ends it.
export function placesAbove(id) {
  const found = new Set();
  for (let place = places.get(id); place && !found.has(place.id); place = places.get(place.parent)) found.add(place.id);
  return found;
}

function party(raw) {
  const placed = placesAbove(places.has(raw.id) ? raw.id : raw.place ?? "");
  return { ...raw, kind: raw.kind ?? "", placed, links: [], alone: null, held: true };
}

export const parties = block.nodes.map(party);
export const partyOf = new Map(parties.map((each) => [each.id, each]));
const found = (id) => partyOf.get(id);

function link(raw) {
  const [froms, tos] = [raw.froms.map(found), raw.tos.map(found)];
  return { ...raw, froms, tos, ends: [...new Set([...froms, ...tos])], sources: new Set(raw.evidence.map((claim) => sources[claim.source].id)) };
}

const PLAIN = { label: {}, colour: "#777777", shape: "dot", dash: "solid", parent: "" };

export function kindOf(kind) {
  return block.kinds[kind] ?? PLAIN;
}

export function relationOf(relation) {
  return block.relations[relation] ?? PLAIN;
}

export const links = block.links.map(link);
export const linkOf = new Map(links.map((each) => [each.id, each]));
for (const each of links) for (const end of each.ends) end.links.push(each);

export const totals = block.totals.map((raw) => ({ ...raw, from: found(raw.from) ?? null, to: found(raw.to) ?? null }));
export const totalOf = new Map(totals.map((each) => [each.id, each]));

// Who has nobody; one that is not held is only a name and an answer.
export const unlinked = block.unlinked.map((raw) => {
  const stranger = { id: raw.id, label: raw.label, labels: {}, aliases: [], initials: [], kind: "", place: "", side: "platform", degree: 0, is_place: false };
  const one = found(raw.id) ?? { ...party(stranger), held: false };
  partyOf.set(one.id, one);
  one.alone = { answer: raw.answer, because: reasons[raw.because], marks: raw.marks };
  return one;
});

export function labelOf(one) {
  return one.labels[spoken()]?.trim() ? one.labels[spoken()] : one.label;
}

export function kindLabel(kind) {
  return worded(kindOf(kind).label, block.languages, kind);
}

export function relationLabel(relation) {
  return worded(relationOf(relation).label, block.languages, relation);
}

export function placeLabel(id) {
  const place = places.get(id);
  return place ? worded(place.label, block.languages, id) : partyOf.has(id) ? labelOf(partyOf.get(id)) : id;
}

// What has not exactly two ends, or leaves open who is paired with whom, is never drawn as pairs.
export function isGroup(each) {
  return each.ends.length !== 2 || each.pairing === "unspecified";
}
