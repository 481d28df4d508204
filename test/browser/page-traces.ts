import type { Page } from 'playwright-core';

/**
 * Places of the page in which one of the texts can still be found, and every store or picture that holds anything at all: the
 * cardholder's page keeps nothing of a person, so nothing may be there that would have to be looked into.
 */
export async function tracesInPage(page: Page, texts: readonly string[]): Promise<readonly string[]> {
  return page.evaluate(async (wanted) => {
    const places: Record<string, string> = {
      document: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll('input, textarea, select')]
        .map((field) => (field as HTMLInputElement).value)
        .join(' '),
      address: location.href,
      history: JSON.stringify(history.state ?? ''),
      name: window.name,
      title: document.title,
    };
    const found = Object.entries(places).flatMap(([place, text]) =>
      wanted.filter((one) => text.toUpperCase().includes(one.toUpperCase())).map((one) => `${place}: ${one}`),
    );
    const stored = {
      localStorage: Object.keys(localStorage),
      sessionStorage: Object.keys(sessionStorage),
      indexedDB: (await indexedDB.databases()).map(({ name }) => name ?? ''),
      caches: await caches.keys(),
      cookies: document.cookie === '' ? [] : [document.cookie],
      serviceWorkers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    };
    const kept = Object.entries(stored).flatMap(([store, keys]) => keys.map((key) => `${store}: ${key}`));
    const pictures = [...document.querySelectorAll('video, canvas, img')].map((element) => element.tagName);
    return [...found, ...kept, ...pictures];
  }, texts);
}
