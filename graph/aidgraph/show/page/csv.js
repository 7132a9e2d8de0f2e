// Rows as CSV that a spreadsheet opens without running anything in it, and text handed to the reader as a file.

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/iu;

// A cell that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay.
function neutralised(cell) {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

export function csv(rows) {
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  // the mark at the beginning tells spreadsheets that it is UTF-8
  return `\ufeff${rows.map((row) => row.map((cell) => quoted(neutralised(cell))).join(",")).join("\r\n")}\r\n`;
}

export function tsv(rows) {
  return rows.map((row) => row.map((cell) => neutralised(cell.replace(/\s+/g, " "))).join("\t")).join("\n");
}

export function save(content, type, file) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// Whether the text could be put on the clipboard.
export function copy(text) {
  return navigator.clipboard ? navigator.clipboard.writeText(text).then(() => true, () => copyByHand(text)) : Promise.resolve(copyByHand(text));
}

// A page opened from disk, or in a frame, may be kept from the clipboard; the old way may still work.
function copyByHand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
