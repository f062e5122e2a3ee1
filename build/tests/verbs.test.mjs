import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { requireNode } from '../lib/arguments.mjs';
import { buildDir } from '../lib/paths.mjs';

const verbs = ['run', 'test', 'migrate', 'sdk', 'sbom', 'bench'];

/** Runs a verb as the platform's reader does; on Windows that is its script. */
const verb = (name, args = [], env = {}) => new Promise((resolve, reject) => {
  const [command, first] = process.platform === 'win32' ? [process.execPath, [path.join(buildDir, 'lib', `${name}.mjs`)]] : [path.join(buildDir, name), []];
  const child = spawn(command, [...first, ...args], { env: { ...process.env, ...env } });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].on('data', (chunk) => (said[stream] += chunk));
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, ...said }));
});

describe('each verb', { concurrency: 2 }, () => {
  for (const name of verbs) {
    it(`build/${name} prints its help on stdout`, async () => {
      const { code, stdout, stderr } = await verb(name, ['--help']);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, new RegExp(`^Usage: build/${name}\\b`));
    });
  }

  for (const name of verbs.filter((one) => one !== 'bench')) { // The bench hands on what it does not know.
    it(`build/${name} refuses an option that it does not know`, async () => {
      const { code, stdout, stderr } = await verb(name, ['--moon']);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /--moon[\s\S]+Usage: build\//);
    });
  }
});

describe('a database of the reader\'s own', () => {
  const half = { Satcom__Database__ConnectionString: 'Host=localhost;Username=satcom_app;Database=mine', Satcom__Database__MigrationConnectionString: '' };
  for (const [name, args] of [['migrate', ['update']], ['run', []]]) {
    it(`is not taken by half: build/${name} asks for the other role before it does anything`, async () => {
      const { code, stdout, stderr } = await verb(name, args, half);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^\S*Satcom__Database__ConnectionString names a database of your own, and Satcom__Database__MigrationConnectionString does not/);
    });
  }
});

describe('build/bench --data', () => {
  for (const args of [['--data'], ['--data', '--rounds', '3'], ['--data', '']]) {
    it(`wants a folder: ${args.join(' ')}`, async () => {
      const { code, stderr } = await verb('bench', args);
      assert.equal(code, 1);
      assert.match(stderr, /--data wants a folder/);
    });
  }
});

describe('the version of Node.js', () => {
  it('is judged by its numbers', () => {
    for (const old of ['18.20.8', '20.0.0', '20.9.0', '9.11.2']) assert.throws(() => requireNode(old), /20\.10 or newer is needed/);
    for (const fit of ['20.10.0', '20.20.2', '22.1.0', '100.0.0']) requireNode(fit);
  });

  it('is the same wherever it is named', async () => {
    const { engines } = JSON.parse(await readFile(path.join(buildDir, 'package.json'), 'utf8'));
    assert.equal(engines.node, '>=20.10');
    for (const name of verbs) assert.match(await readFile(path.join(buildDir, name), 'utf8'), /Node\.js 20\.10 or newer is needed/);
  });
});
