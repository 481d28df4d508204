import { type Director, direct } from '../../drivers/simulation/director.ts';
import { SCENARIOS, type Scenario } from '../../drivers/simulation/scenarios.ts';
import type { World } from '../../drivers/simulation/world.ts';
import type { SimulatorCommand } from '../contract/commands.ts';
import type { CommandAnswer } from '../contract/endpoints.ts';
import { fault } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import type { CardholderView, StaffView } from '../contract/views.ts';
import type { ChallengeAction } from '../contract/vocabulary/visit.ts';

/** The dock of a simulated station: it plays the holder, pulls cables and cuts the network. */
export interface SimulatorDesk {
  command(command: SimulatorCommand): Promise<CommandAnswer>;
  view(): NonNullable<StaffView['simulator']>;
  /** The holder watches the screen: lays documents when asked, moves when asked, takes everything along at the end. */
  follow(view: CardholderView): void;
  isOnline(): boolean;
  close(): void;
}

export interface SimulatorDeskOptions {
  readonly world: World;
  /** Books the scenario's order anew, so that it can be played again. */
  readonly book: (order: CardOrder) => Promise<void>;
  readonly onChange: () => void;
  /** How long the holder takes to lay down a document, milliseconds. */
  readonly holderDelayMs: number;
  readonly scenario: string;
}

/** A movement the station has not seen is made once more after this time, milliseconds. */
const MOVE_AGAIN_MS = 2_500;

/** A person reads, understands and then moves, milliseconds. */
const REACTION_MS = 450;

const CABLES = ['document-scanner', 'face-camera', 'chip-reader', 'printer'] as const;

export function createSimulatorDesk(options: SimulatorDeskOptions): SimulatorDesk {
  const { world } = options;
  let scenario: Scenario | undefined;
  let director: Director | undefined;
  let online = true;
  let followed = { phase: '', asked: -1, action: null as ChallengeAction | null };
  let cancelLaying = () => {};
  let cancelMoving = () => {};

  const move = (action: ChallengeAction) => {
    director?.ask(action);
    cancelMoving = world.clock.after(MOVE_AGAIN_MS, () => move(action));
  };

  const load = async (id: string): Promise<CommandAnswer> => {
    const found = SCENARIOS.find((candidate) => candidate.id === id);
    if (!found) return { accepted: false, fault: fault('input.invalid', { where: 'scenario', detail: id }) };
    director?.leave();
    scenario = found;
    director = direct(world, found);
    followed = { phase: '', asked: -1, action: null };
    await options.book({ ...found.order, state: 'open' });
    options.onChange();
    return { accepted: true };
  };
  const ready = load(options.scenario);
  const stopListening = world.listen(options.onChange);

  const perform = async (command: SimulatorCommand): Promise<CommandAnswer> => {
    switch (command.type) {
      case 'loadScenario':
        return load(command.scenario);
      case 'placeDocument': {
        const laid = scenario?.documents[command.index];
        if (!laid) return { accepted: false, fault: fault('input.invalid', { where: 'index' }) };
        world.place(laid.document, { side: laid.side, ...(laid.wear ? { wear: laid.wear } : {}) });
        break;
      }
      case 'removeDocument':
        world.remove();
        break;
      case 'setCable':
        if (command.connected) world.plug(command.role);
        else world.unplug(command.role);
        break;
      case 'setNetwork':
        online = command.online;
        break;
    }
    options.onChange();
    return { accepted: true };
  };

  return {
    async command(command) {
      await ready;
      return perform(command);
    },
    view() {
      const sheet = world.sheet();
      return {
        scenarios: SCENARIOS.map(({ id, title, order }) => ({ id, title, reference: order.reference })),
        ...(scenario ? { scenario: scenario.id } : {}),
        documents: (scenario?.documents ?? []).map((laid, index) => ({
          title: `${index + 1}: ${laid.document.titleWords} ${laid.document.issuer.code}`,
          onGlass: sheet?.kind === 'specimen' && sheet.document === laid.document,
        })),
        cables: Object.fromEntries(CABLES.map((role) => [role, world.isPlugged(role)])),
        online,
      };
    },
    follow(view) {
      const asked = view.visit?.documents.findIndex((document) => document.state === 'asked') ?? -1;
      const action = view.visit?.challenge?.action ?? null;
      if (view.phase === 'document' && (followed.phase !== 'document' || followed.asked !== asked)) {
        const again = followed.asked === asked;
        cancelLaying();
        cancelLaying = world.clock.after(options.holderDelayMs, () =>
          again ? director?.layAgain() : director?.layNext(),
        );
      }
      if (action !== followed.action) {
        cancelMoving();
        if (action) cancelMoving = world.clock.after(REACTION_MS, () => move(action));
      }
      if (view.phase === 'camera' && followed.phase !== 'camera' && scenario) world.stand(scenario.scene);
      if (view.phase === 'wiping' && followed.phase !== 'wiping') {
        director?.leave();
        if (scenario) director = direct(world, scenario);
      }
      followed = { phase: view.phase, asked: asked >= 0 ? asked : view.phase === 'idle' ? -1 : followed.asked, action };
    },
    isOnline: () => online,
    close() {
      cancelLaying();
      cancelMoving();
      stopListening();
      director?.leave();
    },
  };
}
