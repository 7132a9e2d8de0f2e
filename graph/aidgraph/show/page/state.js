// What is shown and how: one state, changed in one place, told to whoever listens.

const REJECTED = new Set(["rejected"]);

export const fresh = Object.freeze({
  selected: null, // null, {party}, {link}, {total}, {path: [from, to]} or {cell: [row, column]}, by id
  offKinds: new Set(),
  offRelations: new Set(),
  offSources: new Set(),
  offStandings: REJECTED,
  place: "", // only what concerns this place; the rest fades
  asOf: "", // as exact as it is given: a year, a month or a day
  scope: null, // all, or {around: [party], hops}, {within: place, toward: place or ""}; the rest is left out
  limit: 0, // how many parties a drawing holds; 0 is what the view finds readable
  by: "", // what the matrix sets against each other
  level: "", // of what places the matrix counts coverage
  table: "partnerships",
  sort: "",
  find: "", // what rows of the table must hold
  mark: "", // which of those without a partner the tray holds
});

export const state = {
  ...fresh,
  view: "",
  language: "en",
  theme: "auto",
  from: "", // where the selection was made, so that a view moves only when it must
  hovered: null, // {party} or {link}, while the pointer or the focus is there
  picking: "", // the party from which a path is looked for
};

const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

export function change(patch) {
  const changed = new Set(Object.keys(patch).filter((key) => patch[key] !== state[key]));
  Object.assign(state, patch);
  if (changed.size) for (const listener of listeners) listener(changed);
}

export function choose(selected, from) {
  if (selected?.party && state.picking && selected.party !== state.picking) {
    change({ selected: { path: [state.picking, selected.party] }, picking: "", from });
  } else {
    change({ selected, from });
  }
}

export function toggle(set, value) {
  const off = new Set(state[set]);
  if (!off.delete(value)) off.add(value);
  change({ [set]: off });
}

export function hover(thing) {
  if (thing?.party !== state.hovered?.party || thing?.link !== state.hovered?.link) change({ hovered: thing });
}

// The filters that fade; what is selected and the scope are no filters.
const FILTERS = ["offKinds", "offRelations", "offSources", "offStandings", "place", "asOf"];

function same(one, other) {
  if (!(one instanceof Set)) return one === other;
  return one.size === other.size && [...one].every((value) => other.has(value));
}

export function filtersInUse() {
  return FILTERS.filter((key) => !same(state[key], fresh[key]));
}

export function clearFilters() {
  change(Object.fromEntries(FILTERS.map((key) => [key, fresh[key]])));
}

export function isFresh(key) {
  return same(state[key], fresh[key]);
}
