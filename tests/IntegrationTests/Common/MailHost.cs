namespace Satcom.IntegrationTests.Common;

/// <summary>A class fixture: the service with a mail server of its own.</summary>
public sealed class MailHost : IAsyncLifetime
{
    public SatcomHost Host { get; } = new();

    internal TestInbox Inbox { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Inbox = await TestInbox.StartAsync();
        Inbox.Serve(Host);
        await Host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Inbox.DisposeAsync();
    }
}
