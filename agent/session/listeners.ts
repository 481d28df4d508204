/** A set of listeners to one kind of news. */
export interface Listeners<T> {
  /** Returns the way to stop listening. */
  add(listener: (news: T) => void): () => void;
  tell(news: T): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(news: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tell(news) {
      for (const listener of [...listeners]) listener(news);
    },
  };
}
