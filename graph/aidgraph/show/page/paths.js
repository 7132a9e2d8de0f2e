// The shortest way from one party to another, from partner to partner.

import { isGroup } from "./data.js";

// Whom a partnership ties to a party: the other side, never those beside it; among peers, everybody else.
function opposite(link, one) {
  if (link.tos.length === 0) return link.mutual ? link.froms.filter((end) => end !== one) : [];
  return [...(link.froms.includes(one) ? link.tos : []), ...(link.tos.includes(one) ? link.froms : [])];
}

// Steps {from, link, to, open}; open says that the source leaves open whether just these two are paired.
export function shortest(start, end, counts) {
  const reached = new Map([[start, null]]);
  let edge = [start];
  while (edge.length && !reached.has(end)) {
    const next = [];
    for (const from of edge) {
      for (const link of from.links) {
        if (!counts(link)) continue;
        for (const to of opposite(link, from)) {
          if (reached.has(to)) continue;
          reached.set(to, { from, link, to, open: isGroup(link) && link.pairing === "unspecified" });
          next.push(to);
        }
      }
    }
    edge = next;
  }
  const steps = [];
  for (let step = reached.get(end); step; step = reached.get(step.from)) steps.unshift(step);
  return steps;
}
