import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Value from 'typebox/value';
import { PublicJwk } from '../agent/contract/wire.ts';
import { decideVerdict } from '../agent/domain/decide-verdict.ts';
import { readRulePack } from '../agent/wiring/rule-pack-file.ts';
import { verifySignedResult } from '../central/verify/verify-signed-result.ts';

const HELP = `Verifies a signed record years later: signature, schema, and that its colour follows from its checks.

  npm run verify -- record.jws station.jwk

Both files are what \`npm run visit -- --keep DIR\` leaves in DIR. The signature is checked by the centre's verifier, which shares no
code with the station's signer. Exit code 0 when everything holds, 1 otherwise.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
const [recordFile, keyFile] = positionals;
if (values.help || !recordFile || !keyFile) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const key = Value.Parse(PublicJwk, JSON.parse(readFileSync(keyFile, 'utf8')));
const verified = verifySignedResult(readFileSync(recordFile, 'utf8').trim(), key);
if (!verified.ok) refuse(`${verified.fault.problem}: ${verified.fault.detail}`);
const { record } = verified.value;
const { decision } = record.idv;
const pack = readRulePack(
  new URL(`../config/rule-packs/${decision.rule_pack.id}.json`, import.meta.url).pathname,
  decision.policy_date,
);
if (!pack.ok || pack.value.sha256 !== decision.rule_pack.sha256)
  refuse(`rule pack ${decision.rule_pack.id} is not the one of the record`);
const again = decideVerdict({
  checks: record.idv.inspection,
  pack: pack.value.pack,
  path: record.idv.path,
  documents: record.idv.documents.length,
  passiveLiveness: record.idv.models.passive_liveness,
});
if (JSON.stringify(again) !== JSON.stringify({ colour: decision.colour, reasons: decision.reasons }))
  refuse(`the checks give ${again.colour} ${again.reasons.join(' ')}, the record says ${decision.colour}`);
console.log(
  `VERIFIED ${record.jti} ${decision.colour} ${decision.reasons.join(' ') || '-'} (station ${record.idv.station.id})`,
);

function refuse(why: string): never {
  console.error(`REFUSED ${why}`);
  process.exit(1);
}
