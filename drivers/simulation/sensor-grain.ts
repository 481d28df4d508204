import sharp from 'sharp';

/** Noise of a webcam sensor in office light after its own smoothing, grey levels (standard deviation). */
const SIGMA = 1.8;
const TABLE_SIZE = 1 << 16;
/** As the studio encodes its views. */
const JPEG_QUALITY = 90;

/** Gives a view the noise that a real sensor gives every picture, so that no two pictures of the same view are alike. */
export type SensorGrain = (jpeg: Uint8Array) => Promise<Uint8Array>;

/** @param random uniform in [0, 1) */
export function createSensorGrain(random: () => number = Math.random): SensorGrain {
  const table = Int8Array.from({ length: TABLE_SIZE }, () => Math.round(SIGMA * normal(random)));
  return async (jpeg) => {
    const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const rowLength = width * channels;
    for (let row = 0; row < height; row++) {
      // Each row begins elsewhere in the table: repeated noise would be a pattern of its own.
      let at = Math.floor(random() * TABLE_SIZE);
      for (let index = row * rowLength; index < (row + 1) * rowLength; index++) {
        at = (at + 1) & (TABLE_SIZE - 1);
        const value = (data[index] ?? 0) + (table[at] ?? 0);
        data[index] = Math.max(0, Math.min(255, value));
      }
    }
    return sharp(data, { raw: { width, height, channels } }).jpeg({ quality: JPEG_QUALITY }).toBuffer();
  };
}

/** Box and Muller's transform. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
