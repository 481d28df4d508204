import { type Actor, createActor, type SnapshotFrom } from 'xstate';
import { type Fault, fault } from '../contract/faults.ts';
import { createDeadlineKeeper } from './deadline-keeper.ts';
import type { SessionSettings } from './session-context.ts';
import type { SessionEvent } from './session-events.ts';
import { sessionMachine } from './session-machine.ts';
import { bug } from './visit-changes.ts';

export type SessionSnapshot = SnapshotFrom<typeof sessionMachine>;

export interface SessionHost {
  send(event: SessionEvent): void;
  snapshot(): SessionSnapshot;
  /** Ends an open visit without a result and overwrites its pictures. */
  close(): Promise<void>;
}

/**
 * Runs the chart and winds its deadline. An error thrown inside the chart is a bug: its visit is wiped and closed, and a
 * fresh chart starts out of service, so that no unexpected event stops a station dead.
 */
export function hostSession(options: {
  readonly settings: Omit<SessionSettings, 'startFault'>;
  /** After every transition. */
  readonly onTransition: () => void;
  readonly onBug: (fault: Fault) => void;
  /** Events that bring a fresh chart up to date, as the devices that are ready. */
  readonly standing: () => readonly SessionEvent[];
}): SessionHost {
  const { settings, onTransition } = options;
  let closed = false;
  const keeper = createDeadlineKeeper(settings.clock, (at) => send({ type: 'deadline.passed', at }));
  let actor = start(null);

  function start(startFault: Fault | null): Actor<typeof sessionMachine> {
    const created = createActor(sessionMachine, { input: { ...settings, startFault } });
    created.subscribe({
      next: (snapshot) => {
        keeper.watch(snapshot.context.deadlineAt);
        onTransition();
      },
      error: (error) => {
        if (!closed) recover(created, error);
      },
    });
    return created.start();
  }

  function recover(broken: Actor<typeof sessionMachine>, error: unknown): void {
    const cause = bug('session', error);
    options.onBug(cause);
    endVisit(broken, cause).catch(() => options.onBug(fault('program.bug', { where: 'abort' })));
    actor = start(cause);
    for (const event of options.standing()) actor.send(event);
    keeper.watch(actor.getSnapshot().context.deadlineAt);
    onTransition();
  }

  /** A committed visit has its result; any other is closed without one. */
  async function endVisit(ended: Actor<typeof sessionMachine>, cause: Fault): Promise<void> {
    settings.vault.wipe();
    const { visit, closing } = ended.getSnapshot().context;
    const open = visit?.outcome ? null : (visit?.id ?? closing?.visit ?? null);
    if (open !== null) await settings.work.abortVisit(open, cause);
  }

  function send(event: SessionEvent): void {
    if (!closed) actor.send(event);
  }

  return {
    send,
    snapshot: () => actor.getSnapshot(),
    async close() {
      if (closed) return;
      closed = true;
      keeper.watch(null);
      actor.stop();
      await endVisit(actor, fault('visit.interrupted', { where: 'station' }));
    },
  };
}
