using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class JobsAndRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "job_runs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    job = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    scope = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    fired_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    node = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    beat_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    tenants = table.Column<int>(type: "integer", nullable: false),
                    tenants_done = table.Column<int>(type: "integer", nullable: false),
                    tenants_failed = table.Column<int>(type: "integer", nullable: false),
                    failed_tenant_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false, defaultValueSql: "'{}'::uuid[]"),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    error = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    cancel_asked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    cancel_asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_runs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_job_runs_asked", "(cause = 'person') = (asked_by IS NOT NULL) AND (fired_at IS NULL OR (cause = 'clock' AND scope = 'installation'))");
                    table.CheckConstraint("ck_job_runs_beats", "state <> 'running' OR beat_at IS NOT NULL");
                    table.CheckConstraint("ck_job_runs_begun", "(started_at IS NOT NULL OR state IN ('queued', 'cancelled')) AND (started_at IS NULL OR (state <> 'queued' AND node IS NOT NULL))");
                    table.CheckConstraint("ck_job_runs_cancelled", "(cancel_asked_at IS NULL) = (cancel_asked_by IS NULL) AND (state <> 'cancelled' OR cancel_asked_at IS NOT NULL)");
                    table.CheckConstraint("ck_job_runs_cause", "cause IN ('clock', 'person', 'change')");
                    table.CheckConstraint("ck_job_runs_counts", "tenants_failed BETWEEN 0 AND tenants_done AND tenants_done <= tenants AND done >= 0 AND cardinality(failed_tenant_ids) <= tenants_failed");
                    table.CheckConstraint("ck_job_runs_ends", "(finished_at IS NULL) = (state IN ('queued', 'running'))");
                    table.CheckConstraint("ck_job_runs_scope", "scope IN ('company', 'installation')");
                    table.CheckConstraint("ck_job_runs_state", "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'lost')");
                    table.ForeignKey(
                        name: "fk_job_runs_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Dispatched as jobs");

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    paused_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    paused_by = table.Column<Guid>(type: "uuid", nullable: true),
                    pause_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    last_started_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    last_finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jobs", x => x.name);
                    table.CheckConstraint("ck_jobs_paused", "(paused_at IS NULL) = (paused_by IS NULL) AND (paused_at IS NOT NULL OR pause_reason IS NULL) AND pause_reason <> ''");
                },
                comment: "Dispatched as jobs");

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_asked",
                table: "job_runs",
                columns: new[] { "tenant_id", "asked_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_finished",
                table: "job_runs",
                columns: new[] { "tenant_id", "finished_at" },
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_idle",
                table: "job_runs",
                columns: new[] { "tenant_id", "finished_at" },
                filter: "state = 'succeeded' AND cause = 'clock' AND done = 0");

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_job",
                table: "job_runs",
                columns: new[] { "tenant_id", "job", "asked_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_live",
                table: "job_runs",
                columns: new[] { "state", "job" },
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_state",
                table: "job_runs",
                columns: new[] { "tenant_id", "state", "asked_at", "id" },
                filter: "state <> 'succeeded'");

            migrationBuilder.CreateIndex(
                name: "ux_job_runs_active",
                table: "job_runs",
                columns: new[] { "tenant_id", "job", "scope" },
                unique: true,
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_job_runs_fired",
                table: "job_runs",
                columns: new[] { "tenant_id", "job", "fired_at" },
                unique: true,
                filter: "fired_at IS NOT NULL");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cancel_asked_at",
                table: "import_progress",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_import_progress_cancelled",
                table: "import_progress",
                sql: "cancel_asked_at IS NULL OR state = 'stopped'");

            migrationBuilder.Sql(JobSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(JobSql.Down);

            migrationBuilder.DropCheckConstraint(
                name: "ck_import_progress_cancelled",
                table: "import_progress");

            migrationBuilder.DropColumn(
                name: "cancel_asked_at",
                table: "import_progress");

            migrationBuilder.DropTable(
                name: "job_runs");

            migrationBuilder.DropTable(
                name: "jobs");
        }
    }
}
