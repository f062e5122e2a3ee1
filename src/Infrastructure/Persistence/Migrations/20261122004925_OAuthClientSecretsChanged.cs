using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OAuthClientSecretsChanged : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "secrets_changed_at",
                table: "oauth_clients",
                type: "timestamptz",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "secrets_changed_at",
                table: "oauth_clients");
        }
    }
}
