// What the matrix sets against each other: parties, places with places, or places with kinds. Nothing is drawn here.

import { atCoverage, coverage, kindLabel, kindOf, labelOf, links, partyOf, placeLabel, places, placesAbove, unlinked } from "./data.js";
import { drawn, isIn, isLinkIn, selection } from "./selection.js";
import { state } from "./state.js";
import { word } from "./words.js";

export const BY = ["parties", "places", "kinds", ...(coverage.length ? ["coverage"] : [])];
const READABLE = 400; // with more parties than this, places come first
const MOST = 200;
const FEW = 12; // with fewer places than this, the largest is taken apart

export function gridBy() {
  if (BY.includes(state.by)) return state.by;
  if (atCoverage) return "coverage";
  const { parties } = selection();
  const tied = parties.filter((one) => one.links.length).length;
  if (tied <= READABLE && parties.length <= 2 * READABLE) return "parties";
  return links.length ? "places" : "kinds";
}

// {by, rows, columns, cells, left}: rows and columns are {id, label, empty, out, ...}; cells are by row and column;
// left counts what is not shown.
export function grid() {
  return { parties: partyGrid, places: placeGrid, kinds: kindGrid, coverage: coverageGrid }[gridBy()]();
}

function key(row, column) {
  return `${row}\n${column}`;
}

// Which two parties, or two sides, a partnership stands between; the giving side is the row.
function pairs(link) {
  const [froms, tos] = link.tos.length ? [link.froms, link.tos] : link.mutual ? [link.froms.slice(0, 1), link.froms.slice(1)] : [link.froms, []];
  const turned = link.mutual && froms.every((one) => one.side === "recipient") && tos.some((one) => one.side !== "recipient");
  const [rows, columns] = turned ? [tos, froms] : [froms, tos];
  return rows.flatMap((row) => columns.map((column) => [row, column]));
}

// Among equals neither gives: what ties two places stands in the row of either.
function bothWays(link) {
  const found = pairs(link);
  const equals = link.mutual && new Set(link.ends.map((end) => end.side)).size === 1;
  return equals ? [...found, ...found.map(([one, other]) => [other, one])] : found;
}

function partyGrid() {
  const held = drawn(MOST);
  const cells = new Map();
  const [rows, columns] = [new Set(), new Set()];
  for (const link of held.links) {
    for (const [row, column] of pairs(link)) {
      rows.add(row);
      columns.add(column);
      const at = key(row.id, column.id);
      if (!cells.has(at)) cells.set(at, { row: row.id, column: column.id, links: [] });
      cells.get(at).links.push(link);
    }
  }
  const inScope = new Set(selection().parties);
  const alone = unlinked.filter((one) => inScope.has(one) && !rows.has(one) && !columns.has(one));
  const shown = alone.slice(0, MOST);
  const line = (one) => ({ id: one.id, party: one, kind: one.kind, label: labelOf(one), empty: one.alone, out: !isIn(one) });
  const ordered = (set, gaps) => [...inKinds([...set]), ...inKinds(gaps)].map(line);
  return {
    by: "parties",
    rows: ordered(rows, shown.filter((one) => one.side === "provider")),
    columns: ordered(columns, shown.filter((one) => one.side !== "provider")),
    cells: [...cells.values()],
    left: held.all - held.parties.length + alone.length - shown.length,
  };
}

// The largest kinds first, within a kind by name.
function inKinds(parties) {
  const count = new Map();
  for (const one of parties) count.set(one.kind, (count.get(one.kind) ?? 0) + 1);
  const rank = (one) => -count.get(one.kind);
  return parties.sort((a, b) => rank(a) - rank(b) || a.kind.localeCompare(b.kind) || labelOf(a).localeCompare(labelOf(b), "zh"));
}

// The places that rows or columns stand for: those on top, or the one drilled into; where one of them holds much of
// everything, its parts say more than it does.
function partsOf(parties, inside) {
  const around = placesAbove(inside);
  const parts = new Set(inside ? [inside] : parties.map((one) => [...one.placed].at(-1) ?? ""));
  const partOf = (one) => {
    const chain = [...one.placed];
    return chain.find((place) => parts.has(place)) ?? [...chain].reverse().find((place) => !around.has(place)) ?? chain[0] ?? "";
  };
  const split = new Set();
  while (parts.size < FEW) {
    const count = new Map();
    for (const one of parties) count.set(partOf(one), (count.get(partOf(one)) ?? 0) + 1);
    const [largest, held] = [...count].filter(([place]) => places.get(place)?.inside.length && !split.has(place)).reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
    if (held === 0 || (held < parties.length / 4 && largest !== inside)) break;
    split.add(largest);
    for (const part of places.get(largest).inside) parts.add(part.id);
  }
  return partOf;
}

function placeLine(id) {
  return { id, label: id ? placeLabel(id) : word("noPlace"), drill: id && id !== state.scope?.within ? id : "" };
}

function byLabel(lines) {
  return lines.sort((a, b) => Number(a.id === "") - Number(b.id === "") || a.label.localeCompare(b.label, "zh"));
}

function axes() {
  const { parties } = selection();
  const { within = "", toward = "" } = state.scope ?? {};
  const rows = partsOf(parties, within);
  return toward ? [rows, partsOf(parties, toward)] : [rows, rows];
}

function placeGrid() {
  const [rowOf, columnOf] = axes();
  const cells = new Map();
  const [rows, columns] = [new Map(), new Map()];
  for (const link of selection().links) {
    const inside = isLinkIn(link);
    const seen = new Set();
    for (const [one, other] of bothWays(link)) {
      const [row, column] = [rowOf(one), columnOf(other)];
      const at = key(row, column);
      rows.set(row, (rows.get(row) ?? false) || inside);
      columns.set(column, (columns.get(column) ?? false) || inside);
      if (seen.has(at)) continue;
      seen.add(at);
      if (!cells.has(at)) cells.set(at, { row, column, links: [], count: 0 });
      cells.get(at).links.push(link);
      cells.get(at).count += Number(inside);
    }
  }
  const lines = (map, side) => bySize([...map].map(([id, inside]) => ({ ...placeLine(id), out: !inside })), [...cells.values()], side);
  return { by: "places", ...most(lines(rows, "row"), lines(columns, "column"), [...cells.values()]) };
}

function kindGrid() {
  const [rowOf] = axes();
  const cells = new Map();
  const [rows, kinds] = [new Set(), new Set()];
  for (const one of selection().parties) {
    const row = rowOf(one);
    rows.add(row);
    kinds.add(one.kind);
    const at = key(row, one.kind);
    if (!cells.has(at)) cells.set(at, { row, column: one.kind, parties: [], linked: 0, unlinked: 0, unknown: 0 });
    const cell = cells.get(at);
    cell.parties.push(one);
    cell[one.alone ? one.alone.answer : "linked"] += 1;
  }
  const column = (kind) => ({ id: kind, label: kindLabel(kind), kind, out: state.offKinds.has(kind) });
  // institutions before places, the many before the few
  const isLevel = (line) => Number(kindOf(line.id).level ?? false);
  const columns = bySize([...kinds].map(column), [...cells.values()], "column").sort((a, b) => isLevel(a) - isLevel(b));
  const lines = byLabel([...rows].map(placeLine));
  const nobody = new Set(lines.map((line) => line.id));
  for (const cell of cells.values()) if (cell.linked) nobody.delete(cell.row);
  for (const line of lines) line.empty = nobody.has(line.id);
  return { by: "kinds", ...most(lines, columns, [...cells.values()]) };
}

export function gridLevel() {
  return (coverage.find((one) => one.level === state.level) ?? coverage[0]).level;
}

// As the builder counted it: each cell is judged by the lists that cover its own place and kind.
function coverageGrid() {
  const level = gridLevel();
  const within = state.scope?.within ?? "";
  const cells = coverage.find((one) => one.level === level).cells.filter((cell) => !within || placesAbove(cell.row).has(within));
  const linked = new Set(cells.filter((cell) => cell.linked).flatMap((cell) => [key("row", cell.row), key("column", cell.column)]));
  const lines = (side, make) => [...new Set(cells.map((cell) => cell[side]))].map((id) => ({ ...make(id), empty: !linked.has(key(side, id)) }));
  const column = (kind) => ({ id: kind, label: kindLabel(kind), kind, out: state.offKinds.has(kind) });
  const place = (id) => (places.has(id) || !id ? placeLine(id) : { id, label: id });
  return { by: "coverage", ...most(byLabel(lines("row", place)), bySize(lines("column", column), cells, "column"), cells) };
}

// Those with most in them first.
function bySize(lines, cells, side) {
  const sum = new Map();
  for (const cell of cells) sum.set(cell[side], (sum.get(cell[side]) ?? 0) + (cell.size ?? (cell.links ?? cell.parties).length));
  return byLabel(lines).sort((a, b) => sum.get(b.id) - sum.get(a.id));
}

// What would not fit is left out, the emptiest first, and counted.
function most(rows, columns, cells) {
  const kept = (lines, side) => {
    if (lines.length <= MOST) return lines;
    const best = new Set(bySize([...lines], cells, side).slice(0, MOST));
    return lines.filter((line) => best.has(line));
  };
  const [some, others] = [kept(rows, "row"), kept(columns, "column")];
  const held = [some, others].map((lines) => new Set(lines.map((line) => line.id)));
  const left = rows.length - some.length + columns.length - others.length;
  return { rows: some, columns: others, cells: cells.filter((cell) => held[0].has(cell.row) && held[1].has(cell.column)), left };
}

// What is in one cell, for the card; null where the matrix has no such row and column.
export function cellOf(row, column) {
  const by = gridBy();
  if (by === "parties") {
    const [one, other] = [partyOf.get(row), partyOf.get(column)];
    if (!one || !other) return null;
    const held = one.links.filter((link) => pairs(link).some(([a, b]) => a === one && b === other));
    return { row: labelOf(one), column: labelOf(other), links: held };
  }
  const found = grid().cells.find((cell) => cell.row === row && cell.column === column);
  if (!found) return null;
  const level = by === "coverage" ? gridLevel() : "";
  const placeOf = (one) => (level ? [...one.placed].find((place) => places.get(place).level === level) ?? "" : one.place);
  const parties = by === "coverage" ? selection().parties.filter((one) => one.kind === column && placeOf(one) === row) : found.parties;
  const scope = places.has(row) ? { within: row, toward: by === "places" && places.has(column) && column !== row ? column : "" } : null;
  const label = { row: row && !places.has(row) ? row : placeLine(row).label, column: by === "places" ? placeLine(column).label : kindLabel(column) };
  return { ...label, scope, links: found.links, parties, counted: by === "coverage" ? found : null };
}
