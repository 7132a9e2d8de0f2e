// The columns view: who gives, what they run together, who receives; one curve a partnership.

import { isGroup, kindLabel, labelOf, linkOf, nothing, partyOf } from "./data.js";
import { el, plain, svg } from "./dom.js";
import { fontOf, widthOf } from "./labels.js";
import { laidOut, SIDES } from "./lanes.js";
import { shapePath, stroked } from "./marks.js";
import { drawn, foreground, isIn, isLinkIn } from "./selection.js";
import { choose, hover, state } from "./state.js";
import { number, word } from "./words.js";

export const COLUMNS_LIMIT = 150;

let scene = null;
const groups = new Map(); // party -> its group of elements
const wires = new Map(); // link -> its elements
let current = null; // the party that the tabulator key reaches

export function drawColumns(section) {
  const held = drawn(state.limit || COLUMNS_LIMIT);
  scene = { held, ...laidOut({ ...held, width: Math.max(330, section.clientWidth - 1), height: section.clientHeight - 1 }) };
  groups.clear();
  wires.clear();
  const { width, height } = scene;
  const said = { role: "group", "aria-label": word("columnsHelp") };
  const root = svg("svg", { class: "columns", width, height, viewBox: `0 0 ${width} ${height}`, ...said });
  root.append(lines(), ...scene.hubs.map(hub), ...scene.stubs.map(stub), ...[...scene.spots.values()].map(party), heads(section));
  if (!groups.has(current)) current = scene.columns.flat()[0] ?? null;
  groups.get(current)?.setAttribute("tabindex", "0");
  listen(root);
  section.replaceChildren(held.parties.length ? root : el("p", { class: "hint", text: word(nothing) }));
}

// Only what is faded or brought to the fore changes; everything stays where it is.
export function markColumns(section) {
  if (scene === null || drawn(state.limit || COLUMNS_LIMIT) !== scene.held) drawColumns(section);
  const front = foreground();
  section.firstElementChild?.classList.toggle("fronted", front !== null);
  for (const [one, element] of groups) {
    element.classList.toggle("out", !isIn(one));
    element.classList.toggle("front", front?.parties.has(one) ?? false);
    element.classList.toggle("chosen", state.selected?.party === one.id);
  }
  for (const [link, elements] of wires) {
    for (const element of elements) {
      element.classList.toggle("out", !isLinkIn(link));
      element.classList.toggle("front", front?.links.has(link) ?? false);
      element.classList.toggle("chosen", state.selected?.link === link.id);
    }
  }
}

export function revealInColumns() {
  const { selected, from } = state;
  if (selected === null || from === "columns") return;
  const element = selected.party ? groups.get(partyOf.get(selected.party)) : wires.get(linkOf.get(selected.link))?.[0];
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function wire(link, ...elements) {
  if (!wires.has(link)) wires.set(link, []);
  const group = svg("g", { class: `wire ${link.standing}`, data: { link: link.id } }, ...elements);
  wires.get(link).push(group);
  return group;
}

function lines() {
  const all = scene.wires.map(({ link, d, head }) => {
    const path = stroked(svg("path", { d, class: "line", fill: "none" }), link.relation);
    const tip = head && svg("path", { d: head, class: "tip" });
    if (tip) tip.style.fill = path.style.stroke;
    return wire(link, svg("path", { d, class: "reach", fill: "none" }), path, tip ?? "");
  });
  return svg("g", {}, ...all);
}

function hub({ link, x, y }) {
  const dot = svg("circle", { cx: x, cy: y, r: 4, class: "hub" });
  dot.style.fill = stroked(svg("path"), link.relation).style.stroke;
  return wire(link, dot, svg("circle", { cx: x, cy: y, r: 9, class: "reach" }));
}

function stub({ link, x, y }) {
  const ring = svg("circle", { cx: x, cy: y, r: 3.5, class: "stub", fill: "none" });
  ring.style.stroke = stroked(svg("path"), link.relation).style.stroke;
  return wire(link, ring, svg("circle", { cx: x, cy: y, r: 9, class: "reach" }));
}

function party(spot) {
  const { party: one, side, x, y, lines: texts, tall } = spot;
  const anchor = ["end", "start", "start"][side];
  const textX = [x - 14, spot.left + 26, x + 14][side];
  const markX = side === 1 ? spot.left + 13 : x;
  const lineY = (at) => y + (at - (texts.length - 1) / 2) * scene.line + 4.5;
  const label = svg("text", { class: "label", "text-anchor": anchor }, ...texts.map((text, at) => svg("tspan", { x: textX, y: lineY(at), text })));
  const mark = svg("g", { transform: `translate(${markX - 8} ${y - 8})` }, shapePath(one.kind));
  const [left, right] = side === 1 ? [spot.left, spot.right] : side === 0 ? [2, x + 11] : [x - 11, scene.width - 2];
  const box = svg("rect", { class: side === 1 ? "box pill" : "box", x: left, y: y - tall / 2 + 1.5, width: right - left, height: tall - 3, rx: side === 1 ? 9 : 6 });
  const said = `${plain(labelOf(one))}, ${kindLabel(one.kind)}, ${word("nPartnerships", { n: one.links.length })}`;
  const group = svg("g", { class: "party", role: "button", tabindex: "-1", "aria-label": said, data: { party: one.id } }, box, mark, label);
  groups.set(one, group);
  return group;
}

// The names of the columns stay in sight while the rest scrolls.
function heads(section) {
  const given = scene.held.links.find((link) => link.relation === "counterpartAidTo" && link.standing === "accepted" && !isGroup(link));
  const where = given ? { provider: labelOf(given.froms[0]), recipient: labelOf(given.tos[0]) } : {};
  const sided = scene.held.parties.some((one) => one.side !== "platform");
  const back = svg("rect", { class: "paper", x: 0, y: 0, width: scene.width, height: 30 });
  const group = svg("g", { class: "heads", "aria-hidden": "true" }, back);
  scene.heads.forEach(({ x, left, count }, index) => {
    if (!sided || count === 0) return;
    const side = SIDES[index];
    const name = word(`side.${side}`);
    const texts = [svg("tspan", { class: "side", text: name }), svg("tspan", { dx: 7, class: "tally", text: number(count) })];
    const place = where[side] ? plain(where[side], 24) : "";
    const fits = widthOf(`${name} ${place} ${count}`, fontOf(15)) < [x, 0, scene.width - left][index];
    if (place && fits) texts.splice(1, 0, svg("tspan", { dx: 7, class: "tally", text: place }));
    group.append(svg("text", { x: [x + 6, x, left - 1][index], y: 20, "text-anchor": ["end", "middle", "start"][index] }, ...texts));
  });
  section.onscroll = () => group.setAttribute("transform", `translate(0 ${section.scrollTop})`);
  return group;
}

function thing(target) {
  const { party: id, link } = target.closest?.("[data-party], [data-link]")?.dataset ?? {};
  return id ? { party: id } : link ? { link } : null;
}

function listen(root) {
  root.addEventListener("pointerover", (event) => event.pointerType !== "touch" && hover(thing(event.target)));
  root.addEventListener("pointerleave", () => hover(null));
  root.addEventListener("click", (event) => choose(thing(event.target), "columns"));
  root.addEventListener("focusin", (event) => {
    const one = partyOf.get(thing(event.target)?.party);
    if (!one) return;
    groups.get(current)?.setAttribute("tabindex", "-1");
    current = one;
    groups.get(one).setAttribute("tabindex", "0");
    if (event.target.matches(":focus-visible")) hover({ party: one.id });
  });
  root.addEventListener("focusout", () => hover(null));
  root.addEventListener("keydown", (event) => {
    const to = neighbour(event.key);
    if (to) groups.get(to).focus();
    if (to || event.key === "Enter" || event.key === " ") event.preventDefault();
    if (event.key === "Enter" || event.key === " ") choose({ party: current.id }, "keyboard");
  });
}

// Up and down within a column; left and right to the nearest party of the next column that has any.
function neighbour(key) {
  const { side, y } = scene.spots.get(current);
  const column = scene.columns[side];
  const at = column.indexOf(current);
  if (key === "ArrowDown") return column[at + 1];
  if (key === "ArrowUp") return column[at - 1];
  if (key === "Home") return column[0];
  if (key === "End") return column.at(-1);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (!step) return null;
  const next = [side + step, side + 2 * step].map((index) => scene.columns[index] ?? []).find((each) => each.length);
  const far = (one) => Math.abs(scene.spots.get(one).y - y);
  return next?.reduce((best, one) => (far(one) < far(best) ? one : best));
}
