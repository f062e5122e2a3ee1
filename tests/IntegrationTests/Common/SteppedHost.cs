namespace Satcom.IntegrationTests.Common;

/// <summary>A class fixture: the service with a clock that stands until a test moves it on.</summary>
public sealed class SteppedHost : IAsyncLifetime
{
    public SatcomHost Host { get; } = new();

    internal SteppedTime Clock { get; } = new(stands: true);

    public async ValueTask InitializeAsync()
    {
        Host.Clock = Clock;
        await Host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>A client signed in just now: earlier tokens do not outlive the clock's steps.</summary>
    internal async Task<HttpClient> SignInAsync(string email) => Host.With((await Host.LoginAsync(email)).Text("accessToken"));
}
