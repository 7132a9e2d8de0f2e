// Small drawings of what stands on the canvas: the shape of a kind, the line of a relation.

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

function lifted(colour) {
  return `color-mix(in srgb, ${colour}, white var(--lift))`;
}

export function shape(node) {
  const path = svg("path", { d: PATHS[node.shape] ?? PATHS.dot });
  path.style.fill = lifted(node.colour);
  return svg("svg", { class: "mark", viewBox: "0 0 16 16", width: 15, height: 15, "aria-hidden": "true" }, path);
}

export function line(link) {
  const path = svg("path", { d: "M1 5H31", "stroke-width": 2.4, fill: "none" });
  path.style.stroke = lifted(link.colour);
  if (DASHES[link.dash]) path.setAttribute("stroke-dasharray", DASHES[link.dash]);
  return svg("svg", { class: "mark", viewBox: "0 0 32 10", width: 32, height: 10, "aria-hidden": "true" }, path);
}

export function hub() {
  const middle = svg("circle", { cx: 16, cy: 5, r: 3.2, fill: "currentColor" });
  const spokes = svg("path", { d: "M2 1L16 5L2 9M16 5H30", stroke: "currentColor", "stroke-width": 1.2, fill: "none" });
  return svg("svg", { class: "mark", viewBox: "0 0 32 10", width: 32, height: 10, "aria-hidden": "true" }, spokes, middle);
}

export function arrow(link, id) {
  if (link.mutual) return ["↔", "with"];
  return link.froms.includes(id) ? ["→", "to"] : ["←", "from"];
}
