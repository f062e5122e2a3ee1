import assert from 'node:assert/strict';
import test from 'node:test';
import { baseUrl, checkedOut, clientOf, networkErrorOf, newcomer, problemOf } from './support/clients.mjs';
import { losesFirstAnswer, startLine } from './support/doubles.mjs';

const checkIn = '/api/v1/attendance/check-in';

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

  const today = await satcom.attendance.getToday();
  assert.equal(today.day.id, closed.id);
  const { events } = await satcom.attendance.getDay(closed.id);
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
  const { events } = await satcom.attendance.getDay(day.id);
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

test('Tap_SentTwiceUnderItsClientEventId_IsOnePunch', async () => {
  const { satcom } = await newcomer();
  const tap = { workMode: 'field', clientEventId: crypto.randomUUID() };
  const [first, again] = [await satcom.attendance.checkIn(tap), await satcom.attendance.checkIn(tap)];
  assert.equal(again.id, first.id);
  assert.equal(again.version, first.version);
  const { events } = await satcom.attendance.getDay(first.id);
  assert.equal(events.filter((event) => event.clientEventId === tap.clientEventId).length, 1);
  assert.equal(events.at(-1).kind, 'checkIn');
  await satcom.attendance.checkOut();
  // A late third one, after the day went on, changes nothing either.
  assert.equal((await satcom.attendance.checkIn(tap)).status, 'completed');
});

test('Taps_KeptWithoutANetwork_ArriveOnceEachAndInOrder', async (t) => {
  const line = await startLine(baseUrl);
  t.after(line.stop);
  const { satcom } = await newcomer({ baseUrl: line.url, retry: { attempts: 1 } });
  const at = () => new Date().toISOString();
  const kept = [];
  const tap = (send, body) => kept.push({ send, body: { ...body, occurredAt: at(), clientEventId: crypto.randomUUID() } });
  const sendKept = async () => {
    while (kept.length > 0) {
      const [{ send, body }] = kept;
      await satcom.attendance[send](body, { idempotencyKey: body.clientEventId });
      kept.shift();
    }
  };

  line.cut();
  tap('checkIn', { workMode: 'field' });
  tap('startBreak', { type: 'break' });
  tap('endBreak', {});
  tap('checkOut', {});
  const sent = kept.map(({ body }) => body.clientEventId);
  await networkErrorOf(sendKept(), 'unreachable');
  assert.equal(kept.length, 4);

  line.mend();
  const again = kept.slice(0, 2).map((one) => ({ ...one }));
  await sendKept();
  kept.push(...again); // As if the program had died before it had written down that they were sent.
  await sendKept();

  const { day } = await satcom.attendance.getToday();
  const { events } = await satcom.attendance.getDay(day.id);
  assert.deepEqual(events.slice(-4).map((event) => event.clientEventId), sent);
  assert.deepEqual(events.slice(-4).map((event) => event.kind), ['checkIn', 'breakStart', 'breakEnd', 'checkOut']);
});

test('Days_AreSeenByHrByTheManagerOfTheirPeopleAndByNobodyElse', async () => {
  const [hr, manager, employee] = await Promise.all([clientOf('hr'), clientOf('manager'), clientOf('employee')]);
  const peopleOf = async (satcom, list = satcom.attendance.listDays()) => new Set((await list.take(200)).map((day) => day.userId));
  const [{ id: own }, { id: boss }] = [await employee.me(), await manager.me()];
  assert.deepEqual([...await peopleOf(employee)], [own]);
  assert.ok((await peopleOf(manager)).has(own) && !(await peopleOf(employee)).has(boss));
  assert.ok([...await peopleOf(manager)].every((id) => id !== own || id !== boss));
  assert.ok((await peopleOf(hr)).size >= 3);
});
