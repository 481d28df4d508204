import type { ComponentChildren } from 'preact';

export type FacesPictureKind = 'comparing' | 'deciding' | 'posing' | 'officer' | 'goodbye' | 'resting';

/** Quiet pictures for the moments in which people wait. */
export function FacesPicture({ kind }: { readonly kind: FacesPictureKind }) {
  return (
    <svg class={`picture faces-${kind}`} viewBox="0 0 480 320" aria-hidden="true" focusable="false">
      <rect class="p-ground" x="6" y="6" width="468" height="308" rx="36" />
      {drawing(kind)}
    </svg>
  );
}

function drawing(kind: FacesPictureKind): ComponentChildren {
  switch (kind) {
    case 'comparing':
      return (
        <>
          <Framed x={70} />
          <Framed x={290} round />
          <path class="p-dots" d="M206 160h.01M229 160h.01M252 160h.01M275 160h.01" />
        </>
      );
    case 'deciding':
      return (
        <>
          <rect class="p-paper" x="160" y="50" width="160" height="220" rx="16" />
          {[96, 146, 196].map((y) => (
            <g key={y}>
              <circle class="p-photo" cx="192" cy={y} r="12" />
              <path class="p-line" d={`M220 ${y}h72`} />
            </g>
          ))}
          <path class="p-line" d="M220 244h50" />
          <g class="deciding-glass">
            <circle class="p-lens" cx="192" cy="96" r="30" />
            <path class="p-handle" d="M214 118l24 24" />
          </g>
        </>
      );
    case 'posing':
      return (
        <>
          <rect class="p-device" x="110" y="40" width="260" height="240" rx="24" />
          <rect class="p-glass" x="126" y="56" width="228" height="208" rx="14" />
          <Person x={240} y={160} scale={1.5} />
          <ellipse class="p-oval" cx="240" cy="150" rx="72" ry="88" />
        </>
      );
    case 'officer':
      return (
        <>
          <Person x={130} y={170} scale={1.5} />
          <Person x={350} y={170} scale={1.5} dark />
          <g class="officer-document">
            <rect class="p-cover" x="203" y="138" width="74" height="96" rx="8" />
            <circle class="p-gold" cx="240" cy="176" r="16" />
            <path class="p-gold" d="M222 210h36" />
          </g>
        </>
      );
    case 'goodbye':
      return (
        <>
          <rect class="p-device" x="110" y="60" width="260" height="190" rx="24" />
          <rect class="p-glass" x="132" y="82" width="216" height="146" rx="12" />
          <g class="goodbye-cloth">
            <path class="p-shine" d="M160 200c20-70 50-90 90-96" />
            <rect class="p-gold-cloth" x="222" y="84" width="76" height="56" rx="14" transform="rotate(-14 260 112)" />
          </g>
          <path class="p-line" d="M190 274h100" />
        </>
      );
    case 'resting':
      return (
        <>
          <rect class="p-device" x="110" y="90" width="260" height="150" rx="24" />
          <rect class="p-glass" x="134" y="112" width="212" height="106" rx="12" />
          <path class="p-rest" d="M186 158c10 12 26 12 36 0M258 158c10 12 26 12 36 0M222 190h36" />
          <path class="p-line" d="M180 262h120" />
        </>
      );
    default:
      return kind satisfies never;
  }
}

function Framed({ x, round = false }: { readonly x: number; readonly round?: boolean }) {
  return (
    <g>
      <rect class={round ? 'p-glass' : 'p-paper'} x={x} y="78" width="120" height="164" rx={round ? 60 : 12} />
      <Person x={x + 60} y={170} scale={1.15} dark={round} />
    </g>
  );
}

function Person(props: { readonly x: number; readonly y: number; readonly scale: number; readonly dark?: boolean }) {
  const { x, y, scale, dark = false } = props;
  return (
    <g class={dark ? 'p-person-dark' : 'p-person'} transform={`translate(${x} ${y}) scale(${scale})`}>
      <circle cx="0" cy="-22" r="21" />
      <path d="M-38 46C-38 18-20 8 0 8s38 10 38 38z" />
    </g>
  );
}
