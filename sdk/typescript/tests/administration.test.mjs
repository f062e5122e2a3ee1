import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { clientOf, newcomer, problemOf } from './support/clients.mjs';
import { sdkRoot } from './support/guides.mjs';
import { codeIn, mailsTo } from './support/inbox.mjs';

const unique = () => randomBytes(6).toString('hex');

test('EveryListOfTheDocument_CanBeWalkedByThoseWhoMay', async () => {
  const { paths } = JSON.parse(await readFile(path.join(sdkRoot, 'openapi.json'), 'utf8'));
  const lower = (name) => `${name[0].toLowerCase()}${name.slice(1)}`;
  const isList = ([address, { get }]) => !address.includes('{') && get?.parameters?.some(({ name }) => name === 'cursor') && !get.parameters.some((parameter) => parameter.in === 'query' && parameter.required);
  const lists = Object.entries(paths).filter(isList);
  assert.ok(lists.length >= 10);
  const people = await Promise.all([clientOf('superadmin'), clientOf('hr'), clientOf('platform', { company: 'satcom' })]);
  for (const [, { get: { operationId } }] of lists) {
    const [feature, name] = operationId.split('_').map(lower);
    const seen = await Promise.all(people.map(async (satcom) => {
      try {
        const few = await satcom[feature][name]({ pageSize: 1 }).take(3);
        assert.equal(new Set(few.map((item) => JSON.stringify(item))).size, few.length, `${operationId} gives something twice`);
        return true;
      } catch (error) {
        if (['forbidden', 'not_an_employee'].includes(error.code)) return false;
        throw error;
      }
    }));
    assert.ok(seen.includes(true), `${operationId} is forbidden to everybody`);
  }
});

test('Company_IsFoundedChangedSuspendedAndResumed', async () => {
  const { tenancy } = await clientOf('platform', { company: 'satcom' });
  const slug = `sdk-${unique()}`;
  const made = await tenancy.createTenant({
    slug, name: 'Harbour', locale: 'en', timeZone: 'Asia/Dubai', administrator: { email: `admin@${slug}.test`, displayName: 'Amal' },
  });
  const renamed = await tenancy.updateTenant(made, { name: 'Harbour Works' });
  assert.deepEqual(await tenancy.getTenant(made.id), renamed);
  await problemOf(tenancy.updateTenant(made, { name: 'Lost' }), 'version_mismatch');
  const suspended = await tenancy.suspendTenant(renamed, { reason: 'SDK tests' });
  assert.equal(suspended.status, 'suspended');
  await problemOf(tenancy.resumeTenant(renamed), 'version_mismatch');
  assert.equal((await tenancy.resumeTenant(suspended)).status, 'active');
  assert.equal((await tenancy.getTenant(made.id)).name, 'Harbour Works');
});

test('People_AreMadeChangedAndShut_EachChangeOnWhatWasSeen', async () => {
  const { people } = await clientOf('superadmin');
  const [name, id] = [unique(), crypto.randomUUID()];
  const team = await people.createTeam({ name: `Team ${name}` });
  const account = { id, email: `${name}@acme.test`, displayName: `Walid ${name}`, roles: ['employee'], employee: { employeeCode: name, designation: 'Clerk', teamId: team.id } };
  const made = await people.createUser(account);
  assert.deepEqual(await people.createUser(account), made, 'the same again under its own id');
  assert.deepEqual(await people.listUsers({ search: name }).take(5), [made]);
  const changed = await people.updateUser(made, { employee: { designation: 'Head clerk' } });
  await problemOf(people.updateUser(made, { displayName: 'Lost' }), 'version_mismatch');
  const shut = await people.deactivateUser(changed, { reason: 'SDK tests' });
  assert.equal(shut.status, 'deactivated');
  assert.equal((await people.reactivateUser(shut)).status, 'active');
  assert.ok((await people.listRoles().take(20)).some((role) => role.name === 'superAdmin' && role.mayGrant));
  assert.deepEqual(await people.listUserSessions(id).take(1), []);
  assert.deepEqual(await people.listUserDevices(id).take(1), []);
});

test('Programs_AreRegisteredDisabledAndDeleted', async () => {
  const { identity } = await clientOf('superadmin');
  const { client, clientSecret } = await identity.createOAuthClient({ name: 'SDK tests', kind: 'confidential', grants: ['client_credentials'], scopes: ['attendance.read.all'] });
  const rotated = await identity.rotateOAuthClientSecret(client, { graceSeconds: 0 });
  assert.notEqual(rotated.clientSecret, clientSecret);
  const disabled = await identity.disableOAuthClient(rotated.client);
  assert.equal(disabled.isDisabled, true);
  await problemOf(identity.updateOAuthClient(client, { name: 'Lost' }), 'version_mismatch');
  assert.equal((await identity.enableOAuthClient(disabled)).isDisabled, false);
  await identity.deleteOAuthClient(client.id);
  await problemOf(identity.getOAuthClient(client.id), 'not_found');
});

test('Phone_OfOnesOwn_IsChangedByTheCodeThatIsSentToThem', async () => {
  const { satcom: { identity }, email } = await newcomer();
  const phone = `+97150${randomInt(1_000_000, 9_999_999)}`;
  const before = (await mailsTo(email)).length;
  assert.equal((await identity.getPhone()).phone, null);
  assert.equal((await identity.askPhoneChange({ phone })).channel, 'mail'); // There is no old number that it could go to.
  const code = await codeIn(email, before);
  await problemOf(identity.confirmPhoneChange({ code: `${(Number(code[0]) + 1) % 10}${code.slice(1)}` }), 'phone_code_wrong');
  assert.equal((await identity.confirmPhoneChange({ code })).phone, phone);
  assert.equal((await identity.getPhone()).phone, phone);
});
