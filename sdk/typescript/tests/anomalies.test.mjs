import assert from 'node:assert/strict';
import test from 'node:test';
import { clientOf, problemOf, until } from './support/clients.mjs';

test('ForgottenCheckOut_IsSeenByHr_AcknowledgedAndResolved', async (t) => {
  const [hr, omar, outsider] = await Promise.all([clientOf('hr'), clientOf('omar'), clientOf('hr', { company: 'globex' })]);
  const { id: userId } = await omar.me();
  const told = [];
  const hub = hr.hub();
  hub.on('anomalyChanged', (event) => told.push(event));
  t.after(() => hub.stop());
  await hub.start();
  const untilTold = (anomalyId, status) => until(`${status} over the hub`, () => told.some((event) => event.anomalyId === anomalyId && event.status === status));

  const raised = await until('the scheduled job raises it', async () => (await hr.anomalies.listAnomalies({ userId, kind: 'missingCheckOut' }).take(1))[0], 90_000);
  if (raised.status !== 'open') await hr.anomalies.reopenAnomaly(raised.id, { note: 'The tests run again.' });
  await problemOf(outsider.anomalies.getAnomaly(raised.id), 'not_found');
  await problemOf(outsider.anomalies.resolveAnomaly(raised.id, { resolution: 'justified' }), 'not_found');
  await problemOf(omar.anomalies.getAnomaly(raised.id), 'forbidden');

  const acknowledged = await hr.anomalies.acknowledgeAnomaly(raised.id, { note: 'I ask Omar.' });
  assert.equal(acknowledged.status, 'acknowledged');
  await untilTold(raised.id, 'acknowledged');
  await problemOf(hr.anomalies.acknowledgeAnomaly(raised.id), 'anomaly_state_forbids');

  const resolved = await hr.anomalies.resolveAnomaly(raised.id, { resolution: 'corrected', note: 'He left at five.' });
  assert.equal(resolved.status, 'resolved');
  await untilTold(raised.id, 'resolved');
  const { history, resolution } = await hr.anomalies.getAnomaly(raised.id);
  assert.equal(resolution, 'corrected');
  assert.deepEqual(history.slice(-2).map(({ action, note }) => [action, note]), [['acknowledged', 'I ask Omar.'], ['resolved', 'He left at five.']]);
});
