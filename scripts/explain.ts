import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Value from 'typebox/value';
import type { VisitRecord } from '../agent/contract/record.ts';
import { Language } from '../agent/contract/vocabulary/document.ts';
import { JOSE_TYPES, PublicJwk } from '../agent/contract/wire.ts';
import { readSignedMessage } from '../central/verify/signed-message.ts';
import { parseRecord, verifySignedResult } from '../central/verify/verify-signed-result.ts';
import { tellExplanation } from './explain/tell-explanation.ts';
import { packOf, packsAtHand } from './packs-at-hand.ts';

const HELP = `Explains a signed record: its checks, its rules, and sentence by sentence the path to the colour.

  npm run explain -- RECORD [--key STATION.jwk] [--language sv|en]

RECORD is a signed record (JWS), as \`npm run visit -- --keep DIR\` leaves in DIR as record.jws. With the station's public key the
signature is verified first; without it the explanation says that it was not. Nothing is said of the person.
Exit code 0 when the colour follows from the checks, 1 when it does not or the record is refused, 2 for wrong arguments.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string' },
    language: { type: 'string', default: 'en' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [recordFile, ...more] = positionals;
const { language } = values;
if (values.help || !recordFile || more.length > 0 || !Value.Check(Language, language)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const record = openRecord(readText(recordFile).trim());
const packs = await packsAtHand();
if (!packs.ok) refuse(`${packs.fault.code} ${packs.fault.where}: ${packs.fault.detail}`);
const issued = packOf(packs.value, record.idv.decision.rule_pack);
if (!issued) refuse(`the rule pack ${record.idv.decision.rule_pack.id} of the record is not at hand`);
const { lines, follows } = tellExplanation(record, issued.pack, { language, verified: values.key !== undefined });
console.log(lines.join('\n'));
process.exit(follows ? 0 : 1);

function openRecord(jws: string): VisitRecord {
  if (values.key !== undefined) {
    const verified = verifySignedResult(jws, readKey(values.key));
    return verified.ok ? verified.value.record : refuse(`${verified.fault.problem}: ${verified.fault.detail}`);
  }
  const message = readSignedMessage(jws, JOSE_TYPES.result);
  if (!message.ok) refuse(`${message.fault.problem}: ${message.fault.detail}`);
  const parsed = parseRecord(message.value.payload);
  return parsed.ok ? parsed.value : refuse(`${parsed.fault.problem}: ${parsed.fault.detail}`);
}

function readKey(path: string): PublicJwk {
  try {
    return Value.Parse(PublicJwk, JSON.parse(readText(path)));
  } catch {
    return refuse(`${path} is no public key (JWK)`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return refuse(`${path} cannot be read`);
  }
}

function refuse(why: string): never {
  console.error(`REFUSED ${why}`);
  process.exit(1);
}
