// Making elements. Text reaches the page only as text nodes; styles only through the object model.

const SVG = "http://www.w3.org/2000/svg";

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "click") element.addEventListener("click", value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function el(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

// A name from the data: set apart, so that its direction and overrides end with it.
export function name(text, className = "") {
  return el("bdi", { class: `name ${className}`.trim(), text: readable(text), title: text.length > 60 ? plain(text, 600) : null });
}

export function readable(text) {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : "—";
}

// For canvas, drawings and attributes, where nothing sets a name apart: without characters that act instead of being
// read, and without marks piled upon marks. The two joiners stay: Persian, Uyghur and emoji need them.
export function plain(text, most = 300) {
  const short = [...text.slice(0, 2 * most)].slice(0, most).join("");
  return readable(
    short
      .replace(/[\p{Zl}\p{Zp}\p{Cc}]+/gu, " ")
      .replace(/(?![\u200c\u200d])[\p{Cf}\p{Cs}]/gu, "")
      .replace(/(\p{M}{2})\p{M}+/gu, "$1")
      .replace(/\s+/gu, " ")
      .trim(),
  );
}

export function button(properties, ...children) {
  return el("button", { type: "button", ...properties }, ...children);
}

export function part(value) {
  return document.querySelector(`[data-part="${value}"]`);
}

export function separated(items) {
  return items.flatMap((item, index) => (index ? [" · ", item] : [item]));
}

// Only http and https lead anywhere; everything else stays text.
export function source(text, address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return name(text);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return name(text);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, name(text));
}

// A long list in instalments, so that what has thousands of entries opens at once.
export function inParts(items, make, { first = 60, more, tag = "div" }) {
  const list = el(tag, { class: "list" });
  const next = button({ class: "more" });
  let shown = 0;
  const step = () => {
    const added = items.slice(shown, shown + first).map(make);
    shown += added.length;
    if (next.isConnected || shown < items.length) list.append(next);
    if (next.parentElement) next.before(...added);
    else list.append(...added);
    next.textContent = more(Math.min(first, items.length - shown));
    if (shown === items.length) next.remove();
  };
  next.addEventListener("click", step);
  step();
  return list;
}
