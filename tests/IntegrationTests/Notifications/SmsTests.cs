using System.Text;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Notifications;

public sealed class SmsTests(SmsTests.Gateway gateway) : IClassFixture<SmsTests.Gateway>, IAsyncLifetime
{
    private readonly SatcomHost _host = gateway.Host;
    private readonly SmsGateway _gateway = gateway.Server;

    public async ValueTask InitializeAsync()
    {
        await _host.SqlAsync("DELETE FROM outgoing_messages");
        _gateway.Requests.Clear();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Sms_WithAGateway_IsPostedAsTwilioTakesIt()
    {
        await _host.QueueAsync("globex", m => m.Sms("+201001234567", Sending.Notice()));
        await SentAsync();

        var request = _gateway.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe("/2010-04-01/Accounts/AC123/Messages.json");
        request.Authorization.ShouldBe("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("AC123:Canary-Token")));
        request.To.ShouldBe("+201001234567");
        request.From.ShouldBe("+15005550006");
        request.Body.ShouldContain("، رمزك هو 123456. طُلب على Eman's phone في 2026-03-03");
        request.Body.ShouldNotStartWith("،");
        request.IdempotencyKey.ShouldBe(((Guid)(await _host.SqlAsync("SELECT id FROM outgoing_messages"))!).ToString("N"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(302)]
    public async Task F15_Sms_WhenTheGatewayIsOutOfOrder_IsSentOnceItIsBackWithoutLosingATry(int status)
    {
        _gateway.Answers.Enqueue(status);
        await _host.QueueAsync("acme", m => m.Sms("+971501234567", Sending.Notice()));
        await SentAsync();

        _gateway.Requests.Count.ShouldBe(2);
        (await _host.SqlAsync("SELECT attempts FROM outgoing_messages")).ShouldBe(1);
    }

    [Fact]
    public async Task F15_Sms_WhenTheGatewayIsSilent_IsTriedAgainAfterTheTimeLimit()
    {
        _gateway.Delay = TimeSpan.FromSeconds(30);
        await _host.QueueAsync("acme", m => m.Sms("+971501234567", Sending.Notice()));
        await Waiting.UntilAsync(async () => await _host.SqlAsync("SELECT last_error FROM outgoing_messages") is "The gateway took too long.", "it waits for ever");
        _gateway.Delay = TimeSpan.Zero;

        await SentAsync();
    }

    [Fact]
    public async Task Sms_WhenTheGatewayRefusesTheMessage_CountsTheTryAndKeepsNoSecret()
    {
        _gateway.Answers.Enqueue(400);
        await _host.QueueAsync("acme", m => m.Sms("+971501234567", Sending.Notice()));

        await Waiting.UntilAsync(async () => await _host.SqlAsync("SELECT last_error FROM outgoing_messages") is "Gateway HTTP 400", "it is not noted");
        (await _host.SqlAsync("SELECT attempts FROM outgoing_messages")).ShouldBe(1);
        (await _host.SqlAsync("SELECT available_at > now() + interval '10 seconds' FROM outgoing_messages")).ShouldBe(true);
    }

    private Task SentAsync() => Waiting.UntilAsync(async () => await _host.SqlAsync("SELECT count(*) FROM outgoing_messages WHERE sent_at IS NOT NULL") is 1L, "it is not sent");

    /// <summary>The service with a gateway. Each test begins with an empty queue.</summary>
    public sealed class Gateway : IAsyncLifetime
    {
        public SatcomHost Host { get; } = new();

        internal SmsGateway Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Server = await SmsGateway.StartAsync();
            Server.Serve(Host);
            TestNotice.AddTo(Host);
            await Host.InitializeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
