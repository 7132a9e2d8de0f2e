// The answer card: who or what is selected, its partnerships, and for each what every source says.

import { button, el, name, part, readable, source } from "./dom.js";
import { arrow, line, shape } from "./marks.js";
import { choose, data, links, nodes, onChange, partnerships, state, unlinked } from "./state.js";
import { coded, word } from "./words.js";

const FIRST = 60;
const WIDE = matchMedia("(min-width: 48rem)");

export function startCard() {
  const card = part("card");
  onChange((changed) => {
    if (!changed.has("selected") && !changed.has("language")) return;
    drawCard(card);
    if (changed.has("selected") && state.selected !== null) card.focus({ preventScroll: WIDE.matches });
  });
}

export function drawCard(card) {
  const { selected } = state;
  card.classList.toggle("idle", selected === null);
  if (selected === null) card.replaceChildren(...idle());
  else card.replaceChildren(close(), ...(selected.link ? ofLink(links.get(selected.link)) : ofParty(selected.party)));
  card.scrollTop = 0;
}

function idle() {
  return [el("p", { class: "invite", text: word("cardEmpty") }), el("p", { class: "quiet", text: word("cardHow") })];
}

function close() {
  return button({ class: "close", "aria-label": word("close"), text: "×", click: () => choose(null, "card") });
}

function ofParty(id) {
  const node = nodes.get(id);
  const alone = unlinked.get(id);
  const found = partnerships(id);
  const degree = node ? node.degree : 0;
  const content = [el("h2", { dir: "auto" }, name((node ?? alone).label))];
  if (node) content.push(about(node));
  else content.push(el("p", { class: "quiet", text: word("nodeNotHeld") }));
  if (alone) content.push(answer(alone));
  if (node && degree === 0 && !alone) content.push(el("p", { class: "quiet", text: word("noPartnerships") }));
  if (degree > 0) {
    const count = found.length < degree ? word("partnershipsPart", { shown: found.length, n: degree }) : `${found.length}`;
    content.push(el("h3", {}, word("partnerships"), el("span", { class: "count", text: count })));
    content.push(inParts(found, (link) => partnership(link, id)));
  }
  return content;
}

function about(node) {
  const facts = [node.kind_label || word(node.is_place ? "place" : "institution"), node.place].filter((text) => text.trim());
  const content = [el("p", { class: "facts" }, shape(node), ...separated(facts.map((text) => name(text))))];
  if (node.aliases.length) content.push(el("p", { class: "quiet" }, `${word("also")} `, ...separated(node.aliases.slice(0, 12).map((text) => name(text)))));
  return el("div", {}, ...content);
}

function answer(alone) {
  return el(
    "div",
    { class: "answer", data: { answer: alone.answer } },
    el("strong", { text: word(`answerLong.${alone.answer}`) }),
    el("p", { dir: "auto" }, name(data.reasons[alone.because])),
  );
}

function ofLink(link) {
  const sides = link.mutual
    ? link.tos.length
      ? [["sideOne", link.froms], ["sideOther", link.tos]]
      : [["sidePeers", link.froms]]
    : [["sideFrom", link.froms], ["sideTo", link.tos]];
  return [
    el("h2", {}, line(link), " ", name(link.relation_label)),
    el("dl", { class: "sides" }, ...sides.flatMap(([key, ends]) => [el("dt", { text: word(key) }), el("dd", {}, ...parties(ends))])),
    ...terms(link),
    el("h3", { text: word("evidence") }),
    ...evidence(link),
  ];
}

// A partnership as one of its parties sees it.
function partnership(link, id) {
  const outward = link.froms.includes(id);
  const own = outward ? link.froms : link.tos;
  const peers = link.mutual && link.tos.length === 0;
  const others = (peers ? own : outward ? link.tos : link.froms).filter((end) => end !== id);
  const company = peers ? [] : own.filter((end) => end !== id);
  const [sign, how] = arrow(link, id);
  return el(
    "article",
    { class: "partnership" },
    el(
      "h4",
      {},
      button({ class: "relation", click: () => choose({ link: link.id }, "card") }, line(link), name(link.relation_label)),
      el("span", { class: "arrow", "aria-hidden": "true", text: sign }),
      el("span", { class: "unseen", text: word(how) }),
    ),
    el("p", { class: "partners" }, ...parties(others)),
    company.length ? el("p", { class: "quiet" }, `${word("together")} `, ...parties(company)) : null,
    ...terms(link),
    ...evidence(link),
  );
}

function parties(ids) {
  if (ids.length === 0) return [el("em", { class: "quiet", text: word("unnamed") })];
  const shown = ids.slice(0, FIRST).map((id) => {
    const node = nodes.get(id);
    return button({ class: "party", click: () => choose({ party: id }, "card") }, shape(node), name(node.label));
  });
  if (ids.length > FIRST) shown.push(el("span", { class: "quiet", text: word("trayMore", { n: ids.length - FIRST }) }));
  return shown;
}

function terms(link) {
  const facts = [];
  if (link.since) facts.push(`${word("since")} ${link.since}`);
  if (link.until) facts.push(`${word("until")} ${link.until}`);
  if (link.status && link.status !== "unknown") facts.push(coded("status", link.status));
  const content = [];
  if (facts.length || link.standing !== "accepted") {
    const standing = link.standing === "accepted" ? null : tag(coded("standing", link.standing), link.standing);
    content.push(el("p", { class: "terms" }, ...separated(facts), standing ? " " : null, standing));
  }
  if (link.pairing === "unspecified") content.push(el("p", { class: "quiet", text: word("unspecified") }));
  if (link.pairing === "all-to-all") content.push(el("p", { class: "quiet", text: word("allToAll") }));
  return content;
}

function evidence(link) {
  if (link.evidence.length === 0) return [el("p", { class: "quiet", text: word("noEvidence") })];
  return [inParts(link.evidence, claim)];
}

function claim(one) {
  const stood = [one.date, one.locator, one.where].filter((text) => text.trim());
  const tags = [
    one.stance === "contradicts" ? tag(coded("stance", one.stance), "disputed") : null,
    tag(coded("review", one.review), one.review),
    one.basis === "implied" ? tag(coded("basis", one.basis), "implied") : null,
    one.self_reported === null ? null : tag(word(one.self_reported ? "selfReported" : "notSelfReported"), "speaker"),
  ];
  return el(
    "figure",
    { class: "claim", data: { stance: one.stance } },
    one.quote.trim() ? el("blockquote", { dir: "auto", text: readable(one.quote) }) : null,
    el("figcaption", {}, el("p", {}, source(one.source, one.url)), stood.length ? el("p", { class: "quiet" }, ...separated(stood.map((text) => name(text)))) : null),
    el("p", { class: "tags" }, ...tags.filter((each) => each !== null)),
    one.note.trim() ? el("p", { class: "quiet", dir: "auto" }, name(one.note)) : null,
  );
}

function tag(text, tone) {
  return el("span", { class: "tag", data: { tone }, text });
}

function separated(items) {
  return items.flatMap((item, index) => (index ? [" · ", item] : [item]));
}

// A long list in instalments, so that a party with thousands of partnerships opens at once.
export function inParts(items, make) {
  const list = el("div", { class: "list" }, ...items.slice(0, FIRST).map(make));
  let shown = Math.min(FIRST, items.length);
  if (shown < items.length) {
    const step = () => Math.min(FIRST, items.length - shown);
    const more = button({ class: "more", text: word("more", { n: step() }) });
    more.addEventListener("click", () => {
      const next = items.slice(shown, shown + FIRST).map(make);
      more.before(...next);
      shown += next.length;
      if (shown === items.length) more.remove();
      else more.textContent = word("more", { n: step() });
    });
    list.append(more);
  }
  return list;
}
