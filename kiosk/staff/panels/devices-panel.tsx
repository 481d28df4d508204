import type { DeviceView, StaffView } from '../../../agent/contract/views.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';

const SYMBOLS: Readonly<Record<DeviceView['state'], IconName>> = {
  closed: 'dash',
  opening: 'dots',
  ready: 'check',
  busy: 'dots',
  waiting: 'exclamation',
  faulted: 'cross',
};

export function DevicesPanel({ view, words }: { readonly view: StaffView; readonly words: Sentences }) {
  return (
    <section class="panel" aria-labelledby="devices">
      <h2 id="devices">{words.staff.devices}</h2>
      <ul class="devices">
        {view.devices.map(({ role, model, state, fault }) => (
          <li key={`${role} ${model}`} class={`device device-${state}`}>
            <span class="device-symbol">
              <Icon name={SYMBOLS[state]} />
            </span>
            <span class="device-name">
              <strong>{roleName(role, words)}</strong>
              <span>{model}</span>
            </span>
            <span class="device-state">{words.staff.deviceStates[state]}</span>
            {fault !== undefined && (
              <p class="fault-note">
                <strong>{words.faults[fault.code].sentence}</strong> {words.faults[fault.code].remedy}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function roleName(role: string, words: Sentences): string {
  const names: Readonly<Record<string, string>> = words.staff.deviceRoles;
  return names[role] ?? role;
}
