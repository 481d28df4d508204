/** The sign of the station: a viewfinder with a tick. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="48" height="48" rx="11" />
      <path
        class="mark-corners"
        d="M10 18v-5a3 3 0 0 1 3-3h5M30 10h5a3 3 0 0 1 3 3v5M38 30v5a3 3 0 0 1-3 3h-5M18 38h-5a3 3 0 0 1-3-3v-5"
      />
      <path class="mark-tick" d="M16 24.5l6 6 11-13" />
    </svg>
  );
}
