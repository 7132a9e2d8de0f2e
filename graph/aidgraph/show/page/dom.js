// Making elements. Text reaches the page only as text nodes; styles only through the object model.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "click") element.addEventListener("click", value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A name from the data: set apart, so that its direction and overrides end with it.
export function name(text, className = "") {
  return el("bdi", { class: `name ${className}`, text: readable(text), title: text.length > 60 ? text.slice(0, 600) : null });
}

export function readable(text) {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : "—";
}

export function button(properties, ...children) {
  return el("button", { type: "button", ...properties }, ...children);
}

export function part(value) {
  return document.querySelector(`[data-part="${value}"]`);
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
