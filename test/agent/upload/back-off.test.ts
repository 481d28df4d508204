import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRetryAfter, retryDelayMs } from '../../../agent/upload/back-off.ts';
import { createCircuit } from '../../../agent/upload/circuit.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe('back-off', () => {
  test('is a random share of a bound that doubles from one second up to fifteen minutes', () =>
    fc.assert(
      fc.property(fc.nat(5000), share, (attempts, random) => {
        const delay = retryDelayMs(attempts, () => random, null);
        expect(delay).toBe(random * Math.min(900_000, 1000 * 2 ** Math.min(attempts, 30)));
      }),
    ));

  test('what the centre asks for wins, up to an hour', () => {
    expect(retryDelayMs(0, () => 0, 120_000)).toBe(120_000);
    expect(retryDelayMs(9, () => 0.9, 0)).toBe(0);
    expect(retryDelayMs(0, () => 0, 99_000_000)).toBe(3_600_000);
  });

  test('Retry-After is read as seconds or as a date, and nonsense as nothing', () => {
    const now = Date.UTC(2026, 10, 18, 7, 0, 0);
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Wed, 18 Nov 2026 07:01:00 GMT', now)).toBe(60_000);
    expect(parseRetryAfter('Wed, 18 Nov 2026 06:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('soon', now)).toBeNull();
    expect(parseRetryAfter(null, now)).toBeNull();
  });
});

describe('the circuit', () => {
  test('opens at the fifth failure in a row and then admits one probe a minute', () => {
    const circuit = createCircuit();
    for (let n = 0; n < 4; n += 1) circuit.failed(0);
    circuit.succeeded();
    for (let n = 0; n < 4; n += 1) circuit.failed(0);
    expect(circuit.admits(0)).toBe(true);
    circuit.failed(0);
    expect([circuit.admits(1), circuit.admits(59_999)]).toEqual([false, false]);
    expect([circuit.admits(60_000), circuit.admits(60_001)]).toEqual([true, false]);
    circuit.succeeded();
    expect(circuit.admits(60_002)).toBe(true);
  });

  test('a clock that is set back by a day does not keep it open', () => {
    const circuit = createCircuit();
    for (let n = 0; n < 5; n += 1) circuit.failed(86_400_000);
    expect(circuit.admits(0)).toBe(true);
  });
});
