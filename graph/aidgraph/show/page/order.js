// The order of parties within each column that lets few lines cross: means of neighbours first, then swaps.

const SWEEPS = 24;
const SWAPS = 6;
// counting crossings takes the square of the ties: beyond this, the means must do
const MANY = 1000;
const WORK = 4e6;

// columns: lists of parties; ties: pairs of parties. Returns the columns in their new order.
export function ordered(columns, ties) {
  const near = new Map(columns.flat().map((one) => [one, []]));
  for (const [one, other] of ties) {
    near.get(one).push(other);
    near.get(other).push(one);
  }
  let best = columns.map((column) => [...column]);
  let current = best;
  if (ties.length > MANY) {
    for (let sweep = 0; sweep < SWEEPS / 3; sweep += 1) best = swept(best, near, sweep % 2 ? [2, 1, 0] : [0, 1, 2]);
    return best;
  }
  let fewest = crossings(best, ties);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    current = swept(current, near, sweep % 2 ? [2, 1, 0] : [0, 1, 2]);
    const count = crossings(current, ties);
    if (count < fewest) [best, fewest] = [current, count];
  }
  return ties.length ** 2 * near.size > WORK ? best : swapped(best, ties, fewest);
}

function heights(columns) {
  return new Map(columns.flatMap((column) => column.map((one, at) => [one, (at + 0.5) / column.length])));
}

function swept(columns, near, sequence) {
  const next = columns.map((column) => [...column]);
  for (const index of sequence) {
    const at = heights(next);
    const wanted = new Map(
      next[index].map((one) => {
        const others = near.get(one).map((other) => at.get(other));
        return [one, others.length ? others.reduce((sum, each) => sum + each, 0) / others.length : at.get(one)];
      }),
    );
    next[index].sort((one, other) => wanted.get(one) - wanted.get(other));
  }
  return next;
}

// How often straight lines between the columns would cross; ties within a column count by how far they reach.
function crossings(columns, ties) {
  const at = heights(columns);
  const side = new Map(columns.flatMap((column, index) => column.map((one) => [one, index])));
  const lines = [];
  let reach = 0;
  for (const [one, other] of ties) {
    const [a, b] = side.get(one) <= side.get(other) ? [one, other] : [other, one];
    if (side.get(a) === side.get(b)) reach += Math.abs(at.get(a) - at.get(b)) * columns[side.get(a)].length * 0.2;
    else lines.push([side.get(a), at.get(a), side.get(b), at.get(b)]);
  }
  let count = reach;
  for (let i = 0; i < lines.length; i += 1) {
    for (let j = 0; j < i; j += 1) if (cross(lines[i], lines[j])) count += 1;
  }
  return count;
}

// Lines run over the columns 0, 1, 2; two of them are compared where both are.
function cross([x1, y1, x2, y2], [u1, v1, u2, v2]) {
  const [left, right] = [Math.max(x1, u1), Math.min(x2, u2)];
  if (left >= right) return false;
  const along = (x, [a, c], [b, d]) => c + ((d - c) * (x - a)) / (b - a);
  const before = along(left, [x1, y1], [x2, y2]) - along(left, [u1, v1], [u2, v2]);
  const after = along(right, [x1, y1], [x2, y2]) - along(right, [u1, v1], [u2, v2]);
  return before * after < -1e-9;
}

function swapped(columns, ties, fewest) {
  let best = fewest;
  for (let round = 0; round < SWAPS; round += 1) {
    let better = false;
    for (const column of columns) {
      for (let at = 1; at < column.length; at += 1) {
        [column[at - 1], column[at]] = [column[at], column[at - 1]];
        const count = crossings(columns, ties);
        if (count < best) [best, better] = [count, true];
        else [column[at - 1], column[at]] = [column[at], column[at - 1]];
      }
    }
    if (!better) break;
  }
  return columns;
}
