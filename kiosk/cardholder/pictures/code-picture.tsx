/** A telephone or paper with a square code, held under the beam of the code reader. The code is only drawn, it says nothing. */
export function CodePicture() {
  return (
    <svg class="picture code-picture" viewBox="0 0 240 200" aria-hidden="true" focusable="false">
      <rect class="p-ground" x="10" y="10" width="220" height="180" rx="28" />
      <g class="code-held">
        <rect class="p-paper" x="74" y="40" width="92" height="132" rx="12" />
        <path class="p-ink" d="M88 56h26v26H88zM126 56h26v26h-26zM88 94h26v26H88z" />
        <path class="p-paper" d="M94 62h14v14H94zM132 62h14v14h-14zM94 100h14v14H94z" />
        <path
          class="p-ink"
          d="M98 66h6v6h-6zM136 66h6v6h-6zM98 104h6v6h-6zM126 94h8v8h-8zM144 94h8v8h-8zM134 104h10v8h-10zM126 114h8v6h-8zM146 112h6v8h-6z"
        />
        <path class="p-line" d="M92 136h56M92 150h38" />
      </g>
      <path class="code-beam" d="M62 88h116" />
      <path class="p-corner" d="M54 64V50a10 10 0 0 1 10-10h10M166 40h10a10 10 0 0 1 10 10v14M186 120v14M54 120v14" />
    </svg>
  );
}
