using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

public sealed class ShutdownTests(SatcomHost other) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task F6_Sigterm_WhenRequestsRun_TheyFinishAndNewOnesAreRefusedAndHubClientsAreSentAway()
    {
        var settings = await ServiceProcess.SettingsForAsync(other.Database);

        // An address that nobody has is hashed with the configured cost: a sign-in of seconds.
        settings["Satcom:Tokens:PasswordIterations"] = "2000000";
        await using var service = await ServiceProcess.StartAsync(settings);
        var token = (await other.LoginAsync("employee@acme.test")).Text("accessToken");
        await using var hub = await HubClient.ConnectAsync(service.BaseAddress, token);
        using var client = service.Client();
        var slow = client.PostAsJsonAsync("/api/v1/auth/login", new { email = "nobody@acme.test", password = "something wrong", tenant = "acme" });
        await Task.Delay(400);
        slow.IsCompleted.ShouldBeFalse("the slow request is not slow");

        await service.TerminateAsync();

        (await hub.WaitForAsync("reconnect")).GetProperty("delayMs").GetInt32().ShouldBeInRange(0, 5_000);
        (await hub.WaitForCloseAsync()).GetProperty("allowReconnect").GetBoolean().ShouldBeTrue();
        await NewConnectionsShouldBeRefusedAsync(service);
        using var answer = await slow;
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await service.ExitAsync(Waiting.Patience)).ShouldBe(0, service.Log);
        service.Log.ShouldNotContain("Unhandled exception");
    }

    private static async Task NewConnectionsShouldBeRefusedAsync(ServiceProcess service)
    {
        await Waiting.UntilAsync(
            async () =>
            {
                using var probe = service.Client();
                try
                {
                    using var response = await probe.GetAsync(new Uri("/health/ready", UriKind.Relative));
                    response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, "a node that stops says that it is ready");
                    return false;
                }
                catch (HttpRequestException e) when (e.InnerException is SocketException or IOException)
                {
                    return true;
                }
            },
            "new connections are still taken");
    }
}
