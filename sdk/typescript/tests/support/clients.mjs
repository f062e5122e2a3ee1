import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createSatcom, SatcomNetworkError, SatcomProblem } from '../../dist/index.js';
import { codeAfter, mailsTo } from './inbox.mjs';

export const baseUrl = process.env.SATCOM_TEST_URL;
assert.ok(baseUrl, 'Start the tests with "npm test".');

export const password = 'Satcom!Demo1';
export const device = { fingerprint: 'sdk-tests', name: 'SDK tests', platform: 'node' };

// Those who sign in at globex, which asks for a code on new devices: one test file each, for a number gets one code a minute.
const numbers = { hr: '971501002000', superadmin: '971501001000', nadia: '971501009000' };

/** A client of nobody. */
export const stranger = (options = {}) => createSatcom({ baseUrl, device, language: 'en', ...options });

/** A client of one of the demo's people: `employee` of `acme`, say. */
export async function clientOf(name, { company = 'acme', ...options } = {}) {
  const satcom = stranger(options);
  const before = company === 'globex' ? (await mailsTo(`${numbers[name]}@sms.test`)).length : 0;
  const outcome = await satcom.login({ email: `${name}@${company}.test`, password, tenant: company === 'satcom' ? 'platform' : company });
  if (outcome.kind === 'deviceVerification') await satcom.verifyDevice(outcome.challenge, await codeAfter(before, numbers[name]));
  return satcom;
}

/** A client of somebody of acme whom no other test knows: invited by mail, with a password of their own by now. */
export async function newcomer(options = {}) {
  const name = randomBytes(6).toString('hex');
  const email = `${name}@acme.test`;
  const { people } = await clientOf('superadmin');
  await people.createUser({ email, displayName: `Newcomer ${name}`, roles: ['employee'], employee: { employeeCode: name, designation: 'Tester' } });
  const mail = await until('the invitation', async () => (await mailsTo(email)).at(-1));
  const satcom = stranger(options);
  const own = 'lantern harbour walnut';
  await satcom.session.resetPassword(/[?]token=([^\s"<]+)/.exec(mail)[1], own);
  const signIn = async (other) => {
    assert.equal((await other.login({ email, password: own, tenant: 'acme' })).kind, 'signedIn');
    return other;
  };
  return { email, satcom: await signIn(satcom), again: (other = {}) => signIn(stranger(other)) };
}

/** The problem that a call is refused with; fails when it is not. */
export async function problemOf(call, code) {
  const error = await failureOf(call);
  assert.ok(error instanceof SatcomProblem, `expected a SatcomProblem, not ${error?.stack}`);
  if (code !== undefined) assert.equal(error.code, code, error.stack);
  return error;
}

export async function networkErrorOf(call, reason) {
  const error = await failureOf(call);
  assert.ok(error instanceof SatcomNetworkError, `expected a SatcomNetworkError, not ${error?.stack}`);
  assert.equal(error.reason, reason);
  return error;
}

async function failureOf(call) {
  try {
    const value = await call;
    assert.fail(`The call answered ${JSON.stringify(value)}.`);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return error;
  }
}

/** Ends what an earlier run left open. */
export async function checkedOut(satcom) {
  await satcom.attendance.checkOut().catch((error) => assert.equal(error.code, 'not_checked_in', error.stack));
}

/** Waits until a condition gives something, and answers it. */
export async function until(what, condition, milliseconds = 30_000) {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false && value !== null) return value;
    assert.ok(Date.now() < deadline, `waited ${milliseconds} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
