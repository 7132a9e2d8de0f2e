// The data block turned back into records: tables whose rows refer to each other become objects that hold ids.

const raw = JSON.parse(document.getElementById("data").textContent);

function records({ fields, rows }) {
  return rows.map((row) => {
    const record = {};
    for (let at = 0; at < fields.length; at += 1) record[fields[at]] = row[at] ?? null;
    return record;
  });
}

function preferred(labels) {
  const language = raw.languages.find((each) => labels[each] !== undefined);
  return language === undefined ? "" : labels[language];
}

const TEXTS = {
  links: ["pairing", "unnamed", "since", "until", "since_day", "until_day", "ended_by", "at"],
  claims: ["quote", "locator", "since", "until", "as_of", "status", "amount", "currency", "unit", "bound", "note"],
  totals: ["from_kind", "to_kind", "unit", "amount", "currency", "bound"],
  sources: ["id", "title", "publisher", "issued", "url"],
};

function filled(record, fields) {
  for (const field of fields) record[field] ??= "";
  return record;
}

const nodes = records(raw.nodes);
const ids = nodes.map((node) => raw.base + (node.id ?? ""));
const places = records(raw.places);
const placeIds = places.map((place) => raw.base + (place.id ?? ""));

const sources = records(raw.sources).map((one) => {
  const spoken = one.self_reported === null ? null : one.self_reported === 1;
  return { ...filled(one, TEXTS.sources), self_reported: spoken };
});

const claims = records(raw.claims).map(({ file, row, ...one }) => {
  const name = file === null ? "" : raw.files[file];
  const where = row === null ? name : `${name}:${row}`;
  const codes = { stance: one.stance ?? "supports", review: one.review ?? "accepted", basis: one.basis ?? "stated" };
  return { ...filled(one, TEXTS.claims), where, ...codes };
});

// Claims stand in the order of what they are about.
let next = 0;
function evidence(number) {
  const first = next;
  next += number ?? 0;
  return claims.slice(first, next);
}

const links = records(raw.links).map(({ claims: told, ...one }) => ({
  ...filled(one, TEXTS.links),
  id: raw.base + (one.id ?? ""),
  froms: (one.froms ?? []).map((row) => ids[row]),
  tos: (one.tos ?? []).map((row) => ids[row]),
  mutual: one.mutual === null ? raw.relations[one.relation].mutual : one.mutual === 1,
  status: one.status ?? "unknown",
  standing: one.standing ?? "accepted",
  implied: one.implied ?? false,
  via: one.via ?? [],
  evidence: evidence(told),
}));

const degrees = new Map(ids.map((id) => [id, 0]));
for (const link of links) for (const end of new Set([...link.froms, ...link.tos])) degrees.set(end, degrees.get(end) + 1);

nodes.forEach((node, row) => {
  const labels = node.labels ?? {};
  const place = node.place === null ? "" : placeIds[node.place];
  const rest = { aliases: node.aliases ?? [], initials: node.initials ?? [], side: node.side ?? "platform" };
  const degree = node.degree ?? degrees.get(ids[row]);
  Object.assign(node, rest, { id: ids[row], labels, label: node.label ?? preferred(labels), place, degree });
  node.is_place ??= false;
  if (node.x === null) for (const axis of ["x", "y"]) delete node[axis];
});

const rowOf = new Map(ids.map((id, row) => [id, row]));
const placed = places.map((place, row) => {
  const id = placeIds[row];
  const label = place.label ?? nodes[rowOf.get(id)]?.labels ?? {};
  return [id, { label, parent: place.parent === null ? "" : placeIds[place.parent], level: place.level ?? "" }];
});

const totals = records(raw.totals);
const totalIds = totals.map((one) => raw.base + (one.id ?? ""));
totals.forEach((one, row) => {
  const ends = { from: one.from === null ? "" : ids[one.from], to: one.to === null ? "" : ids[one.to] };
  const within = one.within === null ? "" : totalIds[one.within];
  const rest = { id: totalIds[row], because: raw.reasons[one.because], within, evidence: evidence(one.claims) };
  Object.assign(filled(one, TEXTS.totals), ends, rest);
});

const unlinked = records(raw.unlinked).map((one) => ({
  id: one.node === null ? one.id ?? "" : ids[one.node],
  label: one.node === null ? one.label ?? "" : nodes[one.node].label,
  answer: one.answer,
  because: one.because,
  marks: one.marks ?? [],
}));

// Where the hubs stand, by the ids of their partnerships.
function drawn({ hubs, options }) {
  return { hubs: Object.fromEntries(Object.entries(hubs).map(([row, at]) => [links[row].id, at])), options };
}

// A place by its id, or by its label where the page does not hold it.
const kinds = Object.keys(raw.kinds);
const cells = records(raw.coverage).map(({ place, kind, unknown, linked, roster, unlinked, complete }) => {
  const counts = { unknown: unknown ?? 0, linked: linked ?? 0, unlinked: unlinked ?? 0 };
  const size = counts.unknown + counts.linked + counts.unlinked;
  return { row: placeIds[place] ?? place ?? "", column: kinds[kind], ...counts, size, roster: roster ?? 0, complete: complete === 1 };
});
const levels = raw.coverage.levels.map(([level, count]) => ({ level, why: count, cells: count > 0 ? cells.splice(0, count) : [] }));
const [coverage, uncovered] = [levels.filter((one) => one.cells.length), levels.filter((one) => !one.cells.length)];

export const block = {
  title: raw.title,
  languages: raw.languages,
  interface: raw.interface,
  total: raw.total,
  scope: raw.scope,
  kinds: raw.kinds,
  relations: raw.relations,
  sources,
  places: Object.fromEntries(placed),
  nodes,
  links,
  totals,
  unlinked,
  reasons: raw.reasons,
  drawing: raw.drawing === null ? null : drawn(raw.drawing),
  aggregate: raw.aggregate,
  coverage,
  uncovered,
  atCoverage: raw.at_coverage,
};
