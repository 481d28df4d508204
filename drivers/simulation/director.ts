import type { ChallengeAction } from '../../agent/contract/vocabulary/visit.ts';
import type { CableEvent, Scenario } from './scenarios.ts';
import type { World } from './world.ts';

/** Plays one scenario in the world: a person who does what the station asks, at the moment it asks. */
export interface Director {
  /** Takes the last document away and lays the next one; false when the holder has no further one. */
  layNext(): boolean;
  /** Lays the current document again, as a person does who is asked to try once more; the first one if none was laid. */
  layAgain(): void;
  /** The station asks for a gesture of the challenge. */
  ask(action: ChallengeAction): void;
  /** The holder takes everything and goes; pending events are dropped and pulled cables put back. */
  leave(): void;
}

/** Puts the scenario's people before the camera. Each cable event happens once. */
export function direct(world: World, scenario: Scenario): Director {
  const pending = new Set<() => void>();
  const pulled = new Set<CableEvent>();
  let laid = -1;
  world.remove();
  world.stand(scenario.scene);
  world.setCooperative(true);

  const later = (delayMs: number, run: () => void) => {
    const cancel = world.clock.after(delayMs, () => {
      pending.delete(cancel);
      run();
    });
    pending.add(cancel);
  };
  const trigger = (on: CableEvent['on']) => {
    for (const event of scenario.events) {
      if (event.on !== on || pulled.has(event)) continue;
      pulled.add(event);
      later(event.afterMs, () => {
        world.unplug(event.unplug);
        later(event.pluggedBackAfterMs, () => world.plug(event.unplug));
      });
    }
  };
  const lay = (): boolean => {
    const next = scenario.documents[laid];
    world.remove();
    if (next === undefined) return false;
    world.place(next.document, { side: next.side, ...(next.wear ? { wear: next.wear } : {}) });
    trigger('document-laid');
    return true;
  };

  return {
    layNext: () => {
      if (laid < scenario.documents.length) laid++;
      return lay();
    },
    layAgain: () => {
      laid = Math.min(Math.max(laid, 0), scenario.documents.length - 1);
      lay();
    },
    ask: (action) => {
      world.ask(action);
      trigger('person-asked');
    },
    leave: () => {
      for (const cancel of pending) cancel();
      pending.clear();
      for (const event of pulled) world.plug(event.unplug);
      world.remove();
      world.stand({ persons: [], presentation: 'live' });
    },
  };
}
