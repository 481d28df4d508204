import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MrzCharacter, MrzReading } from '../../../agent/contract/vocabulary/observations.ts';
import { voteOverFrames } from '../../../models/mrz/frame-vote.ts';
import { certaintyNeeded } from '../../../models/mrz/gate.ts';
import { mrzReading, PASSPORT_LINES } from '../../support/visits.ts';

/** The readings below are of large print. */
const NEEDED = certaintyNeeded(mrzReading('TD3', PASSPORT_LINES).capHeightPx);

type Doubt = { line: number; column: number; text: string; probability: number; instead: string; rest: number };

/** A frame of Anna's passport with doubts at some places; its gate follows from them. */
function frame(doubts: readonly Doubt[], more: Partial<MrzReading> = {}): MrzReading {
  const sure = mrzReading('TD3', PASSPORT_LINES);
  const characters = sure.characters.map((line, i) =>
    line.map((character, j): MrzCharacter => {
      const doubt = doubts.find(({ line, column }) => line === i && column === j);
      if (!doubt) return character;
      const { text, probability, instead, rest } = doubt;
      return { ...character, text, probability, alternatives: [{ text: instead, probability: rest }] };
    }),
  );
  const lines = characters.map((line) => line.map(({ text }) => text).join(''));
  const clear = doubts.every(({ probability }) => probability >= NEEDED);
  const same = lines.join() === PASSPORT_LINES.join();
  return { ...sure, characters, lines, gate: clear && same ? 'accepted' : 'needs-review', ...more };
}
const doubt = (
  column: number,
  text: string,
  probability: number,
  instead: string,
  rest = 0.9 - probability,
): Doubt => ({
  line: 0,
  column,
  text,
  probability,
  instead,
  rest,
});

describe('the vote over frames', () => {
  test('one frame alone comes back as it is', () => {
    const only = frame([doubt(5, 'F', 0.5, 'E')]);
    expect(voteOverFrames([only])).toBe(only);
  });

  test('two frames, each unsure of another letter of the name, are accepted together', () => {
    const voted = voteOverFrames([frame([doubt(5, 'F', 0.5, 'E')]), frame([doubt(9, '5', 0.48, 'S')])]);
    expect(voted).toMatchObject({ gate: 'accepted', lines: PASSPORT_LINES, repairs: [] });
  });

  test('different rivals in two doubtful frames do not make the character certain', () => {
    const voted = voteOverFrames([frame([doubt(5, 'E', 0.52, 'F', 0.4)]), frame([doubt(5, 'E', 0.58, 'B', 0.4)])]);
    expect(voted).toMatchObject({ gate: 'needs-review', lines: PASSPORT_LINES });
  });

  test('the same doubt in every frame stays a doubt, in however many', () => {
    const unsure = frame([doubt(5, 'E', 0.55, 'F', 0.4)]);
    expect(voteOverFrames([unsure, unsure, unsure, unsure, unsure]).gate).toBe('needs-review');
  });

  test('a frame that is confident of another letter is not outvoted', () => {
    const good = frame([]);
    const other = frame([doubt(5, 'F', 0.95, 'E', 0.01)]);
    expect(voteOverFrames([good, good, other]).gate).toBe('needs-review');
    expect(voteOverFrames([other, good, good]).gate).toBe('needs-review');
  });

  test('frames of two different documents are not mixed', () => {
    const other = mrzReading('TD3', [
      'P<UTOSANDBERG<<LOVISA<<<<<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ]);
    expect(voteOverFrames([frame([]), other])).toMatchObject({ gate: 'needs-review', lines: PASSPORT_LINES });
    const card = mrzReading('TD1', ['', '', '']);
    expect(voteOverFrames([frame([]), card])).toMatchObject({ gate: 'needs-review', format: 'TD3' });
  });

  test('a wrong check digit that every frame saw stays as printed and for review', () => {
    const lower = `${PASSPORT_LINES[1]?.slice(0, 43)}0`;
    const printed = mrzReading('TD3', [PASSPORT_LINES[0] as string, lower], { gate: 'needs-review' });
    expect(voteOverFrames([printed, printed])).toMatchObject({ gate: 'needs-review', lines: printed.lines });
  });

  test('an exchanged character counts as what the frame saw', () => {
    const repaired = frame([doubt(5, 'E', 0.3, 'F', 0.6)], { gate: 'needs-review' });
    expect(voteOverFrames([repaired, repaired]).lines[0]?.[5]).toBe('F');
  });

  test('frames that miscounted the characters are not accepted by agreeing', () => {
    const miscounted = frame([], { gate: 'needs-review', countsAgree: false });
    expect(voteOverFrames([miscounted, miscounted]).gate).toBe('needs-review');
  });

  const anyFrame = fc
    .array(
      fc
        .tuple(
          fc.integer({ min: 5, max: 43 }),
          fc.constantFrom(...'<0AEIKOS'),
          fc.double({ min: 0.35, max: 0.999, noNaN: true }),
        )
        .map(([column, text, probability]) =>
          doubt(
            column,
            text,
            probability,
            PASSPORT_LINES[0]?.[column] === text ? 'Z' : (PASSPORT_LINES[0]?.[column] ?? '<'),
            (1 - probability) * 0.9,
          ),
        ),
      { maxLength: 4 },
    )
    .map((doubts) => frame(doubts));
  const frames = fc.array(anyFrame, { minLength: 2, maxLength: 5 }) as fc.Arbitrary<[MrzReading, ...MrzReading[]]>;

  test('confident disagreement is never accepted', () => {
    fc.assert(
      fc.property(frames, (all) => {
        const voted = voteOverFrames(all);
        if (voted.gate !== 'accepted') return;
        for (const one of all)
          one.characters.forEach((line, i) => {
            line.forEach(({ text, probability }, j) => {
              if (probability >= NEEDED) expect(text).toBe(voted.lines[i]?.[j]);
            });
          });
      }),
      { numRuns: 300 },
    );
  });

  test('the order of the frames does not matter to text and gate', () => {
    fc.assert(
      fc.property(frames, (all) => {
        const [a, b] = [voteOverFrames(all), voteOverFrames([...all].reverse() as typeof all)];
        if (
          a.characters
            .flat()
            .every(({ probability, alternatives }) => probability - (alternatives[0]?.probability ?? 0) > 1e-6)
        ) {
          expect(b.gate).toBe(a.gate);
          if (a.gate === 'accepted') expect(b.lines).toEqual(a.lines);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('no vote is more certain of a character than the most certain frame', () => {
    fc.assert(
      fc.property(frames, (all) => {
        voteOverFrames(all).characters.forEach((line, i) => {
          line.forEach(({ text, probability }, j) => {
            const best = Math.max(
              ...all.map((one) => {
                const cell = one.characters[i]?.[j] as MrzCharacter;
                return cell.text === text
                  ? cell.probability
                  : (cell.alternatives.find((a) => a.text === text)?.probability ?? 0);
              }),
            );
            expect(probability).toBeLessThanOrEqual(best);
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});
