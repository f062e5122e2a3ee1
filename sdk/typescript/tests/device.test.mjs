import assert from 'node:assert/strict';
import test from 'node:test';
import { memoryDeviceStore, memoryTokenStore, webStorageDeviceStore } from '../dist/index.js';
import { newcomer, password, problemOf, stranger } from './support/clients.mjs';
import { codeAfter, mailsTo } from './support/inbox.mjs';

// The demo's number of the dispatcher: globex asks for a code on new devices.
const [email, digits] = ['staff@globex.test', '971501005000'];
const credentials = { email, password, tenant: 'globex' };

test('Device_ProvedByItsCode_SignsInAndNeedsNoneTheNextTime', async () => {
  const [devices, tokens] = [memoryDeviceStore(), memoryTokenStore()];
  const satcom = stranger({ devices, tokens });
  const before = (await mailsTo(`${digits}@sms.test`)).length;
  const outcome = await satcom.login(credentials);
  assert.equal(outcome.kind, 'deviceVerification');
  assert.equal(outcome.challenge.channel, 'sms');
  assert.ok(outcome.challenge.destinationHint.endsWith('000'));
  assert.equal(await satcom.session.isSignedIn(), false);

  const code = await codeAfter(before, digits);
  const wrong = `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
  await problemOf(satcom.verifyDevice(outcome.challenge, wrong), 'otp_invalid');
  const early = await problemOf(satcom.session.resendCode(outcome.challenge), 'rate_limited');
  assert.ok(early.retryAfterSeconds > 0);
  const user = await satcom.verifyDevice(outcome.challenge, code, { trust: true });
  assert.equal(user.email, email);
  assert.equal((await satcom.me()).email, email);
  await problemOf(stranger().verifyDevice(outcome.challenge, code), 'otp_expired');

  const secret = devices.load(email);
  await satcom.logout();
  assert.equal((await satcom.login({ ...credentials, email: ' Staff@globex.test ' })).kind, 'signedIn');
  assert.notEqual(devices.load(email), secret);

  const [device] = (await satcom.identity.listDevices().page()).items;
  assert.equal(device.name, 'SDK tests');
  await satcom.identity.revokeDevice(device.id);
  await problemOf(satcom.me());
});

test('Sessions_OfOnesOwn_AreListedAndEnded', async () => {
  const { satcom: one, again } = await newcomer();
  const other = await again();
  let ended = 0;
  for await (const session of one.identity.listSessions()) {
    if (session.isCurrent) continue;
    await one.identity.endSession(session.id);
    ended += 1;
  }
  assert.equal(ended, 1);
  assert.equal((await problemOf(other.me())).status, 401);
  await one.me();
});

test('Password_ChangedOrForgotten_IsToldByTypedProblems', async () => {
  const satcom = stranger();
  await satcom.login({ email: 'nadia@acme.test', password, tenant: 'acme' });
  await problemOf(satcom.identity.changePassword({ currentPassword: 'not it', newPassword: 'correct horse battery' }), 'password_wrong');
  const guessed = await problemOf(satcom.identity.changePassword({ currentPassword: password, newPassword: 'password1234' }), 'validation_failed');
  assert.equal(guessed.errors.newPassword[0].code, 'too_common');
  await stranger().session.forgotPassword('nobody@acme.test', { tenant: 'acme' });
  await problemOf(stranger().session.resetPassword('spl_of_nobody', 'correct horse battery'), 'link_expired');
});

test('DeviceStore_InWebStorage_KeepsEachPersonsSecret', () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const store = webStorageDeviceStore(storage);
  store.save('A@b.test', 'one');
  store.save('c@b.test', 'two');
  assert.deepEqual([store.load('a@B.test'), webStorageDeviceStore(storage).load('c@b.test'), store.load('d@b.test')], ['one', 'two', undefined]);
});
