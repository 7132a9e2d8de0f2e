// What vis-network is given: a node a party, a hub for what is no pair, an edge a partnership; looks come from elsewhere.

import { drawing, isGroup, kindOf, labelOf, relationOf } from "./data.js";
import { fontOf, wrapped } from "./labels.js";

const DASHES = { dash: [9, 5], dot: [2, 4], dashdot: [9, 4, 2, 4], longdash: [16, 6] };
const BESIDE = new Set(["dot", "square", "triangle", "triangleDown", "diamond", "star", "hexagon"]); // shapes whose label stands below
const ROOM = 122;

// Laid out beforehand: hubs here, by partnership; parties carry their own place.
const laid = new Map(Object.entries(drawing?.hubs ?? {}));

export const settings = drawing?.options ?? {
  autoResize: true,
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: { hover: true, keyboard: false, selectConnectedEdges: false },
};

export function itemsOf({ parties, links: tied }) {
  const degree = new Map();
  for (const link of tied) for (const end of link.ends) degree.set(end, (degree.get(end) ?? 0) + 1);
  const font = fontOf(14);
  const nodes = parties.map((one) => ({
    id: one.id,
    label: wrapped(labelOf(one), { room: ROOM, lines: 2, font }).join("\n"),
    shape: BESIDE.has(kindOf(one.kind).shape) ? kindOf(one.kind).shape : "dot",
    size: sizeOf(one, degree.get(one) ?? 1),
    ...(Number.isFinite(one.x) ? { x: one.x, y: one.y } : {}),
  }));
  const groups = tied.filter(isGroup);
  return {
    nodes: [...nodes, ...groups.map(hub)],
    edges: [...groups.flatMap(spokes), ...pairs(tied.filter((link) => !isGroup(link)))],
  };
}

function sizeOf(one, degree) {
  // a star's points make it look smaller than it is
  return (10 + Math.min(13, 2.6 * Math.sqrt(degree - 1))) * (kindOf(one.kind).shape === "star" ? 1.2 : 1);
}

export function hubId(link) {
  return `hub ${link.id}`;
}

function hub(link) {
  const mean = (axis) => link.ends.reduce((sum, end) => sum + end[axis], 0) / link.ends.length;
  const [x, y] = laid.get(link.id) ?? [mean("x"), mean("y") + (link.ends.length === 1 ? 60 : 0)];
  const open = link.ends.length === 1;
  return { id: hubId(link), label: " ", shape: "dot", size: open ? 4 : 5, link, ...(Number.isFinite(x) ? { x, y } : {}) };
}

function spokes(link) {
  const spoke = (end, side) => {
    const [from, to] = side === "from" ? [end.id, hubId(link)] : [hubId(link), end.id];
    return { id: `${side} ${end.id} ${link.id}`, from, to, arrows: side === "to" && !link.mutual ? "to" : "", link, ...look(link) };
  };
  return [...link.froms.map((end) => spoke(end, "from")), ...link.tos.map((end) => spoke(end, "to"))];
}

// Several partnerships of the same two bend apart.
function pairs(tied) {
  const together = new Map();
  const both = (link) => link.ends.map((end) => end.id).sort().join(" ");
  for (const link of tied) together.set(both(link), [...(together.get(both(link)) ?? []), link]);
  return tied.map((link) => {
    const [from, to] = link.ends;
    const beside = together.get(both(link));
    const bend = (beside.indexOf(link) - (beside.length - 1) / 2) * Math.min(0.24, 1.2 / beside.length) * (from.id <= to.id ? 1 : -1);
    const smooth = bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false;
    return { id: link.id, from: from.id, to: to.id, arrows: link.mutual ? "" : "to", smooth, bend, link, ...look(link) };
  });
}

function look(link) {
  return { dashes: DASHES[relationOf(link.relation).dash] ?? false };
}
