// The interface speaks one of its languages. What the data says is never translated here.

import { chinese } from "./chinese.js";
import { english } from "./english.js";

const WORDS = { en: english, zh: chinese };

let language = "en";

export function speak(name) {
  language = name in WORDS ? name : "en";
}

export function spoken() {
  return language;
}

export function number(n) {
  return n.toLocaleString("en-US");
}

// A word may hold {places} that are filled in.
export function word(key, places = {}) {
  const text = WORDS[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof places[name] === "number" ? number(places[name]) : places[name]));
}

// Codes of the data are an open list to the page: one without a word of its own is shown as it is.
export function coded(family, code) {
  return code ? WORDS[language][`${family}.${code}`] ?? code : "";
}

// The text in the language spoken, else in one of those preferred, else in any.
export function worded(labels, preferred, fallback) {
  const wanted = [language, ...preferred];
  const found = wanted.find((each) => labels[each]?.trim());
  return found ? labels[found] : Object.values(labels).find((text) => text.trim()) ?? fallback;
}
