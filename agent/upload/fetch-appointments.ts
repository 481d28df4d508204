import { Value } from 'typebox/value';
import { failed, ok, type Result } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import { AppointmentList } from '../contract/wire.ts';
import { askCentre } from './ask-centre.ts';
import { invalid } from './centre-jws.ts';
import type { CentreLink } from './centre-link.ts';
import { faultOfAnswer } from './centre-problem.ts';
import { stationAuthorization } from './station-assertion.ts';

const PATH = '/v1/appointments';

/**
 * The open orders booked at this station. The answer must be of the contract as a whole: one order with an unknown field refuses the
 * list as `centre.answer-invalid`, so that nothing is matched against half an order.
 */
export async function fetchAppointments(link: CentreLink): Promise<Result<readonly CardOrder[]>> {
  const answered = await askCentre(link, {
    method: 'GET',
    path: PATH,
    headers: { accept: 'application/json', ...(await stationAuthorization(link, 'GET', PATH)) },
  });
  if (!answered.ok) return answered;
  const { status, mediaType, body } = answered.value;
  if (status !== 200) return failed(faultOfAnswer(answered.value));
  if (mediaType !== 'application/json') return invalid('appointments media type');
  const list = parseJson(body);
  return Value.Check(AppointmentList, list) ? ok(list.orders) : invalid('appointments schema');
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
