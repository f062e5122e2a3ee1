using Microsoft.EntityFrameworkCore;
using Satcom.Infrastructure.Persistence;

namespace Satcom.IntegrationTests.Common;

/// <summary>Contexts of a running service, counted: each is a look at the database. Something may happen once between the begin of a look and its read.</summary>
internal sealed class CountedContexts(IDbContextFactory<SatcomDbContext> contexts) : IDbContextFactory<SatcomDbContext>
{
    public int Made { get; private set; }

    public Action? Meanwhile { get; set; }

    public SatcomDbContext CreateDbContext()
    {
        Made++;
        var meanwhile = Meanwhile;
        Meanwhile = null;
        meanwhile?.Invoke();
        return contexts.CreateDbContext();
    }
}
