import { abortable, type Clock } from './clock.js';
import type { ProblemCode } from './codes.js';
import type { DeviceStore } from './devices.js';
import type { DeviceChallenge, DeviceInfo, EnterPlatformScopeCommand, LoginAnswer, Me, PlatformScope, SignedInUser, TokenAnswer } from './generated/client.js';
import { signIn } from './generated/operations.js';
import { addressOf, versionOf, type ApiRequest } from './operations.js';
import { SatcomNetworkError, SatcomProblem } from './problem.js';
import type { SessionTokens, TokenStore } from './tokens.js';
import type { CallOptions, Plan, Transport } from './transport.js';

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

/** A refresh that is sent a second time answers the same once more, for a short while; a third time would end the session. */
const refreshAttempts = 2;

/** Who is signed in. Gives calls their token, and prolongs it before it expires: once, however many calls need it. */
export class Session {
  readonly #options: SessionOptions;
  readonly #service = signIn((request, call) => this.send(request, call));
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
    const answer = await this.#service.login({ email, password, tenant, device }, call);
    if (answer.deviceVerification !== undefined) return { kind: 'deviceVerification', challenge: { ...answer.deviceVerification, email } };
    return { kind: 'signedIn', user: await this.#begin(email, completed(answer), askedAt) };
  }

  /**
   * Proves the device by the code that was sent, and signs in. With `trust` no code is asked for on this device for the time being, unless
   * the company asks for one at every sign-in.
   * `otp_invalid`: try again. `otp_expired`: ask for another code, or sign in anew.
   */
  async verifyDevice(challenge: PendingDevice, code: string, options: { readonly trust?: boolean } = {}, call: CallOptions = {}): Promise<SignedInUser> {
    const askedAt = this.#options.clock.now();
    const answer = await this.#service.verifyDevice({ challengeId: challenge.challengeId, code, trust: options.trust ?? false }, call);
    return this.#begin(challenge.email, answer, askedAt);
  }

  /**
   * Has a fresh code sent, which takes the place of the last one. `rate_limited`: wait for `retryAfterSeconds`. The challenge's `resendAfter` and
   * `expiresAt` are those of its first code; each further one is good for as long as the first was.
   */
  async resendCode(challenge: PendingDevice, call: CallOptions = {}): Promise<void> {
    await this.#service.resendDeviceCode({ challengeId: challenge.challengeId }, call);
  }

  /**
   * Shows the password of who is signed in once more: do it when a call answers `reauthentication_required`, and repeat the call. The
   * session and its tokens go on. `password_wrong`: ask again; wrong ones count as failed sign-ins.
   */
  async reauthenticate(password: string, call: CallOptions = {}): Promise<void> {
    await this.#service.reauthenticate({ password }, call);
  }

  /** Has a mail sent with which a new password can be set; the answer is the same whether or not there is such an account. */
  async forgotPassword(email: string, options: { readonly tenant?: string } = {}, call: CallOptions = {}): Promise<void> {
    await this.#service.forgotPassword({ email, tenant: options.tenant ?? null }, call);
  }

  /** Sets a password with what a mailed link carries behind its `token=`. `link_expired`: ask for another mail. */
  async resetPassword(token: string, newPassword: string, call: CallOptions = {}): Promise<void> {
    await this.#service.resetPassword({ token, newPassword }, call);
  }

  /**
   * Ends this session, or all of the person's. The refresh token alone proves it, so that nothing is renewed first. The tokens are
   * forgotten in any case; when the service could not be told, the call fails all the same, because the session lives on there until
   * it expires. So does `everywhere` when the session had ended before (`refresh_invalid`): the others live on then.
   */
  async logout(options: { readonly everywhere?: boolean } = {}, call: CallOptions = {}): Promise<void> {
    if (!(await this.isSignedIn())) return;
    const { everywhere = false } = options;
    try {
      // What a refresh under way brings is what counts by then.
      if (this.#refreshing !== undefined) await abortable(this.#refreshing.catch(() => undefined), call.signal);
      const refreshToken = (await this.#options.store.load())?.refreshToken ?? null;
      // A session in another company cannot be prolonged, and has nothing to end there: its token is forgotten.
      if (refreshToken === null) return;
      await signIn((request, how) => this.#sendBare(request, how, { repeatable: true })).logout({ refreshToken, everywhere }, call);
    } catch (error) {
      if (everywhere || !(error instanceof SatcomProblem && error.status === 401)) throw error; // 401: it had ended before.
    } finally {
      if (await this.isSignedIn()) await this.#end('logout');
    }
  }

  /** Who the service says is signed in, with their working side. */
  me(call?: CallOptions): Promise<Me> {
    return this.#service.getMe(call);
  }

  /** The tokens of a stay in another company. */
  enter(command: EnterPlatformScopeCommand, call?: CallOptions): Promise<PlatformScope> {
    return this.#service.enterPlatformScope(command, call);
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

  /**
   * Calls what this version of the SDK does not know yet, below the service's address, like any other call: with the token, and with
   * the same errors. A command is sent again by itself only under an `idempotencyKey` of yours, for the service must take one there.
   */
  async fetch(path: string, init: Omit<RequestInit, 'signal'> = {}, call: CallOptions = {}): Promise<Response> {
    // Anything else would name another host, which must not see the token.
    if (!/^\/(?![/\\])/.test(path)) throw new TypeError(`"${path}" is no path below the service's address.`);
    const keyed = call.idempotencyKey !== undefined;
    const isRead = ['GET', 'HEAD'].includes((init.method ?? 'GET').toUpperCase());
    return this.#authorized(path, init, call, keyed, { repeatable: isRead || keyed, anyContent: true });
  }

  /** Sends what an operation describes. */
  send(request: ApiRequest, call: CallOptions): Promise<Response> {
    const keyed = request.keyed === true;
    const plan = { repeatable: keyed || request.method === 'GET', anyContent: request.accept !== undefined };
    return request.anonymous === true ? this.#sendBare(request, call, plan)
      : this.#authorized(addressOf(request), initOf(request), { ...call, ifMatch: call.ifMatch ?? versionOf(request) }, keyed, plan);
  }

  /** Without a token, and without an idempotency key: what gives tokens is never replayed. */
  #sendBare(request: ApiRequest, call: CallOptions, plan: Plan): Promise<Response> {
    const { baseUrl, transport } = this.#options;
    const init = initOf(request);
    return transport.send(baseUrl + addressOf(request), { ...init, headers: transport.headersOf(init, call, false) }, call, plan);
  }

  async #authorized(path: string, init: RequestInit, call: CallOptions, keyed: boolean, plan: Plan): Promise<Response> {
    const { baseUrl, transport } = this.#options;
    const [url, headers] = [baseUrl + path, transport.headersOf(init, call, keyed)];
    const tokens = await this.#fresh(call);
    if (tokens === undefined) return transport.send(url, { ...init, headers }, call, plan);
    try {
      return await transport.send(url, { ...init, headers: authorize(headers, tokens) }, call, plan);
    } catch (error) {
      // Other 401s judge what was sent in the body.
      if (!(error instanceof SatcomProblem && error.status === 401 && error.is('unauthenticated', 'http_401'))) throw error;
      const renewed = await this.#renew(tokens, call);
      return transport.send(url, { ...init, headers: authorize(headers, renewed) }, call, plan);
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
      answer = await signIn((request, how) => this.#sendBare(request, how, { repeatable: true, attempts: refreshAttempts })).refresh({ refreshToken: present.refreshToken });
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

function initOf({ method, body, contentType = 'application/json', accept = 'application/json' }: ApiRequest): RequestInit {
  if (body === undefined) return { method, headers: { Accept: accept } };
  // A form says its own type, with the boundary between its parts.
  if (body instanceof FormData) return { method, headers: { Accept: accept }, body };
  return { method, headers: { Accept: accept, 'Content-Type': contentType }, body: contentType === 'application/json' ? JSON.stringify(body) : (body as Blob | string) };
}

function authorize(headers: Headers, tokens: SessionTokens): Headers {
  const authorized = new Headers(headers);
  authorized.set('Authorization', `Bearer ${tokens.accessToken}`);
  return authorized;
}
