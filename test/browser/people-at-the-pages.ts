import type { Browser, Page } from 'playwright-core';
import { COMPARISON_FEATURES } from '../../agent/contract/vocabulary/comparison.ts';
import type { Colour, StopReason } from '../../agent/contract/vocabulary/verdict.ts';
import { type ScenarioId, scenarioOf } from '../../drivers/simulation/scenarios.ts';
import { en } from '../../kiosk/languages/en.ts';

/** Longest wait for any one thing on a screen, milliseconds: a machine under load reads a page in tens of seconds. */
const PATIENCE_MS = 90_000;

/** The result as it stands on the cardholder's screen. */
export interface Told {
  readonly colour: Colour;
  readonly findings: readonly string[];
}

/** Somebody at the cardholder's screen, who reads headings and presses buttons. */
export interface Cardholder {
  readonly page: Page;
  /** Types the reference, starts and goes on in English. */
  checkIn(reference: string): Promise<void>;
  press(button: string): Promise<void>;
  /** Waits until the screen has this heading. */
  sees(heading: string): Promise<void>;
  /** Waits for the result; whenever the station offers another try, `again` is done. */
  untilResult(again?: (screen: 'document-retry' | 'camera-retry') => Promise<void>): Promise<Told>;
  /** The receipt on the result screen, as soon as the centre has given it. */
  receipt(): Promise<string>;
  /** Ends the visit, wherever it has come to, and waits until the station is free again. */
  leave(): Promise<void>;
}

/** @param before done to the page before it is opened */
export async function openCardholder(
  browser: Browser,
  url: string,
  before: (page: Page) => Promise<void> = async () => {},
): Promise<Cardholder> {
  const page = await openPage(browser, url, { width: 1280, height: 960 }, before);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const sees = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
  return {
    page,
    press,
    sees,
    async checkIn(reference) {
      await page.locator('#reference').fill(reference);
      await page.locator('.reference-form button[type="submit"]').click();
      await page.locator('.language-choice[lang="en"]').click();
      await sees(en.phases.consent.title);
    },
    async untilResult(again) {
      for (;;) {
        await page.locator('.screen-outcome, .screen-retry').waitFor();
        const title = await page.locator('.screen h1').textContent();
        if (await page.locator('.screen-outcome').isVisible()) break;
        const screen = title === en.phases['camera-retry'].title ? 'camera-retry' : 'document-retry';
        if (!again) throw new Error(`the station wants another try: ${await page.locator('.advice').textContent()}`);
        await again(screen);
        await page.waitForFunction((before) => document.querySelector('.screen h1')?.textContent !== before, title);
      }
      return readResult(page);
    },
    receipt: async () => (await page.locator('.receipt code').textContent()) ?? '',
    async leave() {
      const done = page.getByRole('button', { name: en.cardholder.done, exact: true });
      if (await done.isVisible()) await done.click();
      else {
        await press(en.cardholder.leave);
        await page.getByRole('dialog').getByRole('button', { name: en.cardholder.leaveYes }).click();
        await done.click();
      }
      await page.locator('.screen-welcome').waitFor();
    },
  };
}

async function readResult(page: Page): Promise<Told> {
  const classes = (await page.locator('.screen-outcome').getAttribute('class')) ?? '';
  const colour = /outcome-(green|yellow|red|stopped)/.exec(classes)?.[1]?.toUpperCase() as Colour;
  // The colour must be said in words too, for people who do not see it (WCAG 1.4.1).
  await page.locator('.outcome-banner').getByText(en.colours[colour].word, { exact: true }).waitFor();
  await page.getByRole('heading', { name: en.colours[colour].meaning, exact: true }).waitFor();
  return { colour, findings: await page.locator('.outcome-reasons li').allTextContents() };
}

/** The officer at the console, with the simulator dock beside it. */
export interface Officer {
  readonly page: Page;
  /** Puts the people and documents of a scenario in place; answers the reference of their order. */
  load(scenario: ScenarioId): Promise<string>;
  setNetwork(online: boolean): Promise<void>;
  /** Two officers, each with the whole list and the same answer. */
  answersComparison(answer: 'same-person' | 'different-person' | 'cannot-tell'): Promise<void>;
  stops(reason: StopReason): Promise<void>;
}

/** Opens the console with the address that the start prints, key and all. */
export async function openOfficer(browser: Browser, url: string): Promise<Officer> {
  const page = await openPage(browser, url, { width: 1600, height: 1000 });
  await page.getByRole('button', { name: en.language.name, exact: true }).click();
  await page.getByRole('heading', { name: en.staff.pageTitle }).waitFor();
  const dialog = page.getByRole('dialog');
  return {
    page,
    async load(scenario) {
      const { title, order } = scenarioOf(scenario);
      await page.getByLabel(en.staff.scenario, { exact: true }).selectOption(scenario);
      const [answer] = await Promise.all([
        page.waitForResponse('**/api/staff/simulator'),
        page.getByRole('button', { name: en.staff.load, exact: true }).click(),
      ]);
      if (!(await answer.json()).accepted) throw new Error(`the dock did not load ${title}`);
      return order.reference;
    },
    async setNetwork(online) {
      const network = page.getByRole('switch', { name: en.staff.network });
      await network.click();
      await page.waitForFunction(
        ([name, state]) => document.querySelector(`[aria-label="${name}"]`)?.getAttribute('aria-checked') === state,
        [en.staff.network, String(online)] as const,
      );
    },
    async answersComparison(answer) {
      await page.getByRole('heading', { name: en.staff.comparisonTitle }).waitFor();
      for (const officer of [1, 2]) {
        await page.getByText(en.staff.comparisonTurn(officer, 2)).waitFor();
        for (const feature of COMPARISON_FEATURES) {
          const row = page.locator('.feature', { hasText: en.staff.comparisonFeatures[feature].look });
          await row.getByLabel(en.staff.comparisonFindings.similar, { exact: true }).check();
        }
        await page.getByLabel(en.staff.comparisonOfficer, { exact: true }).fill(`OP-${officer}`);
        await page.getByRole('button', { name: en.staff.comparisonAnswers[answer], exact: true }).click();
        await dialog.getByRole('button', { name: en.staff.confirm, exact: true }).click();
      }
    },
    async stops(reason) {
      await page.getByRole('button', { name: en.staff.stop, exact: true }).click();
      await dialog.getByLabel(en.stopReasons[reason]).check();
      await dialog.getByRole('button', { name: en.staff.stopYes, exact: true }).click();
    },
  };
}

/** A page in a browser context of its own, as on a machine of its own. */
async function openPage(
  browser: Browser,
  url: string,
  viewport: { width: number; height: number },
  before: (page: Page) => Promise<void> = async () => {},
): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'sv-SE' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await before(page);
  await page.goto(url);
  return page;
}
