namespace Satcom.Infrastructure.Persistence;

/// <summary>What migrations create beside the tables of jobs: policies of what belongs to no company, and the views that people read.</summary>
internal static class JobSql
{
    public const string Up =
        """
        -- Jobs are the installation's: everybody may read whether one is paused, and only the platform and the nodes themselves change that.
        ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
        ALTER TABLE jobs FORCE ROW LEVEL SECURITY;
        CREATE POLICY readable ON jobs FOR SELECT USING (true);
        CREATE POLICY paused_by_platform ON jobs
          USING ((SELECT t.slug FROM tenants t WHERE t.id = NULLIF(current_setting('app.tenant', true), '')::uuid) = 'platform')
          WITH CHECK ((SELECT t.slug FROM tenants t WHERE t.id = NULLIF(current_setting('app.tenant', true), '')::uuid) = 'platform');

        -- A run for all companies is the platform's.
        CREATE FUNCTION keep_runs_for_all_apart() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NOT EXISTS (SELECT FROM tenants t WHERE t.id = NEW.tenant_id AND t.slug = 'platform') THEN
            RAISE EXCEPTION 'a run for all companies belongs to the platform'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_job_runs_platform', TABLE = 'job_runs';
          END IF;
          RETURN NULL;
        END $$;

        CREATE TRIGGER runs_for_all_apart AFTER INSERT OR UPDATE OF scope ON job_runs
          FOR EACH ROW WHEN (NEW.scope = 'installation') EXECUTE FUNCTION keep_runs_for_all_apart();

        -- Whatever is done in a company's background, told in the same words and of the same types, or else the planner could not look into the parts. What waits for an event that was given up is lost until its upkeep takes it up again.
        CREATE VIEW background_runs WITH (security_invoker = true) AS
        SELECT r.tenant_id, r.id, r.job::text, r.scope::text, r.cause::text, r.state::text, r.asked_by, r.asked_at, r.started_at, r.finished_at, r.node::text, r.tenants, r.tenants_done, r.tenants_failed, r.failed_tenant_ids,
          r.done, NULL::bigint AS total, 0::bigint AS refused, r.error::text, r.cancel_asked_at, r.xmin::text::bigint AS row_version
        FROM job_runs r
        UNION ALL
        SELECT i.tenant_id, i.id, 'import'::text, 'company'::text, 'person'::text,
          (CASE WHEN p.state = 'completed' THEN 'succeeded' WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 'failed' WHEN p.state = 'stopped' THEN 'cancelled'
            WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = p.tenant_id AND m.aggregate_id = p.id AND m.dead_at IS NULL) THEN p.state ELSE 'lost' END)::text, i.created_by, i.created_at,
          CASE WHEN p.state <> 'queued' THEN i.created_at END, p.finished_at, NULL::text, 1, CASE WHEN p.finished_at IS NULL THEN 0 ELSE 1 END,
          CASE WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 1 ELSE 0 END, '{}'::uuid[],
          p.done::bigint, p.rows::bigint, p.refused::bigint, CASE WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 'forbidden' END::text, p.cancel_asked_at, p.xmin::text::bigint
        FROM imports i JOIN import_progress p ON p.tenant_id = i.tenant_id AND p.id = i.id
        UNION ALL
        SELECT b.tenant_id, b.id, 'attendance-rebuild'::text, 'company'::text, (CASE WHEN b.asked_by IS NULL THEN 'change' ELSE 'person' END)::text,
          (CASE WHEN b.finished_at IS NOT NULL THEN 'succeeded' WHEN b.begun_at IS NULL THEN 'queued'
            WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = b.tenant_id AND m.aggregate_id = b.id AND m.dead_at IS NULL) THEN 'running' ELSE 'lost' END)::text,
          b.asked_by, b.asked_at, b.begun_at, b.finished_at, NULL::text, 1, CASE WHEN b.finished_at IS NULL THEN 0 ELSE 1 END, 0, '{}'::uuid[],
          b.days::bigint, NULL::bigint, b.failed::bigint, NULL::text, NULL::timestamptz, b.xmin::text::bigint
        FROM attendance_rebuilds b
        UNION ALL
        SELECT l.tenant_id, l.id, 'leave-recharge'::text, 'company'::text, 'change'::text,
          (CASE WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = l.tenant_id AND m.aggregate_id = l.id AND m.dead_at IS NULL) THEN 'running' ELSE 'lost' END)::text,
          NULL::uuid, l.asked_at, l.asked_at, NULL::timestamptz, NULL::text, 1, 0, 0, '{}'::uuid[],
          0::bigint, NULL::bigint, 0::bigint, NULL::text, NULL::timestamptz, l.xmin::text::bigint
        FROM leave_recharges l
        UNION ALL
        SELECT e.tenant_id, e.id, 'anomaly-evaluation'::text, 'company'::text, (CASE WHEN e.asked_by IS NULL THEN 'clock' ELSE 'person' END)::text,
          (CASE WHEN e.finished_at IS NOT NULL THEN 'succeeded'
            WHEN NOT EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = e.tenant_id AND m.aggregate_id = e.id AND m.dead_at IS NULL) THEN 'lost' WHEN e.done = 0 THEN 'queued' ELSE 'running' END)::text,
          e.asked_by, e.asked_at, CASE WHEN e.done > 0 THEN e.asked_at END, e.finished_at, NULL::text, 1, CASE WHEN e.finished_at IS NULL THEN 0 ELSE 1 END, 0, '{}'::uuid[],
          e.done::bigint, e.people::bigint, e.failed::bigint, NULL::text, NULL::timestamptz, e.xmin::text::bigint
        FROM anomaly_evaluations e;
        GRANT SELECT ON background_runs TO satcom_app;

        -- When the scheduler starts what: it keeps its times as ticks of 100 ns since the year 1.
        CREATE VIEW job_clocks WITH (security_invoker = true) AS
        SELECT t.job_name AS job, c.cron_expression AS cron, CASE WHEN t.next_fire_time > 0 AND t.trigger_state <> 'ERROR' THEN to_timestamp((t.next_fire_time - 621355968000000000) / 10000000.0) END AS next_at
        FROM qrtz_triggers t JOIN qrtz_cron_triggers c USING (sched_name, trigger_name, trigger_group)
        WHERE t.sched_name = 'satcom' AND t.trigger_name = t.job_name;
        GRANT SELECT ON job_clocks TO satcom_app;
        """;

    public const string Down =
        """
        DROP VIEW job_clocks;
        DROP VIEW background_runs;
        DROP TRIGGER runs_for_all_apart ON job_runs;
        DROP FUNCTION keep_runs_for_all_apart();
        """;

    /// <summary>Of what was given up long ago the exception's message was kept, which may hold anything of a company's data; the platform reads it from now on.</summary>
    public const string FaultsWithoutData =
        """
        SELECT set_config('app.system', 'outbox', true);
        UPDATE outbox_messages SET last_error = split_part(last_error, ':', 1) WHERE last_error LIKE '%:%';
        SELECT set_config('app.system', 'messages', true);
        UPDATE outgoing_messages SET last_error = split_part(last_error, ':', 1) WHERE last_error LIKE '%:%';
        SELECT set_config('app.system', '', true);
        """;

    /// <summary>An evaluation can be cancelled, and the view says so.</summary>
    public const string CancelledEvaluations =
        """
        CREATE OR REPLACE VIEW background_runs WITH (security_invoker = true) AS
        SELECT r.tenant_id, r.id, r.job::text, r.scope::text, r.cause::text, r.state::text, r.asked_by, r.asked_at, r.started_at, r.finished_at, r.node::text, r.tenants, r.tenants_done, r.tenants_failed, r.failed_tenant_ids,
          r.done, NULL::bigint AS total, 0::bigint AS refused, r.error::text, r.cancel_asked_at, r.xmin::text::bigint AS row_version
        FROM job_runs r
        UNION ALL
        SELECT i.tenant_id, i.id, 'import'::text, 'company'::text, 'person'::text,
          (CASE WHEN p.state = 'completed' THEN 'succeeded' WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 'failed' WHEN p.state = 'stopped' THEN 'cancelled'
            WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = p.tenant_id AND m.aggregate_id = p.id AND m.dead_at IS NULL) THEN p.state ELSE 'lost' END)::text, i.created_by, i.created_at,
          CASE WHEN p.state <> 'queued' THEN i.created_at END, p.finished_at, NULL::text, 1, CASE WHEN p.finished_at IS NULL THEN 0 ELSE 1 END,
          CASE WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 1 ELSE 0 END, '{}'::uuid[],
          p.done::bigint, p.rows::bigint, p.refused::bigint, CASE WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 'forbidden' END::text, p.cancel_asked_at, p.xmin::text::bigint
        FROM imports i JOIN import_progress p ON p.tenant_id = i.tenant_id AND p.id = i.id
        UNION ALL
        SELECT b.tenant_id, b.id, 'attendance-rebuild'::text, 'company'::text, (CASE WHEN b.asked_by IS NULL THEN 'change' ELSE 'person' END)::text,
          (CASE WHEN b.finished_at IS NOT NULL THEN 'succeeded' WHEN b.begun_at IS NULL THEN 'queued'
            WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = b.tenant_id AND m.aggregate_id = b.id AND m.dead_at IS NULL) THEN 'running' ELSE 'lost' END)::text,
          b.asked_by, b.asked_at, b.begun_at, b.finished_at, NULL::text, 1, CASE WHEN b.finished_at IS NULL THEN 0 ELSE 1 END, 0, '{}'::uuid[],
          b.days::bigint, NULL::bigint, b.failed::bigint, NULL::text, NULL::timestamptz, b.xmin::text::bigint
        FROM attendance_rebuilds b
        UNION ALL
        SELECT l.tenant_id, l.id, 'leave-recharge'::text, 'company'::text, 'change'::text,
          (CASE WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = l.tenant_id AND m.aggregate_id = l.id AND m.dead_at IS NULL) THEN 'running' ELSE 'lost' END)::text,
          NULL::uuid, l.asked_at, l.asked_at, NULL::timestamptz, NULL::text, 1, 0, 0, '{}'::uuid[],
          0::bigint, NULL::bigint, 0::bigint, NULL::text, NULL::timestamptz, l.xmin::text::bigint
        FROM leave_recharges l
        UNION ALL
        SELECT e.tenant_id, e.id, 'anomaly-evaluation'::text, 'company'::text, (CASE WHEN e.asked_by IS NULL THEN 'clock' ELSE 'person' END)::text,
          (CASE WHEN e.cancelled_at IS NOT NULL THEN 'cancelled' WHEN e.finished_at IS NOT NULL THEN 'succeeded'
            WHEN NOT EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = e.tenant_id AND m.aggregate_id = e.id AND m.dead_at IS NULL) THEN 'lost' WHEN e.done = 0 THEN 'queued' ELSE 'running' END)::text,
          e.asked_by, e.asked_at, CASE WHEN e.done > 0 THEN e.asked_at END, e.finished_at, NULL::text, 1, CASE WHEN e.finished_at IS NULL THEN 0 ELSE 1 END, 0, '{}'::uuid[],
          e.done::bigint, e.people::bigint, e.failed::bigint, NULL::text, e.cancelled_at, e.xmin::text::bigint
        FROM anomaly_evaluations e;
        """;

    public const string CancelledEvaluationsDown =
        """
        CREATE OR REPLACE VIEW background_runs WITH (security_invoker = true) AS
        SELECT r.tenant_id, r.id, r.job::text, r.scope::text, r.cause::text, r.state::text, r.asked_by, r.asked_at, r.started_at, r.finished_at, r.node::text, r.tenants, r.tenants_done, r.tenants_failed, r.failed_tenant_ids,
          r.done, NULL::bigint AS total, 0::bigint AS refused, r.error::text, r.cancel_asked_at, r.xmin::text::bigint AS row_version
        FROM job_runs r
        UNION ALL
        SELECT i.tenant_id, i.id, 'import'::text, 'company'::text, 'person'::text,
          (CASE WHEN p.state = 'completed' THEN 'succeeded' WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 'failed' WHEN p.state = 'stopped' THEN 'cancelled'
            WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = p.tenant_id AND m.aggregate_id = p.id AND m.dead_at IS NULL) THEN p.state ELSE 'lost' END)::text, i.created_by, i.created_at,
          CASE WHEN p.state <> 'queued' THEN i.created_at END, p.finished_at, NULL::text, 1, CASE WHEN p.finished_at IS NULL THEN 0 ELSE 1 END,
          CASE WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 1 ELSE 0 END, '{}'::uuid[],
          p.done::bigint, p.rows::bigint, p.refused::bigint, CASE WHEN p.state = 'stopped' AND p.cancel_asked_at IS NULL THEN 'forbidden' END::text, p.cancel_asked_at, p.xmin::text::bigint
        FROM imports i JOIN import_progress p ON p.tenant_id = i.tenant_id AND p.id = i.id
        UNION ALL
        SELECT b.tenant_id, b.id, 'attendance-rebuild'::text, 'company'::text, (CASE WHEN b.asked_by IS NULL THEN 'change' ELSE 'person' END)::text,
          (CASE WHEN b.finished_at IS NOT NULL THEN 'succeeded' WHEN b.begun_at IS NULL THEN 'queued'
            WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = b.tenant_id AND m.aggregate_id = b.id AND m.dead_at IS NULL) THEN 'running' ELSE 'lost' END)::text,
          b.asked_by, b.asked_at, b.begun_at, b.finished_at, NULL::text, 1, CASE WHEN b.finished_at IS NULL THEN 0 ELSE 1 END, 0, '{}'::uuid[],
          b.days::bigint, NULL::bigint, b.failed::bigint, NULL::text, NULL::timestamptz, b.xmin::text::bigint
        FROM attendance_rebuilds b
        UNION ALL
        SELECT l.tenant_id, l.id, 'leave-recharge'::text, 'company'::text, 'change'::text,
          (CASE WHEN EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = l.tenant_id AND m.aggregate_id = l.id AND m.dead_at IS NULL) THEN 'running' ELSE 'lost' END)::text,
          NULL::uuid, l.asked_at, l.asked_at, NULL::timestamptz, NULL::text, 1, 0, 0, '{}'::uuid[],
          0::bigint, NULL::bigint, 0::bigint, NULL::text, NULL::timestamptz, l.xmin::text::bigint
        FROM leave_recharges l
        UNION ALL
        SELECT e.tenant_id, e.id, 'anomaly-evaluation'::text, 'company'::text, (CASE WHEN e.asked_by IS NULL THEN 'clock' ELSE 'person' END)::text,
          (CASE WHEN e.finished_at IS NOT NULL THEN 'succeeded'
            WHEN NOT EXISTS (SELECT FROM outbox_messages m WHERE m.tenant_id = e.tenant_id AND m.aggregate_id = e.id AND m.dead_at IS NULL) THEN 'lost' WHEN e.done = 0 THEN 'queued' ELSE 'running' END)::text,
          e.asked_by, e.asked_at, CASE WHEN e.done > 0 THEN e.asked_at END, e.finished_at, NULL::text, 1, CASE WHEN e.finished_at IS NULL THEN 0 ELSE 1 END, 0, '{}'::uuid[],
          e.done::bigint, e.people::bigint, e.failed::bigint, NULL::text, NULL::timestamptz, e.xmin::text::bigint
        FROM anomaly_evaluations e;
        """;
}
