import type { StaffView } from '../../../agent/contract/views.ts';
import type { DeliveryState } from '../../../agent/contract/vocabulary/visit.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { ColourSign } from '../../parts/colour-sign.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { clockTime } from '../clock-time.ts';

const SYMBOLS: Readonly<Record<DeliveryState, IconName>> = {
  sealed: 'dots',
  sending: 'dots',
  accepted: 'check',
  poison: 'cross',
};

/** The day's finished visits, without personal data. */
export function HistoryPanel({ view, words }: { readonly view: StaffView; readonly words: Sentences }) {
  const columns = words.staff.historyColumns;
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">{words.staff.history}</h2>
      {view.history.length === 0 ? (
        <p class="empty">{words.staff.noHistory}</p>
      ) : (
        <table class="history">
          <thead>
            <tr>
              <th scope="col">{columns.time}</th>
              <th scope="col">{columns.reference}</th>
              <th scope="col">{columns.verdict}</th>
              <th scope="col">{columns.delivery}</th>
            </tr>
          </thead>
          <tbody>
            {view.history.map(({ jti, at, reference, verdict, delivery, receiptId }) => (
              <tr key={jti}>
                <td>{clockTime(at, words.language.tag)}</td>
                <td>{reference}</td>
                <td>
                  <ColourSign colour={verdict.colour} word={words.colours[verdict.colour].word} />
                  {verdict.reasons.map((reason) => (
                    <code key={reason} title={words.reasons[reason].sentence}>
                      {reason}
                    </code>
                  ))}
                </td>
                <td>
                  <span class={`history-delivery delivery-${delivery}`}>
                    <Icon name={SYMBOLS[delivery]} /> {words.deliveries[delivery]}
                  </span>
                  {receiptId !== undefined && (
                    <span class="history-receipt">
                      {columns.receipt} <code>{receiptId}</code>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
