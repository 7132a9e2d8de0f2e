// The whole state in the address: its fragment is written after a change and read on "back", "forward" and arrival.

import { linkOf, links, parties, partyOf, places, totalOf } from "./data.js";
import { change, fresh, isFresh, onChange, state } from "./state.js";

// Ids share their beginning, which need not stand in the address.
const PREFIX = shared([...parties, ...links].map((each) => each.id));

function shared(ids) {
  let prefix = ids[0] ?? "";
  for (const id of ids) while (!id.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix.slice(0, Math.max(prefix.lastIndexOf("/"), prefix.lastIndexOf("#"), prefix.lastIndexOf(":")) + 1);
}

const short = (id) => (PREFIX && id.startsWith(PREFIX) ? `.${id.slice(PREFIX.length)}` : id);
const long = (id) => (id.startsWith(".") ? PREFIX + id.slice(1) : id);
const several = (ids) => ids.map(short).join(" ");
const each = (text) => text.split(" ").filter(Boolean).map(long);

const SETS = { offKinds: "no-kind", offRelations: "no-relation", offSources: "no-source", offStandings: "no-standing" };
const TEXTS = { asOf: "as-of", by: "by", level: "level", table: "rows", sort: "sort", find: "find", mark: "mark" };
// Whoever goes back wants to leave a place, not to undo each notch of a slider.
const STEPS = new Set(["view", "selected", "scope", "by", "level", "table"]);

let start = {};

function written() {
  const words = new URLSearchParams();
  const { selected, scope } = state;
  if (state.view !== start.view) words.set("view", state.view);
  if (state.language !== start.language) words.set("lang", state.language);
  if (state.theme !== "auto") words.set("theme", state.theme);
  for (const [kind, value] of Object.entries(selected ?? {})) words.set(kind, several([value].flat()));
  if (scope?.around) words.set("around", several(scope.around));
  if (scope?.around && scope.hops !== 1) words.set("hops", scope.hops);
  if (scope?.within) words.set("within", short(scope.within));
  if (scope?.toward) words.set("toward", short(scope.toward));
  if (state.place) words.set("place", short(state.place));
  if (state.limit) words.set("limit", state.limit);
  for (const [key, word] of Object.entries(SETS)) if (!isFresh(key)) words.set(word, [...state[key]].map(encodeURIComponent).join(" "));
  for (const [key, word] of Object.entries(TEXTS)) if (!isFresh(key)) words.set(word, state[key]);
  return String(words);
}

function read() {
  const words = new URLSearchParams(location.hash.slice(1));
  const text = (word, otherwise) => words.get(word) ?? otherwise;
  const patch = { view: text("view", start.view), language: text("lang", start.language), theme: text("theme", "auto") };
  if (!document.querySelector(`[data-view="${CSS.escape(patch.view)}"]`)) patch.view = start.view;
  if (!document.querySelector(`[data-language="${CSS.escape(patch.language)}"]`)) patch.language = start.language;
  if (!["light", "dark"].includes(patch.theme)) patch.theme = "auto";
  patch.selected = selected(text);
  patch.scope = null;
  const hops = Math.min(9, Math.max(1, Number.parseInt(text("hops", "1"), 10) || 1));
  const [within, toward, around] = [long(text("within", "")), long(text("toward", "")), each(text("around", "")).filter((id) => partyOf.has(id))];
  if (places.has(within)) patch.scope = { within, toward: places.has(toward) ? toward : "" };
  if (around.length) patch.scope = { around, hops };
  patch.place = places.has(long(text("place", ""))) ? long(text("place", "")) : "";
  patch.limit = Math.max(0, Number.parseInt(text("limit", "0"), 10) || 0);
  for (const [key, word] of Object.entries(SETS)) {
    const values = text(word, "").split(" ").filter(Boolean);
    patch[key] = words.has(word) ? new Set(values.map(decoded)) : fresh[key];
  }
  for (const [key, word] of Object.entries(TEXTS)) patch[key] = text(word, fresh[key]);
  if (!/^\d{4}(-\d\d){0,2}$/.test(patch.asOf)) patch.asOf = "";
  return { ...patch, from: "address" };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// What a later build no longer holds is not selected.
function selected(text) {
  for (const [kind, held] of [["party", partyOf], ["link", linkOf], ["total", totalOf]]) {
    const id = long(text(kind, ""));
    if (held.has(id)) return { [kind]: id };
  }
  const [path, cell] = [each(text("path", "")), each(text("cell", ""))];
  if (path.length === 2 && path.every((id) => partyOf.has(id))) return { path };
  return cell.length === 2 ? { cell } : null;
}

export function startAddress(beginning) {
  start = beginning;
  change(read());
  let current = written();
  onChange((changed) => {
    const next = written();
    if (next === current) return;
    const step = [...changed].some((key) => STEPS.has(key));
    current = next;
    try {
      history[step ? "pushState" : "replaceState"](null, "", `#${next}`);
    } catch {
      // a frame without an address of its own keeps its state to itself
    }
  });
  const arrive = () => {
    current = location.hash.slice(1);
    change(read());
  };
  addEventListener("popstate", arrive);
  addEventListener("hashchange", () => current !== location.hash.slice(1) && arrive());
}
