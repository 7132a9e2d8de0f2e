// Putting the page together: words, theme, the four views, and the parts that draw themselves.

import { startAddress } from "./address.js";
import { drawCard, startCard } from "./card.js";
import { COLUMNS_LIMIT, drawColumns, markColumns, revealInColumns } from "./columns.js";
import { copy } from "./csv.js";
import { atCoverage, places, title } from "./data.js";
import { part } from "./dom.js";
import { drawExtent, startExtent } from "./extent.js";
import { drawFilters, startFilters } from "./filters.js";
import { drawLegend, startLegend } from "./legend.js";
import { drawMatrix, markMatrix } from "./matrix.js";
import { drawNetwork, markNetwork, NETWORK_LIMIT, zoom } from "./network.js";
import { savePicture } from "./picture.js";
import { startSearch } from "./search.js";
import { selection } from "./selection.js";
import { change, choose, onChange, state } from "./state.js";
import { drawTable, markTable, saveTable } from "./table.js";
import { startTip } from "./tip.js";
import { drawTray, startTray } from "./tray.js";
import { speak, word } from "./words.js";

const root = document.documentElement;
const VIEWS = ["columns", "network", "matrix", "table"];
const DRAW = { columns: drawColumns, network: drawNetwork, matrix: drawMatrix, table: drawTable };
const MARK = { columns: markColumns, network: markNetwork, matrix: markMatrix, table: markTable };
// What changes where things stand; everything else only changes how they look.
const MOVES = {
  columns: ["language", "scope", "limit"],
  network: ["language", "scope", "limit", "theme"],
  matrix: ["language", "scope", "limit", "by", "level", "offKinds", "offRelations", "offSources", "offStandings", "place", "asOf"],
  table: ["language", "table"],
};
const stale = new Set(VIEWS);

const section = (view) => document.querySelector(`[data-view="${view}"]`);

// The most telling view of what there is to draw.
function firstView() {
  const { parties } = selection();
  const tied = parties.filter((one) => one.links.length).length;
  if (atCoverage || (tied === 0 && parties.length)) return "matrix";
  if (tied <= COLUMNS_LIMIT) return "columns";
  if (tied <= NETWORK_LIMIT) return "network";
  // without places there is nothing to gather them by: some of them say more than one number for all
  return places.size > 1 ? "matrix" : "columns";
}

function useWords() {
  root.lang = state.language;
  speak(state.language);
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = word(element.dataset.hint);
  for (const element of document.querySelectorAll("[data-title]")) element.title = word(element.dataset.title);
  part("title").textContent = title.trim() ? title : word("title");
  part("title").title = title.slice(0, 600);
}

function useChoices() {
  root.dataset.theme = state.theme;
  for (const choice of document.querySelectorAll("[data-language]")) choice.setAttribute("aria-pressed", String(choice.dataset.language === state.language));
  for (const choice of document.querySelectorAll("[data-show]")) choice.setAttribute("aria-pressed", String(choice.dataset.show === state.view));
  for (const view of VIEWS) section(view).hidden = view !== state.view;
  part("theme").setAttribute("aria-pressed", String(state.theme !== "auto"));
}

function showView(changed) {
  const { view } = state;
  if (stale.delete(view)) DRAW[view](section(view));
  MARK[view](section(view), changed);
  if (view === "columns" && changed.has("selected")) revealInColumns();
}

function update(changed) {
  if (changed.has("language")) useWords();
  for (const view of VIEWS) if (MOVES[view].some((key) => changed.has(key))) stale.add(view);
  if (["language", "theme", "view"].some((key) => changed.has(key))) useChoices();
  showView(changed);
}

const ACTIONS = {
  png: () => savePicture("png"),
  svg: () => savePicture("svg"),
  csv: saveTable,
  print: () => print(),
  address: (button) => copy(location.href).then((done) => tell(button, done ? "copied" : "copyFailed")),
};

function tell(button, key) {
  button.textContent = word(key);
  setTimeout(() => (button.textContent = word(button.dataset.word)), 1800);
}

function nextTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return { auto: dark ? "light" : "dark", light: dark ? "auto" : "dark", dark: dark ? "light" : "auto" }[state.theme] ?? "auto";
}

function listen() {
  for (const choice of document.querySelectorAll("[data-language]")) choice.addEventListener("click", () => change({ language: choice.dataset.language }));
  for (const choice of document.querySelectorAll("[data-show]")) choice.addEventListener("click", () => change({ view: choice.dataset.show }));
  for (const choice of document.querySelectorAll("[data-zoom]")) choice.addEventListener("click", () => zoom(choice.dataset.zoom));
  for (const action of document.querySelectorAll("[data-save]")) action.addEventListener("click", () => ACTIONS[action.dataset.save](action));
  part("theme").addEventListener("click", () => change({ theme: nextTheme() }));
  part("filter-button").addEventListener("click", () => part("legend").classList.toggle("open"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    stale.add("network");
    showView(new Set(["theme"]));
  });
  addEventListener("resize", later);
  document.addEventListener("keydown", pressed);
}

let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    stale.add("columns").add("matrix");
    showView(new Set());
  }, 120);
}

function pressed(event) {
  if (event.key === "Escape") {
    if (state.picking) change({ picking: "" });
    else if (state.selected !== null) choose(null, "keyboard");
  }
  const typing = event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey;
  if (typing) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search").focus();
  }
  const view = VIEWS[Number(event.key) - 1];
  if (view) change({ view });
}

function start() {
  startAddress({ view: firstView(), language: root.lang });
  useWords();
  useChoices();
  for (const begin of [startLegend, startFilters, startCard, startTray, startExtent, startTip]) begin();
  drawLegend();
  drawFilters();
  drawTray();
  drawExtent();
  drawCard(part("card"));
  startSearch();
  listen();
  showView(new Set(["selected"]));
  onChange(update);
  requestAnimationFrame(() => (root.dataset.ready = "yes"));
}

start();
