import { useState } from 'preact/hooks';
import Value from 'typebox/value';
import { OrderReference } from '../../../agent/contract/order.ts';
import type { AppointmentView } from '../../../agent/contract/views.ts';
import { clockTime } from '../clock-time.ts';
import type { PanelProps } from '../panel-props.ts';

/** The day's appointments with search, and the way in for somebody without one. */
export function TodayPanel({ view, words, send, busy }: PanelProps) {
  const [search, setSearch] = useState('');
  const [walkIn, setWalkIn] = useState('');
  const mayCheckIn = view.phase === 'idle' && !busy;
  const found = view.appointments.filter((appointment) => matches(appointment, search));
  const reference = walkIn.trim().toUpperCase();
  return (
    <section class="panel today" aria-labelledby="today">
      <h2 id="today">{words.staff.today}</h2>
      <label class="for-readers" for="search">
        {words.staff.search}
      </label>
      <input
        id="search"
        class="field"
        type="search"
        placeholder={words.staff.search}
        autocomplete="off"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      {found.length === 0 ? (
        <p class="empty">{view.appointments.length === 0 ? words.staff.noAppointments : words.staff.noneFound}</p>
      ) : (
        <ul class="appointments">
          {found.map(({ reference: of, name, at, state }) => (
            <li key={of} class={`appointment appointment-${state}`}>
              <span class="appointment-time">{at === undefined ? '–' : clockTime(at, words.language.tag)}</span>
              <span class="appointment-who">
                <strong>{name}</strong>
                <span>{of}</span>
              </span>
              {state === 'expected' ? (
                <button
                  type="button"
                  class="button button-small"
                  disabled={!mayCheckIn}
                  aria-label={`${words.staff.checkIn}: ${name}`}
                  onClick={() => void send({ type: 'checkIn', reference: of })}
                >
                  {words.staff.checkIn}
                </button>
              ) : (
                <span class="appointment-state">{words.staff.appointmentStates[state]}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      <form
        class="walk-in"
        onSubmit={(event) => {
          event.preventDefault();
          void send({ type: 'checkIn', reference }).then((taken) => taken && setWalkIn(''));
        }}
      >
        <h3>{words.staff.walkIn}</h3>
        <label for="walk-in">{words.staff.walkInHint}</label>
        <div class="line">
          <input
            id="walk-in"
            class="field"
            autocomplete="off"
            spellcheck={false}
            maxLength={64}
            value={walkIn}
            onInput={(event) => setWalkIn(event.currentTarget.value)}
          />
          <button
            type="submit"
            class="button button-small"
            disabled={!mayCheckIn || !Value.Check(OrderReference, reference)}
          >
            {words.staff.checkIn}
          </button>
        </div>
      </form>
    </section>
  );
}

function matches({ name, reference }: AppointmentView, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return `${name} ${reference}`.toLowerCase().includes(wanted);
}
