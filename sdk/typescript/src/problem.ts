import type { ProblemCode } from './codes.js';
import type { FieldProblem } from './generated/client.js';

/** What a refusal says (RFC 9457), with what its headers add. */
export interface ProblemFacts {
  readonly status: number;
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly type?: string | undefined;
  readonly instance?: string | undefined;
  readonly traceId?: string | undefined;
  readonly errors?: Readonly<Record<string, readonly FieldProblem[]>> | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** The service refused. Branch on `code`; `message` is for people, in the language that was asked for. */
export class SatcomProblem extends Error {
  override readonly name = 'SatcomProblem';

  /** The HTTP status. */
  readonly status: number;

  /** Stable, whatever the language. `http_502` and the like where something before the service answered. */
  readonly code: ProblemCode;

  /** The problem in a few words. */
  readonly title: string;

  /** What to do about it. */
  readonly detail: string | undefined;

  readonly type: string | undefined;

  /** The path of the request. */
  readonly instance: string | undefined;

  /** Tell it to support: the service's logs have it too. */
  readonly traceId: string | undefined;

  /** The broken rules by field; empty unless the code is `validation_failed`. `$` is the body as a whole. */
  readonly errors: Readonly<Record<string, readonly FieldProblem[]>>;

  /** Seconds until another try may work; with 429 and 503. */
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: ProblemFacts) {
    super(facts.detail ?? facts.title);
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail;
    this.type = facts.type;
    this.instance = facts.instance;
    this.traceId = facts.traceId;
    this.errors = facts.errors ?? {};
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }

  /** True when the code is one of these. */
  is(...codes: readonly ProblemCode[]): boolean {
    return codes.includes(this.code);
  }
}

/** Why no answer of the service came. */
export type NetworkFailure = 'unreachable' | 'timeout' | 'invalidAnswer';

/**
 * No answer came: the service cannot be reached (`unreachable`), took too long (`timeout`), or something else answered in
 * its place (`invalidAnswer`). Whether a command was carried out is not known; sent again under its idempotency key it runs once.
 */
export class SatcomNetworkError extends Error {
  override readonly name = 'SatcomNetworkError';
  readonly reason: NetworkFailure;

  constructor(reason: NetworkFailure, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.reason = reason;
  }
}

/** What a call that a signal has ended rejects with: the signal's reason, or the typed error where time ran out. */
export function reasonOf(signal: AbortSignal): unknown {
  const reason: unknown = signal.reason;
  return reason instanceof DOMException && reason.name === 'TimeoutError'
    ? new SatcomNetworkError('timeout', 'The time that the caller allows is over.', { cause: reason })
    : reason;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The problem in a refusing answer, whoever gave it. */
export function readProblem(response: Response, body: string, now: number): SatcomProblem {
  const problem = parse(body);
  return new SatcomProblem({
    status: response.status,
    code: text(problem['code']) ?? `http_${response.status}`,
    title: text(problem['title']) ?? (response.statusText || `The answer was ${response.status}.`),
    detail: text(problem['detail']),
    type: text(problem['type']),
    instance: text(problem['instance']),
    traceId: text(problem['traceId']),
    errors: problem['errors'] as ProblemFacts['errors'],
    retryAfterSeconds: readRetryAfter(response.headers.get('Retry-After'), now),
  });
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // A proxy's page.
  }
}

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
