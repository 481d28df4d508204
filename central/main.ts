import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { Value } from 'typebox/value';
import { CardOrders } from '../agent/contract/order.ts';
import { PublicJwk } from '../agent/contract/wire.ts';
import { openCentre } from './wiring.ts';

const HELP = `The ID06 centre: enrols stations, takes signed results, answers signed receipts.

  npm run central -- [options]

  --data DIR       database, pictures and keys   (CENTRE_DATA, .data/centre)
  --rules DIR      signed rule packs             (CENTRE_RULES, config/rule-packs)
  --signer FILE    public key of who signs them  (CENTRE_RULES_SIGNER, the demonstration key, which is refused where
                   NODE_ENV is production)
  --host HOST      address to listen on          (CENTRE_HOST, 127.0.0.1)
  --port PORT      port to listen on             (CENTRE_PORT, 8606)
  --station NAME   print a one-time enrolment code for this station, good for 15 minutes
  --orders FILE    with --station: book the card orders of this JSON file there
  --help           this text
`;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.CENTRE_DATA ?? '.data/centre' },
    rules: { type: 'string', default: process.env.CENTRE_RULES ?? 'config/rule-packs' },
    signer: {
      type: 'string',
      default: process.env.CENTRE_RULES_SIGNER ?? 'config/signers/demonstration.jwk.json',
    },
    host: { type: 'string', default: process.env.CENTRE_HOST ?? '127.0.0.1' },
    port: { type: 'string', default: process.env.CENTRE_PORT ?? '8606' },
    station: { type: 'string' },
    orders: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else {
  await run().catch((error: unknown) => {
    process.stderr.write(`centre did not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

async function run(): Promise<void> {
  const centre = await openCentre({
    dataDir: values.data,
    keysDir: join(values.data, 'keys'),
    rulePacksDir: values.rules,
    rulePackSigners: {
      keys: [Value.Parse(PublicJwk, JSON.parse(await readFile(values.signer, 'utf8')))],
      demonstration: process.env.NODE_ENV === 'production' ? 'refused' : 'taken',
    },
    host: values.host,
    port: Number(values.port),
    logger: pino({ level: 'warn' }),
  });
  process.stdout.write(`centre ${centre.url}\n`);
  if (values.station !== undefined) {
    if (values.orders !== undefined) {
      const orders = Value.Parse(CardOrders, JSON.parse(await readFile(values.orders, 'utf8')));
      await centre.addOrders(values.station, orders);
      process.stdout.write(`orders ${orders.length} at ${values.station}\n`);
    }
    process.stdout.write(`enrolment code for ${values.station}: ${await centre.issueEnrolmentCode(values.station)}\n`);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void centre.close());
}
