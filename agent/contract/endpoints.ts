import Type from 'typebox';
import { CardholderCommand, SimulatorCommand, StaffCommand } from './commands.ts';
import { Fault } from './faults.ts';
import { CardholderView, StaffView } from './views.ts';

/** Answer to a command: taken, or refused with the fault to show. */
export type CommandAnswer = Type.Static<typeof CommandAnswer>;
export const CommandAnswer = Type.Union([
  Type.Object({ accepted: Type.Literal(true) }, { additionalProperties: false }),
  Type.Object({ accepted: Type.Literal(false), fault: Fault }, { additionalProperties: false }),
]);

/**
 * Every local endpoint of the agent. Streams are server-sent events whose `data` is one whole view.
 * Staff endpoints need the `staff` cookie that `signIn` sets; all are refused for a foreign `Host` or `Origin`.
 *
 * The face camera page sends each frame on the WebSocket as one binary message: 8 bytes sequence number and
 * 8 bytes capture time in microseconds of the page's monotonic clock (both unsigned, big-endian), then the JPEG. A text message
 * before the frames is the name that the camera gives itself.
 */
export const ENDPOINTS = {
  cardholderView: { method: 'GET', path: '/api/cardholder/view', stream: CardholderView },
  cardholderCommand: {
    method: 'POST',
    path: '/api/cardholder/commands',
    body: CardholderCommand,
    answer: CommandAnswer,
  },
  cameraFrames: { method: 'GET', path: '/api/cardholder/camera', websocket: true },
  /** `multipart/x-mixed-replace` JPEG stream, only while the visit looks at the camera of the station. */
  cameraPreview: { method: 'GET', path: '/api/cardholder/preview', answer: 'multipart/x-mixed-replace' },
  signIn: {
    method: 'POST',
    path: '/api/staff/sign-in',
    body: Type.Object({ key: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
    answer: CommandAnswer,
  },
  staffView: { method: 'GET', path: '/api/staff/view', stream: StaffView },
  staffCommand: { method: 'POST', path: '/api/staff/commands', body: StaffCommand, answer: CommandAnswer },
  staffPicture: { method: 'GET', path: '/api/staff/pictures/:id', answer: 'image/jpeg' },
  simulatorCommand: { method: 'POST', path: '/api/staff/simulator', body: SimulatorCommand, answer: CommandAnswer },
  health: {
    method: 'GET',
    path: '/api/health',
    answer: Type.Object({ ready: Type.Boolean() }, { additionalProperties: false }),
  },
  metrics: { method: 'GET', path: '/metrics', answer: 'text/plain' },
} as const;
