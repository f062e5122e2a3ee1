import assert from 'node:assert/strict';
import test from 'node:test';
import { checkedOut, clientOf, problemOf } from './support/clients.mjs';
import { watchedFetch } from './support/doubles.mjs';

const checkIn = '/api/v1/attendance/check-in';

/** Once the answer is on its way, the line breaks. */
const losesFirstAnswer = (path) => watchedFetch(async (call, send) => {
  if (call.path !== path || call.nth > 1) return undefined;
  await send();
  throw new TypeError('fetch failed');
});

test('Day_FromCheckInToCheckOut_WithEveryRefusal', async () => {
  const satcom = await clientOf('technician');
  await checkedOut(satcom);
  await problemOf(satcom.attendance.checkOut(), 'not_checked_in');
  await problemOf(satcom.attendance.startBreak({ type: 'break' }), 'not_checked_in');

  const opened = await satcom.attendance.checkIn({ workMode: 'field', note: 'Site 4' });
  assert.equal(opened.status, 'working');
  assert.ok(opened.workModes.includes('field'));
  const refusal = await problemOf(satcom.attendance.checkIn({ workMode: 'office' }), 'already_checked_in');
  assert.equal(refusal.status, 409);
  await problemOf(satcom.attendance.endBreak(), 'no_open_break');

  assert.equal((await satcom.attendance.startBreak({ type: 'lunch' })).status, 'onBreak');
  await problemOf(satcom.attendance.startBreak({ type: 'break' }), 'break_already_open');
  assert.equal((await satcom.attendance.endBreak()).status, 'working');

  const closed = await satcom.attendance.checkOut();
  assert.equal(closed.status, 'completed');
  assert.ok(closed.version !== opened.version && closed.lastCheckOutAt !== null && closed.workedSeconds >= 0);
  await problemOf(satcom.attendance.checkOut(), 'not_checked_in');

  const today = await satcom.attendance.today();
  assert.equal(today.day.id, closed.id);
  const { events } = await satcom.attendance.day(closed.id);
  assert.deepEqual(events.slice(-4).map((event) => event.kind), ['checkIn', 'breakStart', 'breakEnd', 'checkOut']);
});

test('Command_WhenSentAgainUnderItsKey_AnswersAsTheFirstTime', async () => {
  const satcom = await clientOf('staff');
  await checkedOut(satcom);
  const answers = [];
  const call = { idempotencyKey: `sdk-${crypto.randomUUID()}`, onAnswer: ({ status, replayed }) => answers.push({ status, replayed }) };
  const first = await satcom.attendance.checkIn({ workMode: 'office' }, call);
  const again = await satcom.attendance.checkIn({ workMode: 'office' }, call);
  assert.deepEqual(again, first);
  assert.deepEqual(answers, [{ status: 201, replayed: false }, { status: 201, replayed: true }]);
  await problemOf(satcom.attendance.checkIn({ workMode: 'remote' }, call), 'idempotency_key_reused');
  await problemOf(satcom.attendance.checkIn({ workMode: 'office' }), 'already_checked_in');
  await satcom.attendance.checkOut();
});

test('Command_WhenItsAnswerIsLost_IsSentAgainUnderTheSameKeyAndRunsOnce', async () => {
  const fetch = losesFirstAnswer(checkIn);
  const satcom = await clientOf('lead', { fetch });
  await checkedOut(satcom);
  const answers = [];
  const day = await satcom.attendance.checkIn({ workMode: 'remote' }, { onAnswer: (answer) => answers.push(answer.replayed) });
  assert.deepEqual(answers, [true]);
  const sent = fetch.calls.filter((call) => call.path === checkIn).map((call) => call.headers.get('Idempotency-Key'));
  assert.equal(sent.length, 2);
  assert.match(sent[0], /^[0-9a-f]{32}$/);
  assert.equal(sent[1], sent[0]);
  const { events } = await satcom.attendance.day(day.id);
  assert.equal(events.at(-1).kind, 'checkIn');
  await satcom.attendance.checkOut();
  const keys = fetch.calls.filter((call) => call.method === 'POST').map((call) => call.headers.get('Idempotency-Key')).filter(Boolean);
  assert.equal(new Set(keys).size, keys.length - 1);
});

test('Command_WhenItsAnswerIsLostAndMayNotBeSentAgain_Fails', async () => {
  const fetch = losesFirstAnswer(checkIn);
  const satcom = await clientOf('lead', { fetch, retry: { attempts: 1 } });
  await checkedOut(satcom);
  await assert.rejects(satcom.attendance.checkIn({ workMode: 'remote' }), { name: 'SatcomNetworkError', reason: 'unreachable' });
  assert.equal(fetch.count(checkIn), 1);
  await satcom.attendance.checkOut();
});

test('Days_AreSeenByHrByTheManagerOfTheirPeopleAndByNobodyElse', async () => {
  const [hr, manager, employee] = await Promise.all([clientOf('hr'), clientOf('manager'), clientOf('employee')]);
  const peopleOf = async (satcom, list = satcom.attendance.days()) => new Set((await list.take(200)).map((day) => day.userId));
  const [{ id: own }, { id: boss }] = [await employee.me(), await manager.me()];
  assert.deepEqual([...await peopleOf(employee)], [own]);
  assert.ok((await peopleOf(manager)).has(own) && !(await peopleOf(employee)).has(boss));
  assert.ok([...await peopleOf(manager)].every((id) => id !== own || id !== boss));
  assert.ok((await peopleOf(hr)).size >= 3);
});
