import type { PictureMarks as Marks } from '../../../agent/contract/views.ts';

/**
 * Numbered frames over a picture; the same numbers stand before the words of the caption's list, so no colour needs to be told
 * apart and a screen reader leaves the drawing out.
 */
export function PictureMarks({ marks }: { readonly marks: Marks }) {
  const { width, height, places } = marks;
  const size = Math.max(width, height) / 12;
  return (
    <svg class="marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {places.map(({ kind, box }, index) => {
        const [x, y] = [Math.max(0, box.x), Math.max(0, box.y)];
        const [right, bottom] = [Math.min(width, box.x + box.width), Math.min(height, box.y + box.height)];
        const frame = { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
        return (
          <g key={kind}>
            <rect class="mark-ground" {...frame} />
            <rect class="mark-line" {...frame} />
            <text class="mark-number" x={x + size * 0.2 + index * size} y={y + size} font-size={size}>
              {index + 1}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
