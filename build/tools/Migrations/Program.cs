using Microsoft.EntityFrameworkCore;
using Satcom.Infrastructure.Persistence;
using Satcom.Migrations.Tool;

// Called by build/migrate, which builds this tool, parses the arguments and finds the database.
const string connectionSetting = "Satcom__Database__MigrationConnectionString";
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};

// Only "update" talks to a database; the others need a context for its model alone.
var connectionString = Environment.GetEnvironmentVariable(connectionSetting) ?? "Host=localhost;Database=satcom";
await using var context = SatcomDbContext.ForMigrations(connectionString);

return args switch
{
    ["add", var name, var projectFolder] => Scaffolding.Add(context, name, projectFolder) is 0 ? CompiledModel.Write(projectFolder) : 1,
    ["check", var projectFolder] => Math.Max(Scaffolding.Check(context), CompiledModel.Check(projectFolder)),
    ["model", var projectFolder] => CompiledModel.Write(projectFolder),
    ["script"] => Migrating.Script(context),
    ["update"] => await Migrating.UpdateAsync(context, cancellation.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Use build/migrate, which calls this tool.");
    return 2;
}
