import { useState } from 'preact/hooks';
import type { SimulatorCommand } from '../../../agent/contract/commands.ts';
import { ENDPOINTS } from '../../../agent/contract/endpoints.ts';
import type { StaffView } from '../../../agent/contract/views.ts';
import { useCommands } from '../../connection/use-commands.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';

export interface SimulatorDockProps {
  readonly simulator: NonNullable<StaffView['simulator']>;
  readonly words: Sentences;
}

type CableRole = Extract<SimulatorCommand, { type: 'setCable' }>['role'];
const CABLES: readonly CableRole[] = ['document-scanner', 'face-camera', 'chip-reader', 'printer'];

/** Hands for a station without hardware: lay a document down, pull a cable, cut the network. */
export function SimulatorDock({ simulator, words }: SimulatorDockProps) {
  const { send, busy, notice, dismiss } = useCommands<SimulatorCommand>(ENDPOINTS.simulatorCommand.path);
  const [chosen, setChosen] = useState<string>();
  const scenario = chosen ?? simulator.scenario ?? simulator.scenarios[0]?.id;
  const say = words.staff;
  return (
    <section class="panel dock" aria-labelledby="dock">
      <h2 id="dock">{say.simulator}</h2>
      <p class="hint">{say.simulatorHint}</p>
      <NoticeBar notice={notice} words={words} onDismiss={dismiss} />
      <label for="scenario">{say.scenario}</label>
      <div class="line">
        <select id="scenario" class="field" value={scenario} onChange={(event) => setChosen(event.currentTarget.value)}>
          {simulator.scenarios.map(({ id, title, reference }) => (
            <option key={id} value={id}>
              {title} · {reference}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="button button-small"
          disabled={busy || scenario === undefined}
          onClick={() => scenario !== undefined && void send({ type: 'loadScenario', scenario })}
        >
          {say.load}
        </button>
      </div>
      <h3>{say.glass}</h3>
      <ul class="dock-list">
        {simulator.documents.map(({ title, onGlass }, index) => (
          <li key={title}>
            <span>
              {title} {onGlass && <em>{say.onGlass}</em>}
            </span>
            <button
              type="button"
              class="button button-small"
              disabled={busy}
              aria-label={`${onGlass ? say.takeAway : say.place}: ${title}`}
              onClick={() => void send(onGlass ? { type: 'removeDocument' } : { type: 'placeDocument', index })}
            >
              {onGlass ? say.takeAway : say.place}
            </button>
          </li>
        ))}
      </ul>
      <h3>{say.cables}</h3>
      <ul class="dock-list">
        {CABLES.filter((role) => role in simulator.cables).map((role) => (
          <Switch
            key={role}
            label={say.deviceRoles[role]}
            on={simulator.cables[role] === true}
            states={[say.connected, say.pulled]}
            disabled={busy}
            onToggle={(connected) => void send({ type: 'setCable', role, connected })}
          />
        ))}
        <Switch
          label={say.network}
          on={simulator.online}
          states={[say.connected, say.pulled]}
          disabled={busy}
          onToggle={(online) => void send({ type: 'setNetwork', online })}
        />
      </ul>
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly states: readonly [on: string, off: string];
  readonly disabled: boolean;
  readonly onToggle: (on: boolean) => void;
}

function Switch({ label, on, states, disabled, onToggle }: SwitchProps) {
  return (
    <li>
      <span>{label}</span>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={on}
        aria-label={label}
        disabled={disabled}
        onClick={() => onToggle(!on)}
      >
        <span class="switch-knob" aria-hidden="true" />
        <span aria-hidden="true">{on ? states[0] : states[1]}</span>
      </button>
    </li>
  );
}
