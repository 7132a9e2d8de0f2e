// Small drawings with a meaning: the shape of a kind, the line of a relation. Colours are lifted where the paper is dark.

import { kindOf, relationOf } from "./data.js";
import { svg } from "./dom.js";

const PATHS = {
  square: "M3 3H13V13H3Z",
  triangle: "M8 2.2L14.2 13.2H1.8Z",
  triangleDown: "M8 13.8L14.2 2.8H1.8Z",
  diamond: "M8 1.6L14.4 8L8 14.4L1.6 8Z",
  star: "M8 1.2L9.9 5.9L14.9 6.2L11 9.4L12.3 14.3L8 11.6L3.7 14.3L5 9.4L1.1 6.2L6.1 5.9Z",
  hexagon: "M4.6 2.2H11.4L14.8 8L11.4 13.8H4.6L1.2 8Z",
  dot: "M2.4 8A5.6 5.6 0 1 1 13.6 8A5.6 5.6 0 1 1 2.4 8Z",
};

const DASHES = { dash: "7 4", dot: "1.6 3.2", dashdot: "7 3 1.6 3", longdash: "12 4" };

export function lifted(colour) {
  return `light-dark(${colour}, color-mix(in srgb, ${colour}, white 32%))`;
}

// The path of a kind's shape in a square of 16.
export function shapePath(kind) {
  const { shape, colour } = kindOf(kind);
  const path = svg("path", { d: PATHS[shape] ?? PATHS.dot, class: "shape" });
  path.style.fill = lifted(colour);
  return path;
}

export function stroked(path, relation) {
  const { colour, dash } = relationOf(relation);
  path.style.stroke = lifted(colour);
  if (DASHES[dash]) path.setAttribute("stroke-dasharray", DASHES[dash]);
  return path;
}

function mark(width, height, ...drawn) {
  return svg("svg", { class: "mark", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, ...drawn);
}

export function shape(kind) {
  return mark(16, 16, shapePath(kind));
}

export function line(relation) {
  return mark(32, 10, stroked(svg("path", { d: "M1 5H31", "stroke-width": 2.2, fill: "none" }), relation));
}

export function hub() {
  const middle = svg("circle", { cx: 16, cy: 5, r: 3.2, fill: "currentColor" });
  const spokes = svg("path", { d: "M2 1L16 5L2 9M16 5H30", stroke: "currentColor", "stroke-width": 1.2, fill: "none" });
  return mark(32, 10, spokes, middle);
}

export function stub() {
  const end = svg("circle", { cx: 26, cy: 5, r: 3.2, fill: "none", stroke: "currentColor", "stroke-width": 1.2 });
  return mark(32, 10, svg("path", { d: "M2 5H22.8", stroke: "currentColor", "stroke-width": 1.2 }), end);
}

// Which way a partnership points for one of its parties: a sign, and the word for it.
export function arrow(link, one) {
  if (link.mutual) return ["↔", "with"];
  return link.froms.includes(one) ? ["→", "to"] : ["←", "from"];
}
