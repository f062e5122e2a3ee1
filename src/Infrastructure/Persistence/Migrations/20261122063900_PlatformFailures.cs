using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PlatformFailures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_imports_kind",
                table: "imports");

            migrationBuilder.AddColumn<int>(
                name: "tries",
                table: "leave_recharges",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "leave_recharge_failures",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_recharge_failures", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_recharge_failures_dates", "from_date <= to_date");
                    table.ForeignKey(
                        name: "fk_leave_recharge_failures_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.Sql(JobSql.FaultsWithoutData);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_messages_given_up",
                table: "outgoing_messages",
                columns: new[] { "dead_at", "id" },
                filter: "dead_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_given_up",
                table: "outbox_messages",
                columns: new[] { "dead_at", "id" },
                filter: "dead_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_failed",
                table: "job_runs",
                columns: new[] { "asked_at", "id" },
                filter: "scope = 'company' AND state IN ('failed', 'lost')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_imports_kind",
                table: "imports",
                sql: "kind IN ('employees', 'projects', 'holidays', 'leave')");

            migrationBuilder.CreateIndex(
                name: "ix_leave_recharge_failures_failed",
                table: "leave_recharge_failures",
                columns: new[] { "tenant_id", "failed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_recharge_failures_employee",
                table: "leave_recharge_failures",
                columns: new[] { "tenant_id", "employee_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "leave_recharge_failures");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_messages_given_up",
                table: "outgoing_messages");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_given_up",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_job_runs_failed",
                table: "job_runs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_imports_kind",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "tries",
                table: "leave_recharges");

            migrationBuilder.AddCheckConstraint(
                name: "ck_imports_kind",
                table: "imports",
                sql: "kind IN ('employees', 'projects', 'holidays')");
        }
    }
}
