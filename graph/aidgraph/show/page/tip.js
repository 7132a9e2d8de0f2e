// The small text beside the pointer: the full name of what is under it.

import { kindLabel, labelOf, linkOf, partyOf, placeLabel, relationLabel } from "./data.js";
import { el, name, part, separated } from "./dom.js";
import { onChange, state } from "./state.js";

const at = { x: 0, y: 0 };

export function startTip() {
  const tip = part("tip");
  document.addEventListener("pointermove", (event) => {
    Object.assign(at, { x: event.clientX, y: event.clientY });
    if (!tip.hidden) place(tip);
  });
  onChange((changed) => {
    if (!changed.has("hovered")) return;
    tip.hidden = state.hovered === null;
    if (tip.hidden) return;
    tip.replaceChildren(...(state.hovered.link ? ofLink(linkOf.get(state.hovered.link)) : ofParty(partyOf.get(state.hovered.party))));
    place(tip);
  });
}

function ofParty(one) {
  const facts = [kindLabel(one.kind), one.place && placeLabel(one.place)].filter(Boolean);
  return [el("strong", {}, name(labelOf(one))), el("span", { class: "quiet" }, ...separated(facts.map((text) => name(text))))];
}

function ofLink(link) {
  const since = link.since ? [name(link.since)] : [];
  const facts = separated([name(relationLabel(link.relation)), ...since]);
  const way = link.tos.length ? (link.mutual ? " ↔ " : " → ") : "";
  return [el("strong", {}, ...facts), el("span", { class: "quiet" }, ...ends(link.froms), way, ...ends(link.tos))];
}

function ends(list) {
  const shown = list.slice(0, 3).flatMap((one, index) => (index ? [", ", name(labelOf(one))] : [name(labelOf(one))]));
  return list.length > 3 ? [...shown, " …"] : shown;
}

// Beside the pointer, and never outside the window.
function place(tip) {
  const { width, height } = tip.getBoundingClientRect();
  const x = at.x + 14 + width > innerWidth ? at.x - width - 10 : at.x + 14;
  const y = at.y + 18 + height > innerHeight ? at.y - height - 10 : at.y + 18;
  tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
}
