/** The codes of problems that this version of the SDK knows. A service may be newer: a code is one of these or another text. */
export const knownProblemCodes = [
  'already_checked_in', 'anomaly_state_forbids', 'assignee_invalid', 'break_already_open', 'break_overlaps', 'client_has_no_secret',
  'correction_already_decided', 'correction_own_request', 'cursor_invalid', 'dates_reversed', 'day_locked', 'effective_in_past', 'email_taken',
  'employee_code_taken', 'employee_unknown', 'event_in_future', 'event_out_of_order', 'event_too_old', 'forbidden', 'holiday_calendar_unknown',
  'id_conflict', 'idempotency_in_progress', 'idempotency_key_reused', 'internal_error', 'invalid_credentials', 'last_administrator',
  'leave_already_decided', 'leave_begun', 'leave_blackout', 'leave_insufficient_balance', 'leave_no_working_days', 'leave_not_recommended',
  'leave_overlaps', 'leave_own_request', 'leave_portion_invalid', 'leave_same_person', 'link_expired', 'local_offset_wrong', 'local_time_ambiguous',
  'local_time_skipped', 'location_required', 'malformed_json', 'malformed_request', 'manager_cycle', 'manager_unknown', 'method_not_allowed',
  'name_taken', 'no_open_break', 'no_phone_change', 'not_acceptable', 'not_an_employee', 'not_checked_in', 'not_found', 'office_unknown',
  'otp_expired', 'otp_invalid', 'outside_fence', 'password_refused', 'password_rule_too_weak', 'password_wrong', 'payload_too_large',
  'person_holds_more', 'phone_code_over', 'phone_code_wrong', 'phone_country_refused', 'phone_unchanged', 'platform_stays', 'protocol_refused',
  'rate_limited', 'reason_required', 'reauthentication_required', 'refresh_invalid', 'refresh_reused', 'request_timeout', 'role_not_held',
  'service_unavailable', 'session_overlaps', 'shift_assignment_overlaps', 'shift_hours_invalid', 'shift_pattern_invalid', 'shift_pattern_unknown',
  'shift_unknown', 'slug_taken', 'team_in_use', 'team_name_taken', 'team_unknown', 'tenant_mismatch', 'tenant_unknown', 'timesheet_day_full',
  'timesheet_exceeds_attendance', 'timesheet_minutes_invalid', 'timesheet_note_required', 'timesheet_own_week', 'timesheet_sealed',
  'timesheet_state_forbids', 'timesheet_week_mismatch', 'unauthenticated', 'unsupported_media_type', 'user_deactivated', 'validation_failed',
  'version_mismatch',
] as const;

export type KnownProblemCode = (typeof knownProblemCodes)[number];

/** A known code, or one of a newer service. `(string & {})` keeps the known ones in an editor's completion. */
export type ProblemCode = KnownProblemCode | (string & {});
