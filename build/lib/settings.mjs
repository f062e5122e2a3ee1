import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { root, shown, stateDir } from './paths.mjs';

/** Reads KEY=VALUE lines; `#` begins a comment line, and quotes around a value are dropped. */
export function parseEnvironmentFile(text, file) {
  const settings = {};
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const match = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line);
    if (!match) throw new Failure(`${shown(file)}, line ${index + 1}: expected KEY=VALUE.`);
    const [, key, value] = match;
    settings[key] = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  }
  return settings;
}

/** Puts .env into the environment. What the shell has set already wins. */
export async function loadDotEnv() {
  const file = path.join(root, '.env');
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const [key, value] of Object.entries(parseEnvironmentFile(text, file))) process.env[key] ??= value;
}

/** A port from the environment. */
export function portOf(setting, fallback) {
  const value = process.env[setting] ?? String(fallback);
  if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > 65535) throw new Failure(`${setting} must be a port (1 to 65535), not "${value}".`);
  return Number(value);
}

/** The reader's own database, if they named one: by both its roles, for a service that may not migrate and a migration of another database help nobody. */
export function ownDatabase({ Satcom__Database__ConnectionString: app, Satcom__Database__MigrationConnectionString: owner } = process.env) {
  if (app && !owner) {
    throw new Failure('Satcom__Database__ConnectionString names a database of your own, and Satcom__Database__MigrationConnectionString does not. Set it to the same database, as the owner role (satcom_owner; build/lib/provision.sql makes it), or set neither.');
  }
  return app ? { app, owner } : undefined;
}

/** Secrets that only this checkout's development service uses; made once, so that tokens outlive a restart. */
export async function developmentSecrets() {
  const file = path.join(stateDir, 'dev.env');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parseEnvironmentFile(text, file);
  const secrets = newSecrets();
  await mkdir(stateDir, { recursive: true });
  await writeFile(file, `# Made by build/run for this checkout alone. Not for any other use.\n${
    Object.entries(secrets).map(([key, value]) => `${key}=${value}`).join('\n')}\n`, { mode: 0o600 });
  return secrets;
}

export const newSecrets = () => ({ Satcom__Keys__KeyEncryptionKey: randomBytes(32).toString('base64') });
