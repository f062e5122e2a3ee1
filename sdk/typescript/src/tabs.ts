import type { SessionEvent } from './session.js';

/** How the tabs that share a session tell each other what happens to it. */
export interface Tabs {
  /** Tells the other tabs. */
  post(event: SessionEvent): void;
  /** Is told what the other tabs tell. Answers how to stop listening. */
  listen(listener: (event: SessionEvent) => void): () => void;
}

type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

interface Browser {
  readonly BroadcastChannel?: typeof BroadcastChannel;
  readonly navigator?: Partial<Navigator>;
  addEventListener?(type: 'storage', listener: (event: StorageEvent) => void): void;
  removeEventListener?(type: 'storage', listener: (event: StorageEvent) => void): void;
}

const browser = globalThis as Browser;
const leaseMs = 10_000;
const settleMs = 30;
const stepMs = 50;
const lingerMs = 200;

/** By a BroadcastChannel; where there is none, by the events of the storage itself. */
export function tabsOf(storage: WebStorage, key: string): Tabs {
  const Channel = browser.BroadcastChannel;
  return Channel === undefined ? storageTabs(storage, `${key}.event`) : channelTabs(Channel, key);
}

function channelTabs(Channel: typeof BroadcastChannel, key: string): Tabs {
  // One that listens does not hear itself; and in Node an open channel would keep the program alive.
  const open = (): BroadcastChannel => {
    const channel = new Channel(key);
    (channel as { unref?(): void }).unref?.();
    return channel;
  };
  let ears: BroadcastChannel | undefined;
  return {
    post: (event) => {
      if (ears !== undefined) return ears.postMessage(event);
      const channel = open();
      channel.postMessage(event);
      channel.close();
    },
    listen: (listener) => {
      ears = open();
      ears.onmessage = ({ data }) => listener(data as SessionEvent);
      return () => {
        ears?.close();
        ears = undefined;
      };
    },
  };
}

/** Only the other tabs are told of a change of the storage. */
function storageTabs(storage: WebStorage, key: string): Tabs {
  return {
    post: (event) => {
      storage.setItem(key, JSON.stringify(event));
      storage.removeItem(key);
    },
    listen: (listener) => {
      const hear = (change: StorageEvent): void => {
        if (change.key === key && change.newValue !== null) listener(JSON.parse(change.newValue) as SessionEvent);
      };
      browser.addEventListener?.('storage', hear);
      return () => browser.removeEventListener?.('storage', hear);
    },
  };
}

/**
 * Runs the work while no other tab does: by the browser's locks, else by a lease in the storage. The lease is best effort, for a
 * storage cannot compare and set; what slips through meets the service's own retry window, which gives both tabs the same tokens.
 * A lock is held for a moment longer than the work takes: a tab in another process sees what was stored a little later than it gets the lock.
 */
export function exclusivelyBy(storage: WebStorage, key: string): <T>(work: () => Promise<T>) => Promise<T> {
  const locks = browser.navigator?.locks;
  if (locks !== undefined) {
    return <T>(work: () => Promise<T>) => new Promise<T>((resolve, reject) => {
      const hold = async (): Promise<void> => {
        await work().then(resolve, reject);
        await pause(lingerMs);
      };
      locks.request(key, hold).catch(reject);
    });
  }
  const name = `${key}.lease`;
  return async (work) => {
    const mine = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    for (const deadline = Date.now() + leaseMs; Date.now() < deadline; await pause(stepMs)) {
      if (isHeld(storage.getItem(name))) continue;
      storage.setItem(name, `${mine}:${Date.now() + leaseMs}`);
      await pause(settleMs);
      if (storage.getItem(name)?.startsWith(mine) === true) break;
    }
    try {
      return await work();
    } finally {
      if (storage.getItem(name)?.startsWith(mine) === true) storage.removeItem(name);
    }
  };
}

const isHeld = (lease: string | null): boolean => lease !== null && Number(lease.split(':')[1]) > Date.now();

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));
