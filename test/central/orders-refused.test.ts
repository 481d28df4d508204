import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Intake, openIntake, order } from './intake-world.ts';

let at: Intake;
beforeAll(async () => {
  at = await openIntake();
});
afterAll(() => at.world.close());

test.each([
  ['birthDate', { birthDate: '1974-02-30' }],
  ['nationality', { nationality: 'QQQ' }],
  ['surname', { surname: 'Παπαδράκος' }],
  ['givenNames', { givenNames: 'Anna = Maria' }],
  ['identificationNumber', { nationality: 'POL', identificationNumber: '44051401358' }],
])('an order is refused by its %s, and with it the whole list', async (field, change) => {
  const list = [order('ORDER-GOOD'), order('ORDER-BAD', change)];
  await expect(at.world.centre.addOrders('ark-01', list)).rejects.toThrow(`ORDER-BAD: input.invalid, ${field}`);
  expect(await at.openOrders()).not.toContain('ORDER-GOOD');
});

test('an identification number is kept in its one normal form', async () => {
  const pole = { nationality: 'POL', birthDate: '1944-05-14', identificationNumber: '440514 01359' };
  await at.world.centre.addOrders('ark-01', [order('ORDER-POLE', pole)]);
  const { text } = await at.ask('GET', '/v1/appointments', {});
  expect(text).toContain('"identificationNumber":"44051401359"');
});
