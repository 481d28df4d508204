import sharp from 'sharp';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';

/** What varies between drawn people and between their pictures. */
export interface DrawnFace {
  readonly skin?: string;
  readonly hair?: string;
  readonly iris?: string;
  /** Half the distance of the eyes; the head is 150 wide on either side. */
  readonly eyeOffset?: number;
  readonly noseLength?: number;
  readonly mouthWidth?: number;
  /** Opening of the lids, 1 open … 0 shut. */
  readonly lids?: number;
}

const [CENTRE_X, CENTRE_Y] = [256, 270];

/** A drawn frontal portrait, 512 × 600, that detectors take for a face. It tests plumbing, never accuracy. */
function faceSvg(face: DrawnFace = {}): string {
  const { skin = '#d8a57f', hair = '#33231a', noseLength = 64, mouthWidth = 58 } = face;
  const [x, y] = [CENTRE_X, CENTRE_Y];
  const mouthY = y + 102;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="600">
    <defs>
      <radialGradient id="skin" cx="0.42" cy="0.4" r="0.75">
        <stop offset="0" stop-color="${skin}"/><stop offset="0.75" stop-color="${skin}"/>
        <stop offset="1" stop-color="#8a5b3d"/>
      </radialGradient>
      <filter id="soft"><feGaussianBlur stdDeviation="5"/></filter>
      <filter id="edge"><feGaussianBlur stdDeviation="1.2"/></filter>
    </defs>
    <rect width="512" height="600" fill="#ccd2d6"/>
    <g filter="url(#edge)">
      <path d="M90 600 Q120 500 ${x} 480 Q392 500 422 600Z" fill="#2d3a55"/>
      <path d="M${x - 52} 400 L${x - 58} 500 Q${x} 540 ${x + 58} 500 L${x + 52} 400Z" fill="#b27c58"/>
      <ellipse cx="${x}" cy="${y - 50}" rx="158" ry="185" fill="${hair}"/>
      <path d="M${x - 140} ${y - 40} C${x - 140} ${y - 200} ${x + 140} ${y - 200} ${x + 140} ${y - 40}
        C${x + 140} ${y + 80} ${x + 90} ${y + 170} ${x} ${y + 180}
        C${x - 90} ${y + 170} ${x - 140} ${y + 80} ${x - 140} ${y - 40}Z" fill="url(#skin)"/>
      ${eye(x - (face.eyeOffset ?? 56), face)}${eye(x + (face.eyeOffset ?? 56), face)}
      <path d="M${x - 10} ${y - 10} Q${x - 20} ${y + noseLength - 12} ${x - 28} ${y + noseLength - 6}
        Q${x} ${y + noseLength + 14} ${x + 28} ${y + noseLength - 6} Q${x + 18} ${y + noseLength - 16} ${x + 10} ${y - 10}Z"
        fill="#a8714e" opacity="0.45"/>
      <ellipse cx="${x - 15}" cy="${y + noseLength}" rx="8" ry="5" fill="#4a281a"/>
      <ellipse cx="${x + 15}" cy="${y + noseLength}" rx="8" ry="5" fill="#4a281a"/>
      <path d="M${x - mouthWidth} ${mouthY} Q${x - 18} ${mouthY - 18} ${x} ${mouthY - 10}
        Q${x + 18} ${mouthY - 18} ${x + mouthWidth} ${mouthY} Q${x} ${mouthY + 34} ${x - mouthWidth} ${mouthY}Z" fill="#a04c48"/>
      <path d="M${x - mouthWidth} ${mouthY} Q${x} ${mouthY + 8} ${x + mouthWidth} ${mouthY}" stroke="#4d1f1e"
        stroke-width="4" fill="none"/>
    </g>
    <g filter="url(#soft)" opacity="0.35">
      <ellipse cx="${x - 92}" cy="${y + 60}" rx="26" ry="44" fill="#8a5b3d"/>
      <ellipse cx="${x + 92}" cy="${y + 60}" rx="26" ry="44" fill="#8a5b3d"/>
    </g>
  </svg>`;
}

/** The drawing as pixels, on a frame of any size: `x`, `y` and `width` say where it goes. */
export async function drawFaces(
  frame: { readonly width: number; readonly height: number },
  faces: readonly { readonly x: number; readonly y: number; readonly width: number; readonly face?: DrawnFace }[],
): Promise<Picture> {
  const layers = await Promise.all(
    faces.map(async ({ x, y, width, face }) => ({
      input: await sharp(Buffer.from(faceSvg(face)))
        .resize({ width })
        .png()
        .toBuffer(),
      left: x,
      top: y,
    })),
  );
  const { data, info } = await sharp({
    create: { width: frame.width, height: frame.height, channels: 3, background: '#ccd2d6' },
  })
    .composite(layers)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

export const drawPortrait = (face: DrawnFace = {}): Promise<Picture> =>
  drawFaces({ width: 640, height: 600 }, [{ x: 64, y: 0, width: 512, face }]);

/** The same person at the distance of a guided capture: the face takes up less than half of the frame. */
export const drawGuided = (face: DrawnFace = {}): Promise<Picture> =>
  drawFaces({ width: 1280, height: 960 }, [{ x: 384, y: 300, width: 512, face }]);

function eye(x: number, { hair = '#33231a', iris = '#5a4028', lids = 1 }: DrawnFace): string {
  const y = CENTRE_Y - 22;
  const open = 20 * lids;
  return `<path d="M${x - 30} ${y} Q${x} ${y - open} ${x + 30} ${y} Q${x} ${y + open * 0.8} ${x - 30} ${y}Z" fill="#f3efe9"/>
    <clipPath id="lid${x}"><path d="M${x - 30} ${y} Q${x} ${y - open} ${x + 30} ${y} Q${x} ${y + open * 0.8} ${x - 30} ${y}Z"/></clipPath>
    <g clip-path="url(#lid${x})"><circle cx="${x}" cy="${y - 1}" r="12" fill="${iris}"/>
      <circle cx="${x}" cy="${y - 1}" r="6" fill="#0b0806"/><circle cx="${x + 4}" cy="${y - 5}" r="2.5" fill="#fff"/></g>
    <path d="M${x - 32} ${y + 1} Q${x} ${y - open - 3} ${x + 32} ${y + 1}" stroke="#1d120c" stroke-width="5" fill="none"/>
    <path d="M${x - 38} ${y - 34} Q${x} ${y - 54} ${x + 38} ${y - 36}" stroke="${hair}" stroke-width="11" fill="none"
      stroke-linecap="round"/>
    <ellipse cx="${x}" cy="${y + 24}" rx="28" ry="6" fill="#a8714e" opacity="0.4"/>`;
}
