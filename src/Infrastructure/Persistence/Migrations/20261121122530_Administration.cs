using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Administration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "changed_at",
                table: "users",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "users",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "branding",
                table: "tenants",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "employees",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "user_search_terms",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    term = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_search_terms", x => new { x.tenant_id, x.term, x.user_id, x.source });
                    table.ForeignKey(
                        name: "fk_user_search_terms_users_tenant_id_user_id",
                        columns: x => new { x.tenant_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_tenant_id_created_at_id",
                table: "users",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_users_phone",
                table: "users",
                sql: "phone ~ '^\\+[1-9][0-9]{6,14}$'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenants_slug",
                table: "tenants",
                sql: "slug ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_action_at_id",
                table: "audit_entries",
                columns: new[] { "tenant_id", "action", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_entity_type_at_id",
                table: "audit_entries",
                columns: new[] { "tenant_id", "entity_type", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_user_search_terms_tenant_id_user_id",
                table: "user_search_terms",
                columns: new[] { "tenant_id", "user_id" });

            migrationBuilder.Sql(SchemaSql.People);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SchemaSql.PeopleDown);

            migrationBuilder.DropTable(
                name: "user_search_terms");

            migrationBuilder.DropIndex(
                name: "ix_users_tenant_id_created_at_id",
                table: "users");

            migrationBuilder.DropCheckConstraint(
                name: "ck_users_phone",
                table: "users");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tenants_slug",
                table: "tenants");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_tenant_id_action_at_id",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_tenant_id_entity_type_at_id",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "changed_at",
                table: "users");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "users");

            migrationBuilder.DropColumn(
                name: "branding",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "employees");
        }
    }
}
