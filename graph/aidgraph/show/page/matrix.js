// The matrix view: each cell what stands between a row and a column; empty rows and columns are tinted, not left out.

import { coverage, uncovered, kindLabel, nothing, relationLabel, relationOf } from "./data.js";
import { button, el, plain, svg } from "./dom.js";
import { BY, grid, gridBy, gridLevel } from "./grid.js";
import { fontOf, widthOf, wrapped } from "./labels.js";
import { lifted, shapePath, stroked } from "./marks.js";
import { foreground, isLinkIn, isIn } from "./selection.js";
import { change, choose, state } from "./state.js";
import { coded, number, word } from "./words.js";

const ANGLE = 52;
const STRIPES = 4;

let scene = null;
// "row column" in numbers -> {element, cell} or, with -1 for one of them, {element, line} of a heading
const spots = new Map();
let current = "";

export function drawMatrix(section) {
  const model = grid();
  scene = { ...model, ...sized(model, section) };
  spots.clear();
  const { width, height } = scene;
  const said = { role: "group", "aria-label": word("matrixHelp") };
  const root = svg("svg", { class: `matrix ${model.by}`, width, height, viewBox: `0 0 ${width} ${height}`, ...said });
  root.append(bands(), lattice(), body(), ...headings(section));
  listen(root);
  current = spots.has(current) ? current : [...spots.keys()][0] ?? "";
  spots.get(current)?.element.setAttribute("tabindex", "0");
  const choices = BY.map((by) => button({ "aria-pressed": String(by === gridBy()), data: { by }, text: word(`by.${by}`), click: () => change({ by }) }));
  const tools = el("nav", { class: "tools", "aria-label": word("matrixBy") }, ...choices);
  const isCoverage = model.by === "coverage";
  const note = [
    isCoverage && coverage.length > 1 ? el("nav", { class: "tools", "aria-label": word("coverageLevel") }, ...coverage.map(levelButton)) : null,
    isCoverage ? key() : null,
    ...(isCoverage || !coverage.length ? ["few", "many"].map(leftOut) : []),
    [...model.rows, ...model.columns].some((line) => line.empty) ? el("p", { class: "quiet" }, el("span", { class: "swatch" }), ` ${word("matrixEmpty")}`) : null,
    model.left ? el("p", { class: "quiet", text: word("matrixLeft", { n: model.left }) }) : null,
  ];
  const empty = model.rows.length && model.columns.length ? null : el("p", { class: "hint", text: word(nothing) });
  section.replaceChildren(...[el("div", { class: "above" }, tools, ...note), empty ?? root].filter(Boolean));
}

function leftOut(why) {
  const levels = uncovered.filter((one) => one.why === why).map(levelWord);
  return levels.length ? el("p", { class: "quiet", text: word(`coverage.${why}`, { levels: levels.join(", ") }) }) : null;
}

const levelWord = ({ level }) => (level ? kindLabel(level) : word("coverageDirect"));

function levelButton({ level }) {
  const properties = { "aria-pressed": String(level === gridLevel()), data: { level }, text: levelWord({ level }) };
  return button({ ...properties, click: () => change({ level, selected: null }) });
}

// What the parts of a cell of coverage mean.
function key() {
  const entry = (look, text) => [el("span", { class: `swatch ${look}` }), ` ${text} `];
  const entries = ["linked", "unlinked", "unknown"].flatMap((answer) => entry(answer, coded("answer", answer)));
  return el("p", { class: "quiet" }, ...entries, ...entry("complete", word("coverageComplete")));
}

export function markMatrix(section) {
  if (scene === null) drawMatrix(section);
  const front = foreground();
  section.querySelector("svg.matrix")?.classList.toggle("fronted", front !== null && scene.by === "parties");
  for (const { element, cell, line } of spots.values()) {
    if (cell) markCell(element, cell, front);
    else if (line.party) {
      element.classList.toggle("out", !isIn(line.party));
      element.classList.toggle("front", front?.parties.has(line.party) ?? false);
      element.classList.toggle("chosen", state.selected?.party === line.id);
    }
  }
}

function markCell(element, cell, front) {
  const [row, column] = state.selected?.cell ?? [];
  element.classList.toggle("chosen", cell.row === row && cell.column === column);
  if (!cell.links) return;
  element.classList.toggle("out", !cell.links.some(isLinkIn));
  element.classList.toggle("front", cell.links.some((link) => front?.links.has(link)));
}

function sized({ by, rows, columns }, section) {
  const [font, bold] = [fontOf(12), fontOf(12, 600)];
  const longest = (lines) => Math.max(0, ...lines.map((line) => widthOf(line.label.slice(0, 60), line.empty ? bold : font)));
  const narrow = section.clientWidth < 560;
  const left = 26 + Math.min(narrow ? 110 : 210, longest(rows)) + 12;
  const room = Math.min(narrow ? 96 : 150, longest(columns));
  const top = 20 + room * Math.sin((ANGLE * Math.PI) / 180) + 12;
  const free = section.clientWidth - left - 20 - room * Math.cos((ANGLE * Math.PI) / 180);
  const wide = by === "parties" ? [17, 30] : [30, 64];
  const cell = { w: Math.max(wide[0], Math.min(wide[1], free / Math.max(1, columns.length))), h: by === "parties" ? 20 : 24 };
  const slant = room * Math.cos((ANGLE * Math.PI) / 180) + 24;
  return { font, bold, left, top, room, cell, width: left + cell.w * columns.length + slant, height: top + cell.h * rows.length + 20 };
}

const x = (column) => scene.left + scene.cell.w * column;
const y = (row) => scene.top + scene.cell.h * row;

// Rows and columns with nothing in them.
function bands() {
  const [w, h] = [scene.cell.w * scene.columns.length, scene.cell.h * scene.rows.length];
  return svg(
    "g",
    { class: "bands" },
    ...scene.rows.flatMap((line, at) => (line.empty ? [svg("rect", { class: "empty", x: scene.left, y: y(at), width: w, height: scene.cell.h })] : [])),
    ...scene.columns.flatMap((line, at) => (line.empty ? [svg("rect", { class: "empty", x: x(at), y: scene.top, width: scene.cell.w, height: h })] : [])),
    svg("rect", { class: "cross", data: { cross: "row" }, x: scene.left, width: w, height: scene.cell.h, y: -99 }),
    svg("rect", { class: "cross", data: { cross: "column" }, y: scene.top, width: scene.cell.w, height: h, x: -99 }),
  );
}

function lattice() {
  const [right, bottom] = [x(scene.columns.length), y(scene.rows.length)];
  const across = Array.from({ length: scene.rows.length + 1 }, (_, at) => `M${scene.left} ${y(at)}H${right}`);
  const down = Array.from({ length: scene.columns.length + 1 }, (_, at) => `M${x(at)} ${scene.top}V${bottom}`);
  return svg("path", { class: "lattice", d: [...across, ...down].join(""), fill: "none" });
}

function body() {
  const [rowAt, columnAt] = [scene.rows, scene.columns].map((lines) => new Map(lines.map((line, at) => [line.id, at])));
  const max = Math.max(1, ...scene.cells.map((cell) => cell.count ?? 0));
  const group = svg("g", {});
  for (const cell of scene.cells) {
    const at = [rowAt.get(cell.row), columnAt.get(cell.column)];
    const said = `${plain(scene.rows[at[0]].label)}, ${plain(scene.columns[at[1]].label)}: ${told(cell)}`;
    const properties = { class: "cell", role: "button", tabindex: "-1", "aria-label": said, data: { at: at.join(" ") } };
    const element = svg("g", properties, ...inside(cell, x(at[1]), y(at[0]), max), svg("title", { text: said }));
    spots.set(at.join(" "), { element, cell });
    group.append(element);
  }
  return group;
}

function told(cell) {
  if (cell.size ?? cell.parties) return countsOf(cell);
  if (scene.by === "places") return word("nPartnerships", { n: cell.count });
  return [...new Set(cell.links.map((link) => relationLabel(link.relation)))].map((text) => plain(text)).join(", ");
}

// How many have which answer, and of how many somebody says that they exist.
export function countsOf(cell) {
  const answers = ["linked", "unlinked", "unknown"].filter((answer) => cell[answer]);
  const told = answers.map((answer) => `${coded("answer", answer)} ${number(cell[answer])}`);
  if (cell.roster === undefined) return told.join(", ");
  const roster = cell.complete ? "coverageRoster" : cell.roster ? "coverageListed" : "coverageNone";
  return [...told, word(roster, { n: cell.roster })].join(", ");
}

function inside(cell, left, top, max) {
  const { w, h } = scene.cell;
  if (scene.by === "parties") return stripes(cell, left, top);
  const text = (value) => svg("text", { class: "value", x: left + w / 2, y: top + h / 2 + 4, "text-anchor": "middle", text: value });
  if (scene.by === "places") {
    const tint = svg("rect", { class: "heat", x: left + 1, y: top + 1, width: w - 2, height: h - 2 });
    tint.style.fillOpacity = 0.12 + 0.6 * Math.sqrt(cell.count / max);
    return [tint, text(number(cell.count))];
  }
  const size = cell.size ?? cell.parties.length;
  const share = cell.linked / size;
  const told = `${number(cell.linked)}/${number(size)}`;
  let from = left + 1;
  const piece = (answer) => {
    const width = ((w - 2) * cell[answer]) / size;
    from += width;
    return svg("rect", { class: answer, x: from - width, y: top + h - 4, width, height: 3 });
  };
  const answers = scene.by === "coverage" ? ["linked", "unlinked", "unknown"] : ["linked"];
  const look = scene.by === "coverage" && share === 1 ? "full" : "gap";
  return [
    svg("rect", { class: cell.complete ? `${look} complete` : look, x: left + 1, y: top + 1, width: w - 2, height: h - 2 }),
    ...answers.map(piece),
    text(share === 1 || w < 6.8 * told.length ? number(cell.linked) : told),
  ];
}

// A stripe for each relation: its colour as a tint, its line across.
function stripes(cell, left, top) {
  const { w, h } = scene.cell;
  const relations = [...new Set(cell.links.map((link) => link.relation))].slice(0, STRIPES);
  return relations.flatMap((relation, at) => {
    const tall = (h - 2) / relations.length;
    const from = top + 1 + at * tall;
    const tint = svg("rect", { class: "tint", x: left + 1, y: from, width: w - 2, height: tall });
    tint.style.fill = lifted(relationOf(relation).colour);
    return [tint, stroked(svg("path", { class: "dash", d: `M${left + 1} ${from + tall / 2}h${w - 2}` }), relation)];
  });
}

function headings(section) {
  const row = (line, at) => {
    const mark = line.kind ? shapeAt(line.kind, scene.left - 24, y(at) + scene.cell.h / 2 - 6) : null;
    const text = svg("text", { x: scene.left - (mark ? 30 : 10), y: y(at) + scene.cell.h / 2 + 4, "text-anchor": "end", text: short(line, scene.left - 38) });
    return heading(line, "row", at, mark, text);
  };
  const column = (line, at) => {
    const [left, base] = [x(at) + scene.cell.w / 2, scene.top - 6];
    const mark = line.kind ? shapeAt(line.kind, left - 6, base - 12) : null;
    const text = svg("text", { transform: `translate(${left + 3} ${base - (mark ? 14 : 2)}) rotate(${-ANGLE})`, text: short(line, scene.room) });
    return heading(line, "column", at, mark, text);
  };
  const paper = (box) => svg("rect", { class: "paper", ...box });
  const down = svg("g", { class: "heads" }, paper({ x: 0, y: 0, width: scene.left - 3, height: scene.height }), ...scene.rows.map(row));
  const across = svg("g", { class: "heads" }, paper({ x: 0, y: 0, width: scene.width, height: scene.top - 3 }), ...scene.columns.map(column));
  const corner = paper({ x: 0, y: 0, width: scene.left - 3, height: scene.top - 3 });
  section.onscroll = () => {
    const above = section.firstElementChild.offsetHeight;
    const [dx, dy] = [section.scrollLeft, Math.max(0, section.scrollTop - above)];
    down.setAttribute("transform", `translate(${dx} 0)`);
    across.setAttribute("transform", `translate(0 ${dy})`);
    corner.setAttribute("transform", `translate(${dx} ${dy})`);
  };
  return [down, across, corner];
}

function shapeAt(kind, left, top) {
  return svg("g", { transform: `translate(${left} ${top}) scale(0.75)` }, shapePath(kind));
}

function short(line, room) {
  return wrapped(line.label, { room, lines: 1, font: line.empty ? scene.bold : scene.font })[0];
}

function heading(line, side, at, mark, text) {
  const opens = line.party || line.drill;
  const classes = `head${line.empty ? " empty" : ""}${line.out ? " out" : ""}${opens ? " opens" : ""}`;
  const where = side === "row" ? `${at} -1` : `-1 ${at}`;
  const role = opens ? { role: "button", tabindex: "-1", "aria-label": plain(line.label) } : {};
  const element = svg("g", { class: classes, data: { at: where, side }, ...role }, mark, text, svg("title", { text: plain(line.label) }));
  if (opens) spots.set(where, { element, line });
  return element;
}

function open(spot) {
  if (!spot) choose(null, "matrix");
  else if (spot.line?.drill) change({ scope: { within: spot.line.drill, toward: "" }, selected: null });
  else if (spot.line) choose({ party: spot.line.id }, "matrix");
  else if (scene.by === "parties" && spot.cell.links.length === 1) choose({ link: spot.cell.links[0].id }, "matrix");
  else choose({ cell: [spot.cell.row, spot.cell.column] }, "matrix");
}

function listen(root) {
  const spotOf = (target) => spots.get(target.closest?.("[data-at]")?.dataset.at);
  const crosshair = (target) => {
    const [row, column] = (target?.closest?.("[data-at]")?.dataset.at ?? "-1 -1").split(" ").map(Number);
    root.querySelector('[data-cross="row"]').setAttribute("y", row < 0 ? -999 : y(row));
    root.querySelector('[data-cross="column"]').setAttribute("x", column < 0 ? -999 : x(column));
  };
  root.addEventListener("pointerover", (event) => crosshair(event.target));
  root.addEventListener("pointerleave", () => crosshair(null));
  root.addEventListener("click", (event) => open(spotOf(event.target)));
  root.addEventListener("focusin", (event) => {
    crosshair(event.target);
    if (!spotOf(event.target)) return;
    spots.get(current)?.element.setAttribute("tabindex", "-1");
    current = event.target.closest("[data-at]").dataset.at;
    event.target.setAttribute("tabindex", "0");
  });
  root.addEventListener("keydown", (event) => {
    const acts = event.key === "Enter" || event.key === " ";
    const next = acts ? null : neighbour(event.key);
    if (acts || next) event.preventDefault();
    if (acts) open(spotOf(event.target));
    next?.element.focus();
  });
}

// The nearest cell with something in it, or heading, in the direction of the arrow.
function neighbour(key) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  if (!step) return null;
  const [row, column] = current.split(" ").map(Number);
  let best = null;
  let nearest = Infinity;
  for (const [at, spot] of spots) {
    const [dy, dx] = [Number(at.split(" ")[0]) - row, Number(at.split(" ")[1]) - column];
    const along = dy * step[0] + dx * step[1];
    const distance = along + 3 * (Math.abs(dy * step[1]) + Math.abs(dx * step[0]));
    if (along > 0 && distance < nearest) [best, nearest] = [spot, distance];
  }
  return best;
}
