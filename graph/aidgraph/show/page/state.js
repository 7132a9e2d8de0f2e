// The data of the page, what is selected and faded, and who wants to know when that changes.

export const data = JSON.parse(document.getElementById("data").textContent);

export const nodes = new Map(data.nodes.map((node) => [node.id, node]));
export const links = new Map(data.links.map((link) => [link.id, link]));
export const unlinked = new Map(data.unlinked.map((one) => [one.id, one]));

// Those without a partnership are held to be found, not drawn.
export const drawn = new Set(data.drawing.nodes.filter((node) => !node.link).map((node) => node.id));

const linksOf = new Map();
for (const link of data.links) {
  link.ends = [...new Set([...link.froms, ...link.tos])];
  for (const end of link.ends) {
    if (!linksOf.has(end)) linksOf.set(end, []);
    linksOf.get(end).push(link);
  }
}

export function partnerships(id) {
  return linksOf.get(id) ?? [];
}

// selected: null, {party: id} or {link: id}; from: where it was chosen, so that the canvas moves only when it must.
export const state = { view: "network", selected: null, from: "", fadedKinds: new Set(), fadedRelations: new Set() };

const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

export function change(patch) {
  Object.assign(state, patch);
  const changed = new Set(Object.keys(patch));
  for (const listener of listeners) listener(changed);
}

export function choose(selected, from) {
  change({ selected, from });
}

export function toggle(set, value) {
  const faded = new Set(state[set]);
  if (!faded.delete(value)) faded.add(value);
  change({ [set]: faded });
}

export function partyFaded(node) {
  return state.fadedKinds.has(node.kind);
}

export function linkFaded(link) {
  return state.fadedRelations.has(link.relation) || link.ends.some((end) => partyFaded(nodes.get(end)));
}

// What a selection brings to the fore: ids of parties and of links; null when nothing is selected.
export function foreground() {
  const { selected } = state;
  if (selected === null) return null;
  const chosen = selected.link ? [links.get(selected.link)] : partnerships(selected.party);
  if (selected.party && chosen.length === 0) return null;
  return {
    parties: new Set([...(selected.party ? [selected.party] : []), ...chosen.flatMap((link) => link.ends)]),
    links: new Set(chosen.map((link) => link.id)),
  };
}
