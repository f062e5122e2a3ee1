using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SessionsApart : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<NpgsqlRange<DateTime>[]>(
                name: "sessions",
                table: "attendance_days",
                type: "tstzmultirange",
                nullable: true);

            migrationBuilder.Sql(SchemaSql.SessionsApart);

            migrationBuilder.AlterColumn<Guid>(
                name: "actor_id",
                table: "anomaly_steps",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "sessions",
                table: "attendance_days");

            migrationBuilder.AlterColumn<Guid>(
                name: "actor_id",
                table: "anomaly_steps",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
