export interface GlassPictureProps {
  readonly shape: 'passport' | 'card';
  /** `placing`: the page is turned over and laid down, again and again. `scanning`: it lies there and the light goes along it. */
  readonly moving: 'placing' | 'scanning';
}

/** The glass of the document scanner from above. */
export function GlassPicture({ shape, moving }: GlassPictureProps) {
  return (
    <svg class={`picture glass-picture glass-${moving}`} viewBox="0 0 480 400" aria-hidden="true" focusable="false">
      <rect class="p-ground" x="6" y="6" width="468" height="388" rx="36" />
      <rect class="p-device" x="50" y="150" width="380" height="220" rx="26" />
      <rect class="p-glass" x="80" y="176" width="320" height="168" rx="12" />
      <path class="p-shine" d="M104 330l96-140M140 330l96-140" />
      <circle class="p-lamp" cx="240" cy="357" r="5" />
      <g class="glass-document">
        <g class="glass-back">{shape === 'card' ? <CardBack /> : <PassportBack />}</g>
        <g class="glass-face">{shape === 'card' ? <CardFace /> : <PassportFace />}</g>
      </g>
      <g class="glass-light">
        <rect class="p-light" x="84" y="180" width="26" height="160" rx="8" />
      </g>
    </svg>
  );
}

function PassportFace() {
  return (
    <g>
      <rect class="p-paper" x="140" y="26" width="200" height="136" rx="10" />
      <Photo x={156} y={44} />
      <path class="p-line" d="M226 54h92M226 72h66M226 90h80" />
      <path class="p-mrz" d="M156 128h168M156 144h168" />
    </g>
  );
}

function PassportBack() {
  return (
    <g>
      <rect class="p-cover" x="140" y="26" width="200" height="136" rx="10" />
      <circle class="p-gold" cx="240" cy="84" r="26" />
      <path class="p-gold" d="M214 128h52M222 140h36" />
    </g>
  );
}

function CardFace() {
  return (
    <g>
      <rect class="p-card" x="146" y="34" width="188" height="118" rx="14" />
      <Photo x={160} y={50} />
      <path class="p-line" d="M230 58h84M230 76h58M230 94h72M162 132h150" />
    </g>
  );
}

function CardBack() {
  return (
    <g>
      <rect class="p-card" x="146" y="34" width="188" height="118" rx="14" />
      <path class="p-mrz" d="M162 108h156M162 122h156M162 136h156" />
      <rect class="p-chip" x="164" y="54" width="34" height="28" rx="6" />
    </g>
  );
}

function Photo({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect class="p-photo" width="56" height="70" rx="6" />
      <circle class="p-person" cx="28" cy="27" r="13" />
      <path class="p-person" d="M6 70c0-16 10-24 22-24s22 8 22 24z" />
    </g>
  );
}
