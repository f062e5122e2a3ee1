import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startInbox } from './inbox.mjs';
import { applyMigrations } from './migrations.mjs';
import { provision, start } from './postgres.mjs';
import { claimPort } from './process.mjs';
import { startService, untilReady } from './service.mjs';
import { newSecrets } from './settings.mjs';

/**
 * Lends a running, migrated service of its own to the work, and stops everything afterwards.
 * `postgres` is a superuser's connection string; without one an embedded cluster is started for the time being.
 */
export async function withService({ postgres, database = 'satcom', configuration = 'Debug', logFile, seed = false, inbox = false, env = {} }, work) {
  const stops = [];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'satcom-stack-'));
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    await rm(folder, { recursive: true, force: true });
  };
  const onSignal = async () => {
    await stopAll();
    process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  try {
    let connections;
    if (postgres === undefined) {
      const cluster = await start({ ephemeral: true });
      stops.push(() => cluster.stop());
      connections = cluster.connectionStrings;
    } else {
      const [ownerPassword, appPassword] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')];
      connections = await provision(postgres, { database, ownerPassword, appPassword });
    }
    const { ownerConnectionString: owner, appConnectionString: app } = connections;
    const migrated = applyMigrations(owner, { configuration });
    migrated.catch(() => undefined); // It is heard below, whatever the inbox does meanwhile.
    const mail = inbox ? await startInbox({ folder: path.join(folder, 'inbox'), logFile: path.join(folder, 'inbox.log') }) : undefined;
    if (mail) stops.push(mail.stop);
    await migrated;
    const url = `http://127.0.0.1:${await claimPort(0)}`;
    const service = await startService({
      url, configuration, logFile: logFile ?? path.join(folder, 'service.log'),
      env: {
        ...newSecrets(), Satcom__Tokens__Issuer: url,
        Satcom__Database__ConnectionString: app, Satcom__Database__MigrationConnectionString: owner, Satcom__Demo__Seed: String(seed),
        ...(mail ? { Satcom__Mail__Host: '127.0.0.1', Satcom__Mail__Port: String(mail.smtp) } : {}),
        ...env,
      },
    });
    stops.push(service.stop);
    await untilReady(service);
    return await work({ url: service.url, inboxUrl: mail?.url });
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    await stopAll();
  }
}
