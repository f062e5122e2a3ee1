import {
  AnomaliesClient, AttendanceClient, AuditingClient, IdentityClient, JobsClient, PresenceClient, TenancyClient,
  type Anomaly, type AnomalyAssignmentRequest, type AnomalyKind, type AnomalyNoteRequest, type AnomalyResolutionRequest, type AnomalySeverity,
  type AnomalyStatus, type AttendanceDay, type AttendanceDayDetails, type AttendanceStatus, type AuditEntry, type ChangePasswordCommand, type CheckInCommand,
  type CheckOutCommand, type DeadLetter, type EndBreakCommand, type EnterPlatformScopeCommand, type Me, type PlatformScope, type PresenceItem,
  type PresenceStatus, type SignedInSession, type StartBreakCommand, type Tenant, type TenantStatus, type Today, type TrustedDevice, type UpdateOwnTenantCommand,
} from './generated/client.js';
import { PagedList } from './paging.js';
import type { Http } from './session.js';
import type { CallOptions } from './transport.js';

/** How much of a list a page holds: 1 to 200, 50 where it is left out. */
export interface ListOptions {
  readonly pageSize?: number | undefined;
}

export interface DayFilter extends ListOptions {
  readonly userId?: string | undefined;
  /** The first date, `YYYY-MM-DD`. */
  readonly from?: string | undefined;
  /** The last date, included. */
  readonly to?: string | undefined;
  readonly status?: AttendanceStatus | undefined;
}

export interface AnomalyFilter extends ListOptions {
  readonly status?: AnomalyStatus | undefined;
  readonly kind?: AnomalyKind | undefined;
  readonly severity?: AnomalySeverity | undefined;
  readonly userId?: string | undefined;
  readonly assigneeId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface PresenceFilter extends ListOptions {
  /** At most 150. */
  readonly userIds?: readonly string[] | undefined;
  readonly status?: PresenceStatus | undefined;
}

export interface AuditFilter extends ListOptions {
  readonly actorId?: string | undefined;
  readonly entityType?: string | undefined;
  readonly entityId?: string | undefined;
  readonly action?: string | undefined;
  /** An instant, RFC 3339. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface TenantFilter extends ListOptions {
  readonly status?: TenantStatus | undefined;
}

/** What every feature is made with: the service's address, and how a call with these options is sent. */
export interface Caller {
  readonly baseUrl: string;
  http(call: CallOptions): Http;
}

/** One's own sessions, trusted devices and password. */
export class Account {
  readonly #of: (call?: CallOptions) => IdentityClient;

  constructor(caller: Caller) {
    this.#of = (call = {}) => new IdentityClient(caller.baseUrl, caller.http(call));
  }

  /** The sessions that are alive, newest first. */
  sessions({ pageSize }: ListOptions = {}, call?: CallOptions): PagedList<SignedInSession> {
    return new PagedList((cursor) => this.#of(call).listSessions(pageSize, cursor));
  }

  /** Ends one of them. */
  endSession(id: string, call?: CallOptions): Promise<void> {
    return this.#of(call).endSession(id);
  }

  /** The devices that need no code, the one used last first. */
  devices({ pageSize }: ListOptions = {}, call?: CallOptions): PagedList<TrustedDevice> {
    return new PagedList((cursor) => this.#of(call).listDevices(pageSize, cursor));
  }

  /** Trusts one of them no more; the sessions that were started on it end. */
  revokeDevice(id: string, call?: CallOptions): Promise<void> {
    return this.#of(call).revokeDevice(id);
  }

  /** Changes the password; the other sessions end. `password_wrong` when the present one is another. */
  changePassword(change: ChangePasswordCommand, call?: CallOptions): Promise<void> {
    return this.#of(call).changePassword(change);
  }
}

/** One's own working day, and the days one may see. */
export class Attendance {
  readonly #of: (call?: CallOptions) => AttendanceClient;

  constructor(caller: Caller) {
    this.#of = (call = {}) => new AttendanceClient(caller.baseUrl, caller.http(call));
  }

  /** Starts work. `already_checked_in` when it has started. */
  checkIn(tap: CheckInCommand, call?: CallOptions): Promise<AttendanceDay> {
    return this.#of(call).checkIn(tap);
  }

  /** Ends work, and a break that is running. `not_checked_in` when it has not started. */
  checkOut(tap: CheckOutCommand = {}, call?: CallOptions): Promise<AttendanceDay> {
    return this.#of(call).checkOut(tap);
  }

  /** Starts a paid break or an unpaid lunch. `break_already_open`, `not_checked_in`. */
  startBreak(tap: StartBreakCommand, call?: CallOptions): Promise<AttendanceDay> {
    return this.#of(call).startBreak(tap);
  }

  /** Ends the break that is running. `no_open_break`, `not_checked_in`. */
  endBreak(tap: EndBreakCommand = {}, call?: CallOptions): Promise<AttendanceDay> {
    return this.#of(call).endBreak(tap);
  }

  /** One's own day as it stands. */
  today(call?: CallOptions): Promise<Today> {
    return this.#of(call).getToday();
  }

  /** One day with its events. `not_found` also for what one may not see. */
  day(id: string, call?: CallOptions): Promise<AttendanceDayDetails> {
    return this.#of(call).getDay(id);
  }

  /** The days one may see, newest first. */
  days(filter: DayFilter = {}, call?: CallOptions): PagedList<AttendanceDay> {
    const { userId, from, to, status, pageSize } = filter;
    return new PagedList((cursor) => this.#of(call).listDays(userId, from, to, status, pageSize, cursor));
  }
}

/** What is off, for those who look after it. */
export class Anomalies {
  readonly #of: (call?: CallOptions) => AnomaliesClient;

  constructor(caller: Caller) {
    this.#of = (call = {}) => new AnomaliesClient(caller.baseUrl, caller.http(call));
  }

  /** Newest first. */
  list(filter: AnomalyFilter = {}, call?: CallOptions): PagedList<Anomaly> {
    const { status, kind, severity, userId, assigneeId, from, to, pageSize } = filter;
    return new PagedList((cursor) => this.#of(call).listAnomalies(status, kind, severity, userId, assigneeId, from, to, pageSize, cursor));
  }

  get(id: string, call?: CallOptions): Promise<Anomaly> {
    return this.#of(call).getAnomaly(id);
  }

  /** Says that somebody looks into it. `anomaly_state_forbids` unless it is open. */
  acknowledge(id: string, step: AnomalyNoteRequest = {}, call?: CallOptions): Promise<Anomaly> {
    return this.#of(call).acknowledgeAnomaly(id, step);
  }

  assign(id: string, step: AnomalyAssignmentRequest, call?: CallOptions): Promise<Anomaly> {
    return this.#of(call).assignAnomaly(id, step);
  }

  resolve(id: string, step: AnomalyResolutionRequest = {}, call?: CallOptions): Promise<Anomaly> {
    return this.#of(call).resolveAnomaly(id, step);
  }

  reopen(id: string, step: AnomalyNoteRequest = {}, call?: CallOptions): Promise<Anomaly> {
    return this.#of(call).reopenAnomaly(id, step);
  }
}

/** Who is there just now. Changes come over the hub. */
export class Presence {
  readonly #of: (call?: CallOptions) => PresenceClient;

  constructor(caller: Caller) {
    this.#of = (call = {}) => new PresenceClient(caller.baseUrl, caller.http(call));
  }

  list(filter: PresenceFilter = {}, call?: CallOptions): PagedList<PresenceItem> {
    const { userIds, status, pageSize } = filter;
    return new PagedList((cursor) => this.#of(call).listPresence(userIds && [...userIds], status, pageSize, cursor));
  }
}

/** Who did what. */
export class Audit {
  readonly #of: (call?: CallOptions) => AuditingClient;

  constructor(caller: Caller) {
    this.#of = (call = {}) => new AuditingClient(caller.baseUrl, caller.http(call));
  }

  /** Newest first. */
  list(filter: AuditFilter = {}, call?: CallOptions): PagedList<AuditEntry> {
    const { actorId, entityType, entityId, action, from, to, pageSize } = filter;
    return new PagedList((cursor) => this.#of(call).listAuditEntries(actorId, entityType, entityId, action, from, to, pageSize, cursor));
  }
}

/** One's own company. */
export class OwnTenant {
  readonly #of: (call?: CallOptions) => TenancyClient;

  constructor(caller: Caller) {
    this.#of = (call = {}) => new TenancyClient(caller.baseUrl, caller.http(call));
  }

  get(call?: CallOptions): Promise<Tenant> {
    return this.#of(call).getOwnTenant();
  }

  /** Changes what is given and leaves the rest. Give `ifMatch` the version that the change is based on. */
  update(change: UpdateOwnTenantCommand, call?: CallOptions): Promise<Tenant> {
    return this.#of(call).updateOwnTenant(change);
  }
}

/** The installation, for platform administrators. */
export class Platform<TEntered> {
  readonly #tenancy: (call?: CallOptions) => TenancyClient;
  readonly #open: (scope: PlatformScope) => TEntered;

  constructor(caller: Caller, open: (scope: PlatformScope) => TEntered) {
    this.#tenancy = (call = {}) => new TenancyClient(caller.baseUrl, caller.http(call));
    this.#open = open;
  }

  /** Every company, newest first. */
  tenants(filter: TenantFilter = {}, call?: CallOptions): PagedList<Tenant> {
    return new PagedList((cursor) => this.#tenancy(call).listTenants(filter.status, filter.pageSize, cursor));
  }

  /** A client of its own inside another company, for a reason that both audits keep. Its session cannot be prolonged. */
  async enter(command: EnterPlatformScopeCommand, call?: CallOptions): Promise<TEntered> {
    return this.#open(await this.#tenancy(call).enterPlatformScope(command));
  }
}

/** Events of one's own company that could not be delivered. */
export class Outbox {
  readonly #of: (call?: CallOptions) => JobsClient;

  constructor(caller: Caller) {
    this.#of = (call = {}) => new JobsClient(caller.baseUrl, caller.http(call));
  }

  /** Latest first. */
  deadLetters(options: ListOptions = {}, call?: CallOptions): PagedList<DeadLetter> {
    return new PagedList((cursor) => this.#of(call).listDeadLetters(options.pageSize, cursor));
  }

  /** Sends one again. */
  retry(id: string, call?: CallOptions): Promise<void> {
    return this.#of(call).retryDeadLetter(id);
  }
}

/** Who the service says is signed in, with their working side. */
export const me = (caller: Caller, call: CallOptions = {}): Promise<Me> => new IdentityClient(caller.baseUrl, caller.http(call)).getMe();
