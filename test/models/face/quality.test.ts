import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { QualityMeasure } from '../../../agent/contract/vocabulary/face-quality.ts';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import type { FacePoints } from '../../../models/face/face-points.ts';
import { measureFace } from '../../../models/face/face-quality.ts';
import { labOf } from '../../../models/face-quality/lab-colour.ts';
import { type MeasurableFace, measureFaceQuality } from '../../../models/face-quality/measure-face-quality.ts';
import { componentOf, readQualityLimits } from '../../../models/face-quality/quality-limits.ts';
import { drawStudioPortrait, lookAtPortrait, repaint } from '../support/studio-portrait.ts';

const limits = readQualityLimits();
const portrait = await drawStudioPortrait();
const seen = await lookAtPortrait(portrait);

/** The face as it was found on the picture that nothing is wrong with. */
const faceOn = (picture: Picture, change: Partial<MeasurableFace> = {}): MeasurableFace => ({
  ...seen,
  sharpness: measureFace(picture, seen.box).sharpness,
  ...change,
});

/** The five points moved about, without the mesh, which would stay behind. */
const moved = (x: number, y: number, scale: number): Partial<MeasurableFace> => ({
  mesh: null,
  points: seen.points.map(([px, py]) => [px * scale + x, py * scale + y]) as unknown as FacePoints,
});

const measure = (picture: Picture, change: Partial<MeasurableFace> = {}) =>
  measureFaceQuality(picture, faceOn(picture, change), null, limits, { background: true });

const failing = (picture: Picture, change: Partial<MeasurableFace> = {}) =>
  measure(picture, change)
    .findings.filter(({ holds }) => !holds)
    .map(({ measure: name, advice }) => `${name}: ${advice}`);

const measuredValue = (picture: Picture, name: QualityMeasure) =>
  measure(picture).findings.find((finding) => finding.measure === name)?.value as number;

async function blur(picture: Picture, sigma: number): Promise<Picture> {
  const raw = { width: picture.width, height: picture.height, channels: 3 as const };
  return { ...picture, data: new Uint8Array(await sharp(picture.data, { raw }).blur(sigma).raw().toBuffer()) };
}

describe('a drawn face spoilt in one way', () => {
  test('as drawn, everything holds', () => expect(failing(portrait)).toEqual([]));
  test('in the dark', () => {
    expect(failing(repaint(portrait, (value) => value * 0.08))).toEqual(
      expect.arrayContaining(['luminance-mean: more-light', 'under-exposure: more-light']),
    );
  });
  test('burnt out', () => {
    const names = failing(repaint(portrait, (value) => value * 2.4));
    expect(names).toContain('over-exposure: less-light');
    expect(names.join()).not.toMatch(/more-light|whole-head|look-straight|light-from/);
  });
  test('blurred', async () => expect(failing(await blur(portrait, 9))).toEqual(['sharpness: sharper']));
  test('lit from the picture’s left: the person’s left side lies in shadow', () => {
    const shaded = repaint(portrait, (value, _, x) => value * (x < 0.5 ? 1 : 0.45));
    expect(failing(shaded)).toEqual(['light-balance: light-from-left']);
    expect(failing(repaint(portrait, (value, _, x) => value * (x < 0.5 ? 0.45 : 1)))).toEqual([
      'light-balance: light-from-right',
    ]);
  });
  test('under green light', () => {
    const green = repaint(portrait, (value, channel) => (channel === 1 ? value : value * 0.6));
    expect(failing(green)).toEqual(['natural-colour: neutral-light']);
  });
  test('before a striped wall', () => {
    const wall = repaint(portrait, (value, _, x, y) =>
      x > 0.1 && x < 0.9 && y > 0.05 ? value : Math.floor((x + y) * 30) % 2 === 0 ? 250 : 40,
    );
    expect(failing(wall)).toEqual(['background-uniformity: plain-background']);
  });
  test.each([
    ['turned', { yawDeg: 35, pitchDeg: 0, rollDeg: 0 }, 'head-pose-yaw: look-straight'],
    ['looking down', { yawDeg: 0, pitchDeg: -35, rollDeg: 0 }, 'head-pose-pitch: look-straight'],
    ['tilted', { yawDeg: 0, pitchDeg: 0, rollDeg: 20 }, 'head-pose-roll: head-upright'],
  ])('%s', (_, pose, expected) => expect(failing(portrait, { pose })).toEqual([expected]));
  test('with somebody beside', () => {
    const beside = { box: { ...seen.box, width: 0.9 * seen.box.width } };
    const { findings } = measureFaceQuality(portrait, faceOn(portrait), beside, limits, { background: false });
    expect(findings.find(({ measure: name }) => name === 'single-face-present')?.advice).toBe('be-alone');
  });
  test('at the edge of the picture', () => {
    const { leftEye } = measure(portrait).geometry;
    expect(failing(portrait, moved(10 - leftEye[0], 0, 1)).join()).toContain('leftward-crop: whole-head');
  });
  test('far too small', () => {
    expect(failing(portrait, moved(200, 200, 0.1))).toEqual(
      expect.arrayContaining(['inter-eye-distance: come-closer', 'head-size: come-closer']),
    );
  });
  test('with shut lids and an open mouth, as the mesh would see them', () => {
    const points = [...(seen.mesh?.points ?? [])];
    const point = (index: number) => points[index] as readonly [number, number, number];
    const lids = [
      [159, 145],
      [160, 144],
      [158, 153],
    ] as const;
    for (const [upper, lower] of lids) points[upper] = point(lower);
    const [x, y, z] = point(14);
    points[14] = [x, y + 40, z];
    expect(failing(portrait, { mesh: { points, presence: 1 } })).toEqual([
      'eyes-open: open-eyes',
      'mouth-closed: close-mouth',
    ]);
  });
});

describe('measures', () => {
  test('the components are those of OFIQ’s configuration at its turning points', () => {
    expect(componentOf(70, limits.mappings['inter-eye-distance'])).toBe(50);
    expect(componentOf(0.9, limits.mappings['leftward-crop'])).toBe(50);
    expect(componentOf(0.2, limits.mappings['mouth-closed'])).toBe(50);
    expect(componentOf(0, limits.mappings['head-size'])).toBe(100);
    expect(componentOf(0, limits.mappings['natural-colour'])).toBe(100);
    expect(componentOf(0, limits.mappings['under-exposure'])).toBe(100);
  });
  test('colours are those of CIE L*a*b*: white, mid grey and the sRGB red', () => {
    const near = (pixel: readonly [number, number, number], l: number, a: number, b: number) => {
      const lab = labOf(Uint8Array.from(pixel), 0);
      expect(Math.hypot(lab.l - l, lab.a - a, lab.b - b)).toBeLessThan(0.1);
    };
    near([255, 255, 255], 100, 0, 0);
    near([119, 119, 119], 50.03, 0, 0);
    near([255, 0, 0], 53.24, 80.09, 67.2);
  });
  test('more light never makes the face darker, nor less burnt out', () => {
    const factors = [0.1, 0.3, 0.6, 1, 1.4, 2, 3];
    const pictures = factors.map((factor) => repaint(portrait, (value) => value * factor));
    for (const name of ['luminance-mean', 'over-exposure'] as const) {
      const values = pictures.map((picture) => measuredValue(picture, name));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });
  test('more blur is never sharper', async () => {
    const values = [];
    for (const sigma of [1, 2, 4, 8]) values.push(measuredValue(await blur(portrait, sigma), 'sharpness'));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });
  test('any pixels and any points give finite values and components between 0 and 100', () => {
    const coordinate = fc.double({ min: -40, max: 80, noNaN: true });
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.tuple(point, point, point, point, point),
        (width, height, bytes, points) => {
          const data = Uint8Array.from(
            { length: width * height * 3 },
            (_, index) => bytes[index % bytes.length] as number,
          );
          const picture = { width, height, data };
          const face = { box: { x: 0, y: 0, width, height }, points, mesh: null, pose: null, sharpness: 3 };
          const { findings } = measureFaceQuality(picture, face, null, limits, { background: true });
          for (const { value, component } of findings) {
            expect(Number.isFinite(value)).toBe(true);
            expect(component).toBeGreaterThanOrEqual(0);
            expect(component).toBeLessThanOrEqual(100);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
  test('every measure is on the closed list, once', () => {
    const names = measure(portrait).findings.map(({ measure: name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const all: readonly string[] = QualityMeasure.enum;
    for (const name of names) expect(all).toContain(name);
  });
});
