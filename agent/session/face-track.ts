import type { Box } from '../contract/vocabulary/observations.ts';

/** A face goes nowhere near that far between two looks: its centre, in widths of the wider box, and its size. */
const FARTHEST_MOVE = 0.9;
const STRONGEST_GROWTH = 2;

/** Whether the face is somewhere else all of a sudden, so that another may have taken its place. Boxes of two looks in a row. */
export function hasJumped(before: Box, now: Box): boolean {
  const width = Math.max(before.width, now.width);
  const away = Math.hypot(
    now.x + now.width / 2 - before.x - before.width / 2,
    now.y + now.height / 2 - before.y - before.height / 2,
  );
  const growth = width / Math.max(1, Math.min(before.width, now.width));
  return away > FARTHEST_MOVE * width || growth > STRONGEST_GROWTH;
}
