import { failed, fault, ok } from '../../agent/contract/faults.ts';
import type { CodeReader, Indicator, IndicatorSignal, Printer, ReceiptSlip } from '../ports.ts';
import { connect } from './connection.ts';
import type { World } from './world.ts';

/** Reports what is held before it in the world as `code.read`. */
export function createSimulatedCodeReader(world: World): CodeReader {
  const link = connect(world, 'code-reader', 'Simulated code reader');
  world.listen((event) => {
    if (event.type === 'code.shown' && link.session() !== null) link.emit({ type: 'code.read', text: event.text });
  });
  return link;
}

/** A lamp that remembers what it showed. */
export interface SimulatedIndicator extends Indicator {
  readonly history: readonly { readonly atMs: number; readonly signal: IndicatorSignal }[];
}

export function createSimulatedIndicator(world: World): SimulatedIndicator {
  const link = connect(world, 'indicator', 'Simulated lamp');
  const history: { atMs: number; signal: IndicatorSignal }[] = [];
  return {
    ...link,
    history,
    show: async (signal) => {
      if (link.session() === null) return link.unplugged();
      history.push({ atMs: world.clock.nowMs(), signal });
      if (history.length > 500) history.shift();
      return ok(undefined);
    },
  };
}

/** A receipt printer that keeps its slips. */
export interface SimulatedPrinter extends Printer {
  readonly slips: readonly ReceiptSlip[];
}

export function createSimulatedPrinter(world: World): SimulatedPrinter {
  const link = connect(world, 'printer', 'Simulated receipt printer');
  const slips: ReceiptSlip[] = [];
  return {
    ...link,
    slips,
    print: async (slip) => {
      if (link.session() === null) return link.unplugged();
      if (!world.hasPaper()) return failed(fault('printer.out-of-paper'));
      slips.push(slip);
      if (slips.length > 20) slips.shift();
      return ok(undefined);
    },
  };
}
