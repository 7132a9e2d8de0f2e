// Where everything stands in the columns view: rows, labels, hubs and the curves between them. Nothing is drawn here.

import { isGroup, labelOf } from "./data.js";
import { fontOf, widthOf, wrapped } from "./labels.js";
import { ordered } from "./order.js";

export const SIDES = ["provider", "platform", "recipient"];

const EDGE = 14; // from the paper's edge to a label
const TIGHT = 6; // the same where there is little paper
const MARK = 7; // half a mark
const CLEAR = 9; // from a mark's middle to where its lines begin
const TEXT = 9; // from a mark to its label
const HEAD = 34;
const LINE = 15.5;

// Each party's column; parties that give to or receive from nobody in particular take turns on the two sides.
function columnsOf(parties, links) {
  const columns = SIDES.map((side) => parties.filter((one) => one.side === side));
  if (columns[0].length || columns[2].length) return columns;
  const side = new Map();
  for (const start of parties) {
    const waiting = side.has(start) ? [] : [start];
    if (waiting.length) side.set(start, 0);
    for (const one of waiting) {
      for (const other of one.links.filter((link) => links.has(link)).flatMap((link) => link.ends)) {
        if (side.has(other)) continue;
        side.set(other, 2 - side.get(one));
        waiting.push(other);
      }
    }
  }
  return [0, 1, 2].map((index) => parties.filter((one) => side.get(one) === index));
}

// A partnership as pieces of line: between its two ends, from each end to its hub, or from its one named end to nowhere.
function pieces(link) {
  if (link.ends.length === 1) return [{ link, from: link.ends[0], to: null }];
  if (isGroup(link)) {
    const out = link.froms.map((end) => ({ link, from: end, to: link }));
    return [...out, ...link.tos.map((end) => ({ link, from: link, to: end, arrow: !link.mutual }))];
  }
  return [{ link, from: link.ends[0], to: link.ends[1], arrow: !link.mutual }];
}

// Returns {width, height, heads, spots: party -> spot, wires, hubs, stubs}; lengths are pixels.
export function laidOut({ parties, links, width, height }) {
  const narrow = width < 560;
  const font = fontOf(narrow ? 11.5 : 13);
  const columns = ordered(columnsOf(parties, new Set(links)), links.flatMap(tiesOf));
  const bars = barsOf(columns, { width, narrow, font });
  const spots = new Map();
  const labels = columns.map((column, index) =>
    column.map((one) => wrapped(labelOf(one), { room: bars[index].room, lines: narrow ? 3 : 2, font })),
  );
  const needs = labels.map((each, index) => each.map((lines) => lines.length * LINE + (index === 1 ? 13 : 7)));
  const sum = (list) => list.reduce((total, each) => total + each, 0);
  const tall = Math.max(height - HEAD - EDGE, ...needs.map(sum));
  columns.forEach((column, index) => {
    // spread over the height, but not so far that a short column falls apart
    const gap = Math.min((tall - sum(needs[index])) / Math.max(1, column.length), 46);
    let top = HEAD + (tall - sum(needs[index]) - gap * column.length) / 2;
    column.forEach((one, at) => {
      const tallness = needs[index][at] + gap;
      const spot = { party: one, side: index, ...bars[index], y: top + tallness / 2, lines: labels[index][at], tall: needs[index][at] };
      spots.set(one, index === 1 ? { ...spot, ...pill(spot, font) } : spot);
      top += tallness;
    });
  });
  const hubs = links.filter((link) => link.ends.length > 1 && isGroup(link)).map((link) => hubOf(link, spots));
  const places = new Map([...spots, ...hubs.map((hub) => [hub.link, hub])]);
  const heads = bars.map((bar, index) => ({ ...bar, count: columns[index].length }));
  return { width, height: HEAD + tall + EDGE, heads, spots, hubs, columns, line: LINE, ...wired(links.flatMap(pieces), places, bars) };
}

function tiesOf(link) {
  if (!isGroup(link)) return [[link.ends[0], link.ends[1]]];
  const [froms, tos] = link.tos.length ? [link.froms, link.tos] : [link.froms.slice(0, 1), link.froms.slice(1)];
  return froms.flatMap((from) => tos.filter((to) => to !== from).map((to) => [from, to]));
}

// A pill is as wide as its label: what passes behind the column is hidden no more than it must be.
function pill({ x, lines }, font) {
  const half = Math.max(...lines.map((line) => widthOf(line, font))) / 2 + 20;
  return { left: x - half, right: x + half };
}

// The three bars: x is the marks' middle (or the pills'), [left, right] where lines may begin.
function barsOf(columns, { width, narrow, font }) {
  const widest = columns.map((column) => Math.max(0, ...column.map((one) => Math.min(460, widthOf(labelOf(one).slice(0, 120), font)))));
  // a label of two lines needs little more than half its length
  const most = narrow ? [100, 88, 100] : [300, 300, 300];
  const wanted = widest.map((each, index) => Math.min(most[index], each > 175 ? Math.max(175, each * 0.56) : each) + (index === 1 ? 4 : 2));
  const pills = columns[1].length > 0;
  const edge = narrow ? TIGHT : EDGE;
  const spare = width - 2 * (edge + TEXT + CLEAR + MARK) - (pills ? 2 * (narrow ? 14 : 70) : narrow ? 70 : 150) - (pills ? 34 : 0);
  const total = wanted.reduce((sum, each) => sum + each, 0);
  const [left, middle, right] = wanted.map((each) => (total > spare ? (each * spare) / total : each));
  const xLeft = edge + left + TEXT + MARK;
  const xRight = width - edge - right - TEXT - MARK;
  const half = middle / 2 + 20;
  const x = (xLeft + xRight) / 2;
  return [
    { x: xLeft, left: xLeft, right: xLeft + CLEAR, room: left },
    { x, left: x - half, right: x + half, room: middle },
    { x: xRight, left: xRight - CLEAR, right: xRight, room: right },
  ];
}

// A hub stands in the gap before the side that has fewer ends, at the height of their middle.
function hubOf(link, spots) {
  const sides = [link.froms, link.tos].map((ends) => ends.map((end) => spots.get(end)));
  const few = sides[1].length && sides[1].length <= sides[0].length ? sides[1] : sides[0];
  const all = sides.flat();
  const other = all.find((spot) => spot.side !== few[0].side);
  const toward = few[0].side === 2 || (few[0].side === 1 && other && other.side === 0) ? -1 : 1;
  const x = (toward < 0 ? few[0].left : few[0].right) + toward * 40;
  return { link, hub: true, x, left: x, right: x, y: all.reduce((sum, spot) => sum + spot.y, 0) / all.length };
}

// Curves from port to port. The lines of a party leave it in the order of where they go, so that they do not tangle.
function wired(all, places, bars) {
  const ports = new Map();
  const ends = all.map((piece) => {
    const [from, to] = [places.get(piece.from), piece.to && places.get(piece.to)];
    return { piece, from: port(from, to), to: to && port(to, from) };
  });
  function port(spot, other) {
    const outward = !other || spot.hub ? direction(spot, other) : spot.side === 2 ? -1 : spot.side === 0 ? 1 : other.x < spot.x ? -1 : 1;
    const one = { spot, outward, other, x: outward < 0 ? spot.left : spot.right, y: spot.y };
    const key = outward < 0 ? `${spot.x}<${spot.y}` : `${spot.x}>${spot.y}`;
    if (!ports.has(key)) ports.set(key, []);
    ports.get(key).push(one);
    return one;
  }
  for (const together of ports.values()) {
    if (together[0].spot.hub) continue;
    together.sort((one, two) => (one.other ? one.other.y : one.y) - (two.other ? two.other.y : two.y));
    const apart = Math.min(3.2, (together[0].spot.tall - 8) / Math.max(1, together.length - 1));
    together.forEach((each, at) => (each.y += (at - (together.length - 1) / 2) * apart));
  }
  const wires = [];
  const stubs = [];
  const gap = (bars[2].left - bars[0].right - (bars[1].right - bars[1].left)) / 2;
  for (const { piece, from, to } of ends) {
    if (to) wires.push({ link: piece.link, ...curve(from, to, piece.arrow, gap) });
    else {
      const x = from.x + from.outward * 30;
      stubs.push({ link: piece.link, x, y: from.y });
      wires.push({ link: piece.link, d: `M${round(from.x)} ${round(from.y)}H${round(x - from.outward * 3.5)}`, head: null });
    }
  }
  return { wires, stubs };
}

function direction(spot, other) {
  if (!other) return spot.side === 2 ? -1 : 1;
  return other.x < spot.x ? -1 : 1;
}

function curve(from, to, arrow, gap) {
  const tip = arrow ? 5 : 0;
  const [x1, x2] = [from.x, to.x + to.outward * tip];
  const beside = from.outward === to.outward;
  const pull = beside ? 14 + Math.min(Math.max(40, gap), Math.abs(to.y - from.y) * 0.32) : Math.max(14, Math.abs(x2 - x1) * 0.48);
  const points = [x1, from.y, x1 + from.outward * pull, from.y, x2 + to.outward * pull, to.y, x2, to.y].map(round);
  const d = `M${points.slice(0, 2).join(" ")}C${points.slice(2).join(" ")}`;
  const head = arrow ? `M${round(to.x)} ${round(to.y)}l${to.outward * 6.5} -3.2v6.4z` : null;
  return { d, head };
}

function round(number) {
  return Math.round(number * 10) / 10;
}
