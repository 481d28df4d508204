import { useState } from 'preact/hooks';
import type { CheckView } from '../../../agent/contract/views.ts';
import type { CheckResult } from '../../../agent/contract/vocabulary/verdict.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';

/** Six results, six symbols (ICAO Doc 9303-2 C-2). Only those an officer should look at get a colour, and stand first. */
const LOOK: Readonly<Record<CheckResult, { readonly symbol: IconName; readonly irregular: boolean }>> = {
  failed: { symbol: 'cross', irregular: true },
  undetermined: { symbol: 'question', irregular: true },
  aborted: { symbol: 'slash', irregular: true },
  successful: { symbol: 'check', irregular: false },
  not_supported: { symbol: 'ring', irregular: false },
  not_performed: { symbol: 'dash', irregular: false },
};

export interface ChecksTableProps {
  readonly checks: readonly CheckView[];
  readonly words: Sentences;
  readonly severalDocuments: boolean;
}

export function ChecksTable({ checks, words, severalDocuments }: ChecksTableProps) {
  const [onlyIrregular, setOnlyIrregular] = useState(false);
  const irregular = checks.filter(({ result }) => LOOK[result].irregular);
  const shown = onlyIrregular ? irregular : [...irregular, ...checks.filter(({ result }) => !LOOK[result].irregular)];
  const say = words.staff;
  return (
    <div class="checks">
      <div class="checks-head">
        <h3>{say.checks}</h3>
        {checks.length > 0 && (
          <p>
            {irregular.length === 0
              ? say.checksAllFine(checks.length)
              : say.checksToLookAt(irregular.length, checks.length)}
          </p>
        )}
        <label class="tick">
          <input
            type="checkbox"
            checked={onlyIrregular}
            onChange={(event) => setOnlyIrregular(event.currentTarget.checked)}
          />
          {say.onlyIrregular}
        </label>
      </div>
      {shown.length === 0 ? (
        <p class="empty">{checks.length === 0 ? say.noChecks : say.noIrregular}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
        <section class="checks-scroll" tabIndex={0} aria-label={say.checks}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.checkColumns.result}</th>
                <th scope="col">{say.checkColumns.compares}</th>
                {severalDocuments && <th scope="col">{say.checkColumns.document}</th>}
                <th scope="col">{say.checkColumns.id}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ id, result, document, match, fmr }) => (
                <tr key={`${id} ${document ?? ''}`} class={`check check-${result}`}>
                  <td class="check-result">
                    <Icon name={LOOK[result].symbol} /> {words.checkResults[result]}
                  </td>
                  <td>
                    {words.checks[id]}
                    {match !== undefined && <span class="check-match">{words.fieldMatches[match]}</span>}
                    {fmr !== undefined && (
                      <span class="check-match">
                        {say.matchLevel(oneIn(fmr.target), fmr.matchesAt === null ? null : oneIn(fmr.matchesAt))}
                      </span>
                    )}
                  </td>
                  {severalDocuments && <td>{document === undefined ? '' : document + 1}</td>}
                  <td class="check-id">{id}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

/** A rate as the number of tries with one false match among them, to two digits. */
const oneIn = (rate: number): number => Number((1 / rate).toPrecision(2));
