import assert from 'node:assert/strict';
import test from 'node:test';
import { memoryTokenStore } from '../dist/index.js';
import { baseUrl, clientOf, networkErrorOf, password, problemOf, stranger } from './support/clients.mjs';
import { hastyClock, startServer, watchedFetch } from './support/doubles.mjs';

const unavailable = (seconds) => Response.json(
  { title: 'Not available just now', status: 503, code: 'service_unavailable', traceId: 'ab' },
  { status: 503, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': String(seconds) } });

const tooMany = () => Response.json(
  { title: 'Too many requests', status: 429, code: 'rate_limited', traceId: 'ab' },
  { status: 429, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '2' } });

/** Somebody who is signed in, as far as the client knows, and a service that answers what it is told to. */
function pretended(answer) {
  const tokens = memoryTokenStore({ accessToken: 'a.b.c', expiresAt: Date.now() + 600_000, refreshToken: 'd', user: null });
  const [calls, clock] = [[], hastyClock()];
  const fetch = async (url, init) => {
    calls.push(new Headers(init.headers).get('Idempotency-Key'));
    return answer(calls.length);
  };
  return { satcom: stranger({ baseUrl: 'https://satcom.test', fetch, clock, tokens }), calls, clock };
}

/** The lines of an HTML page, as a proxy or a hotel's network gives them. */
const page = (status) => (request, response) => response.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>Hello</h1>');

test('Call_WhenTheServiceIsUnavailableForAMoment_IsSentAgainAfterItsTime', async () => {
  const [fetch, clock] = [watchedFetch((call) => (call.path === '/api/v1/me' && call.nth <= 2 ? unavailable(3) : undefined)), hastyClock()];
  const satcom = await clientOf('staff', { fetch, clock });
  assert.equal((await satcom.me()).email, 'staff@acme.test');
  assert.equal(fetch.count('/api/v1/me'), 3);
  assert.equal(clock.waits.length, 2);
  for (const wait of clock.waits) assert.ok(wait >= 3_000 && wait < 4_000, String(wait));
});

test('Call_WhenTheServiceAsksForMorePatienceThanAllowed_FailsAtOnce', async () => {
  const fetch = watchedFetch((call) => (call.path === '/api/v1/me' ? unavailable(60) : undefined));
  const satcom = await clientOf('staff', { fetch });
  const problem = await problemOf(satcom.me(), 'service_unavailable');
  assert.equal(problem.retryAfterSeconds, 60);
  assert.equal(fetch.count('/api/v1/me'), 1);
});

test('Command_WhenThereAreTooManyRequests_IsSentAgainUnderItsKeyAfterItsTime', async () => {
  const { satcom, calls, clock } = pretended((nth) => (nth <= 2 ? tooMany() : Response.json({ id: 't' }, { status: 201 })));
  assert.deepEqual(await satcom.people.createTeam({ name: 'Night' }), { id: 't' });
  assert.equal(calls.length, 3);
  assert.match(calls[0], /^[0-9a-f]{32}$/);
  assert.equal(new Set(calls).size, 1);
  for (const wait of clock.waits) assert.ok(wait >= 2_000 && wait < 3_000, String(wait));
  await satcom.people.createTeam({ name: 'Day' });
  assert.notEqual(calls[3], calls[0]);
});

test('Command_ThatTakesNoKey_IsNotSentAgain', async () => {
  const program = { name: 'Roster', kind: 'confidential', grants: ['client_credentials'], scopes: [] };
  for (const [answer, code] of [[() => unavailable(1), 'service_unavailable'], [tooMany, 'rate_limited']]) {
    const { satcom, calls } = pretended(answer);
    await problemOf(satcom.identity.createOAuthClient(program), code);
    await problemOf(satcom.login({ email: 'staff@acme.test', password }), code);
    await problemOf(satcom.session.fetch('/api/v1/newer', { method: 'POST' }), code);
    assert.deepEqual(calls, [null, null, null]);
    await problemOf(satcom.session.fetch('/api/v1/newer', { method: 'POST' }, { idempotencyKey: 'mine' }), code);
    assert.deepEqual(calls.slice(3), ['mine', 'mine', 'mine', 'mine']);
  }
  const { satcom, calls } = pretended(() => { throw new TypeError('fetch failed'); });
  await networkErrorOf(satcom.identity.createOAuthClient(program), 'unreachable');
  assert.equal(calls.length, 1);
});

test('Fetch_OfWhatTheSdkDoesNotKnow_CarriesTheSessionAndMayAnswerAnything', async () => {
  const satcom = await clientOf('staff');
  assert.equal((await (await satcom.session.fetch('/api/v1/me')).json()).email, 'staff@acme.test');
  assert.match(await (await satcom.session.fetch('/t/acme/account/sign-in')).text(), /<html/);
  await problemOf(satcom.session.fetch('/api/v1/nothing'), 'not_found');
});

test('Fetch_OfAnotherHost_IsRefusedBeforeTheTokenLeaves', async () => {
  const { satcom, calls } = pretended(() => Response.json({}));
  for (const path of ['@evil.test/', '.evil.test/', '//evil.test/', '/\\evil.test/', 'https://evil.test/', '']) await assert.rejects(satcom.session.fetch(path), TypeError);
  assert.deepEqual(calls, []);
});

test('Call_WhenTheServiceCannotBeReached_IsANetworkErrorAfterEachAttempt', async () => {
  const gone = await startServer(() => undefined);
  gone.stop();
  const [fetch, clock] = [watchedFetch(), hastyClock()];
  await networkErrorOf(stranger({ baseUrl: gone.url, fetch, clock, retry: { attempts: 3 } }).me(), 'unreachable');
  assert.equal(fetch.calls.length, 3);
  assert.equal(clock.waits.length, 2);
  assert.ok(clock.waits[1] > clock.waits[0] / 2);
});

test('Login_WhenTheServiceCannotBeReached_IsNotSentAgain', async () => {
  const gone = await startServer(() => undefined);
  gone.stop();
  const fetch = watchedFetch();
  await networkErrorOf(stranger({ baseUrl: gone.url, fetch }).login({ email: 'staff@acme.test', password }), 'unreachable');
  assert.equal(fetch.calls.length, 1);
});

test('Call_WhenTheAnswerTakesTooLong_IsATimeout', async (t) => {
  const silent = await startServer(() => undefined);
  t.after(silent.stop);
  await networkErrorOf(stranger({ baseUrl: silent.url, retry: { attempts: 1 } }).me({ timeoutMs: 50 }), 'timeout');
});

test('Call_WhenTheAnswerBreaksOff_IsANetworkError', async (t) => {
  const broken = await startServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' }).write('{"id":', () => response.destroy());
  });
  t.after(broken.stop);
  await networkErrorOf(stranger({ baseUrl: broken.url, retry: { attempts: 1 } }).me(), 'unreachable');
});

test('Call_WhenTheCallerAborts_RejectsWithTheirReason', async (t) => {
  const silent = await startServer(() => abort.abort(new Error('page left')));
  t.after(silent.stop);
  const abort = new AbortController();
  await assert.rejects(stranger({ baseUrl: silent.url }).me({ signal: abort.signal }), /page left/);
});

test('Call_WhenTheCallersTimeIsOver_IsATimeout_HoweverManyAttemptsAreLeft', async (t) => {
  const silent = await startServer(() => undefined);
  t.after(silent.stop);
  const error = await networkErrorOf(stranger({ baseUrl: silent.url }).me({ signal: AbortSignal.timeout(50) }), 'timeout');
  assert.equal(error.cause.name, 'TimeoutError');
  const patient = stranger({ baseUrl: 'https://satcom.test', fetch: async () => unavailable(9) });
  await networkErrorOf(patient.me({ signal: AbortSignal.timeout(50) }), 'timeout');
});

test('Call_WhenSomethingElseAnswers_SaysSo', async (t) => {
  const [portal, proxy] = [await startServer(page(200)), await startServer(page(502))];
  t.after(portal.stop);
  t.after(proxy.stop);
  await networkErrorOf(stranger({ baseUrl: portal.url }).me(), 'invalidAnswer');
  const problem = await problemOf(stranger({ baseUrl: proxy.url }).me(), 'http_502');
  assert.equal(problem.title, 'Bad Gateway');
  assert.deepEqual(problem.errors, {});
});

test('BaseUrl_MayEndWithASlash', async () => {
  assert.equal((await clientOf('staff', { baseUrl: `${baseUrl}/` }).then((satcom) => satcom.me())).email, 'staff@acme.test');
});
