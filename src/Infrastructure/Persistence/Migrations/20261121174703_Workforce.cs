using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Workforce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_teams_tenant_id_name",
                table: "teams");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_manager_id",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_team_id",
                table: "employees");

            migrationBuilder.AddColumn<bool>(
                name: "is_archived",
                table: "teams",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "calendars",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "managers",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<DateOnly>(
                name: "moves_on",
                table: "employees",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<List<Guid>>(
                name: "office_ids",
                table: "employees",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'::uuid[]");

            migrationBuilder.AddColumn<string>(
                name: "offices",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "rest_days",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "targets",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "teams",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "zones",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.CreateTable(
                name: "holiday_calendars",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    holidays = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holiday_calendars", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_holiday_calendars_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offices",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: false),
                    longitude = table.Column<double>(type: "double precision", nullable: false),
                    radius_meters = table.Column<int>(type: "integer", nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offices", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_offices_place", "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180");
                    table.CheckConstraint("ck_offices_radius", "radius_meters BETWEEN 10 AND 50000");
                    table.ForeignKey(
                        name: "fk_offices_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shift_patterns",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    slots = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shift_patterns", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_shift_patterns_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    hours = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_shifts_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "work_weeks",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    weeks = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_weeks", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_work_weeks_one", "id = tenant_id");
                    table.ForeignKey(
                        name: "fk_work_weeks_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shift_assignments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    shift_id = table.Column<Guid>(type: "uuid", nullable: true),
                    pattern_id = table.Column<Guid>(type: "uuid", nullable: true),
                    anchor = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shift_assignments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_shift_assignments_dates", "ends_on >= starts_on");
                    table.CheckConstraint("ck_shift_assignments_kind", "num_nonnulls(shift_id, pattern_id) = 1");
                    table.ForeignKey(
                        name: "fk_shift_assignments_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_shift_assignments_shift_patterns_tenant_id_pattern_id",
                        columns: x => new { x.tenant_id, x.pattern_id },
                        principalTable: "shift_patterns",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_shift_assignments_shifts_tenant_id_shift_id",
                        columns: x => new { x.tenant_id, x.shift_id },
                        principalTable: "shifts",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_employees_moves_on",
                table: "employees",
                columns: new[] { "tenant_id", "moves_on" },
                filter: "moves_on IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_manager_id_id",
                table: "employees",
                columns: new[] { "tenant_id", "manager_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_team_id_id",
                table: "employees",
                columns: new[] { "tenant_id", "team_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_employee",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "employee_id", "starts_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_pattern",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "pattern_id", "starts_on", "id" },
                filter: "pattern_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_shift",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "shift_id", "starts_on", "id" },
                filter: "shift_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_start",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "starts_on", "id" });

            migrationBuilder.Sql(OrganisationSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(OrganisationSql.Down);

            migrationBuilder.DropTable(
                name: "holiday_calendars");

            migrationBuilder.DropTable(
                name: "offices");

            migrationBuilder.DropTable(
                name: "shift_assignments");

            migrationBuilder.DropTable(
                name: "work_weeks");

            migrationBuilder.DropTable(
                name: "shift_patterns");

            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropIndex(
                name: "ix_employees_moves_on",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_manager_id_id",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_team_id_id",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "is_archived",
                table: "teams");

            migrationBuilder.DropColumn(
                name: "calendars",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "managers",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "moves_on",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "office_ids",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "offices",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "rest_days",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "targets",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "teams",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "zones",
                table: "employees");

            migrationBuilder.CreateIndex(
                name: "ix_teams_tenant_id_name",
                table: "teams",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_manager_id",
                table: "employees",
                columns: new[] { "tenant_id", "manager_id" });

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_team_id",
                table: "employees",
                columns: new[] { "tenant_id", "team_id" });
        }
    }
}
