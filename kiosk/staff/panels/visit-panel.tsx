import { retryAdvice } from '../../languages/retry-advice.ts';
import { ColourSign } from '../../parts/colour-sign.tsx';
import { StepList } from '../../parts/step-list.tsx';
import type { PanelProps } from '../panel-props.ts';
import { ChecksTable } from './checks-table.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import { PhaseTrack } from './phase-track.tsx';
import { PicturesStrip } from './pictures-strip.tsx';
import { VisitActions } from './visit-actions.tsx';

/** The open visit at a glance. */
export function VisitPanel(props: PanelProps) {
  const { view, words } = props;
  const visit = view.visit;
  const stationFault = view.fault === undefined ? undefined : words.faults[view.fault.code];
  const person = view.appointments.find(({ state }) => state === 'in-progress');
  const fault = visit?.fault === undefined ? undefined : words.faults[visit.fault.code];
  const advice =
    visit === undefined ? [] : retryAdvice(visit, words).filter(({ sentence }) => sentence !== fault?.sentence);
  return (
    <section class="panel visit" aria-labelledby="visit">
      <div class="visit-head">
        <h2 id="visit">{visit === undefined ? words.staff.noVisit : words.staff.visit}</h2>
        {visit !== undefined && (
          <p class="visit-facts">
            {person !== undefined && <strong>{person.name}</strong>}
            {person !== undefined && <span>{person.reference}</span>}
            <span>{words.paths[visit.path]}</span>
            {visit.attemptsLeft > 0 && <span>{words.staff.attemptsLeft(visit.attemptsLeft)}</span>}
          </p>
        )}
      </div>
      {stationFault !== undefined && <FaultNote sentence={stationFault.sentence} remedy={stationFault.remedy} />}
      {visit === undefined ? (
        <p class="empty">{words.staff.noVisitHint}</p>
      ) : (
        <>
          <PhaseTrack phase={view.phase} words={words} />
          {fault !== undefined && (
            <FaultNote sentence={fault.sentence} remedy={advice.length > 0 ? undefined : fault.remedy} />
          )}
          {advice.map(({ sentence, remedy }) => (
            <FaultNote key={sentence} sentence={sentence} remedy={remedy} />
          ))}
          {visit.outcome !== undefined && (
            <div class="visit-outcome">
              <ColourSign
                colour={visit.outcome.verdict.colour}
                word={words.colours[visit.outcome.verdict.colour].word}
              />
              <ul>
                {visit.outcome.verdict.reasons.map((reason) => (
                  <li key={reason}>
                    {words.reasons[reason].sentence} <code>{reason}</code>
                  </li>
                ))}
              </ul>
              <p>
                {words.deliveries[visit.outcome.delivery]}{' '}
                {visit.outcome.receiptId !== undefined && <code>{visit.outcome.receiptId}</code>}
              </p>
            </div>
          )}
          {view.phase === 'operator-comparison' && <ComparisonPanel {...props} visit={visit} />}
          <VisitActions {...props} visit={visit} />
          {view.phase !== 'operator-comparison' && <PicturesStrip pictures={view.pictures} words={words} />}
          <div class="visit-details">
            <div>
              <h3>{words.staff.steps}</h3>
              <StepList steps={visit.steps} words={words} label={words.staff.steps} />
            </div>
            <ChecksTable checks={view.checks} words={words} severalDocuments={visit.documents.length > 1} />
          </div>
        </>
      )}
    </section>
  );
}

function FaultNote({ sentence, remedy }: { readonly sentence: string; readonly remedy: string | undefined }) {
  return (
    <p class="fault-note">
      <strong>{sentence}</strong> {remedy}
    </p>
  );
}
