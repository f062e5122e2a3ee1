import assert from 'node:assert/strict';
import test from 'node:test';
import { memoryTokenStore, SatcomProblem } from '../dist/index.js';
import { baseUrl, checkedOut, clientOf, networkErrorOf, problemOf, stranger, until } from './support/clients.mjs';
import { acceptWebSocket, startLine, startServer } from './support/doubles.mjs';

const end = '\u001e';

test('Start_WhenNobodyIsSignedIn_IsUnauthenticated', async () => {
  await problemOf(stranger().hub().start(), 'unauthenticated');
});

test('Start_WhenTheSessionHasEndedOnTheService_IsUnauthenticated', async () => {
  const tokens = memoryTokenStore();
  const satcom = await clientOf('staff', { tokens });
  const copy = stranger({ tokens: memoryTokenStore(tokens.load()) });
  await satcom.logout();
  assert.equal((await problemOf(copy.hub().start())).status, 401);
  assert.equal(await copy.session.isSignedIn(), false);
});

test('Start_WhenTheServiceCannotBeReached_IsANetworkError', async () => {
  const tokens = memoryTokenStore();
  await clientOf('staff', { tokens });
  const gone = await startServer(() => undefined);
  gone.stop();
  const hub = stranger({ baseUrl: gone.url, tokens, retry: { attempts: 1 } }).hub();
  await networkErrorOf(hub.start(), 'unreachable');
  assert.equal(hub.state, 'disconnected');
  await networkErrorOf(hub.heartbeat(), 'unreachable');
});

test('AttendanceChanged_IsToldToThePersonsOtherDevices', async (t) => {
  const satcom = await clientOf('omar');
  const events = [];
  const hub = satcom.hub();
  const stopListening = hub.on('attendanceChanged', (event) => events.push(event));
  t.after(() => hub.stop());
  await hub.start();
  const { id: userId } = await satcom.me();
  await checkedOut(satcom);
  const day = await satcom.attendance.checkIn({ workMode: 'office' });
  await until('told of the day', () => events.some((event) => event.userId === userId && event.dayId === day.id));
  stopListening();
  const before = events.length;
  const others = [];
  hub.on('attendanceChanged', (event) => others.push(event));
  await satcom.attendance.checkOut();
  await until('told of the check-out', () => others.length > 0);
  assert.equal(events.length, before);
});

test('Line_WhenItIsCut_ComesBackAndAsksToReadAnew', async (t) => {
  const line = await startLine(baseUrl);
  t.after(line.stop);
  const [satcom, colleague] = await Promise.all([clientOf('lead', { baseUrl: line.url }), clientOf('manager')]);
  const states = [];
  let [resyncs, beats] = [0, 0];
  const hub = satcom.hub({ heartbeatMs: 60_000, heartbeatStatus: () => { beats += 1; return 'online'; }, longestWaitMs: 200 });
  hub.onState((state) => states.push(state));
  hub.onResync(() => { resyncs += 1; });
  t.after(() => hub.stop());
  await hub.start();
  assert.deepEqual([resyncs, beats], [0, 1]);
  line.cut();
  await until('the cut is noticed', () => hub.state === 'reconnecting');
  await networkErrorOf(hub.heartbeat(), 'unreachable');
  line.mend();
  await until('the way back', () => hub.state === 'connected');
  assert.deepEqual([resyncs, beats], [1, 2]);
  assert.deepEqual(states, ['connecting', 'connected', 'reconnecting', 'connected']);
  const { id } = await satcom.me();
  await until('the colleague still sees them', async () => (await colleague.presence.listPresence({ userIds: [id] }).take(1))[0].status === 'online');
});

test('Session_WhenItIsEndedElsewhere_EndsTheHubAndIsToldOf', async (t) => {
  const tokens = memoryTokenStore();
  const satcom = await clientOf('staff', { tokens });
  const [states, events] = [[], []];
  satcom.session.onChange((event) => events.push(event.kind));
  const hub = satcom.hub();
  hub.onState((state) => states.push(state));
  t.after(() => hub.stop());
  await hub.start();
  await stranger({ tokens: memoryTokenStore(tokens.load()) }).logout();
  await until('the hub ends', () => states.at(-1) === 'disconnected');
  await until('the session ends', () => events.includes('signedOut'));
  assert.equal(states.includes('reconnecting'), false);
});

test('Session_WhenItEndsWhileTheLineIsCut_StopsComingBack', async (t) => {
  const line = await startLine(baseUrl);
  t.after(line.stop);
  const tokens = memoryTokenStore();
  const satcom = await clientOf('staff', { baseUrl: line.url, tokens, retry: { attempts: 1 } });
  const copy = stranger({ tokens: memoryTokenStore(tokens.load()) });
  const states = [];
  const hub = satcom.hub({ longestWaitMs: 200 });
  hub.onState((state) => states.push(state));
  t.after(() => hub.stop());
  await hub.start();
  line.cut();
  await until('the cut is noticed', () => states.at(-1) === 'reconnecting');
  await copy.logout();
  line.mend();
  await until('it gives up', () => states.at(-1) === 'disconnected');
  await until('the session has ended', async () => !(await satcom.session.isSignedIn()));
});

test('Heartbeat_WhenThereAreTooMany_IsRateLimited', async (t) => {
  const satcom = await clientOf('staff');
  const hub = satcom.hub();
  t.after(() => hub.stop());
  await hub.start();
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => hub.heartbeat()));
  assert.equal(outcomes[0].status, 'fulfilled');
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome) => outcome.reason);
  assert.ok(refused.some((error) => error instanceof SatcomProblem && error.code === 'rate_limited'), refused.join());
});

test('Reconnect_WhenTheServiceAsksForIt_ComesBackAfterTheDelayThatItGave', async (t) => {
  const opened = [];
  const { server, url, stop } = await startServer((request, response) => response.writeHead(404).end());
  t.after(stop);
  server.on('upgrade', (request, socket) => {
    opened.push({ at: performance.now(), authorization: request.headers.authorization });
    const send = acceptWebSocket(request, socket);
    // The handshake, and then the first heartbeat.
    socket.once('data', () => {
      send(`{}${end}`);
      socket.once('data', () => {
        if (opened.length === 1) send(`{"type":1,"target":"reconnect","arguments":[{"delayMs":1500}]}${end}{"type":7,"allowReconnect":true}${end}`);
      });
    });
  });
  const tokens = memoryTokenStore({ accessToken: 'a.b.c', expiresAt: Date.now() + 600_000, refreshToken: null, user: null });
  const hub = stranger({ baseUrl: url, tokens }).hub({ heartbeatMs: 60_000 });
  let resyncs = 0;
  hub.onResync(() => { resyncs += 1; });
  t.after(() => hub.stop());
  await hub.start();
  await until('the way back', () => resyncs === 1);
  const waited = opened[1].at - opened[0].at;
  assert.ok(waited >= 1_450 && waited < 3_000, `${waited} ms`);
  assert.equal(opened[1].authorization, 'Bearer a.b.c');
});
