import { describe, expect, test } from 'vitest';
import { ALPHABET, BLANK, CLASSES, type Posterior } from '../../../models/mrz/line-network.ts';
import { repair } from '../../../models/mrz/repair.ts';
import { pitchOf, placeSlots, runsOf, type SlotReading } from '../../../models/mrz/slots.ts';

const strip = {
  line: { x: 0, y: 0, ux: 1, uy: 0, length: 400, cap: 12, bend: 0 },
  width: 640,
  values: new Float32Array(0),
  perPixel: 1,
};

/** What the network would say for `text` at `pitch` steps a character; `?` is a character nobody can see. */
function seen(text: string, pitch: number, start: number): Posterior {
  const steps = Math.ceil(start + text.length * pitch + 6);
  const logs = new Float32Array(steps * CLASSES).fill(Math.log(0.001));
  const say = (t: number, c: number): void => {
    logs[t * CLASSES + c] = Math.log(0.963);
  };
  for (let t = 0; t < steps; t++) {
    const cell = Math.floor((t + 0.5 - start) / pitch);
    const inside = Math.abs((t + 0.5 - start) / pitch - cell - 0.5) < 0.27;
    const c = text[cell];
    say(t, inside && c !== undefined && c !== '?' ? ALPHABET.indexOf(c) : BLANK);
  }
  return { strip, steps, logs };
}

function textOf(slots: SlotReading): string {
  return slots.at
    .map((_, i) => {
      const row = slots.logs.subarray(i * ALPHABET.length, (i + 1) * ALPHABET.length);
      return ALPHABET[row.indexOf(Math.max(...row))];
    })
    .join('');
}

const LINE = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

describe('slots', () => {
  test.each([2.6, 3.15, 3.9])('the pitch of %f steps is found and every character has its cell', (pitch) => {
    const posterior = seen(LINE, pitch, 5.3);
    const found = pitchOf(runsOf(posterior)).pitch;
    expect(Math.abs(found - pitch)).toBeLessThan(0.12);
    expect(textOf(placeSlots(posterior, 44, found) as SlotReading)).toBe(LINE);
  });

  test('characters under a stamp keep their cells, so what follows stays in place', () => {
    const hidden = 'L89890??36UTO74?8122F120????9ZE184226B<<<<<10'.replace('????', '???');
    const text = `${hidden.slice(0, 44)}`;
    const found = textOf(placeSlots(seen(text, 3.1, 6), 44, 3.1) as SlotReading);
    for (let i = 0; i < 44; i++) if (text[i] !== '?') expect(found[i]).toBe(text[i]);
  });

  test('the right length is the most likely one', () => {
    const posterior = seen('I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 3.2, 4);
    const mean = (n: number): number => (placeSlots(posterior, n, 3.2)?.score ?? Number.NEGATIVE_INFINITY) / n;
    expect(mean(36)).toBeGreaterThan(mean(30));
    expect(mean(36)).toBeGreaterThan(mean(44));
  });

  test('a strip shorter than the line is refused', () => {
    expect(placeSlots(seen('ABC', 3.1, 2), 44, 3.1)).toBeNull();
  });
});

describe('repairs', () => {
  const NAMES = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
  const sure = (text: string): SlotReading => placeSlots(seen(text, 3.1, 5), 44, 3.1) as SlotReading;
  /** Makes `to` `nats` less likely than what stands in the cell. */
  function doubt(slots: SlotReading, column: number, from: string, to: string, nats: number): void {
    const at = column * ALPHABET.length;
    slots.logs[at + ALPHABET.indexOf(to)] = (slots.logs[at + ALPHABET.indexOf(from)] as number) - nats;
  }
  const wrong = `${LINE.slice(0, 1)}3${LINE.slice(2)}`;

  test('a digit the network cannot tell from another is settled by the check digits, and said', () => {
    const slots = [sure(NAMES), sure(wrong)];
    doubt(slots[1] as SlotReading, 1, '3', '8', 0.7);
    const result = repair('TD3', [NAMES, wrong], slots);
    expect(result.lines).toEqual([NAMES, LINE]);
    expect(result.repairs).toMatchObject([{ line: 1, column: 1, from: '3', to: '8' }]);
    expect(result.repairs[0]?.costNats).toBeCloseTo(0.7, 4);
  });

  test('a digit that was seen clearly stays, whatever the check digit says', () => {
    const slots = [sure(NAMES), sure(wrong)];
    doubt(slots[1] as SlotReading, 1, '3', '8', 4);
    expect(repair('TD3', [NAMES, wrong], slots)).toEqual({ lines: [NAMES, wrong], repairs: [] });
  });

  test('two equally cheap solutions are a guess, and nothing is exchanged', () => {
    const slots = [sure(NAMES), sure(wrong)];
    doubt(slots[1] as SlotReading, 1, '3', '8', 0.7);
    // Weight 7 at column 0, 3 at column 1: exchanging column 3 (weight 7) by one digit fits as well.
    for (const to of '0123456789') if (to !== '8') doubt(slots[1] as SlotReading, 3, '8', to, 0.8);
    expect(repair('TD3', [NAMES, wrong], slots).repairs).toEqual([]);
  });

  test('a zero in a name that might be the letter O becomes the letter, and is said', () => {
    const zero = NAMES.replace('SSON', 'SS0N');
    const slots = [sure(zero), sure(LINE)];
    doubt(slots[0] as SlotReading, 11, '0', 'O', 1.2);
    expect(repair('TD3', [zero, LINE], slots)).toMatchObject({
      lines: [NAMES, LINE],
      repairs: [{ line: 0, column: 11, to: 'O' }],
    });
  });
});
