import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Language } from '../../agent/contract/vocabulary/document.ts';
import { COLOURS, type Colour } from '../../agent/contract/vocabulary/verdict.ts';
import { Phase } from '../../agent/contract/vocabulary/visit.ts';
import { SENTENCES } from '../../kiosk/languages/by-code.ts';
import {
  accessibilityTrouble,
  buildPages,
  chromiumIsHere,
  openChromium,
  overflow,
  SIZES,
  smallTargets,
} from './browser.ts';
import { type CannedStation, openCannedStation } from './canned-station.ts';
import { cardholderView, outcome, REASONS } from './canned-views.ts';

describe.skipIf(!chromiumIsHere('cardholder page'))('the cardholder page', () => {
  let station: CannedStation;
  let browser: Browser;
  let page: Page;
  const trouble: string[] = [];
  const en = SENTENCES.en;

  beforeAll(async () => {
    station = await openCannedStation(await buildPages());
    browser = await openChromium();
    const context = await browser.newContext({ permissions: ['camera'], viewport: SIZES[1], reducedMotion: 'reduce' });
    page = await context.newPage();
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
    await page.setViewportSize(SIZES[1]);
    station.posted.length = 0;
    station.frames.length = 0;
    station.answerWith({ accepted: true });
    station.show(cardholderView('idle'));
    await page.goto(station.url);
    await page.waitForSelector('.screen-welcome');
  });

  const heading = (text: string) => page.waitForSelector(`h1:text-is("${text}")`);

  describe.each(Language.enum)('in %s', (language) => {
    test.each(Phase.enum)('%s has its screen, fits both displays and has no accessibility trouble', async (phase) => {
      const words = SENTENCES[language];
      station.show(cardholderView(phase, { language }));
      if (phase === 'outcome') await heading(words.colours.GREEN.meaning);
      else if (phase === 'language') await page.waitForSelector('.screen-language');
      else await heading(words.phases[phase].title);
      await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
      expect(await page.getAttribute('html', 'lang')).toBe(words.language.tag);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        expect(await overflow(page), `${size.width} px`).toEqual({ page: 0, cut: [] });
        expect(await smallTargets(page), `${size.width} px`).toEqual([]);
      }
      expect(await accessibilityTrouble(page)).toEqual([]);
      expect(trouble).toEqual([]);
    });

    test.each(COLOURS)('%s is said with colour, symbol, words, reasons and a next step', async (colour: Colour) => {
      const words = SENTENCES[language];
      station.show(cardholderView('outcome', { language, visit: outcome(colour, true) }));
      await heading(words.colours[colour].meaning);
      const said = await page.textContent('main');
      for (const reason of REASONS[colour]) expect(said).toContain(words.reasons[reason].sentence);
      expect(said).toContain(words.colours[colour].word);
      expect(said).toContain(words.cardholder.whatNow);
      expect(await page.locator(`.colour-${colour.toLowerCase()} .icon path`).count()).toBe(1);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        expect(await overflow(page)).toEqual({ page: 0, cut: [] });
      }
      expect(await accessibilityTrouble(page)).toEqual([]);
    });
  });

  test('is never told as delivered before the centre has confirmed it', async () => {
    station.show(cardholderView('outcome', { visit: outcome('GREEN', false) }));
    await page.waitForSelector(`text=${en.deliveries.sealed}`);
    expect(await page.textContent('main')).not.toMatch(/receipt|confirmed/i);
    station.show(cardholderView('outcome', { visit: outcome('GREEN', true) }));
    await page.waitForSelector(`text=${en.deliveries.accepted}`);
    expect(await page.textContent('main')).toContain('RCPT-7F3A-91C2');
  });

  test('a typed reference checks in, in the language that was touched before', async () => {
    await page.click('.language-button:text("Svenska")');
    await heading(SENTENCES.sv.phases.idle.title);
    await page.keyboard.type('ord-2024-0003');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => station.posted)
      .toEqual([
        {
          path: '/api/cardholder/commands',
          body: { type: 'checkIn', reference: 'ORD-2024-0003', language: 'sv' },
          fits: true,
        },
      ]);
  });

  test('a reference that cannot be one is explained and not sent', async () => {
    await page.fill('#reference', 'a!');
    await page.click('button[type=submit]');
    await page.waitForSelector(`text=${en.cardholder.referenceInvalid}`);
    expect(await page.getAttribute('#reference', 'aria-invalid')).toBe('true');
    expect(station.posted).toEqual([]);
  });

  test('without a keyboard the reference is typed on the screen', async () => {
    await page.click(`text=${en.cardholder.showKeyboard}`);
    for (const key of 'AB12C') await page.click(`.key:text-is("${key}")`);
    await page.click(`[aria-label="${en.cardholder.erase}"]`);
    expect(await page.inputValue('#reference')).toBe('AB12');
    for (const size of SIZES) {
      await page.setViewportSize(size);
      expect(await overflow(page)).toEqual({ page: 0, cut: [] });
      expect(await smallTargets(page)).toEqual([]);
    }
    expect(await accessibilityTrouble(page)).toEqual([]);
  });

  test('a refused command is explained with its remedy', async () => {
    station.answerWith({ accepted: false, fault: { code: 'order.not-found' } });
    await page.fill('#reference', 'ORD-9999');
    await page.click('button[type=submit]');
    await page.waitForSelector(`text=${en.faults['order.not-found'].remedy}`);
    expect(await accessibilityTrouble(page)).toEqual([]);
  });

  const presses: readonly { phase: Phase; button: string; body: object; confirm?: string }[] = [
    {
      phase: 'language',
      button: '.language-choice:has-text("Svenska")',
      body: { type: 'chooseLanguage', visit: 'visit-7', language: 'sv' },
    },
    {
      phase: 'consent',
      button: `text=${en.cardholder.biometricAction}`,
      body: { type: 'giveConsent', visit: 'visit-7' },
    },
    {
      phase: 'consent',
      button: `text=${en.cardholder.operatorAction}`,
      body: { type: 'chooseNonBiometric', visit: 'visit-7' },
    },
    {
      phase: 'consent',
      button: `text=${en.cardholder.refuse}`,
      body: { type: 'refuseConsent', visit: 'visit-7' },
      confirm: en.cardholder.refuseYes,
    },
    { phase: 'document', button: `text=${en.cardholder.readNow}`, body: { type: 'scanDocument', visit: 'visit-7' } },
    { phase: 'document-retry', button: `text=${en.cardholder.tryAgain}`, body: { type: 'retry', visit: 'visit-7' } },
    {
      phase: 'camera-retry',
      button: `text=${en.cardholder.continueWithout}`,
      body: { type: 'continueWithout', visit: 'visit-7' },
    },
    {
      phase: 'document',
      button: `text=${en.cardholder.leave}`,
      body: { type: 'leave', visit: 'visit-7' },
      confirm: en.cardholder.leaveYes,
    },
    {
      phase: 'camera',
      button: '.language-button:text("Svenska")',
      body: { type: 'chooseLanguage', visit: 'visit-7', language: 'sv' },
    },
    { phase: 'outcome', button: `text=${en.cardholder.done}`, body: { type: 'finish', visit: 'visit-7' } },
  ];
  test.each(presses)(
    'in $phase, pressing $button gives the command of the contract',
    async ({ phase, button, body, confirm }) => {
      station.show(cardholderView(phase));
      await page.click(button);
      if (confirm !== undefined) {
        expect(station.posted).toEqual([]);
        expect(await accessibilityTrouble(page)).toEqual([]);
        await page.click(`dialog >> text=${confirm}`);
      }
      await expect.poll(() => station.posted).toEqual([{ path: '/api/cardholder/commands', body, fits: true }]);
    },
  );

  test('the path without biometrics looks the same as the one with: same size, same buttons', async () => {
    station.show(cardholderView('consent'));
    await page.waitForSelector('.consent-choices');
    const boxes = await page.$$eval('.consent-choices > article', (cards) =>
      cards.map((card) => {
        const { width, height, top } = card.getBoundingClientRect();
        const button = card.querySelector('button');
        return {
          width: Math.round(width),
          height: Math.round(height),
          top: Math.round(top),
          button: button?.className,
          buttonHeight: button?.offsetHeight,
        };
      }),
    );
    expect(boxes).toHaveLength(2);
    expect(boxes[0]).toEqual(boxes[1]);
  });

  test('no try left: only the way on without is offered', async () => {
    station.show(cardholderView('document-retry', { visit: { attemptsLeft: 0 } }));
    await page.waitForSelector(`text=${en.cardholder.attemptsLeft(0)}`);
    expect(await page.locator(`button:text-is("${en.cardholder.tryAgain}")`).count()).toBe(0);
    expect(await page.locator(`button:text-is("${en.cardholder.continueWithout}")`).count()).toBe(1);
  });

  test('the page camera sends numbered JPEG frames in camera and comparing, and none before or after', async () => {
    station.show(cardholderView('document'));
    await heading(en.phases.document.title);
    await page.waitForTimeout(1500);
    expect(station.frames).toHaveLength(0);
    station.show(cardholderView('camera'));
    await expect.poll(() => station.frames.length, { timeout: 20_000 }).toBeGreaterThan(5);
    expect(station.cameras.at(-1)).toContain('fake');
    station.frames.slice(0, 5).forEach((frame, index) => {
      const bytes = Buffer.from(frame);
      expect(bytes.readBigUInt64BE(0)).toBe(BigInt(index + 1));
      expect(bytes.subarray(16, 19).toString('hex')).toBe('ffd8ff');
    });
    const times = station.frames.map((frame) => Buffer.from(frame).readBigUInt64BE(8));
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0n))).toBe(true);
    station.show(cardholderView('deciding'));
    await heading(en.phases.deciding.title);
    await page.waitForTimeout(300);
    const sent = station.frames.length;
    await page.waitForTimeout(1000);
    expect(station.frames).toHaveLength(sent);
  });

  test('who cannot do a movement says so with two presses, and is not offered light where motion is unwelcome', async () => {
    station.show(cardholderView('camera'));
    await page.getByRole('button', { name: en.cardholder.cannotDoThis }).click();
    expect(await page.getByRole('button', { name: en.cardholder.lightInstead }).count()).toBe(0);
    await page.getByRole('button', { name: en.cardholder.anotherMovement }).click();
    await expect
      .poll(() => station.posted.at(-1))
      .toMatchObject({ body: { type: 'declineAction', visit: 'visit-7', instead: 'another' }, fits: true });
  });

  test('light is offered with a warning to who does not mind motion, and then fills the screen', async () => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    try {
      station.show(cardholderView('camera'));
      await page.getByRole('button', { name: en.cardholder.cannotDoThis }).click();
      await page.getByText(en.cardholder.lightWarning).waitFor();
      expect(await accessibilityTrouble(page)).toEqual([]);
      await page.getByRole('button', { name: en.cardholder.lightInstead }).click();
      await expect.poll(() => station.posted.at(-1)?.body).toMatchObject({ type: 'declineAction', instead: 'light' });
      const lit = cardholderView('camera');
      const challenge = {
        action: 'follow-light' as const,
        light: 'amber' as const,
        lightIsOffered: false,
        index: 0,
        of: 2,
        deadlineAt: Date.now() + 8000,
      };
      station.show({ ...lit, revision: lit.revision + 1, visit: { ...lit.visit, challenge } });
      const cover = await page.waitForSelector('.screen-light-amber');
      expect(await cover.boundingBox()).toMatchObject(
        await page.evaluate(() => ({ width: innerWidth, height: innerHeight })),
      );
      expect(await accessibilityTrouble(page)).toEqual([]);
    } finally {
      await page.emulateMedia({ reducedMotion: 'reduce' });
    }
  });

  test('a person who chose the officer is never filmed', async () => {
    await page.evaluate(() => {
      const asked = { count: 0 };
      Object.assign(window, { asked });
      navigator.mediaDevices.getUserMedia = () => {
        asked.count += 1;
        return Promise.reject(new DOMException('', 'NotAllowedError'));
      };
    });
    station.show(cardholderView('document', { visit: { path: 'operator' } }));
    await heading(en.phases.document.title);
    station.show(cardholderView('operator-comparison', { visit: { path: 'operator' } }));
    await heading(en.phases['operator-comparison'].title);
    expect(await page.evaluate(() => (window as unknown as { asked: { count: number } }).asked.count)).toBe(0);
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['NotAllowedError', en.cardholder.cameraDenied],
    ['NotFoundError', en.cardholder.cameraAbsent],
    ['NotReadableError', en.cardholder.cameraBusy],
  ];
  test.each(refusals)('a camera that answers %s is explained, and can be tried again', async (name, sentence) => {
    await page.evaluate((error) => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = () => {
        navigator.mediaDevices.getUserMedia = open;
        return Promise.reject(new DOMException('', error));
      };
    }, name);
    station.show(cardholderView('camera'));
    await page.waitForSelector(`text=${sentence}`);
    expect(await accessibilityTrouble(page)).toEqual([]);
    await page.click(`text=${en.cardholder.cameraAgain}`);
    await page.waitForSelector('video');
  });

  test('with a camera of the station its preview is shown and the page opens no camera', async () => {
    const withStationCamera = { station: { ...cardholderView('idle').station, camera: 'station' as const } };
    station.show(cardholderView('camera', { view: withStationCamera }));
    await page.waitForSelector('img[src="/api/cardholder/preview"]');
    expect(await page.locator('video').count()).toBe(0);
    expect(station.frames).toHaveLength(0);
  });

  test('after five seconds without the station the screen says that it is paused, and goes on when it is back', async () => {
    station.show(cardholderView('document'));
    await heading(en.phases.document.title);
    await station.goAway();
    await page.waitForSelector(`text=${en.cardholder.pausedTitle}`, { timeout: 20_000 });
    expect(await page.evaluate(() => document.querySelector('.frame')?.hasAttribute('inert'))).toBe(true);
    expect(await accessibilityTrouble(page)).toEqual([]);
    await station.comeBack();
    await page.waitForSelector('.paused', { state: 'detached', timeout: 20_000 });
    await heading(en.phases.document.title);
  });

  test('a view that does not fit the contract is not shown', async () => {
    station.show({ ...cardholderView('outcome'), phase: 'approved' });
    await page.waitForSelector(`text=${en.cardholder.pausedTitle}`, { timeout: 20_000 });
    station.show(cardholderView('idle'));
    await page.waitForSelector('.paused', { state: 'detached' });
  });

  test('nothing of the last person is left when the next one comes', async () => {
    await page.fill('#reference', 'ORD-2024-0003');
    station.show(cardholderView('camera', { language: 'sv' }));
    await page.waitForSelector('video');
    station.show(cardholderView('outcome', { language: 'sv', visit: outcome('RED', true) }));
    await page.waitForSelector('text=RCPT-7F3A-91C2');
    station.show(cardholderView('wiping', { language: 'sv' }));
    await heading(SENTENCES.sv.phases.wiping.title);
    station.show(cardholderView('idle'));
    await heading(en.phases.idle.title);
    const left = await page.evaluate(async () => ({
      html: document.documentElement.outerHTML,
      field: document.querySelector('input')?.value,
      stored: localStorage.length + sessionStorage.length,
      cookies: document.cookie,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      videos: document.querySelectorAll('video, canvas').length,
      address: location.href,
    }));
    expect(left.html).not.toMatch(/ORD-2024|RCPT|visit-7/);
    expect(left).toMatchObject({
      field: '',
      stored: 0,
      cookies: '',
      databases: 0,
      caches: 0,
      videos: 0,
      address: `${station.url}/`,
    });
  });

  test('the whole way can be gone with the keyboard alone', async () => {
    station.show(cardholderView('consent'));
    await heading(en.phases.consent.title);
    const reached: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.textContent ?? ''));
    }
    expect(reached.slice(0, 3)).toEqual([
      en.cardholder.biometricAction,
      en.cardholder.operatorAction,
      en.cardholder.refuse,
    ]);
    await page.focus(`button:text-is("${en.cardholder.operatorAction}")`);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => station.posted.map(({ body }) => body))
      .toEqual([{ type: 'chooseNonBiometric', visit: 'visit-7' }]);
  });
});
