import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildDir } from '../lib/paths.mjs';

const script = path.join(buildDir, 'install-debian-packages');

// The script is bash's, and everything that it asks is faked: no package is installed here.
if (process.platform !== 'win32') describe('build/install-debian-packages', () => {
  let folder;
  let log;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'satcom-packages-test-'));
    log = path.join(folder, 'log');
    const fake = async (name, text) => {
      await writeFile(path.join(folder, name), `#!/usr/bin/env bash\n${text}\n`);
      await chmod(path.join(folder, name), 0o755);
    };
    await fake('chromium', 'exit 0');
    await fake('id', 'echo "${FAKE_UID}"');
    await fake('dpkg-query', '[ -z "$FAKE_INSTALLED" ] || echo installed');
    await fake('apt-get', 'echo "$*" >>"$FAKE_LOG"');
    // Longer than a pipe holds, as the archive's answer is where many sources are listed.
    await fake('apt-cache', 'printf "%s:\\n  Installed: (none)\\n  Candidate: %s\\n  Version table:\\n" "$2" "$FAKE_CANDIDATE"\nfor ((i = 0; i < 4000; i++)); do printf "     1.0-%d 500\\n        500 http://archive.example stable/main\\n" "$i"; done');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = async (env) => {
    await writeFile(log, '');
    const { status, stderr } = spawnSync('bash', [script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}${path.delimiter}${process.env.PATH}`, SATCOM_TEST_CHROMIUM: path.join(folder, 'chromium'), FAKE_LOG: log, FAKE_UID: '0', FAKE_INSTALLED: '', FAKE_CANDIDATE: '1.0-1', ...env },
    });
    return { status, stderr, asked: (await readFile(log, 'utf8')).trimEnd().split('\n') };
  };

  it('installs what is missing, however long the answer of the archive is', async () => {
    const { status, stderr, asked } = await run({});
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(asked, ['update -qq', 'install -y -qq --no-install-recommends fonts-noto-core']);
  });

  it('asks for nothing where everything is there', async () => {
    assert.deepEqual(await run({ FAKE_INSTALLED: '1' }), { status: 0, stderr: '', asked: [''] });
  });

  it('does not take a name without a version for a package', async () => {
    const { status, stderr, asked } = await run({ FAKE_CANDIDATE: '(none)' });
    assert.equal(status, 1);
    assert.match(stderr, /has no package fonts-noto-core/);
    assert.deepEqual(asked, ['update -qq']);
  });

  it('says to those who are not root what to install', async () => {
    const { status, stderr, asked } = await run({ FAKE_UID: '1000' });
    assert.equal(status, 1);
    assert.match(stderr, /Install it as root: apt-get install fonts-noto-core/);
    assert.deepEqual(asked, ['']);
  });

  it('does not put a package where a browser of another name is wanted', async () => {
    const { status, stderr } = await run({ SATCOM_TEST_CHROMIUM: path.join(folder, 'none') });
    assert.equal(status, 1);
    assert.match(stderr, /There is no Chromium at .*none, which SATCOM_TEST_CHROMIUM names/);
  });
});
