using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AnomalyRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_anomalies_resolution_settled",
                table: "anomalies");

            migrationBuilder.AddColumn<int>(
                name: "lacking_limit_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lacking_since",
                table: "attendance_days",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "longest_break_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "planned_break_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "shift_id",
                table: "attendance_days",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_cleared",
                table: "anomalies",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateOnly>(
                name: "subject_end",
                table: "anomalies",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.CreateTable(
                name: "anomaly_digests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    through = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_digests", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_anomaly_digests_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "anomaly_evaluations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    user_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    night = table.Column<DateOnly>(type: "date", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    done_to = table.Column<Guid>(type: "uuid", nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    raised = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    cleared = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    failed_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false, defaultValueSql: "'{}'::uuid[]"),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    resumed = table.Column<int>(type: "integer", nullable: false),
                    slot = table.Column<int>(type: "integer", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_evaluations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_anomaly_evaluations_dates", "from_date <= to_date AND (night IS NULL) <> (asked_by IS NULL)");
                    table.CheckConstraint("ck_anomaly_evaluations_slot", "(slot IS NULL) = (asked_by IS NULL) AND slot BETWEEN 1 AND 2");
                    table.ForeignKey(
                        name: "fk_anomaly_evaluations_asked_by",
                        columns: x => new { x.tenant_id, x.asked_by },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_anomaly_evaluations_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "anomaly_judgements",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    changes = table.Column<int>(type: "integer", nullable: false),
                    is_due = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_judgements", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_anomaly_judgements_employees_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "anomaly_rules",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    severity = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    thresholds = table.Column<string>(type: "jsonb", nullable: false),
                    team_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    shift_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    roles = table.Column<List<string>>(type: "text[]", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_rules", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_anomaly_rules_kind", "kind IN ('repeatedLateCheckIn', 'missingCheckOut', 'excessiveBreak', 'overtimeSpike', 'timesheetMismatch', 'geofenceFailure')");
                    table.CheckConstraint("ck_anomaly_rules_severity", "severity IN ('low', 'medium', 'high')");
                    table.ForeignKey(
                        name: "fk_anomaly_rules_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomalies_resolution_settled",
                table: "anomalies",
                sql: "(resolution IS NULL AND NOT is_cleared) OR status = 'resolved'");

            migrationBuilder.Sql(AnomalySql.SubjectsOfOneDate);

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomalies_subject",
                table: "anomalies",
                sql: "subject_date <= subject_end");

            migrationBuilder.CreateIndex(
                name: "ux_anomaly_digests_date",
                table: "anomaly_digests",
                columns: new[] { "tenant_id", "date" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_anomaly_evaluations_tenant_id_asked_by",
                table: "anomaly_evaluations",
                columns: new[] { "tenant_id", "asked_by" });

            migrationBuilder.CreateIndex(
                name: "ux_anomaly_evaluations_night",
                table: "anomaly_evaluations",
                columns: new[] { "tenant_id", "night" },
                unique: true,
                filter: "night IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_anomaly_evaluations_slot",
                table: "anomaly_evaluations",
                columns: new[] { "tenant_id", "slot" },
                unique: true,
                filter: "finished_at IS NULL AND slot IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_geofence_failures_employee_date",
                table: "geofence_failures",
                columns: new[] { "tenant_id", "employee_id", "date" });

            migrationBuilder.CreateIndex(
                name: "ux_anomaly_rules_kind",
                table: "anomaly_rules",
                columns: new[] { "tenant_id", "kind" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_geofence_failures_employee_date",
                table: "geofence_failures");

            migrationBuilder.DropTable(
                name: "anomaly_digests");

            migrationBuilder.DropTable(
                name: "anomaly_evaluations");

            migrationBuilder.DropTable(
                name: "anomaly_judgements");

            migrationBuilder.DropTable(
                name: "anomaly_rules");

            migrationBuilder.DropCheckConstraint(
                name: "ck_anomalies_resolution_settled",
                table: "anomalies");

            migrationBuilder.DropCheckConstraint(
                name: "ck_anomalies_subject",
                table: "anomalies");

            migrationBuilder.DropColumn(
                name: "lacking_limit_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "lacking_since",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "longest_break_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "planned_break_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "shift_id",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "is_cleared",
                table: "anomalies");

            migrationBuilder.DropColumn(
                name: "subject_end",
                table: "anomalies");

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomalies_resolution_settled",
                table: "anomalies",
                sql: "resolution IS NULL OR status = 'resolved'");
        }
    }
}
