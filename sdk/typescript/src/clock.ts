import { reasonOf } from './problem.js';

/** Time as the SDK sees it; given anew to test what happens later. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (handle) => clearTimeout(handle as number),
};

/** Waits; rejects as soon as the signal is aborted. */
export function delay(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  let handle: unknown;
  const waited = new Promise<void>((resolve) => {
    handle = clock.setTimeout(resolve, milliseconds);
  });
  return abortable(waited, signal).finally(() => clock.clearTimeout(handle));
}

/** The work's outcome, unless the signal is aborted first. The work itself goes on, for others may wait for it too. */
export function abortable<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  let forward: () => void;
  const aborted = new Promise<never>((_, reject) => {
    forward = () => reject(reasonOf(signal));
    if (signal.aborted) forward();
    else signal.addEventListener('abort', forward);
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', forward));
}

/** A wait that doubles with every attempt (1, 2, …), of which a random part is taken so that clients do not come in step. */
export const backoff = (attempt: number, first: number, longest: number, random: () => number): number =>
  Math.min(longest, first * 2 ** (attempt - 1)) * (0.5 + random() / 2);
