namespace Satcom.IntegrationTests.Common;

/// <summary>
/// A class fixture: the service with a clock that tests move on, as if each test had one of its own. A test begins with
/// <see cref="BeginAsync"/>; people, companies and the audit stay.
/// </summary>
public sealed class FreshHost : IAsyncLifetime
{
    /// <summary>Connections of a node, so that none of the requests of a race has to wait for one.</summary>
    internal const string PoolSize = "40";

    public SatcomHost Host { get; } = new();

    internal SteppedTime Clock { get; } = new();

    /// <summary>When the running test began.</summary>
    internal DateTime Since { get; private set; }

    public ValueTask InitializeAsync()
    {
        Host.Clock = Clock;
        Host.Settings["Satcom:Database:MaxPoolSize"] = PoolSize;
        return Host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Lets an hour pass, in which every cache and count grows old, and forgets who was signed in where and by which program.</summary>
    internal async ValueTask BeginAsync()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        await Host.SqlAsync("TRUNCATE attempt_counters, client_assertions, sessions, browser_sessions, oauth_clients CASCADE");
        Since = Clock.GetUtcNow().UtcDateTime;
    }
}
