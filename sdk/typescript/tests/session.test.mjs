import assert from 'node:assert/strict';
import test from 'node:test';
import { memoryTokenStore, webStorageTokenStore } from '../dist/index.js';
import { clientOf, networkErrorOf, newcomer, password, problemOf, stranger } from './support/clients.mjs';
import { losesFirstAnswer, movedClock, watchedFetch } from './support/doubles.mjs';

const refresh = '/api/v1/auth/refresh';
const logout = '/api/v1/auth/logout';
const hour = 3_600_000;

/** Twenty calls at once. */
const twenty = (satcom) => Promise.all(Array.from({ length: 20 }, () => satcom.me()));

test('Login_WhenThePasswordIsRight_SignsIn', async () => {
  const satcom = stranger();
  const events = [];
  satcom.session.onChange((event) => events.push(event.kind));
  const outcome = await satcom.login({ email: 'staff@acme.test', password, tenant: 'acme' });
  assert.equal(outcome.kind, 'signedIn');
  assert.equal(outcome.user.tenant.slug, 'acme');
  assert.equal((await satcom.me()).email, 'staff@acme.test');
  assert.equal((await satcom.session.user()).id, outcome.user.id);
  assert.deepEqual(events, ['signedIn']);
});

test('Login_WhenThePasswordIsWrong_IsRefusedOnceAndKeepsNothing', async () => {
  const fetch = watchedFetch();
  const satcom = stranger({ fetch });
  await problemOf(satcom.login({ email: 'staff@acme.test', password: 'wrong', tenant: 'acme' }), 'invalid_credentials');
  assert.equal(await satcom.session.isSignedIn(), false);
  assert.equal(fetch.calls.length, 1);
});

test('Login_WhenTheDeviceMustBeProved_SaysSoAndSignsNobodyIn', async () => {
  const challenge = { challengeId: '0197', channel: 'mail', destinationHint: 's•••@acme.test', expiresAt: '2026-01-01T00:10:00Z', resendAfter: '2026-01-01T00:01:00Z' };
  const satcom = stranger({ fetch: async () => Response.json({ deviceVerification: challenge }) });
  assert.deepEqual(await satcom.login({ email: 'staff@acme.test', password, tenant: 'acme' }), { kind: 'deviceVerification', challenge: { ...challenge, email: 'staff@acme.test' } });
  assert.equal(await satcom.session.isSignedIn(), false);
});

test('Call_WhenNobodyIsSignedIn_IsUnauthenticated', async () => {
  const satcom = stranger();
  assert.equal((await problemOf(satcom.me(), 'unauthenticated')).status, 401);
  await problemOf(satcom.session.accessToken(), 'unauthenticated');
});

test('Refresh_WhenTwentyCallsMeetAnExpiredToken_IsAskedOnce', async () => {
  const [fetch, clock] = [watchedFetch(), movedClock()];
  const satcom = await clientOf('staff', { fetch, clock });
  clock.advance(hour);
  assert.equal(new Set((await twenty(satcom)).map((me) => me.id)).size, 1);
  assert.equal(fetch.count(refresh), 1);
  assert.equal(fetch.count('/api/v1/me'), 20);
});

test('Refresh_WhenTheServiceRejectsTheTokenOfTwentyCalls_IsAskedOnceAndEachIsSentOnceMore', async () => {
  const [fetch, tokens] = [watchedFetch(), memoryTokenStore()];
  const satcom = await clientOf('staff', { fetch, tokens });
  tokens.save({ ...tokens.load(), accessToken: `${tokens.load().accessToken}x` });
  await twenty(satcom);
  assert.equal(fetch.count(refresh), 1);
  assert.equal(fetch.count('/api/v1/me'), 40);
});

test('Refresh_WhenTwoClientsShareAStore_IsAskedOnce', async () => {
  const [fetch, clock] = [watchedFetch(), movedClock()];
  let last = Promise.resolve();
  const tokens = { ...memoryTokenStore(), exclusively: (work) => (last = last.catch(() => undefined).then(work)) };
  const one = await clientOf('staff', { fetch, clock, tokens });
  const other = stranger({ fetch, clock, tokens });
  clock.advance(hour);
  await Promise.all([twenty(one), twenty(other)]);
  assert.equal(fetch.count(refresh), 1);
});

test('Refresh_WhenTheTokenIsAboutToExpire_ComesBeforeTheCall', async () => {
  const [fetch, clock, tokens] = [watchedFetch(), movedClock(), memoryTokenStore()];
  const satcom = await clientOf('staff', { fetch, clock, tokens });
  clock.advance(tokens.load().expiresAt - clock.now() - 31_000);
  await satcom.me();
  assert.equal(fetch.count(refresh), 0);
  clock.advance(2_000);
  await satcom.me();
  assert.deepEqual(fetch.calls.slice(-2).map((call) => call.path), [refresh, '/api/v1/me']);
});

test('Refresh_WhenItCannotBeReached_LetsTheOldTokenServeAsLongAsItIsGood', async () => {
  const fetch = watchedFetch((call) => {
    if (call.path === refresh) throw new TypeError('fetch failed');
  });
  const [clock, tokens] = [movedClock(), memoryTokenStore()];
  const satcom = await clientOf('staff', { fetch, clock, tokens });
  clock.advance(tokens.load().expiresAt - clock.now() - 5_000);
  assert.equal((await satcom.me()).email, 'staff@acme.test');
  assert.equal(fetch.count(refresh), 2);
  clock.advance(10_000);
  await networkErrorOf(satcom.me(), 'unreachable');
  assert.equal(await satcom.session.isSignedIn(), true);
});

test('Refresh_WhenTheTokenWasSpentElsewhere_EndsTheSession', async () => {
  const [clock, tokens] = [movedClock(), memoryTokenStore()];
  const satcom = await clientOf('staff', { clock, tokens });
  const thief = stranger({ clock, tokens: memoryTokenStore(tokens.load()) });
  const events = [];
  satcom.session.onChange((event) => events.push(event));
  clock.advance(hour);
  await thief.me();
  clock.advance(hour);
  await thief.me();
  await problemOf(satcom.me(), 'refresh_reused');
  assert.deepEqual(events, [{ kind: 'signedOut', reason: 'refresh_reused' }]);
  assert.equal(tokens.load(), undefined);
  await problemOf(satcom.me(), 'unauthenticated');
});

test('Refresh_WhenSomebodyElseSignsInMeanwhile_LeavesTheNewSession', async () => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const fetch = watchedFetch(async (call, send) => {
    if (call.path !== refresh) return undefined;
    await held;
    return send();
  });
  const [clock, tokens] = [movedClock(), memoryTokenStore()];
  const satcom = await clientOf('staff', { fetch, clock, tokens });
  clock.advance(hour);
  const pending = satcom.me();
  await satcom.login({ email: 'nadia@acme.test', password, tenant: 'acme' });
  release();
  assert.equal((await pending).email, 'staff@acme.test');
  assert.equal((await satcom.session.user()).email, 'nadia@acme.test');
});

test('Call_WhenItsSignalIsAbortedDuringARefresh_EndsAndLeavesTheOthersTheirs', async () => {
  const clock = movedClock();
  const satcom = await clientOf('staff', { clock });
  clock.advance(hour);
  const abort = new AbortController();
  const [aborted, other] = [satcom.me({ signal: abort.signal }), satcom.me()];
  abort.abort(new Error('changed my mind'));
  await assert.rejects(aborted, /changed my mind/);
  assert.equal((await other).email, 'staff@acme.test');
});

test('Reauthenticate_ProvesThePersonAnew_AndTheSessionGoesOn', async () => {
  const tokens = memoryTokenStore();
  const satcom = await clientOf('staff', { tokens });
  const events = [];
  satcom.session.onChange((event) => events.push(event));
  const before = tokens.load();
  await problemOf(satcom.session.reauthenticate('wrong'), 'password_wrong');
  await satcom.session.reauthenticate(password);
  assert.deepEqual(tokens.load(), before);
  assert.deepEqual(events, []);
  assert.equal((await satcom.me()).email, 'staff@acme.test');
  await problemOf(stranger().session.reauthenticate(password), 'unauthenticated');
});

test('Logout_EndsTheSessionOnTheServiceToo', async () => {
  const tokens = memoryTokenStore();
  const satcom = await clientOf('staff', { tokens });
  const copy = stranger({ tokens: memoryTokenStore(tokens.load()) });
  const events = [];
  satcom.session.onChange((event) => events.push(event));
  await satcom.logout();
  assert.deepEqual(events, [{ kind: 'signedOut', reason: 'logout' }]);
  assert.equal(await satcom.session.isSignedIn(), false);
  assert.equal((await problemOf(copy.me())).status, 401);
  await satcom.logout();
});

test('Refresh_WhenItsAnswerIsLost_IsAskedOnceMore_AndTheSessionGoesOn', async () => {
  const [fetch, clock] = [losesFirstAnswer(refresh), movedClock()];
  const satcom = await clientOf('staff', { fetch, clock });
  clock.advance(hour);
  assert.equal((await satcom.me()).email, 'staff@acme.test');
  assert.equal(fetch.count(refresh), 2);
  clock.advance(hour);
  assert.equal((await satcom.me()).email, 'staff@acme.test');
});

test('Logout_WhenTheAccessTokenHasExpired_NeedsNoRefresh', async () => {
  const [fetch, clock, tokens] = [watchedFetch(), movedClock(), memoryTokenStore()];
  const satcom = await clientOf('staff', { fetch, clock, tokens });
  const copy = stranger({ tokens: memoryTokenStore(tokens.load()) });
  clock.advance(hour);
  await satcom.logout();
  assert.equal(fetch.count(refresh), 0);
  assert.equal(fetch.calls.at(-1).path, logout);
  assert.equal(fetch.calls.at(-1).headers.has('Authorization'), false);
  assert.equal((await problemOf(copy.me())).status, 401);
});

test('Logout_DuringARefresh_EndsWhatItBrings', async () => {
  let [release, spent] = [];
  const [held, asked] = [new Promise((resolve) => { release = resolve; }), new Promise((resolve) => { spent = resolve; })];
  const fetch = watchedFetch(async (call, send) => {
    if (call.path !== refresh) return undefined;
    const answer = await send();
    spent();
    await held;
    return answer;
  });
  const [clock, tokens] = [movedClock(), memoryTokenStore()];
  const { satcom } = await newcomer({ fetch, clock, tokens });
  clock.advance(hour);
  const pending = satcom.me().catch((error) => error);
  await asked;
  const leaving = satcom.logout({ everywhere: true });
  await new Promise(setImmediate);
  release();
  await Promise.all([pending, leaving]);
  assert.equal(await satcom.session.isSignedIn(), false);
  assert.deepEqual(fetch.calls.map((call) => call.path).filter((path) => path === refresh || path === logout), [refresh, logout]);
});

test('Logout_Everywhere_EndsTheOtherSessions_AndSaysSoWhenItCannot', async () => {
  const tokens = memoryTokenStore();
  const { satcom: one, again } = await newcomer({ tokens });
  const other = await again();
  const copy = stranger({ tokens: memoryTokenStore(tokens.load()) });
  await one.logout({ everywhere: true });
  assert.equal((await problemOf(other.me())).status, 401);
  // Its session had ended, so it proves nothing any more: the other ones live on, and that must be told.
  await problemOf(copy.logout({ everywhere: true }), 'refresh_invalid');
  assert.equal(await copy.session.isSignedIn(), false);
  await stranger({ tokens: memoryTokenStore({ accessToken: 'a.b.c', expiresAt: 0, refreshToken: 'gone', user: null }) }).logout();
});

test('Logout_OfAStayInAnotherCompany_ForgetsItAndTellsNobody', async () => {
  const fetch = watchedFetch();
  const platform = await clientOf('platform', { company: 'satcom', fetch });
  const inside = await platform.enter({ tenant: 'acme', reason: 'SDK tests' });
  await inside.logout();
  await problemOf(inside.me(), 'unauthenticated');
  assert.equal(fetch.count(logout), 0);
  assert.equal((await platform.me()).email, 'platform@satcom.test');
});

test('Logout_WhenTheServiceCannotBeTold_ForgetsTheTokensAndSaysSo', async () => {
  const fetch = watchedFetch((call) => {
    if (call.path === logout) throw new TypeError('fetch failed');
  });
  const satcom = await clientOf('staff', { fetch, retry: { attempts: 1 } });
  await networkErrorOf(satcom.logout(), 'unreachable');
  assert.equal(await satcom.session.isSignedIn(), false);
});

test('Tenant_WhenItIsNotTheTokens_IsRefused', async () => {
  const tokens = memoryTokenStore();
  await clientOf('staff', { tokens });
  await problemOf(stranger({ tokens, tenant: 'globex' }).me(), 'tenant_mismatch');
});

test('WebStorage_KeepsTheSessionForTheNextClient', async () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  await clientOf('staff', { tokens: webStorageTokenStore(storage) });
  const next = stranger({ tokens: webStorageTokenStore(storage) });
  assert.equal((await next.me()).email, 'staff@acme.test');
  assert.equal((await next.session.user()).email, 'staff@acme.test');
  kept.set('satcom.session', '{"accessToken":');
  assert.equal(await next.session.isSignedIn(), false);
  assert.equal(kept.size, 0);
});
