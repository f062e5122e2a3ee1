using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AnomalyLanes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_live",
                table: "outbox_messages");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cancelled_at",
                table: "anomaly_evaluations",
                type: "timestamptz",
                nullable: true);

            // What a node of the version before asks for is of everything.
            migrationBuilder.AddColumn<int>(
                name: "inputs",
                table: "anomaly_judgements",
                type: "integer",
                nullable: false,
                defaultValue: 7);

            migrationBuilder.AddColumn<bool>(
                name: "is_bulk",
                table: "anomaly_judgements",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_held",
                table: "anomalies",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql(AnomalySql.FactsOfBefore);
            migrationBuilder.Sql(AnomalySql.EndOfSubject);
            migrationBuilder.Sql(JobSql.CancelledEvaluations);

            migrationBuilder.AddCheckConstraint(
                name: "ck_anomalies_held",
                table: "anomalies",
                sql: "NOT is_held OR status <> 'resolved'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_evaluations",
                table: "outbox_messages",
                column: "sequence",
                filter: "dead_at IS NULL AND type IN ('EvaluationAdvanced', 'RebuiltJudgementDue')");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_judgements",
                table: "outbox_messages",
                column: "sequence",
                filter: "dead_at IS NULL AND type = 'JudgementDue'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_live",
                table: "outbox_messages",
                column: "sequence",
                filter: "dead_at IS NULL AND type NOT IN ('EvaluationAdvanced', 'JudgementDue', 'RebuiltJudgementDue')");

            migrationBuilder.CreateIndex(
                name: "ix_anomaly_judgements_due",
                table: "anomaly_judgements",
                columns: new[] { "tenant_id", "id" },
                filter: "is_due");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_anomaly_judgements_due",
                table: "anomaly_judgements");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_evaluations",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_judgements",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_live",
                table: "outbox_messages");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_live",
                table: "outbox_messages",
                column: "sequence",
                filter: "dead_at IS NULL");

            migrationBuilder.DropCheckConstraint(
                name: "ck_anomalies_held",
                table: "anomalies");

            migrationBuilder.Sql(JobSql.CancelledEvaluationsDown);
            migrationBuilder.Sql(AnomalySql.EndOfSubjectDown);

            migrationBuilder.DropColumn(
                name: "is_held",
                table: "anomalies");

            migrationBuilder.DropColumn(
                name: "is_bulk",
                table: "anomaly_judgements");

            migrationBuilder.DropColumn(
                name: "inputs",
                table: "anomaly_judgements");

            migrationBuilder.DropColumn(
                name: "cancelled_at",
                table: "anomaly_evaluations");
        }
    }
}
