import { describe, expect, test } from 'vitest';
import { type JournalFields, openJournal } from '../../../agent/observe/journal.ts';
import { createMetrics } from '../../../agent/observe/metrics.ts';

function listen() {
  const lines: string[] = [];
  return { lines, journal: openJournal({ destination: { write: (line) => void lines.push(line) } }) };
}

describe('the journal', () => {
  test('notes what happened in fields of closed lists', () => {
    const { journal, lines } = listen();
    journal.note('visit.ended', { visit: '0191e5a0-1', colour: 'YELLOW', reasons: ['MRZ_UNREADABLE'] });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'visit.ended',
      colour: 'YELLOW',
      reasons: ['MRZ_UNREADABLE'],
    });
  });

  test('has no place for a name: unknown fields, free text and technical details stay out', () => {
    const { journal, lines } = listen();
    const smuggled = {
      name: 'Anna Eriksson',
      visit: 'Anna Maria Eriksson',
      ms: '197408122383',
    } as unknown as JournalFields;
    journal.note('visit.phase', smuggled);
    journal.fault({ code: 'mrz.unreadable', where: 'P<SWEERIKSSON<<ANNA', detail: 'L898902C3' });
    expect(lines.join()).not.toMatch(/anna|eriksson|197408|L898902/i);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ leftOut: 2 });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 40, fault: 'mrz.unreadable', leftOut: 1 });
  });
});

describe('the figures', () => {
  test('count visits by colour, time the steps and tell the queue', async () => {
    const metrics = createMetrics();
    metrics.visitEnded('GREEN');
    metrics.visitEnded('GREEN');
    metrics.stepFinished('read-mrz', 'done', 250);
    metrics.stepFinished('judge-liveness', 'skipped', 0);
    metrics.queueChanged(3, 1);
    metrics.faultRaised('camera.stalled');
    const { text, contentType } = await metrics.expose();
    expect(contentType).toContain('text/plain');
    expect(text).toContain('id06_visits_total{colour="GREEN"} 2');
    expect(text).toContain('id06_step_seconds_bucket{le="0.3",step="read-mrz",state="done"} 1');
    expect(text).not.toContain('judge-liveness');
    expect(text).toContain('id06_results_queued{state="poison"} 1');
    expect(text).toContain('id06_faults_total{code="camera.stalled"} 1');
  });
});
