// The network view: vis-network's canvas, coloured for light or dark, faded by filters and selection.

import { kindOf, labelOf, linkOf, nothing, partyOf, relationOf } from "./data.js";
import { hubId, itemsOf, settings } from "./drawing.js";
import { part } from "./dom.js";
import { chosenForeground, drawn, foreground, isIn, isLinkIn } from "./selection.js";
import { choose, hover, state } from "./state.js";
import { word } from "./words.js";

export const NETWORK_LIMIT = 2000;
const UNLAID = 300; // more parties than this are not laid out in the browser
const CALM_FROM = 600; // of more parties than this, the pointer brings none to the fore: it would lag behind
const FAINT = 0.12;
const UNSETTLED = 0.45;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

let network = null;
let loading = null;
let held = null;
let items = { nodes: [], edges: [] };
let shapes = null;
let lines = null;
let waiting = false;
let revealed = null;
const worn = new Map();

// vis-network is unpacked when it is first needed: who only reads columns need not wait for it.
function needsVis() {
  // until the script has run, the name is that of the element it is packed in
  const here = typeof window.vis?.Network === "function";
  if (!here) loading ??= window.run("vis", "text/javascript").then(() => drawNetwork());
  return !here;
}

export function drawNetwork() {
  if (needsVis()) return;
  const canvas = part("canvas");
  held = drawn(state.limit || NETWORK_LIMIT);
  items = itemsOf(held);
  const unlaid = items.nodes.some((node) => node.x === undefined);
  part("empty").textContent = items.nodes.length === 0 ? word(nothing) : word("tooMany", { n: held.parties.length });
  part("empty").hidden = items.nodes.length > 0 && !(unlaid && items.nodes.length > UNLAID);
  if (unlaid && items.nodes.length > UNLAID) items = { nodes: [], edges: [] };
  worn.clear();
  const look = palette();
  const front = chosenForeground();
  shapes = new vis.DataSet(items.nodes.map((node) => ({ ...bare(node), ...dressed(node, look, front) })));
  lines = new vis.DataSet(items.edges.map((edge) => ({ ...bare(edge), ...lined(edge, look, front) })));
  if (network === null) create(canvas, look);
  else {
    network.setOptions(options(look));
    network.setData({ nodes: shapes, edges: lines });
  }
  if (unlaid && items.nodes.length) settle();
  zoom("fit");
}

export function markNetwork(section, changed) {
  if (isBig() && changed.size === 1 && changed.has("hovered")) return;
  if (network === null || drawn(state.limit || NETWORK_LIMIT) !== held) drawNetwork();
  if (network !== null) later();
}

export function zoom(how) {
  const animation = CALM.matches ? false : { duration: 220, easingFunction: "easeInOutQuad" };
  if (how === "fit") network?.moveTo({ ...whole(), animation: false });
  else network?.moveTo({ scale: network.getScale() * (how === "in" ? 1.35 : 1 / 1.35), animation });
}

// Position and scale at which everything is seen; vis-network's own reckoning takes what was not drawn yet to be at 0.
function whole() {
  const { clientWidth, clientHeight } = part("canvas");
  const { left, right, top, bottom } = extentOf(Object.values(network.getPositions()));
  const scale = Math.min(clientWidth / (right - left), clientHeight / (bottom - top), 1.25);
  return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Number.isFinite(scale) ? scale : 1 };
}

// The rectangle that holds these points and their labels.
export function extentOf(points) {
  const bound = (axis, first, beyond) => points.reduce((so, point) => first(so, point[axis] + beyond), points.length ? points[0][axis] + beyond : 0);
  return { left: bound("x", Math.min, -85), right: bound("x", Math.max, 85), top: bound("y", Math.min, -40), bottom: bound("y", Math.max, 60) };
}

// For a picture of it: items with their looks, and where they stand.
export function networkScene() {
  return { ...items, looks: { node: (id) => shapes.get(id), edge: (id) => lines.get(id) }, at: network.getPositions(), palette: palette() };
}

function create(canvas, look) {
  network = new vis.Network(canvas, { nodes: shapes, edges: lines }, options(look));
  network.on("click", ({ pointer }) => choose(thing(network.getNodeAt(pointer.DOM), network.getEdgeAt(pointer.DOM)), "network"));
  network.on("hoverNode", ({ node }) => pointed(canvas, thing(node)));
  network.on("hoverEdge", ({ edge }) => pointed(canvas, thing(undefined, edge)));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => pointed(canvas, null));
  network.once("afterDrawing", () => (canvas.dataset.drawn = "yes"));
  canvas.addEventListener("keydown", pressed);
  // where something stands on the page, in pixels of the canvas: for tests and for pages that embed this one
  canvas.whereIs = (id) => network.canvasToDOM(network.getPosition(id));
  canvas.whereIsLink = (id) => network.canvasToDOM(middle(id));
  canvas.view = () => ({ ...network.getViewPosition(), scale: network.getScale() });
}

function pointed(canvas, what) {
  canvas.classList.toggle("pointing", what !== null);
  hover(what);
}

function isBig() {
  return items.nodes.length > CALM_FROM;
}

function thing(node, edge) {
  const item = items.nodes.find((each) => each.id === node) ?? items.edges.find((each) => each.id === edge);
  if (!item) return null;
  return item.link ? { link: item.link.id } : { party: item.id };
}

// Arrows go from party to party, plus and minus zoom.
function pressed(event) {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === "+" || event.key === "=") zoom("in");
  else if (event.key === "-") zoom("out");
  else if (event.key === "0") zoom("fit");
  else if (event.key === "Enter") part("card").focus();
  else if (step && items.nodes.length) stepTo(nearest(step));
  else return;
  event.preventDefault();
}

// The focus stays here, so that the next arrow goes on; what is reached is said aloud.
function stepTo(party) {
  choose({ party }, "arrows");
  part("said").textContent = labelOf(partyOf.get(party));
}

function nearest([dx, dy]) {
  const parties = items.nodes.filter((node) => !node.link);
  const at = network.getPositions();
  const here = at[state.selected?.party];
  if (!here) return parties[0]?.id;
  const distance = (node) => {
    const [x, y] = [at[node.id].x - here.x, at[node.id].y - here.y];
    const along = x * dx + y * dy;
    return along <= 1 ? Infinity : along + 2 * Math.abs(x * dy + y * dx);
  };
  const best = parties.reduce((one, other) => (distance(other) < distance(one) ? other : one));
  return distance(best) === Infinity ? state.selected.party : best.id;
}

// Cut parts that were not laid out beforehand find their places here, once.
function settle() {
  network.setOptions({ physics: { enabled: true, stabilization: { enabled: false }, barnesHut: { springLength: 130, avoidOverlap: 0.5 } } });
  network.stabilize(250);
  network.storePositions();
  network.setOptions({ physics: { enabled: false } });
}

function options(look) {
  const font = { color: look.ink, size: 14, face: look.sans, strokeWidth: 4, strokeColor: look.canvas, vadjust: -2 };
  // what is selected shows in our colours; vis-network's own selection would draw everything once more
  const interaction = { ...settings.interaction, selectable: false };
  const edges = { smooth: false, arrows: { to: { scaleFactor: 0.55 } }, hoverWidth: 0.6, ...settings.edges };
  return { ...settings, interaction, nodes: { ...settings.nodes, font }, edges };
}

// The colours that the style sheet gives in this theme.
function palette() {
  const probe = part("canvas");
  const style = getComputedStyle(probe);
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const found = { ink: colour("ink"), faint: colour("ink-faint"), canvas: colour("canvas"), dark: colour("dark") !== "rgb(255, 255, 255)", sans: style.fontFamily };
  probe.style.color = "";
  return found;
}

// The declared colour, lifted towards white where the paper is dark; the style sheet does the same to the marks.
function lifted(colour, look) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${parts.map((each) => Math.round(each + (255 - each) * (look.dark ? 0.32 : 0))).join(",")})`;
}

function later() {
  if (waiting) return;
  waiting = true;
  // the card is painted first; the canvas, which takes its time, follows
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      waiting = false;
      restyle();
      if (state.selected !== revealed) reveal();
    }),
  );
}

function restyle() {
  const look = palette();
  const front = isBig() ? chosenForeground() : foreground();
  shapes.update(restyled(items.nodes, (node) => ({ id: node.id, ...dressed(node, look, front) })));
  lines.update(restyled(items.edges, (edge) => ({ id: edge.id, ...lined(edge, look, front) })));
}

// Only what looks different from before: vis-network takes its time over every item it is given.
function restyled(all, dress) {
  return all.map(dress).filter((item) => {
    const look = JSON.stringify([item.opacity, item.borderWidth, item.width, item.color, item.font]);
    const same = worn.get(item.id) === look;
    worn.set(item.id, look);
    return !same;
  });
}

// vis-network would copy whatever hangs on an item, and a partnership hangs together with everything.
function bare({ link, bend, ...item }) {
  return item;
}

function dressed(item, look, front) {
  if (item.link) {
    const colour = lifted(relationOf(item.link.relation).colour, look);
    const hollow = item.link.ends.length === 1;
    const fill = { background: hollow ? look.canvas : colour, border: colour };
    return { opacity: opacityOf(item.link, front), color: { ...fill, hover: fill } };
  }
  const one = partyOf.get(item.id);
  const faint = !isIn(one) || (front !== null && !front.parties.has(one));
  const chosen = state.selected?.party === one.id;
  const fill = { background: lifted(kindOf(one.kind).colour, look), border: chosen ? look.ink : look.canvas };
  return {
    opacity: faint ? FAINT : 1,
    borderWidth: chosen ? 3 : 1.5,
    color: { ...fill, hover: fill },
    // the halo of a faint label would cut the lines that matter
    font: { color: faint ? look.faint : look.ink, strokeColor: look.canvas, strokeWidth: faint ? 0 : 4 },
  };
}

function lined(edge, look, front) {
  const colour = lifted(relationOf(edge.link.relation).colour, look);
  const chosen = state.selected?.link === edge.link.id;
  return { width: chosen ? 4 : 1.8, color: { color: colour, hover: colour, opacity: opacityOf(edge.link, front) } };
}

function opacityOf(link, front) {
  if (!isLinkIn(link) || (front !== null && !front.links.has(link))) return FAINT;
  return link.standing === "accepted" ? 0.85 : UNSETTLED;
}

function middle(id) {
  const link = linkOf.get(id);
  if (shapes.get(hubId(link)) !== null) return network.getPosition(hubId(link));
  const [one, other] = link.ends.map((end) => network.getPosition(end.id));
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

// Bring what was chosen elsewhere (search, table, tray, card) into sight.
function reveal() {
  const { selected, from } = state;
  revealed = selected;
  if (selected === null || from === "network") return;
  const standing = selected.link ? linkOf.get(selected.link).ends.every((end) => shapes.get(end.id)) : selected.party && shapes.get(selected.party);
  if (!standing) return;
  const position = selected.link ? middle(selected.link) : network.getPosition(selected.party);
  const animation = CALM.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" };
  network.moveTo({ position, scale: Math.max(network.getScale(), 0.8), animation });
}
