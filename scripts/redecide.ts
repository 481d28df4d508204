import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { RulePack } from '../agent/contract/rule-pack.ts';
import { checkRulePack } from '../agent/domain/rule-pack-check.ts';
import { redecide } from '../agent/domain/rule-pack-redecide.ts';
import { packsAtHand } from './packs-at-hand.ts';
import { readStoredRecords } from './redecide/stored-records.ts';
import { tellRedecisions } from './redecide/tell-redecisions.ts';

const HELP = `Decides stored visits again under another rule pack and prints what would change. Nothing stored is changed.

  npm run redecide -- --pack PACK [options]

  --pack PACK     id of a signed pack in config/rule-packs, or the file of a draft
  --store DIR     data of a centre that is not running, or records kept by npm run visit (default: .data/centre)
  --from DAY      visits decided on this day or later, YYYY-MM-DD
  --to DAY        visits decided on this day or earlier
  --all           also visits that stay as they are

Exit code 0 when every record could be read, 1 when a signature did not hold or something is missing, 2 for a wrong command.`;

const { values } = parseArgs({
  options: {
    pack: { type: 'string' },
    store: { type: 'string', default: new URL('../.data/centre', import.meta.url).pathname },
    from: { type: 'string' },
    to: { type: 'string' },
    all: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
const { from = '0000-01-01', to = '9999-12-31' } = values;
if (values.help || !values.pack || ![from, to].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const pack = await packNamed(values.pack);
const { records, refused } = await readStoredRecords(values.store).catch((error: unknown) =>
  stop(error instanceof Error ? error.message : String(error)),
);
const visits = records
  .filter(({ idv }) => from <= idv.decision.policy_date && idv.decision.policy_date <= to)
  .map((record) => ({ record, redecision: redecide(record, pack) }));
console.log(
  `under ${pack.id} version ${pack.version}, in force from ${pack.validFrom} to ${pack.validTo ?? 'further notice'}\n`,
);
for (const line of tellRedecisions(visits, values.all)) console.log(line);
if (refused > 0) stop(`${refused} records were left out: their signature does not hold`);

/** A pack that is at hand with its signature, or a draft that nobody has signed yet. */
async function packNamed(name: string): Promise<RulePack> {
  if (name.endsWith('.json') && existsSync(name)) {
    const draft = checkRulePack(JSON.parse(readFileSync(name, 'utf8')));
    return draft.ok ? draft.value : stop(`${name} ${draft.fault.where}: ${draft.fault.detail}`);
  }
  const packs = await packsAtHand();
  if (!packs.ok) stop(`${packs.fault.code} ${packs.fault.where}: ${packs.fault.detail}`);
  const [found] = packs.value
    .map(({ pack: issued }) => issued)
    .filter(({ id }) => id === name)
    .sort((a, b) => b.version - a.version);
  return found ?? stop(`no pack ${name}; at hand: ${packs.value.map(({ pack: issued }) => issued.id).join(' ')}`);
}

function stop(why: string): never {
  console.error(why);
  process.exit(1);
}
