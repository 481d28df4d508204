import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Value from 'typebox/value';
import { PublicJwk } from '../agent/contract/wire.ts';
import { recomputeDecision } from '../central/intake/recompute-decision.ts';
import { verifySignedResult } from '../central/verify/verify-signed-result.ts';
import { packOf, packsAtHand } from './packs-at-hand.ts';

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
const packs = await packsAtHand();
if (!packs.ok) refuse(`${packs.fault.code} ${packs.fault.where}: ${packs.fault.detail}`);
const issued = packOf(packs.value, decision.rule_pack);
if (!issued) refuse(`the rule pack ${decision.rule_pack.id} of the record is not at hand`);
const mismatch = recomputeDecision(record, issued.pack);
if (mismatch) refuse(`${mismatch.pointer} ${mismatch.detail}`);
console.log(
  `VERIFIED ${record.jti} ${decision.colour} ${decision.reasons.join(' ') || '-'} (station ${record.idv.station.id})`,
);

function refuse(why: string): never {
  console.error(`REFUSED ${why}`);
  process.exit(1);
}
