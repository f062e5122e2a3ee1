using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>Two nodes over one database, with one clock that a test can set off.</summary>
public class TwoNodes : IAsyncLifetime
{
    internal SkewedTime Clock { get; } = new();

    public SatcomHost First { get; } = new();

    public SatcomHost Second { get; private set; } = null!;

    internal Books Books { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        First.Clock = Clock;
        Prepare(First, "first");
        await First.StartAsync();
        Second = new SatcomHost(First.Database) { Clock = Clock };
        Prepare(Second, "second");
        await Second.StartAsync();
        Books = new Books(await TestPostgres.SuperAsync(First.Database));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Second is not null)
        {
            await Second.DisposeAsync();
        }

        await First.DisposeAsync();
    }

    /// <summary>What a test adds to a node before it starts.</summary>
    protected virtual void Prepare(SatcomHost node, string name)
    {
    }
}
