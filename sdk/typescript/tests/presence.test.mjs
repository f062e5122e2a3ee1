import assert from 'node:assert/strict';
import test from 'node:test';
import { clientOf, problemOf, until } from './support/clients.mjs';

/** A started hub that writes down what it is told of one person. */
async function watcherOf(t, satcom, userId) {
  const hub = satcom.hub();
  const seen = [];
  hub.on('presenceChanged', (event) => { if (event.userId === userId) seen.push(event); });
  t.after(() => hub.stop());
  await hub.start();
  return { hub, seen, statuses: () => seen.map((event) => event.status) };
}

/** A person whom an earlier run left there is gone after the thresholds. */
const untilGone = (satcom, userId) => until('nobody is left there', async () => (await satcom.presence.listPresence({ userIds: [userId] }).take(1))[0].status === 'offline');

// The shortest thresholds hold for a quarter of a minute; two tests share it.
test('TenantSettings', { concurrency: true }, async (t) => {
  const superadmin = await clientOf('superadmin');
  const { settings: before, version } = await superadmin.tenancy.getOwnTenant();
  const { presenceAwayAfterSeconds, presenceOfflineAfterSeconds } = before;
  t.after(() => superadmin.tenancy.updateOwnTenant({ settings: { presenceAwayAfterSeconds, presenceOfflineAfterSeconds } }));

  await t.test('Update_WhenItIsBasedOnAnOldVersion_IsRefused', async () => {
    const changed = await superadmin.tenancy.updateOwnTenant({ settings: { presenceAwayAfterSeconds: 11, presenceOfflineAfterSeconds: 13 } }, { ifMatch: version });
    assert.notEqual(changed.version, version);
    assert.equal(changed.settings.presenceAwayAfterSeconds, 11);
    const problem = await problemOf(superadmin.tenancy.updateOwnTenant({ name: 'Lost update' }, { ifMatch: version }), 'version_mismatch');
    assert.equal(problem.status, 412);
    assert.notEqual((await superadmin.tenancy.getOwnTenant()).name, 'Lost update');
    const mended = await superadmin.tenancy.updateOwnTenant({ settings: { presenceAwayAfterSeconds: 10, presenceOfflineAfterSeconds: 11 } }, { ifMatch: changed.version });
    assert.deepEqual([mended.settings.presenceAwayAfterSeconds, mended.settings.presenceOfflineAfterSeconds], [10, 11]);
  });

  const silence = t.test('Silence_TurnsAPersonAwayThenOfflineForTheirColleagues', async (t) => {
    const [employee, colleague, stranger] = await Promise.all([clientOf('employee'), clientOf('technician'), clientOf('nadia', { company: 'globex' })]);
    const { id } = await employee.me();
    await untilGone(colleague, id);
    const [near, far] = [await watcherOf(t, colleague, id), await watcherOf(t, stranger, id)];
    const hub = employee.hub();
    t.after(() => hub.stop());
    await hub.start();
    assert.equal(hub.state, 'connected');
    await hub.heartbeat();
    await until('the colleague sees the heartbeat', () => near.statuses().at(-1) === 'online');
    assert.equal((await colleague.presence.listPresence({ userIds: [id] }).take(1))[0].status, 'online');

    await hub.stop();
    const silentSince = Date.now();
    await until('away', () => near.statuses().includes('away'));
    await until('offline', () => near.statuses().at(-1) === 'offline');
    assert.ok(Date.now() - silentSince > 9_000, 'the status turned before the threshold');
    assert.deepEqual(near.statuses().slice(-3), ['online', 'away', 'offline']);
    for (const { at } of near.seen) assert.ok(!Number.isNaN(Date.parse(at)));
    assert.equal((await colleague.presence.listPresence({ userIds: [id] }).take(1))[0].status, 'offline');
    assert.deepEqual(far.seen, []);
  });

  const beating = t.test('Heartbeat_ByItself_KeepsAPersonThere_AndSaysWhatTheyAre', async (t) => {
    const [employee, colleague] = await Promise.all([clientOf('nadia'), clientOf('manager')]);
    const { id } = await employee.me();
    await untilGone(colleague, id);
    const watcher = await watcherOf(t, colleague, id);
    let status = 'online';
    let beats = 0;
    const hub = employee.hub({ heartbeatMs: 1_000, heartbeatStatus: () => { beats += 1; return status; } });
    t.after(() => hub.stop());
    await hub.start();
    await until('online', () => watcher.statuses().at(-1) === 'online');
    await until('twelve heartbeats', () => beats >= 12);
    assert.deepEqual(watcher.statuses(), ['online'], 'longer than the thresholds, and still there');
    status = 'away';
    await until('away', () => watcher.statuses().at(-1) === 'away');
    await hub.stop();
    const last = beats;
    await until('the time of another heartbeat', () => Date.now() - Date.parse(watcher.seen.at(-1).at) > 1_500);
    assert.equal(beats, last, 'a stopped hub beats no more');
  });

  await Promise.all([silence, beating]);
});
