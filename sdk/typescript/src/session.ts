import { abortable, type Clock } from './clock.js';
import type { ProblemCode } from './codes.js';
import type { DeviceStore } from './devices.js';
import { IdentityClient, type DeviceChallenge, type DeviceInfo, type LoginAnswer, type SignedInUser, type TokenAnswer } from './generated/client.js';
import { SatcomNetworkError, SatcomProblem } from './problem.js';
import type { SessionTokens, TokenStore } from './tokens.js';
import type { CallOptions, Transport } from './transport.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The company's slug; needed where neither the host name nor the client's `tenant` says it and the address belongs to several. */
  readonly tenant?: string | undefined;
  readonly device?: DeviceInfo | undefined;
}

/** A device that must be proved by a code that was sent to the person, and whose it is. */
export interface PendingDevice extends DeviceChallenge {
  readonly email: string;
}

/**
 * How a right password was answered. Look at `kind`; a wrong password is a SatcomProblem with `invalid_credentials`. A challenge is
 * answered with `verifyDevice`.
 */
export type LoginOutcome =
  | { readonly kind: 'signedIn'; readonly user: SignedInUser }
  | { readonly kind: 'deviceVerification'; readonly challenge: PendingDevice };

export type SessionEvent =
  | { readonly kind: 'signedIn'; readonly user: SignedInUser }
  | { readonly kind: 'refreshed' }
  /** `logout`, or the code of the problem that ended it. */
  | { readonly kind: 'signedOut'; readonly reason: 'logout' | ProblemCode };

export interface SessionOptions {
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly refreshAheadMs: number;
  readonly device: DeviceInfo | undefined;
  readonly devices: DeviceStore;
}

/** The `http` that a generated client takes. */
export interface Http {
  fetch(url: RequestInfo, init?: RequestInit): Promise<Response>;
}

/** Who is signed in. Gives calls their token, and prolongs it before it expires: once, however many calls need it. */
export class Session {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  #refreshing: Promise<SessionTokens> | undefined;
  #stopHearing: (() => void) | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Signs in, or says that the device must be proved first. Whoever was signed in before stays so on the service until their session ends there. */
  async login(credentials: Credentials, call: CallOptions = {}): Promise<LoginOutcome> {
    const { clock, devices } = this.#options;
    const { email, password, tenant = null } = credentials;
    const askedAt = clock.now();
    const known = credentials.device ?? this.#options.device;
    const token = known?.token ?? (await devices.load(email)) ?? null;
    const device = known === undefined && token === null ? null : { ...known, token };
    const answer = await this.#anonymous(call).login({ email, password, tenant, device });
    if (answer.deviceVerification !== undefined) return { kind: 'deviceVerification', challenge: { ...answer.deviceVerification, email } };
    return { kind: 'signedIn', user: await this.#begin(email, completed(answer), askedAt) };
  }

  /**
   * Proves the device by the code that was sent, and signs in. With `trust` no code is asked for on this device for the time being.
   * `otp_invalid`: try again. `otp_expired`: ask for another code, or sign in anew.
   */
  async verifyDevice(challenge: PendingDevice, code: string, options: { readonly trust?: boolean } = {}, call: CallOptions = {}): Promise<SignedInUser> {
    const askedAt = this.#options.clock.now();
    const answer = await this.#anonymous(call).verifyDevice({ challengeId: challenge.challengeId, code, trust: options.trust ?? false });
    return this.#begin(challenge.email, answer, askedAt);
  }

  /** Has a fresh code sent, which takes the place of the last one. `rate_limited` before the challenge's `resendAfter`. */
  async resendCode(challenge: PendingDevice, call: CallOptions = {}): Promise<void> {
    await this.#anonymous(call).resendDeviceCode({ challengeId: challenge.challengeId });
  }

  /**
   * Shows the password of who is signed in once more: do it when a call answers `reauthentication_required`, and repeat the call. The
   * session and its tokens go on. `password_wrong`: ask again; wrong ones count as failed sign-ins.
   */
  async reauthenticate(password: string, call: CallOptions = {}): Promise<void> {
    await new IdentityClient(this.#options.baseUrl, this.http(call)).reauthenticate({ password });
  }

  /** Has a mail sent with which a new password can be set; the answer is the same whether or not there is such an account. */
  async forgotPassword(email: string, options: { readonly tenant?: string } = {}, call: CallOptions = {}): Promise<void> {
    await this.#anonymous(call).forgotPassword({ email, tenant: options.tenant ?? null });
  }

  /** Sets a password with what a mailed link carries behind its `token=`. `link_expired`: ask for another mail. */
  async resetPassword(token: string, newPassword: string, call: CallOptions = {}): Promise<void> {
    await this.#anonymous(call).resetPassword({ token, newPassword });
  }

  /**
   * Ends this session, or all of the person's. The tokens are forgotten in any case; when the service could not be told, the
   * call fails all the same, because the session lives on there until it expires.
   */
  async logout(options: { readonly everywhere?: boolean } = {}, call: CallOptions = {}): Promise<void> {
    if ((await this.#options.store.load()) === undefined) return;
    try {
      await new IdentityClient(this.#options.baseUrl, this.http(call)).logout({ everywhere: options.everywhere ?? null });
    } catch (error) {
      if (!(error instanceof SatcomProblem && error.status === 401)) throw error; // 401: it had ended before.
    } finally {
      await this.#end('logout');
    }
  }

  /** Who is signed in, as of the last sign-in or refresh. */
  async user(): Promise<SignedInUser | undefined> {
    return (await this.#options.store.load())?.user ?? undefined;
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.#options.store.load()) !== undefined;
  }

  /** Is told when somebody signs in, the tokens are renewed, or the session ends. Answers how to stop listening. */
  onChange(listener: (event: SessionEvent) => void): () => void {
    // What happens in another tab that shares the store is told here too.
    if (this.#listeners.size === 0) this.#stopHearing = this.#options.store.tabs?.listen((event) => this.#tellHere(event));
    this.#listeners.add(listener);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#stopHearing?.();
    };
  }

  /** An access token that is good for some time yet. Throws `unauthenticated` when nobody is signed in. */
  async accessToken(call: CallOptions = {}): Promise<string> {
    const tokens = await this.#fresh(call);
    if (tokens === undefined) throw new SatcomProblem({ status: 401, code: 'unauthenticated', title: 'Nobody is signed in.' });
    return tokens.accessToken;
  }

  /** For a generated client: `new AttendanceClient(baseUrl, session.http({ idempotencyKey })).checkIn(…)`. */
  http(call: CallOptions = {}): Http {
    return { fetch: (url, init = {}) => this.#fetch(String(url), init, call) };
  }

  async #fetch(url: string, init: RequestInit, call: CallOptions): Promise<Response> {
    const { transport } = this.#options;
    const headers = transport.headersOf(init, call);
    const tokens = await this.#fresh(call);
    if (tokens === undefined) return transport.send(url, { ...init, headers }, call);
    try {
      return await transport.send(url, { ...init, headers: authorize(headers, tokens) }, call);
    } catch (error) {
      // Other 401s judge what was sent in the body.
      if (!(error instanceof SatcomProblem && error.status === 401 && error.is('unauthenticated', 'http_401'))) throw error;
      const renewed = await this.#renew(tokens, call);
      return transport.send(url, { ...init, headers: authorize(headers, renewed) }, call);
    }
  }

  async #begin(email: string, answer: TokenAnswer, askedAt: number): Promise<SignedInUser> {
    if (answer.deviceToken !== undefined) await this.#options.devices.save(email, answer.deviceToken);
    await this.#options.store.save(tokensOf(answer, askedAt));
    this.#tell({ kind: 'signedIn', user: answer.user });
    return answer.user;
  }

  /** The tokens, renewed when they are about to expire. */
  async #fresh(call: CallOptions): Promise<SessionTokens | undefined> {
    const { store, clock, refreshAheadMs } = this.#options;
    const tokens = await store.load();
    if (tokens === undefined || tokens.expiresAt - clock.now() > refreshAheadMs) return tokens;
    const isGoodYet = tokens.expiresAt > clock.now();
    if (isGoodYet && tokens.refreshToken === null) return tokens;
    try {
      return await this.#renew(tokens, call);
    } catch (error) {
      // A service that cannot renew just now may still serve what the old token is good for.
      if (isGoodYet && !call.signal?.aborted && !(error instanceof SatcomProblem && error.status < 500)) return tokens;
      throw error;
    }
  }

  #renew(spent: SessionTokens, call: CallOptions): Promise<SessionTokens> {
    const { store } = this.#options;
    this.#refreshing ??= (store.exclusively ? store.exclusively(() => this.#refresh(spent)) : this.#refresh(spent)).finally(() => {
      this.#refreshing = undefined;
    });
    return abortable(this.#refreshing, call.signal);
  }

  async #refresh(spent: SessionTokens): Promise<SessionTokens> {
    const { store, clock } = this.#options;
    const present = await store.load();
    if (present !== undefined && present.accessToken !== spent.accessToken) return present; // Renewed meanwhile, perhaps by another tab.
    if (present === undefined || present.refreshToken === null) {
      if (present !== undefined) await this.#end('unauthenticated');
      throw new SatcomProblem({ status: 401, code: 'unauthenticated', title: 'The session has ended.' });
    }
    const askedAt = clock.now();
    let answer: TokenAnswer;
    try {
      answer = await this.#anonymous({}).refresh({ refreshToken: present.refreshToken });
    } catch (error) {
      if (error instanceof SatcomProblem && error.status === 401 && (await this.#isStill(present))) await this.#end(error.code);
      throw error;
    }
    const tokens = tokensOf(answer, askedAt);
    if (await this.#isStill(present)) {
      await store.save(tokens);
      this.#tell({ kind: 'refreshed' });
    }
    return tokens;
  }

  /** False when somebody signed out or in while an answer was under way: it must not bring the old session back. */
  async #isStill(tokens: SessionTokens): Promise<boolean> {
    return (await this.#options.store.load())?.accessToken === tokens.accessToken;
  }

  /** Without a token, and without an idempotency key: what gives tokens is never replayed. */
  #anonymous(call: CallOptions): IdentityClient {
    const { baseUrl, transport } = this.#options;
    const fetch: Http['fetch'] = (url, init = {}) => {
      const headers = transport.headersOf(init, call);
      headers.delete('Idempotency-Key');
      return transport.send(String(url), { ...init, headers }, call);
    };
    return new IdentityClient(baseUrl, { fetch });
  }

  async #end(reason: 'logout' | ProblemCode): Promise<void> {
    await this.#options.store.clear();
    this.#tell({ kind: 'signedOut', reason });
  }

  #tell(event: SessionEvent): void {
    this.#options.store.tabs?.post(event);
    this.#tellHere(event);
  }

  #tellHere(event: SessionEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

/** A sign-in's answer that holds tokens holds all of them. */
function completed(answer: LoginAnswer): TokenAnswer {
  const { accessToken, tokenType, expiresIn, refreshToken, deviceToken, user } = answer;
  if (accessToken === undefined || tokenType === undefined || expiresIn === undefined || refreshToken === undefined || user === undefined) {
    throw new SatcomNetworkError('invalidAnswer', 'The service answered a sign-in with neither tokens nor a challenge.');
  }
  return { accessToken, tokenType, expiresIn, refreshToken, user, ...(deviceToken === undefined ? {} : { deviceToken }) };
}

const tokensOf = (answer: TokenAnswer, askedAt: number): SessionTokens => ({
  accessToken: answer.accessToken, expiresAt: askedAt + answer.expiresIn * 1000, refreshToken: answer.refreshToken, user: answer.user,
});

function authorize(headers: Headers, tokens: SessionTokens): Headers {
  const authorized = new Headers(headers);
  authorized.set('Authorization', `Bearer ${tokens.accessToken}`);
  return authorized;
}
