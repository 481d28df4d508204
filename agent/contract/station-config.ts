import Type from 'typebox';
import { PublicJwk } from './wire.ts';

/** A station's own settings, one JSON file per station in `config/stations`. */
export type StationConfig = Type.Static<typeof StationConfig>;
export const StationConfig = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    site: Type.String({ minLength: 1 }),
    /** IANA time zone whose calendar date the rules use. */
    timeZone: Type.String({ minLength: 1 }),
    /** Series of rule packs in `config/rule-packs`, of which the one in force decides. */
    rulePacks: Type.String({ pattern: '^[a-z0-9-]{3,40}$' }),
    /** Keys whose signature a rule pack must bear; the demonstration key only where devices are simulated. */
    rulePackSigners: Type.Array(PublicJwk, { minItems: 1 }),
    /** Which devices the station drives. */
    devices: Type.Enum(['simulated']),
    /** `page`: the cardholder page owns the face camera; `station`: the agent's own camera. */
    camera: Type.Enum(['page', 'station']),
    /** Face cameras this station may use: USB vendor and product (`046d:085e`) or a part of the name the camera gives itself. */
    pinnedCameras: Type.Optional(Type.Array(Type.String({ minLength: 3, maxLength: 80 }), { minItems: 1 })),
    notice: Type.String({ minLength: 1 }),
    listen: Type.Object(
      { host: Type.String(), port: Type.Integer({ minimum: 0, maximum: 65535 }) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
