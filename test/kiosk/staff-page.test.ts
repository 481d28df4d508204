import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StaffView } from '../../agent/contract/views.ts';
import { COMPARISON_FEATURES, type FeatureFinding } from '../../agent/contract/vocabulary/comparison.ts';
import { CheckResult } from '../../agent/contract/vocabulary/verdict.ts';
import { type ComparisonAnswer, Phase } from '../../agent/contract/vocabulary/visit.ts';
import { LANGUAGES, SENTENCES } from '../../kiosk/languages/by-code.ts';
import { findings } from '../support/officers.ts';
import { accessibilityTrouble, buildPages, chromiumIsHere, openChromium, overflow, smallTargets } from './browser.ts';
import { type CannedStation, openCannedStation } from './canned-station.ts';
import { outcome, staffView } from './canned-views.ts';

const SIZE = { width: 1280, height: 800 };

describe.skipIf(!chromiumIsHere('staff page'))('the officer’s page', () => {
  let station: CannedStation;
  let browser: Browser;
  let page: Page;
  const trouble: string[] = [];
  const sv = SENTENCES.sv.staff;

  beforeAll(async () => {
    station = await openCannedStation(await buildPages());
    browser = await openChromium();
    page = await (await browser.newContext({ viewport: SIZE, reducedMotion: 'reduce' })).newPage();
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) trouble.push(message.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await station?.close();
  });
  beforeEach(async () => {
    trouble.length = 0;
    station.answerWith({ accepted: true });
    station.showStaff(staffView('idle'));
    await page.context().clearCookies();
    await page.goto('about:blank');
    await page.goto(`${station.url}/staff/#key=test-key`);
    await page.waitForSelector('.console');
    station.posted.length = 0;
  });

  const show = async (phase: Phase, more: Partial<StaffView> = {}): Promise<void> => {
    const view = staffView(phase, {}, more);
    station.showStaff(view);
    if (view.visit !== undefined) await page.waitForSelector('.phase-track');
  };
  const lastPost = () => expect.poll(() => station.posted);

  describe('signing in', () => {
    test('the key of the address is used once and leaves the address', async () => {
      await page.context().clearCookies();
      await page.goto('about:blank');
      await page.goto(`${station.url}/staff/#key=from-the-start-script`);
      await page.waitForSelector('.console');
      expect(station.posted).toEqual([
        { path: '/api/staff/sign-in', body: { key: 'from-the-start-script' }, fits: true },
      ]);
      expect(page.url()).toBe(`${station.url}/staff/`);
    });

    test('without a key the page asks for it, and a wrong one is explained', async () => {
      await page.context().clearCookies();
      await page.goto('about:blank');
      await page.goto(`${station.url}/staff/`);
      await page.waitForSelector('.sign-in');
      expect(await accessibilityTrouble(page)).toEqual([]);
      station.answerWith({ accepted: false, fault: { code: 'sign-in.refused' } });
      await page.fill('#key', 'wrong');
      await page.keyboard.press('Enter');
      await page.waitForSelector(`text=${SENTENCES.sv.faults['sign-in.refused'].sentence}`);
      station.answerWith({ accepted: true });
      await page.fill('#key', 'right');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.console');
    });
  });

  test.each(Phase.enum)('%s is shown in every language without overflow or accessibility trouble', async (phase) => {
    for (const language of LANGUAGES) {
      await page.click(`.language-button:text-is("${SENTENCES[language].language.name}")`);
      await show(phase);
      expect(await overflow(page)).toEqual({ page: 0, cut: [] });
      expect(await smallTargets(page)).toEqual([]);
    }
    expect(await accessibilityTrouble(page)).toEqual([]);
    await page.click(`.language-button:text-is("${SENTENCES.sv.language.name}")`);
    expect(trouble).toEqual([]);
  });

  test('an appointment is found and checked in', async () => {
    await page.fill('#search', 'berz');
    expect(await page.locator('.appointment').count()).toBe(1);
    await page.click(`.appointment >> text=${sv.checkIn}`);
    await lastPost().toEqual([
      { path: '/api/staff/commands', body: { type: 'checkIn', reference: 'ORD-2024-0004' }, fits: true },
    ]);
  });

  test('a person without appointment is checked in by reference, but not by something that is none', async () => {
    await page.fill('#walk-in', '?');
    expect(await page.isDisabled('.walk-in button')).toBe(true);
    await page.fill('#walk-in', 'ord-77-1');
    await page.click('.walk-in button');
    await lastPost().toEqual([
      { path: '/api/staff/commands', body: { type: 'checkIn', reference: 'ORD-77-1' }, fits: true },
    ]);
  });

  test('nobody is checked in while a visit is open', async () => {
    await show('camera');
    const buttons = page.locator(`.today button:has-text("${sv.checkIn}")`);
    expect(await buttons.count()).toBeGreaterThan(1);
    expect(await buttons.evaluateAll((all) => all.every((button) => (button as HTMLButtonElement).disabled))).toBe(
      true,
    );
  });

  test('each of the six results has words and a symbol of its own; only irregular ones are coloured, and stand first', async () => {
    await show('deciding', {
      checks: CheckResult.enum.map((result, index) => ({ id: `MRZ-0${index + 1}` as 'MRZ-01', result })),
    });
    const rows = await page.$$eval('.check', (all) =>
      all.map((row) => ({
        words: row.querySelector('.check-result')?.textContent?.trim(),
        symbol: row.querySelector('path')?.getAttribute('d'),
        coloured: getComputedStyle(row.querySelector('td') ?? row).backgroundColor !== 'rgba(0, 0, 0, 0)',
      })),
    );
    expect(new Set(rows.map(({ words }) => words)).size).toBe(6);
    expect(new Set(rows.map(({ symbol }) => symbol)).size).toBe(6);
    expect(rows.map(({ coloured }) => coloured)).toEqual([true, true, true, false, false, false]);
    await page.check('.checks input');
    expect(await page.locator('.check').count()).toBe(3);
  });

  const judge = async (finding: FeatureFinding): Promise<void> => {
    for (const feature of COMPARISON_FEATURES) {
      const row = page.locator('.feature', { hasText: sv.comparisonFeatures[feature].look });
      await row.getByLabel(sv.comparisonFindings[finding], { exact: true }).check();
    }
  };
  const answerButton = (answer: ComparisonAnswer) =>
    page.locator(`.comparison button:text-is("${sv.comparisonAnswers[answer]}")`);

  test.each(['same-person', 'different-person', 'cannot-tell'] as const)(
    'answering %s opens when the list is complete, is asked once more and then sent with the list',
    async (answer) => {
      await show('operator-comparison');
      expect(await page.locator('.compared image').count()).toBe(4);
      await page.fill('#officer', 'op-17');
      expect(await answerButton(answer).isDisabled()).toBe(true);
      await judge('similar');
      await answerButton(answer).click();
      expect(station.posted).toEqual([]);
      await page.click(`dialog >> text=${sv.confirm}`);
      const body = {
        type: 'answerComparison',
        visit: 'visit-7',
        officer: 'OP-17',
        findings: findings('similar'),
        answer,
      };
      await lastPost().toEqual([{ path: '/api/staff/commands', body, fits: true }]);
    },
  );

  test('features are asked in their order, and without the officer’s number no answer opens', async () => {
    await show('operator-comparison');
    const open = () =>
      page.$$eval('.feature', (all) => all.filter((row) => !(row as HTMLFieldSetElement).disabled).length);
    expect(await open()).toBe(1);
    await page.locator('.feature').first().getByLabel(sv.comparisonFindings.different, { exact: true }).check();
    expect(await open()).toBe(2);
    await judge('cannot-see');
    expect(await answerButton('cannot-tell').isDisabled()).toBe(true);
    await page.fill('#officer', '?');
    expect(await answerButton('cannot-tell').isDisabled()).toBe(true);
  });

  test('the list starts empty for the second officer, who is told to answer alone', async () => {
    const turn = (officer: number) => ({ comparison: { officer, of: 2, mayPhotographAgain: false } });
    await show('operator-comparison', turn(1));
    await page.fill('#officer', 'OP-1');
    await judge('similar');
    await show('operator-comparison', turn(2));
    await page.waitForSelector(`text=${sv.comparisonAlone}`);
    expect(await page.locator('.feature input:checked').count()).toBe(0);
    expect(await page.inputValue('#officer')).toBe('');
  });

  test('the magnifier shows the same place in both pictures, by pointer and by keys', async () => {
    await show('operator-comparison');
    const glasses = () =>
      page.$$eval('.glass-rim', (all) =>
        all.map((rim) => [rim.getAttribute('cx'), rim.getAttribute('cy')].map(Number)),
      );
    await page.locator('.compared-picture').first().focus();
    const [before] = await glasses();
    await page.keyboard.press('ArrowRight');
    const [first, second] = await glasses();
    expect(first).toEqual(second);
    expect(first?.[0]).toBeGreaterThan(before?.[0] ?? 100);
    const shown = () => page.locator('.compared-picture').nth(1).locator('g').first().getAttribute('transform');
    const whole = await shown();
    await page.locator('.compared-picture').nth(1).focus();
    await page.keyboard.press('+');
    expect(await shown()).not.toBe(whole);
    await page
      .locator('.compared-picture')
      .nth(1)
      .hover({ position: { x: 20, y: 30 } });
    const [left, right] = await glasses();
    expect(left).toEqual(right);
    expect(left?.[0]).toBeLessThan(30);
    expect(await accessibilityTrouble(page)).toEqual([]);
  });

  test('the photo can be taken again while the agent allows it', async () => {
    await show('operator-comparison', { comparison: { officer: 1, of: 2, mayPhotographAgain: true } });
    await page.click(`text=${sv.photographAgain}`);
    await lastPost().toEqual([{ path: '/api/staff/commands', body: { type: 'retry', visit: 'visit-7' }, fits: true }]);
  });

  test('without a camera picture the officer is told to look at the person', async () => {
    await show('operator-comparison', { pictures: [{ id: 'portrait-1', kind: 'portrait', document: 0 }] });
    await page.waitForSelector(`text=${sv.comparisonInPerson}`);
  });

  test('a visit is stopped only with a reason', async () => {
    await show('document-retry');
    await page.click(`text=${sv.stop}`);
    const yes = page.locator(`dialog button:text-is("${sv.stopYes}")`);
    expect(await yes.isDisabled()).toBe(true);
    expect(await accessibilityTrouble(page)).toEqual([]);
    await page.check(`dialog label:has-text("${SENTENCES.sv.stopReasons.CARDHOLDER_LEFT}") input`);
    await yes.click();
    await lastPost().toEqual([
      { path: '/api/staff/commands', body: { type: 'stop', visit: 'visit-7', reason: 'CARDHOLDER_LEFT' }, fits: true },
    ]);
  });

  test('Escape closes the question and stops nothing', async () => {
    await show('camera');
    await page.click(`text=${sv.stop}`);
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(station.posted).toEqual([]);
  });

  test('no control touches a finished verdict: only finishing is left', async () => {
    station.showStaff(staffView('outcome', { visit: outcome('RED', false) }));
    await page.waitForSelector('.visit-outcome');
    expect(await page.$$eval('.visit button', (all) => all.map((one) => one.textContent))).toEqual([sv.finish]);
  });

  test('a device that needs help says what helps', async () => {
    await page.waitForSelector(`.device >> text=${SENTENCES.sv.faults['chip.unplugged'].remedy}`);
    expect(await page.locator('.device-faulted .device-state').textContent()).toBe(sv.deviceStates.faulted);
  });

  test('the pictures of a visit leave the page with it', async () => {
    await show('comparing');
    await page.waitForSelector('.pictures img');
    station.showStaff(staffView('idle'));
    await page.waitForSelector('.phase-track', { state: 'detached' });
    expect(await page.locator('img').count()).toBe(0);
    expect((await page.evaluate(() => Object.keys(localStorage))).filter((key) => key !== 'staff.language')).toEqual(
      [],
    );
  });

  test('characters in doubt are framed in the picture and listed beside it', async () => {
    const box = { x: 100, y: 300, width: 12, height: 20 };
    const characters = [
      { line: 0, column: 5, read: 'E', alternatives: ['F'], grade: 'read' as const, box },
      { line: 1, column: 0, read: 'L', alternatives: [], grade: 'conflicting' as const, box: { ...box, y: 330 } },
    ];
    await show('document-retry', {
      pictures: [{ id: 'doc-1', kind: 'document', document: 0, doubts: { width: 300, height: 400, characters } }],
    });
    await page.waitForSelector(`text=${sv.doubtful}`);
    const said = page.locator('.marked-list li');
    expect(await said.allTextContents()).toEqual([`${sv.doubtfulPlace(1, 6)}: E / F`, `${sv.doubtfulPlace(2, 1)}: L`]);
    expect(await page.locator('.doubt-line').count()).toBe(2);
    expect(await page.locator('.doubt-line').first().getAttribute('x')).toBe('100');
    expect(await accessibilityTrouble(page)).toEqual([]);
  });

  describe('the simulator dock', () => {
    test('lays documents down, takes them away, pulls cables and cuts the network', async () => {
      await page.selectOption('#scenario', 'expired-card');
      await page.click(`.dock >> text=${sv.load}`);
      await lastPost().toHaveLength(1);
      await page.click(`[aria-label="${sv.takeAway}: Utopian passport"]`);
      await lastPost().toHaveLength(2);
      await page.click(`[aria-label="${sv.place}: Residence permit"]`);
      await lastPost().toHaveLength(3);
      await page.click(`.switch[aria-label="${sv.deviceRoles['chip-reader']}"]`);
      await lastPost().toHaveLength(4);
      await page.click(`.switch[aria-label="${sv.network}"]`);
      await lastPost().toEqual(
        [
          { type: 'loadScenario', scenario: 'expired-card' },
          { type: 'removeDocument' },
          { type: 'placeDocument', index: 1 },
          { type: 'setCable', role: 'chip-reader', connected: true },
          { type: 'setNetwork', online: false },
        ].map((body) => ({ path: '/api/staff/simulator', body, fits: true })),
      );
    });

    test('is not there on a station of real devices', async () => {
      const { simulator: _, ...real } = staffView('idle');
      station.showStaff(real);
      await page.waitForSelector('.dock', { state: 'detached' });
    });
  });

  test('says when what it shows may be old', async () => {
    await station.goAway();
    await page.waitForSelector(`text=${sv.paused}`, { timeout: 20_000 });
    await station.comeBack();
    await page.waitForSelector(`text=${sv.paused}`, { state: 'detached', timeout: 20_000 });
  });
});
