// What sources say: claims with their words, where they stand, and what is known of who says so.

import { sources } from "./data.js";
import { el, inParts, name, readable, separated, source } from "./dom.js";
import { coded, number, word } from "./words.js";

export function evidence(claims) {
  if (claims.length === 0) return el("p", { class: "quiet", text: word("noEvidence") });
  return inParts(claims, claim, { more: (n) => word("more", { n }) });
}

export function tag(text, tone) {
  return el("span", { class: "tag", data: { tone }, text });
}

// An amount, a count: with its unit and how exact it is said to be.
export function measure({ count, unit, amount, currency, bound }) {
  const how = bound && bound !== "exact" ? `${coded("bound", bound)} ` : "";
  const stated = (value) => value !== undefined && value !== null && value !== "";
  const parts = [];
  if (stated(count)) parts.push(`${how}${number(Number(count))} ${coded("unit", unit ?? "")}`.trim());
  if (stated(amount)) parts.push(`${how}${number(Number(amount))} ${currency ?? ""}`.trim());
  return parts;
}

function claim(one) {
  const said = sources[one.source];
  const passage = one.start !== undefined && one.start !== null ? `char=${one.start},${one.end}` : "";
  const stood = [one.locator || passage, one.where].filter((text) => text?.trim());
  const facts = [
    one.since && `${word("since")} ${one.since}`,
    one.until && `${word("until")} ${one.until}`,
    one.as_of && `${word("asOf")} ${one.as_of}`,
    one.status && one.status !== "unknown" && coded("status", one.status),
    ...measure(one),
  ].filter(Boolean);
  const { stance = "supports", review = "accepted", basis = "stated" } = one;
  const speaks = said.self_reported;
  const tags = [
    stance === "contradicts" ? tag(coded("stance", stance), "disputed") : null,
    tag(coded("review", review), review),
    basis === "implied" ? tag(coded("basis", basis), "implied") : null,
    speaks === undefined || speaks === null ? null : tag(word(speaks ? "selfReported" : "notSelfReported"), "speaker"),
  ];
  const issued = [said.publisher, said.issued].filter((text) => text?.trim()).map((text) => name(String(text)));
  return el(
    "figure",
    { class: "claim", data: { stance } },
    one.quote?.trim() ? el("blockquote", { dir: "auto", text: readable(one.quote) }) : null,
    el("figcaption", {}, ...separated([source(said.title, said.url), ...issued])),
    facts.length ? el("p", { class: "said" }, ...separated(facts.map((text) => name(text)))) : null,
    stood.length ? el("p", { class: "stood" }, ...separated(stood.map((text) => name(text)))) : null,
    one.note?.trim() ? el("p", { class: "note-text", dir: "auto" }, name(one.note)) : null,
    el("p", { class: "tags" }, ...tags.filter((each) => each !== null)),
  );
}
