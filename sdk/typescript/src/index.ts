import { systemClock, type Clock } from './clock.js';
import { memoryDeviceStore, type DeviceStore } from './devices.js';
import type { DeviceInfo, EnterPlatformScopeCommand, Me, PlatformScope, SignedInUser } from './generated/client.js';
import { everyFeature } from './generated/operations.js';
import { SatcomHub, type HubOptions } from './hub.js';
import type { Sender } from './operations.js';
import { Session, type Credentials, type LoginOutcome, type PendingDevice } from './session.js';
import { memoryTokenStore, type TokenStore } from './tokens.js';
import { Transport, type CallOptions, type RetryOptions } from './transport.js';

export type { Clock } from './clock.js';
export { memoryDeviceStore, webStorageDeviceStore, type DeviceStore } from './devices.js';
export type { Tabs } from './tabs.js';
export { knownProblemCodes, type KnownProblemCode, type ProblemCode } from './codes.js';
export type * from './generated/client.js';
export type * from './generated/operations.js';
export * as features from './generated/operations.js';
export type { HeartbeatStatus, HubEventName, HubEvents, HubOptions, HubState, SatcomHub } from './hub.js';
export type { Download, Sender, Target, Versioned } from './operations.js';
export { PagedList, type Page } from './paging.js';
export { SatcomNetworkError, SatcomProblem, type NetworkFailure } from './problem.js';
export type { Credentials, LoginOutcome, PendingDevice, Session, SessionEvent } from './session.js';
export { memoryTokenStore, webStorageTokenStore, type SessionTokens, type TokenStore } from './tokens.js';
export type { Answer, CallOptions, RetryOptions } from './transport.js';

export interface SatcomOptions {
  /** Where the service is, such as `https://satcom.example`. Empty for the page's own origin. */
  readonly baseUrl: string;
  /** The company's slug, for `X-Tenant`. Not needed where the host name says it. */
  readonly tenant?: string | undefined;
  /** The language of texts, such as `en` or `ar`, or what tells it anew for each call. Left out, it is the company's. */
  readonly language?: string | (() => string | undefined) | undefined;
  /** What the service is told of this device when somebody signs in. */
  readonly device?: DeviceInfo | undefined;
  /** Where the session is kept; in memory where it is left out. */
  readonly tokens?: TokenStore | undefined;
  /** Where the secrets of trusted devices are kept; in memory where it is left out. */
  readonly devices?: DeviceStore | undefined;
  readonly retry?: RetryOptions | undefined;
  /** For one attempt of a call, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  /** How long before its end an access token is renewed, in milliseconds. Default 30 000. */
  readonly refreshAheadMs?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
  /** From 0 up to 1; spreads what many clients would do at once. */
  readonly random?: (() => number) | undefined;
}

/** What makes the calls of a feature, such as `features.attendance`. */
export type Feature = (to: Sender) => object;

/** The calls of some features, each under its name. */
export type Calls<F extends Readonly<Record<string, Feature>>> = { readonly [Name in keyof F]: ReturnType<F[Name]> };

/** What a client has whatever features it is made with. */
export interface SatcomCore<Entered> {
  readonly session: Session;
  login(credentials: Credentials, call?: CallOptions): Promise<LoginOutcome>;
  /** Answers a challenge that `login` ended in, and signs in. */
  verifyDevice(challenge: PendingDevice, code: string, options?: { readonly trust?: boolean }, call?: CallOptions): Promise<SignedInUser>;
  logout(options?: { readonly everywhere?: boolean }, call?: CallOptions): Promise<void>;
  /** Who the service says is signed in, with their working side. */
  me(call?: CallOptions): Promise<Me>;
  /** For platform administrators: a client of its own inside another company, for a reason that both audits keep. Its session cannot be prolonged. */
  enter(command: EnterPlatformScopeCommand, call?: CallOptions): Promise<Entered>;
  /** A live connection, not started yet. */
  hub(options?: HubOptions): SatcomHub;
}

/** Satcom, as one person in one company uses it, with the features that it was made with. */
export type SatcomWith<F extends Readonly<Record<string, Feature>>> = SatcomCore<SatcomWith<F>> & Calls<F>;

/** Satcom, as one person in one company uses it. Every failing call throws a SatcomProblem or a SatcomNetworkError. */
export interface Satcom extends SatcomCore<Satcom>, Calls<typeof everyFeature> {}

/** Makes a client of everything that the service does. It asks nothing of the service before its first call. */
export function createSatcom(options: SatcomOptions): Satcom {
  return createClient(options, everyFeature);
}

/** Makes a client of some features alone, so that a bundler leaves out the others: `createClient(options, { attendance: features.attendance })`. */
export function createClient<F extends Readonly<Record<string, Feature>>>(options: SatcomOptions, chosen: F): SatcomWith<F> {
  const { language, random = Math.random, clock = systemClock } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const transport = new Transport({
    clock, random,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 30_000,
    attempts: options.retry?.attempts ?? 4,
    longestWaitMs: options.retry?.longestWaitMs ?? 10_000,
    tenant: options.tenant,
    language: typeof language === 'function' ? language : () => language,
  });
  const session = new Session({
    baseUrl, transport, clock,
    store: options.tokens ?? memoryTokenStore(),
    refreshAheadMs: options.refreshAheadMs ?? 30_000,
    device: options.device,
    devices: options.devices ?? memoryDeviceStore(),
  });
  const core: SatcomCore<SatcomWith<F>> = {
    session,
    login: (credentials, call) => session.login(credentials, call),
    verifyDevice: (challenge, code, how, call) => session.verifyDevice(challenge, code, how, call),
    logout: (how, call) => session.logout(how, call),
    me: (call) => session.me(call),
    enter: async (command, call) => {
      const scope = await session.enter(command, call);
      return createClient({ ...options, tenant: scope.tenant.slug, tokens: memoryTokenStore(tokensOf(scope, clock)) }, chosen);
    },
    hub: (how) => new SatcomHub({ url: `${baseUrl}/hubs/satcom`, clock, random, accessToken: () => session.accessToken(), verify: () => session.me() }, how),
  };
  return { ...core, ...callsOf(chosen, (request, call) => session.send(request, call)) };
}

const callsOf = <F extends Readonly<Record<string, Feature>>>(chosen: F, to: Sender): Calls<F> =>
  Object.fromEntries(Object.entries(chosen).map(([name, feature]) => [name, feature(to)])) as Calls<F>;

const tokensOf = (scope: PlatformScope, clock: Clock) => ({
  accessToken: scope.accessToken, expiresAt: clock.now() + scope.expiresIn * 1000, refreshToken: null, user: null,
});
