import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CompactSign, calculateJwkThumbprint, importJWK } from 'jose';
import Type from 'typebox';
import Value from 'typebox/value';
import { DEMONSTRATION_SIGNER, RULE_PACK_TYPE } from '../agent/contract/rule-pack.ts';
import { PublicJwk } from '../agent/contract/wire.ts';
import { checkRulePack } from '../agent/domain/rule-pack-check.ts';
import { composePacks } from './sign-pack/compose-packs.ts';

const HELP = `Checks rule packs and signs them: PACK.json gets PACK.json.jws beside it (JWS, ES256, detached).

  npm run sign-pack -- [options] [PACK.json …]

  --key FILE   private P-256 key as JWK (default: the demonstration key, which only simulated stations take)
  --out DIR    without packs named: write out the packs of config/rule-packs/sources there and sign them
               (default: config/rule-packs)

A pack that has decided a visit is never written anew: a correction is a further issue with a higher version and sequence.`;

const ROOT = new URL('..', import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string', default: join(ROOT, 'config/signers/demonstration-private.jwk.json') },
    out: { type: 'string', default: join(ROOT, 'config/rule-packs') },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const PrivateJwk = Type.Object(
  { ...PublicJwk.properties, d: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) },
  { additionalProperties: false },
);
const jwk: unknown = JSON.parse(readFileSync(values.key, 'utf8'));
if (!Value.Check(PrivateJwk, jwk)) stop(`${values.key} is no private P-256 key (JWK)`);
const kid = await calculateJwkThumbprint(jwk);
const key = await importJWK(jwk, 'ES256');
if (kid === DEMONSTRATION_SIGNER)
  console.log('signing with the demonstration key: only simulated stations take these packs');

const packs =
  positionals.length > 0
    ? positionals.map((file) => ({ path: resolve(file), text: readFileSync(file, 'utf8') }))
    : composePacks(join(ROOT, 'config/rule-packs/sources')).map(({ file, text }) => ({
        path: join(values.out, file),
        text,
      }));
for (const { path, text } of packs) {
  const checked = checkRulePack(JSON.parse(text));
  if (!checked.ok) stop(`${basename(path)} ${checked.fault.where}: ${checked.fault.detail}`);
}
for (const { path, text } of packs) {
  const signed = await new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ES256', typ: RULE_PACK_TYPE, kid })
    .sign(key);
  const [header, , signature] = signed.split('.');
  writeFileSync(path, text);
  writeFileSync(`${path}.jws`, `${header}..${signature}\n`);
  console.log(`signed ${basename(path)}`);
}

function stop(why: string): never {
  console.error(why);
  process.exit(1);
}
