import assert from 'node:assert/strict';
import test from 'node:test';
import { clientOf, problemOf } from './support/clients.mjs';

const unknownId = '01970000-0000-7000-8000-000000000000';

test('Problem_SpeaksTheLanguageThatIsAskedFor', async () => {
  const satcom = await clientOf('staff', { language: 'en' });
  const english = await problemOf(satcom.attendance.getDay(unknownId), 'not_found');
  const arabic = await problemOf(satcom.attendance.getDay(unknownId, { language: 'ar' }), 'not_found');
  assert.match(english.title, /^[A-Z]/);
  assert.match(arabic.title, /\p{Script=Arabic}/u);
  assert.match(arabic.message, /\p{Script=Arabic}/u);
  for (const problem of [english, arabic]) {
    assert.equal(problem.status, 404);
    assert.equal(problem.type, 'urn:satcom:problem:not_found');
    assert.equal(problem.instance, `/api/v1/attendance/days/${unknownId}`);
    assert.match(problem.traceId, /^[0-9a-f]{32}$/);
    assert.equal(problem.is('forbidden', 'not_found'), true);
    assert.equal(problem.is('forbidden'), false);
  }
});

test('Problem_WhenTheLanguageIsAFunction_FollowsIt', async () => {
  let language = 'en';
  const satcom = await clientOf('staff', { language: () => language });
  const before = await problemOf(satcom.attendance.getDay(unknownId));
  language = 'ar';
  assert.notEqual((await problemOf(satcom.attendance.getDay(unknownId))).title, before.title);
});

test('Problem_WhenFieldsAreWrong_NamesEachInBothLanguages', async () => {
  const satcom = await clientOf('staff');
  const wrong = { workMode: 'office', location: { latitude: 91, longitude: 181, accuracyMeters: 5 } };
  for (const [language, script] of [['en', /^[A-Z]/], ['ar', /\p{Script=Arabic}/u]]) {
    const problem = await problemOf(satcom.attendance.checkIn(wrong, { language }), 'validation_failed');
    assert.equal(problem.status, 400);
    assert.deepEqual(Object.keys(problem.errors).sort(), ['location.latitude', 'location.longitude']);
    assert.equal(problem.errors['location.latitude'][0].code, 'out_of_range');
    assert.match(problem.errors['location.latitude'][0].message, script);
  }
});

test('Problem_WhenThePermissionIsMissing_IsForbidden', async () => {
  const satcom = await clientOf('employee');
  assert.equal((await problemOf(satcom.tenancy.getOwnTenant(), 'forbidden')).status, 403);
});

test('OtherTenantsThings_AreNotFound', async () => {
  const [acme, superadmin] = await Promise.all([clientOf('hr'), clientOf('superadmin', { company: 'globex' })]);
  const [day] = await acme.attendance.listDays().take(1);
  assert.equal((await acme.attendance.getDay(day.id)).id, day.id);
  for (const outsider of [superadmin]) {
    await problemOf(outsider.attendance.getDay(day.id), 'not_found');
    assert.deepEqual(await outsider.attendance.listDays({ userId: day.userId }).take(1), []);
  }
});

test('Platform_EntersATenantWithAClientOfItsOwn', async () => {
  const [platform, hr] = await Promise.all([clientOf('platform', { company: 'satcom' }), clientOf('hr')]);
  const slugs = (await platform.tenancy.listTenants().take(200)).map((tenant) => tenant.slug);
  assert.ok(['acme', 'globex', 'platform'].every((slug) => slugs.includes(slug)), slugs.join());
  const [day] = await hr.attendance.listDays().take(1);
  await problemOf(platform.attendance.getDay(day.id));
  const inside = await platform.enter({ tenant: 'acme', reason: 'SDK tests' });
  assert.equal((await inside.attendance.getDay(day.id)).id, day.id);
  assert.equal((await inside.tenancy.getOwnTenant()).slug, 'acme');
});
