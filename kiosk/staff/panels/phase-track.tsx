import type { Phase } from '../../../agent/contract/vocabulary/visit.ts';
import type { Sentences } from '../../languages/sentences.ts';

/** The way of a happy visit; a phase beside it stands at the place where the visit is held up. */
const WAY = ['consent', 'document', 'camera', 'comparing', 'deciding', 'outcome'] as const satisfies readonly Phase[];
const PLACE: Readonly<Record<Phase, (typeof WAY)[number] | undefined>> = {
  idle: undefined,
  language: 'consent',
  consent: 'consent',
  document: 'document',
  reading: 'document',
  'document-retry': 'document',
  camera: 'camera',
  'camera-retry': 'camera',
  comparing: 'comparing',
  'operator-comparison': 'comparing',
  deciding: 'deciding',
  outcome: 'outcome',
  wiping: 'outcome',
  'out-of-service': undefined,
};

export function PhaseTrack({ phase, words }: { readonly phase: Phase; readonly words: Sentences }) {
  const place = PLACE[phase];
  const at = place === undefined ? -1 : WAY.indexOf(place);
  return (
    <ol class="phase-track">
      {WAY.map((step, index) => (
        <li
          key={step}
          class={index < at ? 'past' : index === at ? 'present' : 'to-come'}
          aria-current={index === at ? 'step' : undefined}
        >
          {words.phases[index === at ? phase : step].short}
        </li>
      ))}
    </ol>
  );
}
