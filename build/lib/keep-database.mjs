import { step, warn } from './console.mjs';

const restartsPerMinute = 3;

/**
 * Keeps a database running: one that ends by itself is started again, unless it does so time and again.
 * `giveUp` is told why, once; nothing happens any more while `isStopping`.
 */
export function keepDatabase(cluster, { isStopping, giveUp, now = () => performance.now() }) {
  const ends = [];
  const watch = () => cluster.exited.then(async ({ code, signal }) => {
    if (isStopping()) return;
    ends.push(now());
    const outcome = `PostgreSQL ended by itself (${signal ?? `exit code ${code}`}); its log is ${cluster.logFile}.`;
    if (ends.filter((at) => at > now() - 60_000).length > restartsPerMinute) {
      await giveUp(`${outcome} That was once too often.`);
      return;
    }
    warn(`${outcome} Starting it again …`);
    const failure = await cluster.start().then(() => undefined, (error) => error);
    if (failure === undefined) {
      step('PostgreSQL runs again; the service finds it by itself.');
      watch();
    } else if (!isStopping()) {
      await giveUp(failure.message);
    }
  });
  watch();
}
