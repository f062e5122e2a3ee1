using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LeaveLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "leave_delegations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    approver_id = table.Column<Guid>(type: "uuid", nullable: false),
                    delegate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_delegations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_delegations_dates", "from_date <= to_date AND approver_id <> delegate_id");
                    table.ForeignKey(
                        name: "fk_leave_delegations_approver",
                        columns: x => new { x.tenant_id, x.approver_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_delegations_delegate",
                        columns: x => new { x.tenant_id, x.delegate_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_feeds",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_feeds", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_feeds_scope", "scope IN ('own', 'calendar')");
                    table.ForeignKey(
                        name: "fk_leave_feeds_employees_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "leave_types",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_paid = table.Column<bool>(type: "boolean", nullable: false),
                    needs_attachment = table.Column<bool>(type: "boolean", nullable: false),
                    has_balance = table.Column<bool>(type: "boolean", nullable: false),
                    color = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_types", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_types_color", "color ~ '^#[0-9a-fA-F]{6}$'");
                    table.CheckConstraint("ck_leave_types_unit", "unit IN ('day', 'halfDay', 'hour')");
                    table.ForeignKey(
                        name: "fk_leave_types_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_accounts",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    floor = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: true),
                    balance = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    pending = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    ran_through = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_accounts", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_accounts_amounts", "pending >= 0 AND (floor IS NULL OR floor <= 0)");
                    table.ForeignKey(
                        name: "fk_leave_accounts_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_accounts_leave_types_tenant_id_leave_type_id",
                        columns: x => new { x.tenant_id, x.leave_type_id },
                        principalTable: "leave_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    terms = table.Column<string>(type: "jsonb", nullable: false),
                    blackouts = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_policies", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_leave_policies_tenant_id_id_leave_type_id", x => new { x.tenant_id, x.id, x.leave_type_id });
                    table.ForeignKey(
                        name: "fk_leave_policies_leave_types_tenant_id_leave_type_id",
                        columns: x => new { x.tenant_id, x.leave_type_id },
                        principalTable: "leave_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_requests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    portion = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    days = table.Column<string>(type: "jsonb", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    first_slot = table.Column<int>(type: "integer", nullable: false),
                    end_slot = table.Column<int>(type: "integer", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_requests", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_requests_dates", "from_date <= to_date AND first_slot < end_slot AND amount >= 0");
                    table.CheckConstraint("ck_leave_requests_portion", "portion IN ('full', 'am', 'pm', 'hours')");
                    table.CheckConstraint("ck_leave_requests_status", "status IN ('pending', 'recommended', 'approved', 'denied', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_leave_requests_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_requests_leave_types_tenant_id_leave_type_id",
                        columns: x => new { x.tenant_id, x.leave_type_id },
                        principalTable: "leave_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_assignments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_assignments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_assignments_dates", "to_date IS NULL OR from_date <= to_date");
                    table.ForeignKey(
                        name: "fk_leave_assignments_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_assignments_leave_policies",
                        columns: x => new { x.tenant_id, x.policy_id, x.leave_type_id },
                        principalTable: "leave_policies",
                        principalColumns: new[] { "tenant_id", "id", "leave_type_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reverses_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_entries", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_entries_kind", "kind IN ('accrual', 'forfeit', 'expiry', 'taken', 'reversal', 'adjustment')");
                    table.ForeignKey(
                        name: "fk_leave_entries_leave_accounts_tenant_id_account_id",
                        columns: x => new { x.tenant_id, x.account_id },
                        principalTable: "leave_accounts",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_entries_leave_requests_tenant_id_request_id",
                        columns: x => new { x.tenant_id, x.request_id },
                        principalTable: "leave_requests",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Append-only: what was earned, taken and taken back.");

            migrationBuilder.CreateTable(
                name: "leave_steps",
                columns: table => new
                {
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    for_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_steps", x => new { x.tenant_id, x.request_id, x.sequence });
                    table.CheckConstraint("ck_leave_steps_status", "status IN ('pending', 'recommended', 'approved', 'denied', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_leave_steps_leave_requests_tenant_id_request_id",
                        columns: x => new { x.tenant_id, x.request_id },
                        principalTable: "leave_requests",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Append-only: who did what about a request for leave.");

            migrationBuilder.CreateIndex(
                name: "ix_leave_accounts_ran_through",
                table: "leave_accounts",
                columns: new[] { "tenant_id", "ran_through", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_accounts_tenant_id_leave_type_id",
                table: "leave_accounts",
                columns: new[] { "tenant_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_accounts_employee_type",
                table: "leave_accounts",
                columns: new[] { "tenant_id", "employee_id", "leave_type_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_leave_assignments_employee",
                table: "leave_assignments",
                columns: new[] { "tenant_id", "employee_id", "leave_type_id", "from_date" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_assignments_policy",
                table: "leave_assignments",
                columns: new[] { "tenant_id", "policy_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_assignments_tenant_id_policy_id_leave_type_id",
                table: "leave_assignments",
                columns: new[] { "tenant_id", "policy_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_delegations_approver",
                table: "leave_delegations",
                columns: new[] { "tenant_id", "approver_id", "to_date" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_delegations_delegate",
                table: "leave_delegations",
                columns: new[] { "tenant_id", "delegate_id", "to_date" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_delegations_from",
                table: "leave_delegations",
                columns: new[] { "tenant_id", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_entries_account",
                table: "leave_entries",
                columns: new[] { "tenant_id", "account_id", "date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_entries_date",
                table: "leave_entries",
                columns: new[] { "tenant_id", "date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_entries_tenant_id_request_id",
                table: "leave_entries",
                columns: new[] { "tenant_id", "request_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_entries_key",
                table: "leave_entries",
                columns: new[] { "tenant_id", "account_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_leave_feeds_token",
                table: "leave_feeds",
                columns: new[] { "tenant_id", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_leave_policies_tenant_id_leave_type_id",
                table: "leave_policies",
                columns: new[] { "tenant_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_policies_name",
                table: "leave_policies",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_approved",
                table: "leave_requests",
                columns: new[] { "tenant_id", "to_date", "from_date" },
                filter: "status = 'approved'");

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_employee",
                table: "leave_requests",
                columns: new[] { "tenant_id", "employee_id", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_from",
                table: "leave_requests",
                columns: new[] { "tenant_id", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_status",
                table: "leave_requests",
                columns: new[] { "tenant_id", "status", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_tenant_id_leave_type_id",
                table: "leave_requests",
                columns: new[] { "tenant_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_types_name",
                table: "leave_types",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.Sql(SchemaSql.Leaves);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "leave_assignments");

            migrationBuilder.DropTable(
                name: "leave_delegations");

            migrationBuilder.DropTable(
                name: "leave_entries");

            migrationBuilder.DropTable(
                name: "leave_feeds");

            migrationBuilder.DropTable(
                name: "leave_steps");

            migrationBuilder.DropTable(
                name: "leave_policies");

            migrationBuilder.DropTable(
                name: "leave_accounts");

            migrationBuilder.DropTable(
                name: "leave_requests");

            migrationBuilder.DropTable(
                name: "leave_types");
        }
    }
}
