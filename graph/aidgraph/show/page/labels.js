// Labels broken into short lines that fit: between words (also Chinese ones), never inside a character with its marks.

import { plain } from "./dom.js";

const pen = document.createElement("canvas").getContext("2d");
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function fontOf(size, weight = 400) {
  return `${weight} ${size}px ${getComputedStyle(document.documentElement).getPropertyValue("--sans")}`;
}

// what the pen says of its font is not what it was told
let told = "";

export function widthOf(text, font) {
  if (told !== font) pen.font = told = font;
  return pen.measureText(text).width;
}

const known = new Map();

export function wrapped(label, { room, lines, font }) {
  const key = `${label}\n${Math.ceil(room)} ${lines} ${font}`;
  if (!known.has(key)) known.set(key, broken(plain(label), Math.ceil(room) + 1, lines, font));
  return known.get(key);
}

function broken(text, room, lines, font) {
  if (widthOf(text, font) <= room) return [text];
  const pieces = [...words.segment(text)].map(({ segment }) => segment);
  if (lines > 1) {
    const halves = pieces
      .map((_, at) => [pieces.slice(0, at).join("").trim(), pieces.slice(at).join("").trim()])
      .filter(([first, second]) => first && !/^[\p{P}、，）]/u.test(second))
      .map((pair) => ({ pair, widest: Math.max(...pair.map((half) => widthOf(half, font))) }))
      .sort((one, other) => one.widest - other.widest);
    if (halves.length && halves[0].widest <= room) return halves[0].pair;
  }
  const made = [""];
  for (const piece of pieces.flatMap((each) => (widthOf(each, font) > room ? [...characters.segment(each)].map(({ segment }) => segment) : [each]))) {
    const longer = made.at(-1) + piece;
    if (widthOf(longer.trim(), font) <= room) made[made.length - 1] = longer;
    else if (made.length < lines) made.push(piece.trimStart());
    else return [...made.slice(0, -1), shortened(longer, room, font)];
  }
  return made.map((line) => line.trim()).filter(Boolean);
}

function shortened(text, room, font) {
  const kept = [...characters.segment(text)].map(({ segment }) => segment);
  while (kept.length > 1 && widthOf(`${kept.join("").trim()}…`, font) > room) kept.pop();
  return `${kept.join("").trim()}…`;
}
