import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Failure } from '../lib/console.mjs';
import { underLock } from '../lib/install.mjs';
import { buildDir, root } from '../lib/paths.mjs';
import { npgsql, parseConnectionString } from '../lib/postgres-provision.mjs';
import { makeLogFilter } from '../lib/service.mjs';
import { ownDatabase, parseEnvironmentFile, portOf } from '../lib/settings.mjs';

describe('.env', () => {
  it('is read line by line, without comments and quotes', () => {
    const text = '# a comment\r\nA=1\nexport B = two words \n\nC="x=y#z"\nD=\'\'\nE=a"b"\nF="open\n';
    assert.deepEqual(parseEnvironmentFile(text, '.env'), { A: '1', B: 'two words', C: 'x=y#z', D: '', E: 'a"b"', F: '"open' });
  });

  it('names the line that is none', () => {
    assert.throws(() => parseEnvironmentFile('A=1\n\nB: 2', path.resolve('.env')), (error) => error instanceof Failure && /, line 3: expected KEY=VALUE/.test(error.message));
  });
});

describe('.env.example', () => {
  it('names each setting that the verbs read, with the port that holds without it', async () => {
    const text = await readFile(path.join(root, '.env.example'), 'utf8');
    const known = Object.fromEntries([...text.matchAll(/^#? ?([A-Za-z]\w*_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
    const folder = path.join(buildDir, 'lib');
    const sources = await Promise.all((await readdir(folder)).filter((name) => name.endsWith('.mjs')).map((name) => readFile(path.join(folder, name), 'utf8')));
    const found = sources.flatMap((source) => [...source.matchAll(/(?:process\.env\.|portOf\('|\b(?=Satcom__))((?:SATCOM_|Satcom__)\w+)(?:', (\d+))?/g)]);
    assert.ok(found.length > 10, String(found.length));
    for (const [, name, port] of found) {
      assert.ok(name in known, name);
      if (port) assert.equal(known[name], port, name);
    }
  });
});

describe('a connection string', () => {
  it('is read as it was written, whatever its password holds', () => {
    for (const password of ['plain', 'a;b=c', 'with "quotes"', '\'single\'', 'ends ', '=']) {
      const parts = { host: 'db.example', port: 5433, user: 'satcom_owner', password, database: 'satcom' };
      assert.deepEqual(parseConnectionString(npgsql(parts)), parts);
    }
  });

  it('has the names and defaults that Npgsql has', () => {
    assert.deepEqual(parseConnectionString('SERVER=h; User Id = u ;Pwd=\'p\'\'q\';SSL Mode=Require;Pooling=false'), { host: 'h', port: 5432, user: 'u', password: 'p\'q', ssl: 'Require', database: 'u' });
    assert.deepEqual(parseConnectionString('postgres://u%40x:p%2F@h/d'), { host: 'h', port: 5432, user: 'u@x', password: 'p/', database: 'd' });
    assert.throws(() => parseConnectionString('Host=h'), /names no Username/);
  });
});

describe('settings', () => {
  it('of a database of the reader\'s own are both or neither', () => {
    const [app, owner] = ['Satcom__Database__ConnectionString', 'Satcom__Database__MigrationConnectionString'];
    assert.deepEqual(ownDatabase({ [app]: 'a', [owner]: 'o' }), { app: 'a', owner: 'o' });
    assert.equal(ownDatabase({}), undefined);
    assert.equal(ownDatabase({ [owner]: 'o' }), undefined);
    assert.throws(() => ownDatabase({ [app]: 'a', [owner]: '' }), Failure);
  });

  it('of a port are ports', () => {
    for (const wrong of ['0', '65536', '80a', '-1', '']) {
      process.env.SATCOM_TEST_PORT = wrong;
      assert.throws(() => portOf('SATCOM_TEST_PORT', 1), /SATCOM_TEST_PORT must be a port/);
    }
    delete process.env.SATCOM_TEST_PORT;
    assert.equal(portOf('SATCOM_TEST_PORT', 5080), 5080);
  });
});

describe('the lock of an installation', () => {
  it('lets one at a time in, and is taken over from who is gone', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'satcom-lock-test-'));
    const lock = path.join(folder, 'lock');
    try {
      await mkdir(lock);
      await writeFile(path.join(lock, 'pid'), String(2 ** 22 + 1)); // No process has such a number.
      let inside = 0;
      let most = 0;
      await Promise.all([1, 2, 3].map(() => underLock(lock, async () => {
        most = Math.max(most, (inside += 1));
        await new Promise(setImmediate);
        inside -= 1;
      })));
      assert.equal(most, 1);
      await assert.rejects(underLock(lock, () => Promise.reject(new Failure('no'))), /no/);
      assert.equal(await underLock(lock, () => 'free again'), 'free again');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the log of the service', () => {
  it('shows people warnings and worse, with what belongs to them', () => {
    const shown = [];
    const filter = makeLogFilter((text) => shown.push(text));
    const lines = ['info: A[1]', '      told', 'warn: B[2]', '      odd', 'dbug: C[3]', '      more', '{"LogLevel":"Information","Message":"x"}', '{"LogLevel":"Error","Category":"D","Message":"bad","Exception":"E"}', 'Unhandled exception. X', '   at Y'];
    lines.forEach(filter);
    assert.deepEqual(shown, ['warn: B[2]', '      odd', 'Error: D bad\nE', 'Unhandled exception. X', '   at Y']);
  });
});
