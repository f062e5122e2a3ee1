import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { keepDatabase } from '../lib/keep-database.mjs';

/** A cluster that a test ends. */
class FakeCluster {
  starts = 0;
  failure;

  constructor() { this.#run(); }

  #run() { this.exited = new Promise((resolve) => { this.end = (outcome = { code: 2, signal: null }) => resolve(outcome); }); }

  async start() {
    this.starts += 1;
    if (this.failure) throw this.failure;
    this.#run();
  }
}

function kept() {
  const world = { cluster: new FakeCluster(), minute: 0, isStopping: false, given: [] };
  keepDatabase(world.cluster, { isStopping: () => world.isStopping, giveUp: (message) => { world.given.push(message); }, now: () => world.minute * 60_000 });
  world.fall = async (outcome) => {
    world.cluster.end(outcome);
    for (let i = 0; i < 5; i += 1) await turn();
  };
  return world;
}

describe('a database that ends by itself', () => {
  it('is started again, and given up when that happens time and again within a minute', async () => {
    const world = kept();
    for (let falls = 1; falls <= 3; falls += 1) {
      await world.fall();
      assert.deepEqual([world.cluster.starts, world.given], [falls, []]);
    }
    await world.fall({ code: null, signal: 'SIGKILL' });
    assert.equal(world.cluster.starts, 3);
    assert.match(world.given.join(), /^PostgreSQL ended by itself \(SIGKILL\).* once too often\.$/);
  });

  it('may do so once a minute for ever', async () => {
    const world = kept();
    for (let falls = 1; falls <= 10; falls += 1) {
      world.minute += 1;
      await world.fall();
      assert.deepEqual([world.cluster.starts, world.given], [falls, []]);
    }
  });

  it('is given up where it does not start again', async () => {
    const world = kept();
    world.cluster.failure = new Error('no room');
    await world.fall();
    assert.deepEqual(world.given, ['no room']);
  });

  it('stays down while everything is stopped', async () => {
    const world = kept();
    world.isStopping = true;
    await world.fall();
    assert.deepEqual([world.cluster.starts, world.given], [0, []]);
  });
});
