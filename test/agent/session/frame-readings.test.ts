import { describe, expect, test } from 'vitest';
import type { MrzReading } from '../../../agent/contract/vocabulary/observations.ts';
import { doubtedFrames, voteWithDoubted } from '../../../agent/session/frame-readings.ts';
import { voteOverFrames } from '../../../models/mrz/frame-vote.ts';
import { documentObservation, mrzReading, PASSPORT_LINES } from '../../support/visits.ts';

/** Anna's passport with one character of the name in doubt. */
function unsureAt(column: number, instead: string): MrzReading {
  const sure = mrzReading('TD3', PASSPORT_LINES, { gate: 'needs-review' });
  const characters = sure.characters.map((row, line) =>
    row.map((one, at) =>
      line === 0 && at === column
        ? { ...one, probability: 0.55, alternatives: [{ text: instead, probability: 0.4 }] }
        : one,
    ),
  );
  return { ...sure, characters };
}
const sure = mrzReading('TD3', PASSPORT_LINES);

describe('the readings of several tries', () => {
  test('two tries that are each unsure of another character settle it together', () => {
    const { reading, frames } = voteWithDoubted(voteOverFrames, [unsureAt(5, 'F')], [unsureAt(9, '5')]);
    expect(reading).toMatchObject({ gate: 'accepted', lines: PASSPORT_LINES });
    expect(frames).toHaveLength(2);
  });

  test('a reading that stands by itself is not weighed down by the try before', () => {
    const { reading, frames } = voteWithDoubted(voteOverFrames, [sure], [unsureAt(5, 'F')]);
    expect(reading).toBe(sure);
    expect(frames).toEqual([]);
  });

  test('a try at another document has no voice', () => {
    const other = mrzReading(
      'TD3',
      ['P<UTOSANDBERG<<LOVISA<MARGARETA<<<<<<<<<<<<<', 'X111111116UTO8001014M3001019<<<<<<<<<<<<<<<4'],
      {
        gate: 'needs-review',
      },
    );
    const unsure = unsureAt(5, 'F');
    expect(voteWithDoubted(voteOverFrames, [unsure], [other])).toEqual({ reading: unsure, frames: [] });
  });

  test('several pictures of one capture are voted even without an earlier try', () => {
    const { reading, frames } = voteWithDoubted(voteOverFrames, [unsureAt(5, 'F'), sure], []);
    expect(reading.gate).toBe('accepted');
    expect(frames).toHaveLength(2);
  });

  test('only what did not stand is kept for the next try, and never more than six frames', () => {
    expect(doubtedFrames(documentObservation())).toEqual([]);
    const unsure = unsureAt(5, 'F');
    expect(doubtedFrames(documentObservation({ mrz: unsure }))).toEqual([unsure]);
    expect(doubtedFrames(documentObservation({ mrz: unsure, frames: [unsure, sure] }))).toHaveLength(2);
    const many = new Array<MrzReading>(9).fill(unsureAt(5, 'F'));
    expect(voteWithDoubted(voteOverFrames, [unsure], many).frames).toHaveLength(6);
  });
});
