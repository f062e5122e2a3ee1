/** The codes of problems that this version of the SDK knows. A service may be newer: a code is one of these or another text. */
export const knownProblemCodes = [
  'already_checked_in', 'anomaly_state_forbids', 'assignee_invalid', 'break_already_open', 'client_has_no_secret', 'cursor_invalid', 'email_taken',
  'employee_code_taken', 'event_in_future', 'event_out_of_order', 'event_too_old', 'forbidden', 'id_conflict', 'idempotency_in_progress',
  'idempotency_key_reused', 'internal_error', 'invalid_credentials', 'last_administrator', 'link_expired', 'malformed_json', 'malformed_request',
  'manager_cycle', 'manager_unknown', 'method_not_allowed', 'no_open_break', 'no_phone_change', 'not_acceptable', 'not_an_employee', 'not_checked_in',
  'not_found', 'otp_expired', 'otp_invalid', 'password_refused', 'password_rule_too_weak', 'password_wrong', 'payload_too_large', 'person_holds_more',
  'phone_code_over', 'phone_code_wrong', 'phone_country_refused', 'phone_unchanged', 'platform_stays', 'protocol_refused', 'rate_limited',
  'reauthentication_required', 'refresh_invalid', 'refresh_reused', 'request_timeout', 'role_not_held', 'service_unavailable', 'session_overlaps',
  'slug_taken', 'team_name_taken', 'team_unknown', 'tenant_mismatch', 'tenant_unknown', 'unauthenticated', 'unsupported_media_type', 'user_deactivated',
  'validation_failed', 'version_mismatch',
] as const;

export type KnownProblemCode = (typeof knownProblemCodes)[number];

/** A known code, or one of a newer service. `(string & {})` keeps the known ones in an editor's completion. */
export type ProblemCode = KnownProblemCode | (string & {});
