import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Failure } from '../lib/console.mjs';
import { getServerUser, relocatedHome } from '../lib/postgres-binaries.mjs';
import { persistentHome } from '../lib/postgres-homes.mjs';
import { stateDir } from '../lib/paths.mjs';

const isRoot = process.getuid?.() === 0;
const me = { uid: process.getuid?.() };
const [reached, unreached] = [async (folder) => { await mkdir(folder, { recursive: true }); return true; }, async (folder) => { await mkdir(folder, { recursive: true }); return false; }];

describe('the folder of a lasting database', () => {
  let home;
  let data;

  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'satcom-homes-test-'));
    data = path.join(home, 'data');
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const put = async (name, text = 'kept') => {
    await mkdir(data, { recursive: true });
    await writeFile(path.join(data, name), text);
  };
  const fails = (pattern, options) => assert.rejects(persistentHome(home, options), (error) => error instanceof Failure && pattern.test(error.message) && error.message.includes(data));
  const isKept = async (name) => assert.equal(await readFile(path.join(data, name), 'utf8'), 'kept');

  it('is the wanted one where the server can enter it, empty or with its own database', async () => {
    assert.equal(await persistentHome(home, { user: me, give: reached }), home);
    assert.deepEqual(await readdir(data), []);
    await put('PG_VERSION');
    assert.equal(await persistentHome(home, { user: me, give: reached }), home);
    await isKept('PG_VERSION');
  });

  it('keeps a database that the server can enter no more, and says so', async () => {
    await put('PG_VERSION');
    await fails(/cannot enter any more/, { user: me, give: unreached });
    await isKept('PG_VERSION');
  });

  // On Windows nobody asks whose a folder is.
  if (me.uid !== undefined) it('neither gives away nor removes the database of another user, and names them', async () => {
    await put('PG_VERSION');
    const given = [];
    await fails(new RegExp(`belongs to the user ${os.userInfo().username}`), { user: { uid: me.uid + 1 }, give: async (folder) => given.push(folder) });
    assert.deepEqual(given, []);
    await isKept('PG_VERSION');
  });

  for (const [where, give] of [['reached', reached], ['not reached', unreached]]) {
    it(`keeps what is no database, where it is ${where}`, async () => {
      await put('diary.txt');
      await fails(/no database of PostgreSQL/, { user: me, give });
      await isKept('diary.txt');
    });
  }

  it('has one elsewhere for each folder that is wanted', async () => {
    const [checkout, other, third] = await Promise.all([path.join(stateDir, 'postgres'), '/root/x', '/root/y'].map(relocatedHome));
    assert.equal(new Set([checkout, other, third]).size, 3);
  });

  // Only root's server is another user, whom a folder can keep out.
  if (isRoot) {
    it('keeps a person\'s database when root starts it in their checkout', async () => {
      await put('PG_VERSION');
      await chown(data, 12345, 12345);
      await chmod(home, 0o750);
      await fails(/belongs to the user number 12345/);
      await isKept('PG_VERSION');
      assert.equal((await stat(data)).uid, 12345);
    });

    it('keeps the server\'s own database when the folders above it are closed', async () => {
      await put('PG_VERSION');
      await chown(data, getServerUser().uid, getServerUser().gid);
      await chmod(home, 0o700);
      await fails(/cannot enter any more/);
      await isKept('PG_VERSION');
    });

    it('goes elsewhere from a closed folder that holds nothing, and comes back to the same', async () => {
      await chmod(home, 0o700);
      const far = await persistentHome(home);
      try {
        assert.equal(far, await relocatedHome(home));
        assert.ok(!existsSync(data) && existsSync(path.join(far, 'data')));
        await writeFile(path.join(far, 'data', 'PG_VERSION'), 'kept');
        assert.equal(await persistentHome(home), far);
        assert.equal(await readFile(path.join(far, 'data', 'PG_VERSION'), 'utf8'), 'kept');
      } finally {
        await rm(far, { recursive: true, force: true });
      }
    });
  }
});
