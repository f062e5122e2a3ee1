import assert from 'node:assert/strict';
import test from 'node:test';
import { webStorageTokenStore } from '../dist/index.js';
import { clientOf, stranger, until } from './support/clients.mjs';
import { movedClock, watchedFetch } from './support/doubles.mjs';

const refresh = '/api/v1/auth/refresh';
const hour = 3_600_000;

/** What several tabs share. */
function sharedStorage() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

test('Tabs_ThatShareASession_RefreshOnceBetweenThem', async () => {
  const [fetch, clock, storage] = [watchedFetch(), movedClock(), sharedStorage()];
  const one = await clientOf('staff', { fetch, clock, tokens: webStorageTokenStore(storage, 'refresh-once') });
  const others = Array.from({ length: 4 }, () => stranger({ fetch, clock, tokens: webStorageTokenStore(storage, 'refresh-once') }));
  clock.advance(hour);
  const people = await Promise.all([one, ...others].map((tab) => tab.me()));
  assert.deepEqual(new Set(people.map((me) => me.email)), new Set(['staff@acme.test']));
  assert.equal(fetch.count(refresh), 1);
  assert.equal(storage.getItem('refresh-once.lease'), null);
});

test('Tabs_WithNothingToHoldThemBack_GetTheSameTokensFromTheService', async () => {
  const clock = movedClock();
  let kept;
  const store = () => ({ load: () => kept, save: (tokens) => void (kept = tokens), clear: () => void (kept = undefined) });
  const one = await clientOf('staff', { clock, tokens: store() });
  const other = stranger({ clock, tokens: store() });
  clock.advance(hour);
  const both = await Promise.all([one.me(), other.me()]);
  assert.equal(both[0].id, both[1].id);
  clock.advance(hour);
  assert.equal((await other.me()).id, both[0].id);
});

test('Tabs_WhenOneSignsOut_TellTheOthers', async () => {
  const storage = sharedStorage();
  const one = await clientOf('staff', { tokens: webStorageTokenStore(storage, 'told') });
  const other = stranger({ tokens: webStorageTokenStore(storage, 'told') });
  const [heard, own] = [[], []];
  const stop = other.session.onChange((event) => heard.push(event));
  const stopOwn = one.session.onChange((event) => own.push(event));
  await one.logout();
  await until('the other tab', () => heard.length > 0);
  assert.deepEqual(heard, [{ kind: 'signedOut', reason: 'logout' }]);
  assert.deepEqual(own, [{ kind: 'signedOut', reason: 'logout' }]);
  stop();
  stopOwn();
});
