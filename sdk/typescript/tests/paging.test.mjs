import assert from 'node:assert/strict';
import test from 'node:test';
import { PagedList } from '../dist/index.js';
import { clientOf, problemOf } from './support/clients.mjs';
import { watchedFetch } from './support/doubles.mjs';

const path = '/api/v1/attendance/days';

/** The demo's past days, which no test changes. */
const past = () => ({ to: new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10) });

test('List_WhenWalked_GivesEveryItemOnceInOrderOverSeveralPages', async () => {
  const fetch = watchedFetch();
  const hr = await clientOf('hr', { fetch });
  const all = await hr.attendance.listDays({ ...past(), pageSize: 200 }).take(1000);
  assert.ok(all.length >= 9, String(all.length));
  const pageSize = 2;
  const before = fetch.count(path);
  const walked = [];
  for await (const day of hr.attendance.listDays({ ...past(), pageSize })) walked.push(day);
  assert.deepEqual(walked, all);
  const pages = fetch.count(path) - before;
  assert.equal(pages, Math.ceil(all.length / pageSize));
  assert.ok(pages >= 3);
});

test('List_WhenLeftEarly_ReadsNoFurtherPage', async () => {
  const fetch = watchedFetch();
  const hr = await clientOf('hr', { fetch });
  const list = hr.attendance.listDays({ ...past(), pageSize: 2 });
  assert.equal(fetch.count(path), 0);
  for await (const day of list) {
    assert.ok(day.id);
    break;
  }
  assert.equal(fetch.count(path), 1);
  assert.equal((await list.take(4)).length, 4);
  assert.equal(fetch.count(path), 3);
  assert.deepEqual(await list.take(0), []);
  assert.equal(fetch.count(path), 3);
});

test('List_PageByPage_AndFromACursor', async () => {
  const hr = await clientOf('hr');
  const list = hr.attendance.listDays({ ...past(), pageSize: 3 });
  const pages = [];
  for await (const page of list.pages()) pages.push(page);
  assert.ok(pages.length >= 3);
  assert.equal(pages.at(-1).nextCursor, null);
  assert.deepEqual(await list.page(pages[0].nextCursor), pages[1]);
  await problemOf(list.page('broken'), 'cursor_invalid');
});

test('List_WhenAPageFails_ThrowsFromTheLoop', async () => {
  const employee = await clientOf('employee');
  await problemOf((async () => {
    for await (const entry of employee.auditing.listAuditEntries()) assert.fail(`saw ${entry.id}`);
  })(), 'forbidden');
});

test('List_WhenItsNextPageIsThePresentOne_DoesNotRunForEver', async () => {
  const list = new PagedList(async () => ({ items: [1], nextCursor: 'same' }));
  await assert.rejects(list.take(100), /does not end/);
});

test('Presence_AndAudit_AreWalkedOverTheirPages', async () => {
  const superadmin = await clientOf('superadmin');
  const people = (await superadmin.presence.listPresence({ pageSize: 3 }).take(200)).map((person) => person.userId);
  assert.ok(people.length >= 9);
  assert.equal(new Set(people).size, people.length);
  assert.equal((await superadmin.presence.listPresence({ userIds: people.slice(0, 2) }).take(10)).length, 2);
  assert.equal((await superadmin.auditing.listAuditEntries({ action: 'auth.login', pageSize: 1 }).take(3)).length, 3);
});
