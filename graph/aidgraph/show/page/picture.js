// The current view as a picture: an SVG that stands by itself, with title and legend, and the PNG made from it.

import { kindLabel, labelOf, partyOf, relationLabel, title } from "./data.js";
import { save } from "./csv.js";
import { part, plain, svg } from "./dom.js";
import { widthOf, fontOf, wrapped } from "./labels.js";
import { shapePath, stroked } from "./marks.js";
import { extentOf, networkScene } from "./network.js";
import { state } from "./state.js";
import { tableRows } from "./table.js";
import { word } from "./words.js";

const PAINT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "paint-order"];
const TYPE = ["font-size", "font-weight", "text-anchor", "letter-spacing"];
const PAD = 28;
const ROWS = 200;

export function savePicture(kind) {
  const picture = drawnPicture();
  const text = new XMLSerializer().serializeToString(picture);
  const file = `${plain(title, 40).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "aidgraph"}-${state.view}`;
  if (kind === "svg") save(text, "image/svg+xml", `${file}.svg`);
  else painted(text, picture).then((blob) => save(blob, "image/png", `${file}.png`));
}

function painted(text, picture) {
  const [width, height] = ["width", "height"].map((side) => Number(picture.getAttribute(side)));
  // twice the size for sharp print, but no more than a canvas can hold
  const scale = Math.min(2, 12_000 / width, 12_000 / height);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  return image.decode().then(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * scale, height * scale];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  });
}

// Title above, the view, the legend below; styles written onto the elements, since no style sheet goes along.
function drawnPicture() {
  const view = { network: networkPicture, table: tablePicture }[state.view]?.() ?? screenPicture();
  const [width, height] = ["width", "height"].map((side) => Number(view.getAttribute(side)));
  const wide = Math.max(width, 560);
  const below = legend(wide, height + 62);
  const size = { width: wide + 2 * PAD, height: height + 62 + below.height + PAD };
  const font = { "font-family": getComputedStyle(document.body).fontFamily };
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", class: "picture", ...size, ...font });
  const paper = svg("rect", { class: "paper", width: "100%", height: "100%" });
  const head = svg("text", { class: "title", x: PAD, y: 36, text: plain(title, 80) });
  const shown = svg("text", { class: "extent", x: PAD, y: 54, text: plain(part("extent").querySelector(".shown").textContent, 160) });
  view.setAttribute("x", PAD + (wide - width) / 2);
  view.setAttribute("y", 62);
  root.append(paper, head, shown, view, ...below.drawn);
  // only what stands in the page has styles to read
  root.style.position = "absolute";
  root.style.visibility = "hidden";
  document.body.append(root);
  const all = [...root.querySelectorAll("*")];
  for (const element of all) dress(element);
  for (const element of all) undress(element);
  head.setAttribute("font-family", getComputedStyle(part("title")).fontFamily);
  root.remove();
  for (const name of ["style", "class"]) root.removeAttribute(name);
  return root;
}

function dress(element) {
  if (["reach", "box"].some((name) => element.classList.contains(name)) && !element.classList.contains("pill")) return void element.remove();
  const style = getComputedStyle(element);
  if (["path", "rect", "circle", "text", "tspan", "line"].includes(element.localName)) {
    for (const name of [...PAINT, ...TYPE]) {
      const value = style.getPropertyValue(name);
      if (value && value !== "none" && value !== "normal" && !(name === "opacity" && value === "1")) element.setAttribute(name, value);
      else if (name === "fill" && value === "none") element.setAttribute("fill", "none");
    }
  } else if (style.opacity !== "1") element.setAttribute("opacity", style.opacity);
}

// Only when every style has been read: each may hang on the classes of those around it.
function undress(element) {
  for (const name of ["style", "tabindex", "role", "aria-label", "class", "data-party", "data-link", "data-at", "data-side"]) element.removeAttribute(name);
}

function screenPicture() {
  const copy = document.querySelector(`[data-view="${state.view}"] > svg`).cloneNode(true);
  for (const group of copy.querySelectorAll(".heads, .heads ~ .paper")) group.removeAttribute("transform");
  for (const cross of copy.querySelectorAll(".cross")) cross.remove();
  return copy;
}

function legend(width, top) {
  const font = fontOf(12);
  const line = (relation) => stroked(svg("path", { d: "M0 8H28", "stroke-width": 2.2, fill: "none" }), relation);
  const seen = (selector, set) => [...document.querySelectorAll(`[data-entry^="${set} "]${selector}`)].map((entry) => entry.dataset.entry.slice(set.length + 1));
  const entries = [
    ...seen('[aria-pressed="true"]', "offKinds").map((kind) => ({ text: kindLabel(kind), mark: () => shapePath(kind), wide: 16 })),
    ...seen('[aria-pressed="true"]', "offRelations").map((relation) => ({ text: relationLabel(relation), mark: () => line(relation), wide: 30 })),
  ];
  let [x, y] = [PAD, top + 22];
  const drawn = [];
  for (const { text, mark, wide } of entries) {
    const shown = plain(text, 40);
    const length = wide + 6 + widthOf(shown, font) + 20;
    if (x + length > width + PAD && x > PAD) [x, y] = [PAD, y + 22];
    drawn.push(svg("g", { transform: `translate(${x} ${y - 12})` }, mark()), svg("text", { class: "key", x: x + wide + 6, y, text: shown }));
    x += length;
  }
  return { drawn, height: y - top + 8 };
}

function networkPicture() {
  const { nodes, edges, looks, at, palette } = networkScene();
  if (nodes.length === 0) return svg("svg", { width: 200, height: 80 });
  const { left, right, top, bottom } = extentOf(nodes.map((node) => at[node.id]));
  const root = svg("svg", { class: "network", width: right - left, height: bottom - top, viewBox: `${left} ${top} ${right - left} ${bottom - top}` });
  for (const edge of edges) {
    const [from, to, look] = [at[edge.from], at[edge.to], looks.edge(edge.id)];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const bend = edge.bend ?? 0;
    const [x, y] = [(from.x + to.x) / 2 + bend * dy, (from.y + to.y) / 2 - bend * dx];
    const path = svg("path", { d: `M${from.x} ${from.y}Q${x} ${y} ${to.x} ${to.y}`, fill: "none", "stroke-width": look.width });
    stroked(path, edge.link.relation).style.opacity = look.color.opacity;
    root.append(path);
    if (edge.arrows) root.append(tip(to, Math.atan2(to.y - y, to.x - x), looks.node(edge.to).size + 3, path.style));
  }
  for (const node of nodes) {
    const { x, y } = at[node.id];
    const look = looks.node(node.id);
    const scale = node.size / 6.4;
    const place = { transform: `translate(${x - 8 * scale} ${y - 8 * scale}) scale(${scale})` };
    const mark = node.link
      ? svg("circle", { cx: x, cy: y, r: node.size, fill: look.color.border })
      : svg("g", place, shapePath(partyOf.get(node.id).kind));
    mark.style.opacity = look.opacity;
    const lines = node.link ? [] : wrapped(labelOf(partyOf.get(node.id)), { room: 122, lines: 2, font: fontOf(14) });
    const spans = lines.map((each, row) => svg("tspan", { x, y: y + node.size + 16 + row * 16, text: each }));
    const text = svg("text", { class: "node", "text-anchor": "middle" }, ...spans);
    text.style.fill = look.font?.color ?? palette.ink;
    root.append(mark, text);
  }
  return root;
}

// An arrow's head before a party, on the line that comes in at this angle.
function tip({ x, y }, angle, away, { stroke, opacity }) {
  const [left, top] = [x - away * Math.cos(angle), y - away * Math.sin(angle)];
  const head = svg("path", { d: "M0 0l-9 -4v8z", transform: `translate(${left} ${top}) rotate(${(angle * 180) / Math.PI})` });
  head.style.fill = stroke;
  head.style.opacity = opacity;
  return head;
}

function tablePicture() {
  const [head, ...rows] = tableRows();
  const font = fontOf(12);
  const shown = [head, ...rows.slice(0, ROWS)].map((row) => row.map((cell) => wrapped(cell || " ", { room: 190, lines: 1, font })[0]));
  const widths = head.map((_, column) => Math.max(...shown.map((row) => widthOf(row[column] === "—" ? "" : row[column], font))) + 22);
  const starts = widths.map((_, column) => widths.slice(0, column).reduce((sum, each) => sum + each, 0));
  const cellText = (cell, at, column) => svg("text", { class: at ? "key" : "key head", x: starts[column], y: 18 + at * 22, text: cell === "—" ? "" : cell });
  const texts = shown.flatMap((row, at) => row.map((cell, column) => cellText(cell, at, column)));
  const rules = shown.map((_, at) => svg("path", { class: "lattice", d: `M0 ${25 + at * 22}H${widths.reduce((sum, each) => sum + each, 0)}` }));
  const left = rows.length > ROWS ? [svg("text", { class: "extent", y: 18 + (ROWS + 1) * 22, text: word("nMore", { n: rows.length - ROWS }) })] : [];
  return svg("svg", { width: widths.reduce((sum, each) => sum + each, 0), height: 30 + (shown.length + left.length) * 22 }, ...rules, ...texts, ...left);
}
