/** A stretch of time, ms. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Placed<T> {
  readonly item: T;
  /** Which lane of how many, from the left. */
  readonly lane: number;
  readonly lanes: number;
}

/**
 * Puts what overlaps side by side: each in the first lane that is free, and all of what hangs together equally wide.
 *
 * The classical greedy colouring of an interval graph by start: it never takes more lanes than run at one moment.
 */
export function laid<T>(items: readonly T[], stretchOf: (item: T) => Stretch): readonly Placed<T>[] {
  const ordered = [...items].sort((a, b) => {
    const [one, other] = [stretchOf(a), stretchOf(b)];
    return one.start - other.start || other.end - one.end;
  });
  const placed: Placed<T>[] = [];
  let cluster: { item: T; lane: number }[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const { item, lane } of cluster) placed.push({ item, lane, lanes: ends.length });
    cluster = [];
    ends = [];
  };
  for (const item of ordered) {
    const { start, end } = stretchOf(item);
    if (ends.every((busy) => busy <= start)) close();
    const free = ends.findIndex((busy) => busy <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    cluster.push({ item, lane });
  }
  close();
  return placed;
}
