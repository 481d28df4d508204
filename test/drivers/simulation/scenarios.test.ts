import { parse } from 'mrz';
import { describe, expect, test } from 'vitest';
import { direct } from '../../../drivers/simulation/director.ts';
import { SCENARIO_IDS, SCENARIOS, scenarioOf } from '../../../drivers/simulation/scenarios.ts';
import { createWorld } from '../../../drivers/simulation/world.ts';
import { createWindingClock } from '../winding-clock.ts';

describe('scenarios', () => {
  test('each id has one scenario with an order of its own', () => {
    expect(SCENARIOS.map((scenario) => scenario.id)).toEqual([...SCENARIO_IDS]);
    expect(new Set(SCENARIOS.map((scenario) => scenario.order.reference)).size).toBe(SCENARIO_IDS.length);
  });

  test('the zone of every document is valid to an independent parser, except where the scenario says otherwise', () => {
    for (const { id, documents } of SCENARIOS) {
      for (const { document } of documents) {
        if (document.mrz.length === 0) expect(id).toBe('no-mrz');
        else {
          const invalid = parse([...document.mrz])
            .details.filter((detail) => !detail.valid)
            .map((detail) => detail.field);
          const expected =
            id === 'wrong-check-digit'
              ? ['birthDateCheckDigit', 'compositeCheckDigit']
              : document.issuer.code === 'UTO'
                ? ['issuingState', 'nationality']
                : [];
          expect([document.id, invalid]).toEqual([document.id, expected]);
        }
      }
    }
  });

  test('printed and machine-readable dates agree, and only the named ones have expired', () => {
    for (const { id, documents } of SCENARIOS) {
      for (const { document } of documents) {
        const { expiryDate } = document.printed;
        expect(expiryDate < '2033-01-01').toBe(id === 'expired-card' || id === 'specimen-passport');
        if (document.mrz.length > 0)
          expect(parse([...document.mrz]).fields.expirationDate).toBe(expiryDate.slice(2).replaceAll('-', ''));
      }
    }
  });
});

describe('director', () => {
  const play = (id: (typeof SCENARIO_IDS)[number]) => {
    const clock = createWindingClock();
    const world = createWorld({ clock });
    return { clock, world, director: direct(world, scenarioOf(id)) };
  };
  const onGlass = (world: ReturnType<typeof play>['world']) => {
    const sheet = world.sheet();
    return sheet?.kind === 'specimen' ? sheet.document.id : null;
  };

  test('a third-country holder lays the permit, then the passport, then nothing', () => {
    const { world, director } = play('third-country');
    expect(director.layNext()).toBe(true);
    expect(onGlass(world)).toBe('swedish-residence-permit');
    director.layAgain();
    expect(onGlass(world)).toBe('swedish-residence-permit');
    expect(director.layNext()).toBe(true);
    expect(onGlass(world)).toBe('ukrainian-passport');
    expect(director.layNext()).toBe(false);
    expect(onGlass(world)).toBeNull();
    director.layAgain();
    expect(onGlass(world)).toBe('ukrainian-passport');
  });

  test("the scanner's cable goes once, shortly after the document was laid, and comes back", async () => {
    const { clock, world, director } = play('cable-pulled-scanner');
    director.layNext();
    expect(world.isPlugged('document-scanner')).toBe(true);
    await clock.wind(100);
    expect(world.isPlugged('document-scanner')).toBe(false);
    await clock.wind(5000);
    expect(world.isPlugged('document-scanner')).toBe(true);
    director.layAgain();
    await clock.wind(1000);
    expect(world.isPlugged('document-scanner')).toBe(true);
  });

  test('whoever leaves takes the document along and leaves no cable pulled', async () => {
    const { clock, world, director } = play('cable-pulled-camera');
    director.layNext();
    director.ask('blink');
    expect(world.gesture()).toMatchObject({ action: 'blink' });
    await clock.wind(600);
    expect(world.isPlugged('face-camera')).toBe(false);
    director.leave();
    expect(world.isPlugged('face-camera')).toBe(true);
    expect([world.sheet(), world.scene().persons, world.gesture()]).toEqual([null, [], null]);
  });

  test('a gesture goes out, holds and comes back within a second and a half', async () => {
    const { clock, world, director } = play('happy-passport');
    director.ask('turn-right');
    const steps: number[] = [];
    for (let i = 0; i < 15; i++) {
      steps.push(world.gesture()?.step ?? -1);
      await clock.wind(100);
    }
    expect(Math.max(...steps)).toBe(3);
    expect(steps.filter((step) => step === 3).length).toBeGreaterThan(4);
    expect(steps[0]).toBe(0);
    expect(world.gesture()).toBeNull();
  });
});
