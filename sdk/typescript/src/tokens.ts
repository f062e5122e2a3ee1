import type { SignedInUser } from './generated/client.js';
import { exclusivelyBy, tabsOf, type Tabs } from './tabs.js';

/** What a session is made of. Whoever has it acts as the person. */
export interface SessionTokens {
  readonly accessToken: string;
  /** Milliseconds since 1970 by the client's own clock. */
  readonly expiresAt: number;
  /** Good for one refresh; null where the session cannot be prolonged. */
  readonly refreshToken: string | null;
  /** Who signed in; null in an entered tenant. */
  readonly user: SignedInUser | null;
}

/** Where a session's tokens are kept between calls, and perhaps between starts. */
export interface TokenStore {
  load(): SessionTokens | undefined | Promise<SessionTokens | undefined>;
  save(tokens: SessionTokens): void | Promise<void>;
  clear(): void | Promise<void>;
  /**
   * Runs the work while nobody else who shares the store does, such as another tab: a refresh token that is spent twice ends
   * the session. Left out where nobody shares the store.
   */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
  /** How those who share the store tell each other what happens to the session. Left out where nobody shares it. */
  readonly tabs?: Tabs;
}

/** Keeps the tokens for as long as the program runs. */
export function memoryTokenStore(tokens?: SessionTokens): TokenStore {
  let kept = tokens;
  return {
    load: () => kept,
    save: (fresh) => void (kept = fresh),
    clear: () => void (kept = undefined),
  };
}

/**
 * Keeps the tokens in `localStorage` or `sessionStorage`, so that they outlive a reload and are shared between tabs. Any script
 * of the page can read them there: use it only on pages that run no foreign script.
 */
export function webStorageTokenStore(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, key = 'satcom.session'): TokenStore {
  return {
    load: () => {
      const tokens = parse(storage.getItem(key));
      if (tokens === undefined) storage.removeItem(key);
      return tokens;
    },
    save: (tokens) => storage.setItem(key, JSON.stringify(tokens)),
    clear: () => storage.removeItem(key),
    exclusively: exclusivelyBy(storage, key),
    tabs: tabsOf(storage, key),
  };
}

function parse(text: string | null): SessionTokens | undefined {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<SessionTokens> | null;
    return typeof value?.accessToken === 'string' && typeof value.expiresAt === 'number' && (typeof value.refreshToken === 'string' || value.refreshToken === null)
      ? { accessToken: value.accessToken, expiresAt: value.expiresAt, refreshToken: value.refreshToken, user: value.user ?? null }
      : undefined;
  } catch {
    return undefined;
  }
}
