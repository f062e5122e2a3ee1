import assert from 'node:assert/strict';
import { until } from './clients.mjs';

const url = process.env.SATCOM_TEST_INBOX_URL;

/** The texts of the mails to an address, oldest first. In Development text messages are mails to `<digits>@sms.test`. */
export async function mailsTo(address) {
  assert.ok(url, 'Start the tests with "npm test", or name the inbox in SATCOM_TEST_INBOX_URL.');
  const mails = await (await fetch(`${url}/email`)).json();
  return mails.filter((mail) => mail.to.some((to) => to.address === address)).map((mail) => mail.text);
}

/** The newest code to an address, once there are more mails than there were. */
export async function codeIn(address, count) {
  const text = await until('a code', async () => (await mailsTo(address)).slice(count).at(-1));
  return /(?<!\d)\d{6}(?!\d)/.exec(text)[0];
}

/** The newest code to a phone, once there are more than there were. */
export const codeAfter = (count, digits) => codeIn(`${digits}@sms.test`, count);
