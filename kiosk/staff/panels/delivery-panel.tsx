import type { StaffView } from '../../../agent/contract/views.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { Icon } from '../../parts/icon.tsx';

/** What has not been confirmed by the centre yet. */
export function DeliveryPanel({ view, words }: { readonly view: StaffView; readonly words: Sentences }) {
  const { waiting, poison, online, fault } = view.queue;
  return (
    <section class="panel" aria-labelledby="delivery">
      <h2 id="delivery">{words.staff.delivery}</h2>
      <ul class="queue">
        <li class={online ? '' : 'queue-trouble'}>
          <Icon name={online ? 'check' : 'exclamation'} /> {online ? words.staff.online : words.staff.offline}
        </li>
        <li>
          <Icon name={waiting === 0 ? 'check' : 'dots'} /> {words.staff.waiting(waiting)}
        </li>
        {poison > 0 && (
          <li class="queue-trouble">
            <Icon name="cross" /> {words.staff.poison(poison)}
          </li>
        )}
      </ul>
      {fault !== undefined && (
        <p class="fault-note">
          <strong>{words.faults[fault.code].sentence}</strong> {words.faults[fault.code].remedy}
        </p>
      )}
    </section>
  );
}
