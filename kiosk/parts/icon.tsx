/** Line drawings on a 24 × 24 grid, drawn by us so that they do not hang on a font. */
const ICONS = {
  check: ['M4.5 12.5l5 5 10-11'],
  cross: ['M6 6l12 12M18 6L6 18'],
  exclamation: ['M12 4.5v9.5M12 18.6v.8'],
  square: ['M7 7h10v10H7z'],
  question: ['M8.5 9a3.5 3.5 0 1 1 5.6 2.8c-1.3 1-2.1 1.7-2.1 3.2M12 18.8v.6'],
  dash: ['M6 12h12'],
  ring: ['M12 6a6 6 0 1 0 0 12 6 6 0 1 0 0-12z'],
  slash: ['M12 5a7 7 0 1 0 0 14 7 7 0 1 0 0-14zM7.2 16.8l9.6-9.6'],
  dots: ['M6 12h.01M12 12h.01M18 12h.01'],
  'arrow-left': ['M20 12H5M11 5.5L4.5 12l6.5 6.5'],
  'arrow-right': ['M4 12h15M13 5.5l6.5 6.5-6.5 6.5'],
  'arrow-up': ['M12 20V5M5.5 11L12 4.5l6.5 6.5'],
  closer: [
    'M9 9L3.5 3.5M3.5 8V3.5H8M15 9l5.5-5.5M16 3.5h4.5V8M9 15l-5.5 5.5M3.5 16v4.5H8M15 15l5.5 5.5M20.5 16v4.5H16',
  ],
  eye: ['M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z', 'M12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 1 0 0-5.4z'],
  light: [
    'M12 8a4 4 0 1 0 0 8 4 4 0 1 0 0-8z',
    'M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4',
  ],
  camera: [
    'M4 8h3.5l1.5-2.5h6L16.5 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z',
    'M12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7z',
  ],
  officer: ['M12 4a4 4 0 1 0 0 8 4 4 0 1 0 0-8z', 'M4 20.5c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5', 'M8 5.5h8'],
  document: ['M6 3.5h9l3.5 3.5v13.5H6z', 'M9 16.5h6.5M9 13.5h6.5M9 8h2.5'],
  globe: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17z', 'M3.8 12h16.4M12 3.5c-5 5-5 12 0 17c5-5 5-12 0-17z'],
  backspace: ['M9 5.5h11v13H9L3.5 12z', 'M12 9.5l5 5M17 9.5l-5 5'],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof ICONS;

/** A picture beside words; it is hidden from screen readers because the words say it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {ICONS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
