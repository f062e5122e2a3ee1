using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AttendanceHeld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "correction_requests",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "person");

            migrationBuilder.CreateTable(
                name: "attendance_rebuilds",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    user_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    causes = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    done_to = table.Column<Guid>(type: "uuid", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    followers = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_rebuilds", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_attendance_rebuilds_dates", "from_date <= to_date AND (finished_at IS NULL OR begun_at IS NOT NULL) AND changed BETWEEN 0 AND days");
                    table.ForeignKey(
                        name: "fk_attendance_rebuilds_asked_by",
                        columns: x => new { x.tenant_id, x.asked_by },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_attendance_rebuilds_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_correction_requests_source",
                table: "correction_requests",
                sql: "source IN ('person', 'latePunch')");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_rebuilds_tenant_id_asked_by",
                table: "attendance_rebuilds",
                columns: new[] { "tenant_id", "asked_by" });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_rebuilds_waiting",
                table: "attendance_rebuilds",
                columns: new[] { "tenant_id", "asked_at", "id" },
                filter: "begun_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_attendance_rebuilds_gathering",
                table: "attendance_rebuilds",
                column: "tenant_id",
                unique: true,
                filter: "begun_at IS NULL AND asked_by IS NULL");

            migrationBuilder.Sql(AttendanceSql.LockHeld);
            migrationBuilder.Sql(AttendanceSql.RebuildsApart);
            migrationBuilder.Sql(AttendanceSql.LateTapsTold);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AttendanceSql.LockHeldDown);

            migrationBuilder.DropTable(
                name: "attendance_rebuilds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_correction_requests_source",
                table: "correction_requests");

            migrationBuilder.DropColumn(
                name: "source",
                table: "correction_requests");
        }
    }
}
