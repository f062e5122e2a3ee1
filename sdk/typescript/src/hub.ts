import { HttpTransportType, HubConnectionBuilder, HubConnectionState, JsonHubProtocol, LogLevel, type HubConnection, type RetryContext } from '@microsoft/signalr';
import { backoff, type Clock } from './clock.js';
import type { AnomalyStatus, LeaveStatus, PresenceStatus } from './generated/client.js';
import { SatcomNetworkError, SatcomProblem } from './problem.js';

/** What the hub tells. Each is a hint that something is new: what matters is read over HTTP. */
export interface HubEvents {
  /** A person whom one may see has another status. */
  readonly presenceChanged: { readonly userId: string; readonly status: PresenceStatus; readonly at: string };
  /** A day that one may see has changed. */
  readonly attendanceChanged: { readonly userId: string; readonly dayId: string };
  /** An anomaly was raised or has another status. */
  readonly anomalyChanged: { readonly anomalyId: string; readonly status: AnomalyStatus };
  /** A request for leave that one may see was made, decided or cancelled. */
  readonly leaveChanged: { readonly requestId: string; readonly userId: string; readonly status: LeaveStatus };
}

export type HubEventName = keyof HubEvents;

export type HubState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting';

/** What a person may say of themselves. */
export type HeartbeatStatus = 'online' | 'away';

export interface HubOptions {
  /** Heartbeats by itself, every so many milliseconds, and at once after each connecting. Left out, it sends none. */
  readonly heartbeatMs?: number | undefined;
  /** What such a heartbeat says; `online` where it is left out. */
  readonly heartbeatStatus?: (() => HeartbeatStatus) | undefined;
  /** The longest wait between two attempts to connect again, in milliseconds. Default 30 000. */
  readonly longestWaitMs?: number | undefined;
}

export interface HubContext {
  readonly url: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly accessToken: () => Promise<string>;
  /** Asks the service whether the session lives; throws its problem if not. */
  readonly verify: () => Promise<unknown>;
}

const firstWaitMs = 500;
const eventNames: readonly HubEventName[] = ['presenceChanged', 'attendanceChanged', 'anomalyChanged', 'leaveChanged'];

/**
 * A live connection: it comes back by itself until it is stopped or the session ends. What was told while it was away is lost,
 * so that `onResync` is the place to read anew what is on the screen.
 */
export class SatcomHub {
  readonly #context: HubContext;
  readonly #options: HubOptions;
  readonly #connection: HubConnection;
  readonly #resyncs = new Set<() => void>();
  readonly #states = new Set<(state: HubState, error?: Error) => void>();
  #pulse: unknown;
  #mustVerify = false;
  #toldToWaitMs: number | undefined;

  constructor(context: HubContext, options: HubOptions = {}) {
    this.#context = context;
    this.#options = options;
    this.#connection = new HubConnectionBuilder()
      .withUrl(context.url, { transport: HttpTransportType.WebSockets, skipNegotiation: true, accessTokenFactory: () => this.#accessToken() })
      .withHubProtocol(new JsonHubProtocol())
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (retry) => this.#waitBefore(retry) })
      .configureLogging(LogLevel.None)
      .build();
    for (const name of eventNames) this.#connection.on(name, () => undefined); // The library complains of events that nobody hears.
    this.#connection.on('reconnect', (message: { readonly delayMs: number }) => {
      this.#toldToWaitMs = message.delayMs;
    });
    this.#connection.onreconnecting((error) => {
      this.#stopPulse();
      this.#tell('reconnecting', error);
    });
    this.#connection.onreconnected(() => {
      this.#begin();
      for (const resync of [...this.#resyncs]) resync();
    });
    this.#connection.onclose((error) => {
      this.#stopPulse();
      this.#tell('disconnected', error);
      // A session that was ended elsewhere: the session finds out, and tells its listeners.
      if (error !== undefined) void context.verify().catch(() => undefined);
    });
  }

  get state(): HubState {
    switch (this.#connection.state) {
      case HubConnectionState.Connected: return 'connected';
      case HubConnectionState.Connecting: return 'connecting';
      case HubConnectionState.Reconnecting: return 'reconnecting';
      default: return 'disconnected';
    }
  }

  /** Connects. Throws a SatcomProblem when the session is not good, else a SatcomNetworkError. */
  async start(): Promise<void> {
    try {
      this.#tell('connecting');
      await this.#connection.start();
    } catch (error) {
      this.#tell('disconnected', error instanceof Error ? error : undefined);
      if (error instanceof SatcomProblem || error instanceof SatcomNetworkError) throw error;
      await this.#context.verify(); // A refused WebSocket does not say why; the service says it over HTTP.
      throw new SatcomNetworkError('unreachable', `${this.#context.url} cannot be reached.`, { cause: error });
    }
    this.#begin();
  }

  async stop(): Promise<void> {
    await this.#connection.stop();
  }

  /** Listens. Answers how to stop listening. */
  on<TName extends HubEventName>(name: TName, listener: (event: HubEvents[TName]) => void): () => void {
    const own = (event: HubEvents[TName]): void => listener(event); // The same listener may be given twice.
    this.#connection.on(name, own);
    return () => this.#connection.off(name, own);
  }

  /** Is called after each coming back, when events may have been missed. Answers how to stop listening. */
  onResync(listener: () => void): () => void {
    this.#resyncs.add(listener);
    return () => void this.#resyncs.delete(listener);
  }

  /** Is told of each change of `state`, with the error that caused it. Answers how to stop listening. */
  onState(listener: (state: HubState, error?: Error) => void): () => void {
    this.#states.add(listener);
    return () => void this.#states.delete(listener);
  }

  /** Shows that the person is there; the status counts until the next one. */
  async heartbeat(status?: HeartbeatStatus): Promise<void> {
    try {
      await (status === undefined ? this.#connection.invoke<void>('Heartbeat') : this.#connection.invoke<void>('Heartbeat', status));
    } catch (error) {
      const limited = error instanceof Error && error.message.includes('rate_limited');
      throw limited
        ? new SatcomProblem({ status: 429, code: 'rate_limited', title: 'Too many heartbeats.' })
        : new SatcomNetworkError('unreachable', 'The heartbeat did not arrive: the hub is not connected.', { cause: error });
    }
  }

  async #accessToken(): Promise<string> {
    // Every attempt after a failed one asks over HTTP first, because a refused WebSocket does not say whether the session has ended.
    if (this.#mustVerify) await this.#context.verify();
    return this.#context.accessToken();
  }

  #waitBefore(retry: RetryContext): number | null {
    if (retry.retryReason instanceof SatcomProblem && retry.retryReason.status < 500) return null;
    this.#mustVerify = retry.previousRetryCount > 0;
    const told = this.#toldToWaitMs;
    this.#toldToWaitMs = undefined;
    return told ?? backoff(retry.previousRetryCount + 1, firstWaitMs, this.#options.longestWaitMs ?? 30_000, this.#context.random);
  }

  #begin(): void {
    this.#mustVerify = false;
    this.#tell('connected');
    const { heartbeatMs, heartbeatStatus } = this.#options;
    if (heartbeatMs === undefined) return;
    const beat = (): void => {
      this.#pulse = this.#context.clock.setTimeout(beat, heartbeatMs);
      void this.heartbeat(heartbeatStatus?.()).catch(() => undefined); // A lost connection is told by `onState`.
    };
    this.#stopPulse();
    beat();
  }

  #stopPulse(): void {
    if (this.#pulse !== undefined) this.#context.clock.clearTimeout(this.#pulse);
    this.#pulse = undefined;
  }

  #tell(state: HubState, error?: Error): void {
    for (const listener of [...this.#states]) listener(state, error);
  }
}
