// Putting the page together: words, views, and the parts that draw themselves.

import { drawCard, startCard } from "./card.js";
import { part } from "./dom.js";
import { drawLegend, startLegend } from "./legend.js";
import { startNetwork, zoom } from "./network.js";
import { startSearch } from "./search.js";
import { change, choose, data, drawn, onChange, state } from "./state.js";
import { startTable } from "./table.js";
import { drawTray, startTray } from "./tray.js";
import { speak, word } from "./words.js";

const root = document.documentElement;

function useLanguage(language) {
  root.lang = language;
  speak(language);
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = word(element.dataset.hint);
  for (const choice of document.querySelectorAll("[data-language]")) choice.setAttribute("aria-pressed", String(choice.dataset.language === language));
  part("title").textContent = data.title.trim() ? data.title : word("title");
  part("title").title = data.title.slice(0, 600);
  part("extent").textContent = extent();
  part("empty").textContent = word(data.total.nodes === 0 ? "nothingAtAll" : "nothing");
}

function extent() {
  const places = { drawn: drawn.size, total: data.total.nodes, links: data.links.length, allLinks: data.total.links };
  return word(data.links.length < data.total.links ? "extentCut" : "extent", places);
}

function showView() {
  for (const section of document.querySelectorAll("[data-view]")) section.hidden = section.dataset.view !== state.view;
  for (const choice of document.querySelectorAll("[data-show]")) choice.setAttribute("aria-pressed", String(choice.dataset.show === state.view));
}

function start() {
  useLanguage(root.lang);
  showView();
  onChange((changed) => {
    if (changed.has("language")) useLanguage(state.language);
    if (changed.has("view")) showView();
  });
  startLegend();
  startCard();
  startTray();
  startTable(document.querySelector('[data-view="table"]'));
  drawLegend();
  drawCard(part("card"));
  drawTray();
  part("empty").hidden = data.links.length > 0;
  startNetwork(part("canvas"));
  startSearch();
  for (const choice of document.querySelectorAll("[data-language]")) choice.addEventListener("click", () => change({ language: choice.dataset.language }));
  for (const choice of document.querySelectorAll("[data-show]")) choice.addEventListener("click", () => change({ view: choice.dataset.show }));
  for (const choice of document.querySelectorAll("[data-zoom]")) choice.addEventListener("click", () => zoom(choice.dataset.zoom));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.selected !== null) choose(null, "keyboard");
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      document.getElementById("search").focus();
    }
  });
}

start();
