import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const EXECUTABLE = '/usr/bin/chromium';

/** True where a real Chromium can run; says once why not. */
export function chromiumIsHere(suite: string): boolean {
  if (existsSync(EXECUTABLE)) return true;
  console.log(`skipped: ${suite} (apt install chromium)`);
  return false;
}

export async function openChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--no-first-run',
      '--mute-audio',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
}

/** Builds both pages into a folder of their own, so that a test never shows an old build. */
export async function buildPages(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'kiosk-pages-'));
  await build({
    configFile: fileURLToPath(new URL('../../kiosk/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

export const SIZES = [
  { width: 1080, height: 1920 },
  { width: 1280, height: 800 },
] as const;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of WCAG 2.1 AA that the page breaks: `rule: element`. */
export async function accessibilityTrouble(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(async () => {
    type Found = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<Found> } };
    const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  });
}

/** Pixels by which the page is wider than the screen, and the words that are cut off inside their own box. */
export async function overflow(page: Page): Promise<{ readonly page: number; readonly cut: readonly string[] }> {
  return await page.evaluate(() => {
    const root = document.documentElement;
    const cut = [...document.querySelectorAll('h1, h2, h3, p, li, button, label, strong')]
      .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
      .map((element) => (element.textContent ?? '').slice(0, 60));
    return { page: Math.max(0, root.scrollWidth - root.clientWidth), cut };
  });
}

/** Interactive elements smaller than 48 px in both directions. */
export async function smallTargets(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('button, select, input:not([type="checkbox"]):not([type="radio"]), a')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 47.5 || box.width < 47.5))
      .map(({ element, box }) => `${(element.textContent ?? element.id).slice(0, 40)} ${box.width} × ${box.height}`),
  );
}
