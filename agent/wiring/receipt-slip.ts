import type { ReceiptSlip } from '../../drivers/ports.ts';
import { SENTENCES } from '../../kiosk/languages/by-code.ts';
import { nextSteps } from '../../kiosk/languages/next-steps.ts';
import type { CardholderView } from '../contract/views.ts';

/** What the cardholder takes home: verdict, next steps and receipt number, without any personal data. Null before the receipt. */
export function receiptSlip(view: CardholderView): ReceiptSlip | null {
  const outcome = view.visit?.outcome;
  if (!outcome?.receiptId) return null;
  const sentences = SENTENCES[view.language];
  const { word, meaning } = sentences.colours[outcome.verdict.colour];
  return {
    title: `ID06 · ${view.station.site}`,
    lines: [`${word}: ${meaning}`, ...nextSteps(outcome.verdict, sentences), outcome.receiptId],
    code: outcome.receiptId,
  };
}
