import { backoff, delay, type Clock } from './clock.js';
import { readProblem, reasonOf, SatcomNetworkError, SatcomProblem } from './problem.js';

/** What one call may ask for beside its body. */
export interface CallOptions {
  /**
   * Ends the waiting, over all attempts; the call rejects with the signal's reason. A signal of `AbortSignal.timeout` makes it a
   * SatcomNetworkError with the reason `timeout`.
   */
  readonly signal?: AbortSignal | undefined;
  /** For one attempt, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** The language of texts, such as `en` or `ar`. */
  readonly language?: string | undefined;
  /** The version that a change is based on, or the thing that has it; if it has another by now, the call fails with `version_mismatch`. */
  readonly ifMatch?: number | { readonly version: number } | undefined;
  /** A command's key: sent again under it within 24 hours it answers as the first time. Each command gets one of its own otherwise. */
  readonly idempotencyKey?: string | undefined;
  /** Is told of each answer beside its body, also of one after which the call is sent again. */
  readonly onAnswer?: ((answer: Answer) => void) | undefined;
}

/** An answer's envelope. */
export interface Answer {
  readonly status: number;
  /** True when an earlier request under the same idempotency key was answered. */
  readonly replayed: boolean;
  readonly headers: Headers;
}

/** When a call that failed for the moment is sent again by itself. */
export interface RetryOptions {
  /** Attempts in all; 1 never sends again. Default 4. */
  readonly attempts?: number | undefined;
  /** The longest wait between two, in milliseconds. What asks for more patience is the caller's to decide. Default 10 000. */
  readonly longestWaitMs?: number | undefined;
}

export interface TransportOptions {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly longestWaitMs: number;
  readonly tenant: string | undefined;
  readonly language: () => string | undefined;
}

/** How a request may be sent. */
export interface Plan {
  /** True where carrying it out twice does nothing more than once. */
  readonly repeatable: boolean;
  /** Attempts in all, where those of the client are too many. */
  readonly attempts?: number | undefined;
  /** True where the answer may be something other than JSON. */
  readonly anyContent?: boolean | undefined;
}

const firstWaitMs = 200;

/** Sends calls: sets the headers of the contract, sends again what safely can be, and makes every failure a typed error. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** The headers that a call keeps over all its attempts. `keyed` where the service takes an Idempotency-Key. */
  headersOf(init: RequestInit, call: CallOptions, keyed: boolean): Headers {
    const headers = new Headers(init.headers);
    const language = call.language ?? this.#options.language();
    const version = typeof call.ifMatch === 'object' ? call.ifMatch.version : call.ifMatch;
    if (language !== undefined) headers.set('Accept-Language', language);
    if (this.#options.tenant !== undefined) headers.set('X-Tenant', this.#options.tenant);
    if (version !== undefined) headers.set('If-Match', `"${version}"`);
    if (keyed) headers.set('Idempotency-Key', call.idempotencyKey ?? newKey());
    return headers;
  }

  /** Answers with a success, its body read already; throws a SatcomProblem or a SatcomNetworkError otherwise. */
  async send(url: string, init: RequestInit & { readonly headers: Headers }, call: CallOptions, plan: Plan): Promise<Response> {
    const attempts = Math.min(this.#options.attempts, plan.attempts ?? Infinity);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#judge(await this.#exchange(url, init, call), call, plan);
      } catch (error) {
        const wait = plan.repeatable && attempt < attempts ? this.#waitAfter(error, attempt) : undefined;
        if (wait === undefined || wait > this.#options.longestWaitMs) throw error;
        await delay(this.#options.clock, wait, call.signal);
      }
    }
  }

  /** How long to wait before the same again, in milliseconds; undefined when that would not help. */
  #waitAfter(error: unknown, attempt: number): number | undefined {
    const wait = backoff(attempt, firstWaitMs, this.#options.longestWaitMs, this.#options.random);
    if (error instanceof SatcomNetworkError) return error.reason === 'invalidAnswer' ? undefined : wait;
    if (!(error instanceof SatcomProblem)) return undefined;
    // Its first attempt, whose answer got lost, may still be at work.
    if (error.code === 'idempotency_in_progress') return attempt > 1 ? wait : undefined;
    if (error.status !== 429 && error.status !== 503) return undefined;
    return error.retryAfterSeconds === undefined ? wait : error.retryAfterSeconds * 1000 + wait / 2;
  }

  async #exchange(url: string, init: RequestInit, call: CallOptions): Promise<readonly [Response, Blob]> {
    const { clock, timeoutMs } = this.#options;
    const { signal } = call;
    if (signal?.aborted) throw reasonOf(signal);
    const abort = new AbortController();
    let timedOut = false;
    const timer = clock.setTimeout(() => {
      timedOut = true;
      abort.abort();
    }, call.timeoutMs ?? timeoutMs);
    const forward = (): void => abort.abort();
    signal?.addEventListener('abort', forward);
    try {
      // The session is in the Authorization header alone: a cookie has no business here, and a cache none with what is personal.
      const response = await this.#options.fetch(url, { ...init, credentials: 'omit', cache: 'no-store', signal: abort.signal });
      return [response, await response.blob()];
    } catch (error) {
      if (signal?.aborted) throw reasonOf(signal);
      throw timedOut
        ? new SatcomNetworkError('timeout', `${url} did not answer within ${call.timeoutMs ?? timeoutMs} ms.`, { cause: error })
        : new SatcomNetworkError('unreachable', `${url} cannot be reached.`, { cause: error });
    } finally {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', forward);
    }
  }

  async #judge([response, body]: readonly [Response, Blob], call: CallOptions, plan: Plan): Promise<Response> {
    const { status, headers } = response;
    call.onAnswer?.({ status, replayed: headers.get('Idempotency-Replayed') === 'true', headers });
    if (!response.ok) throw readProblem(response, await body.text(), this.#options.clock.now());
    if (plan.anyContent !== true && body.size > 0 && !isJson(headers)) throw new SatcomNetworkError('invalidAnswer', `Something other than Satcom answered ${response.url}.`);
    return new Response(body.size > 0 ? body : null, { status, headers });
  }
}

const isJson = (headers: Headers): boolean => /^application\/(?:[\w.-]+\+)?json\b/i.test(headers.get('Content-Type') ?? '');

/** 128 random bits. Not randomUUID, which browsers have on secure pages alone. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
