/** Keeps the last view and raises its revision only when something in it changed. */
export function createFreshView<V extends { readonly revision: number }>(make: (revision: number) => V): () => V {
  let last: V | null = null;
  let text = '';
  return () => {
    const revision = last?.revision ?? 0;
    const next = make(revision);
    if (last && JSON.stringify(next) === text) return last;
    last = { ...next, revision: revision + 1 };
    text = JSON.stringify(last);
    return last;
  };
}
