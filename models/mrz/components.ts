import type { Grey } from './grey.ts';

/** A connected white region as an elongated blob: centre, direction of its longer axis (radians), extents in pixels. */
export interface Blob {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly length: number;
  readonly thickness: number;
}

interface Moments {
  n: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
}

/** Connected regions (runs of a row that touch a run of the row above) of at least `minPixels`, from their second moments. */
export function blobs(source: Grey, minPixels: number): Blob[] {
  const parent: number[] = [];
  const moments: Moments[] = [];
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] as number;
    parent[i] = root;
    return root;
  };
  let above: { from: number; to: number; id: number }[] = [];
  for (let y = 0; y < source.height; y++) {
    const here: { from: number; to: number; id: number }[] = [];
    let k = 0;
    for (let x = 0; x < source.width; x++) {
      if (source.data[y * source.width + x] === 0) continue;
      const from = x;
      while (x < source.width && source.data[y * source.width + x] !== 0) x++;
      const run = { from, to: x, id: -1 };
      while (k > 0 && (above[k - 1]?.to ?? 0) > from) k--;
      for (; k < above.length && (above[k]?.from ?? 0) < run.to; k++) {
        const other = above[k];
        if (other === undefined || other.to <= from) continue;
        const root = find(other.id);
        if (run.id < 0) run.id = root;
        else parent[root] = find(run.id);
      }
      if (run.id < 0) {
        run.id = parent.length;
        parent.push(run.id);
        moments.push({ n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 });
      }
      add(moments[run.id] as Moments, from, run.to, y);
      here.push(run);
    }
    above = here;
  }
  const merged = new Map<number, Moments>();
  for (let i = 0; i < moments.length; i++) {
    const own = moments[i] as Moments;
    const root = find(i);
    const sum = merged.get(root);
    if (sum === undefined) merged.set(root, { ...own });
    else for (const key of ['n', 'x', 'y', 'xx', 'yy', 'xy'] as const) sum[key] += own[key];
  }
  return [...merged.values()].filter((m) => m.n >= minPixels).map(shape);
}

function add(m: Moments, from: number, to: number, y: number): void {
  for (let x = from; x < to; x++) {
    m.x += x;
    m.xx += x * x;
    m.xy += x * y;
  }
  const n = to - from;
  m.n += n;
  m.y += n * y;
  m.yy += n * y * y;
}

/** A rectangle of length a has variance a²/12 along it; the thickness follows from the area. */
function shape(m: Moments): Blob {
  const x = m.x / m.n;
  const y = m.y / m.n;
  const xx = m.xx / m.n - x * x + 1 / 12;
  const yy = m.yy / m.n - y * y + 1 / 12;
  const xy = m.xy / m.n - x * y;
  const root = Math.sqrt((xx - yy) ** 2 / 4 + xy * xy);
  const length = Math.sqrt(12 * ((xx + yy) / 2 + root));
  return { x, y, angle: Math.atan2(2 * xy, xx - yy) / 2, length, thickness: m.n / length };
}
