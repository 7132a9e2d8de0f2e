// The network: pyvis' nodes and edges on vis-network's canvas, coloured for light or dark, faded by legend and selection.

import { readable } from "./dom.js";
import { change, choose, data, foreground, linkFaded, links, nodes, onChange, partyFaded, state } from "./state.js";

const FAINT = 0.12;
const UNSETTLED = 0.45;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const DARK = matchMedia("(prefers-color-scheme: dark)");

let network = null;
let shapes = null;
let lines = null;
let waiting = false;
let revealed = null;
const worn = new Map();

export function startNetwork(canvas) {
  const look = palette();
  shapes = new vis.DataSet(restyled(data.drawing.nodes, (node) => ({ ...node, ...dressed(node, look, null) })));
  lines = new vis.DataSet(restyled(data.drawing.edges, (edge) => ({ ...edge, ...lined(edge, look, null) })));
  network = new vis.Network(canvas, { nodes: shapes, edges: lines }, options());
  network.on("click", clicked);
  for (const event of ["hoverNode", "hoverEdge"]) network.on(event, () => canvas.classList.add("pointing"));
  for (const event of ["blurNode", "blurEdge"]) network.on(event, () => canvas.classList.remove("pointing"));
  network.once("afterDrawing", () => {
    document.documentElement.dataset.ready = "yes";
  });
  zoom("fit");
  DARK.addEventListener("change", () => {
    network.setOptions(options());
    restyle();
  });
  onChange((changed) => {
    if (changed.has("selected") || changed.has("fadedKinds") || changed.has("fadedRelations")) later();
  });
  // where something stands on the page, in pixels of the canvas: for tests and for pages that embed this one
  canvas.whereIs = (id) => network.canvasToDOM(network.getPosition(id));
  canvas.whereIsLink = (id) => network.canvasToDOM(middle(id));
}

export function zoom(how) {
  const animation = CALM.matches ? false : { duration: 220, easingFunction: "easeInOutQuad" };
  if (how === "fit") network.fit({ maxZoomLevel: 1.25, animation: false });
  else network.moveTo({ scale: network.getScale() * (how === "in" ? 1.35 : 1 / 1.35), animation });
}

function options() {
  const { ink, canvas, sans } = palette();
  const font = { color: ink, size: 14, face: sans, strokeWidth: 4, strokeColor: canvas, vadjust: -2 };
  return { ...data.drawing.options, nodes: { ...data.drawing.options.nodes, font } };
}

function palette() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: read("ink"), faint: read("ink-faint"), canvas: read("canvas"), sans: read("sans"), lift: parseFloat(read("lift")) / 100 };
}

// The declared colour, lifted towards white where the paper is dark; the style sheet does the same to the marks.
function lifted(colour, look) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${parts.map((part) => Math.round(part + (255 - part) * look.lift)).join(",")})`;
}

function later() {
  if (waiting) return;
  waiting = true;
  // the card comes first; the canvas follows with the next frame
  requestAnimationFrame(() => {
    waiting = false;
    restyle();
    if (state.selected !== revealed) reveal();
  });
}

function restyle() {
  const look = palette();
  const front = foreground();
  shapes.update(restyled(data.drawing.nodes, (node) => ({ id: node.id, ...dressed(node, look, front) })));
  lines.update(restyled(data.drawing.edges, (edge) => ({ id: edge.id, ...lined(edge, look, front) })));
}

// Only what looks different from before: vis-network takes its time over every item it is given.
function restyled(items, dress) {
  return items.map(dress).filter((item) => {
    const look = JSON.stringify([item.opacity, item.borderWidth, item.width, item.color, item.font]);
    const same = worn.get(item.id) === look;
    worn.set(item.id, look);
    return !same;
  });
}

function dressed(item, look, front) {
  return item.link ? dressedHub(links.get(item.link), look, front) : dressedParty(nodes.get(item.id), look, front);
}

function dressedParty(node, look, front) {
  const faint = partyFaded(node) || (front !== null && !front.parties.has(node.id));
  const chosen = state.selected !== null && state.selected.party === node.id;
  const fill = { background: lifted(node.colour, look), border: chosen ? look.ink : look.canvas };
  return {
    title: readable(node.label).slice(0, 300),
    opacity: faint ? FAINT : 1,
    borderWidth: chosen ? 3 : 1.5,
    borderWidthSelected: 3,
    color: { ...fill, highlight: { ...fill, border: look.ink }, hover: fill },
    // the halo of a faint label would cut the lines that matter
    font: { color: faint ? look.faint : look.ink, strokeColor: look.canvas, strokeWidth: faint ? 0 : 4 },
  };
}

function dressedHub(link, look, front) {
  const colour = lifted(link.colour, look);
  return { title: readable(link.relation_label).slice(0, 300), opacity: opacityOf(link, front), color: { background: colour, border: colour, highlight: colour, hover: colour } };
}

function lined(edge, look, front) {
  const link = links.get(edge.link);
  const opacity = opacityOf(link, front);
  const colour = lifted(link.colour, look);
  return {
    title: readable(link.relation_label).slice(0, 300),
    width: state.selected !== null && state.selected.link === link.id ? 4 : 1.8,
    color: { color: colour, highlight: colour, hover: colour, opacity },
  };
}

function opacityOf(link, front) {
  if (linkFaded(link) || (front !== null && !front.links.has(link.id))) return FAINT;
  return link.standing === "accepted" ? 0.85 : UNSETTLED;
}

function clicked(event) {
  const [node] = event.nodes;
  const item = node === undefined ? lines.get(event.edges[0] ?? "") : shapes.get(node);
  if (item === null || item === undefined) change({ selected: null, from: "canvas" });
  else if (item.link) choose({ link: item.link }, "canvas");
  else choose({ party: item.id }, "canvas");
}

function middle(id) {
  const hub = shapes.get(`hub ${id}`);
  if (hub !== null) return network.getPosition(hub.id);
  const edge = lines.get(id);
  const [one, other] = [network.getPosition(edge.from), network.getPosition(edge.to)];
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

// Bring what was chosen elsewhere (search, table, tray, card) into sight.
function reveal() {
  network.unselectAll();
  const { selected, from } = state;
  revealed = selected;
  if (selected === null || from === "canvas") return;
  const drawn = selected.link ? lines.get(selected.link) !== null || shapes.get(`hub ${selected.link}`) !== null : shapes.get(selected.party) !== null;
  if (!drawn) return;
  const position = selected.link ? middle(selected.link) : network.getPosition(selected.party);
  const animation = CALM.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" };
  network.moveTo({ position, scale: Math.max(network.getScale(), 0.8), animation });
}
