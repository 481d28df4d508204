import type { IndicatorSignal } from '../../drivers/ports.ts';
import type { CardholderView } from '../contract/views.ts';

/** The light of the station for a view: the verdict's colour, or whether the machine works or waits for the person. */
export function indicatorSignal({ phase, visit, fault }: CardholderView): IndicatorSignal {
  switch (phase) {
    case 'idle':
    case 'wiping':
      return fault && phase === 'idle' ? 'attention' : 'idle';
    case 'reading':
    case 'comparing':
    case 'deciding':
      return 'working';
    case 'language':
    case 'consent':
    case 'document':
    case 'document-retry':
    case 'camera':
    case 'camera-retry':
    case 'operator-comparison':
      return visit?.fault ? 'fault' : 'attention';
    case 'outcome':
      return visit?.outcome?.verdict.colour ?? 'working';
    case 'out-of-service':
      return 'fault';
  }
}
