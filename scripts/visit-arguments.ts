import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Value from 'typebox/value';
import { CardOrder } from '../agent/contract/order.ts';

const HELP = `One whole visit on picture files: read, prove, compare, decide, sign, deliver to an embedded centre.

  npm run visit -- --document PAGE --face LIVE [options]

  --document FILE   picture of the document page (JPEG or PNG); repeat for another try or the other side
  --face FILE       live picture, or a video as motion JPEG (.mjpeg)
  --permit FILE     residence permit of a third-country citizen, read before the passport
  --order FILE      card order (JSON); without one the order claims what the document itself says
  --today DATE      decide as if today were YYYY-MM-DD
  --by-officer      the path without biometrics; the officer's answer is "cannot tell"
  --keep DIR        keep the verified record (record.jws), the station's public key and the receipt there
  --json            print the outcome as JSON before the last line

Last line: VERDICT <COLOUR> <reasons> · receipt <id>
Exit code: 0 GREEN, 10 YELLOW, 20 RED, 30 STOPPED, 2 wrong use, 1 fault.`;

/** Reads the command line of `npm run visit`; prints help or the mistake and ends the process when there is nothing to run. */
export function readVisitArguments() {
  try {
    const { values } = parseArgs({
      options: {
        document: { type: 'string', multiple: true },
        face: { type: 'string' },
        permit: { type: 'string' },
        order: { type: 'string' },
        today: { type: 'string' },
        'by-officer': { type: 'boolean' },
        keep: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    if (!values.document?.length || !values.face) throw new Error('--document and --face are needed');
    if (values.today && !/^\d{4}-\d{2}-\d{2}$/.test(values.today)) throw new Error('--today is a date YYYY-MM-DD');
    return {
      documents: values.document,
      face: values.face,
      permit: values.permit,
      order: values.order ? readOrder(values.order) : null,
      today: values.today,
      byOfficer: values['by-officer'] ?? false,
      keep: values.keep,
      json: values.json ?? false,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}

/** The order file; members that may be left out get their usual values. */
function readOrder(path: string): CardOrder {
  const parsed: unknown = {
    reference: 'ORDER-FILE',
    purpose: 'id06-card',
    state: 'open',
    ...JSON.parse(readFileSync(path, 'utf8')),
  };
  const [error] = Value.Errors(CardOrder, parsed);
  if (error) throw new Error(`${path}: ${error.instancePath || 'order'} ${error.message}`);
  return parsed as CardOrder;
}
