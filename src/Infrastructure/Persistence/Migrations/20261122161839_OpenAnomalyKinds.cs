using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OpenAnomalyKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_evaluations",
                table: "outbox_messages");

            migrationBuilder.DropCheckConstraint(
                name: "ck_anomaly_rules_kind",
                table: "anomaly_rules");

            migrationBuilder.DropCheckConstraint(
                name: "ck_anomalies_kind",
                table: "anomalies");

            migrationBuilder.AddColumn<Guid>(
                name: "assignee_id",
                table: "anomaly_steps",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_evaluations",
                table: "outbox_messages",
                column: "sequence",
                filter: "dead_at IS NULL AND type = 'EvaluationAdvanced'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_rebuilds",
                table: "outbox_messages",
                column: "sequence",
                filter: "dead_at IS NULL AND type = 'RebuiltJudgementDue'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomaly_rules_kind",
                table: "anomaly_rules",
                sql: "kind ~ '^[a-z][a-zA-Z]+$'");

            migrationBuilder.CreateIndex(
                name: "ix_anomaly_evaluations_asked",
                table: "anomaly_evaluations",
                columns: new[] { "tenant_id", "asked_at", "id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomalies_kind",
                table: "anomalies",
                sql: "kind ~ '^[a-z][a-zA-Z]+$'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_evaluations",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_rebuilds",
                table: "outbox_messages");

            migrationBuilder.DropCheckConstraint(
                name: "ck_anomaly_rules_kind",
                table: "anomaly_rules");

            migrationBuilder.DropIndex(
                name: "ix_anomaly_evaluations_asked",
                table: "anomaly_evaluations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_anomalies_kind",
                table: "anomalies");

            migrationBuilder.DropColumn(
                name: "assignee_id",
                table: "anomaly_steps");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_evaluations",
                table: "outbox_messages",
                column: "sequence",
                filter: "dead_at IS NULL AND type IN ('EvaluationAdvanced', 'RebuiltJudgementDue')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomaly_rules_kind",
                table: "anomaly_rules",
                sql: "kind IN ('repeatedLateCheckIn', 'missingCheckOut', 'excessiveBreak', 'overtimeSpike', 'timesheetMismatch', 'geofenceFailure')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomalies_kind",
                table: "anomalies",
                sql: "kind IN ('repeatedLateCheckIn', 'missingCheckOut', 'excessiveBreak', 'overtimeSpike', 'timesheetMismatch', 'geofenceFailure')");
        }
    }
}
