import type { Colour } from '../../agent/contract/vocabulary/verdict.ts';

/** Notes in hertz, one after the other: each colour can be told apart by ear, and none of them sounds like an alarm. */
const NOTES: Readonly<Record<Colour, readonly number[]>> = {
  GREEN: [523.25, 783.99],
  YELLOW: [523.25, 523.25],
  RED: [392, 293.66],
  STOPPED: [329.63],
};
const NOTE_S = 0.22;
const LOUDNESS = 0.15;

/** Plays the short tone of a colour where the browser allows sound; silence is no fault. */
export function playVerdictTone(colour: Colour): void {
  const audio = new AudioContext();
  const notes = NOTES[colour];
  notes.forEach((hertz, index) => {
    const startsAt = audio.currentTime + index * NOTE_S;
    const note = audio.createOscillator();
    const gain = audio.createGain();
    note.type = 'sine';
    note.frequency.value = hertz;
    gain.gain.setValueAtTime(0, startsAt);
    gain.gain.linearRampToValueAtTime(LOUDNESS, startsAt + 0.02);
    gain.gain.linearRampToValueAtTime(0, startsAt + NOTE_S);
    note.connect(gain).connect(audio.destination);
    note.start(startsAt);
    note.stop(startsAt + NOTE_S);
    if (index === notes.length - 1) note.onended = () => void audio.close();
  });
}
