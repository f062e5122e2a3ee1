using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T8: one company's every text carries a marker, and another's people use everything that there is.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private static readonly string[] Callers = ["superadmin@globex.test", "hr@globex.test", "employee@globex.test"];

    private readonly SatcomHost _host = new();
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly LogCapture _logs = new();
    private TestInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await TestInbox.StartAsync();
        _inbox.Serve(_host);
        _host.Settings["Logging:LogLevel:Satcom"] = "Debug";
        _host.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(_logs);
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _inbox.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task T8_AnswersMailsHubAndLogs_OfOneCompany_HoldNothingOfAnother()
    {
        var acme = await TenantThings.OfAsync(_host, "acme", round: 60);
        var globex = await TenantThings.OfAsync(_host, "globex", round: 60);
        var footprint = await TenantFootprint.MarkAsync(_host, acme.TenantId);
        await using var hub = await ConnectAsync("hr@globex.test");
        await using var own = await ConnectAsync("hr@acme.test");

        var (answers, seenBySelf) = (new List<string>(), new List<string>());
        foreach (var operation in await ServiceDocument.OperationsAsync(_host))
        {
            foreach (var caller in Callers)
            {
                answers.Add(await AnswerAsync(caller, operation, globex));
            }

            if (!operation.IsWrite)
            {
                seenBySelf.Add(await AnswerAsync("superadmin@acme.test", operation, acme));
            }
        }

        using var stranger = _host.Anonymous();
        using var asked = await stranger.PostAsJsonAsync("/api/v1/auth/password/forgot", new { email = "staff@globex.test", tenant = "globex" });
        using var askedAtHome = await stranger.PostAsJsonAsync("/api/v1/auth/password/forgot", new { email = "staff@acme.test", tenant = "acme" });
        var mail = Shown(await _inbox.LatestAsync("staff@globex.test"));
        var mailAtHome = Shown(await _inbox.LatestAsync("staff@acme.test"));
        using var technician = await _host.AsAsync("technician@globex.test");
        using var punched = await technician.PostAsJsonAsync("/api/v1/attendance/check-in", new { workMode = "office" });
        using var technicianAtHome = await _host.AsAsync("technician@acme.test");
        using var punchedAtHome = await technicianAtHome.PostAsJsonAsync("/api/v1/attendance/check-in", new { workMode = "office" });
        var heard = (await hub.WaitForAsync("attendanceChanged")).GetRawText();
        var heardAtHome = (await own.WaitForAsync("attendanceChanged")).GetRawText();
        var more = string.Concat((await hub.DrainAsync("attendanceChanged", TimeSpan.FromMilliseconds(500))).Select(e => e.GetRawText()));
        var lines = _logs.Lines.Where(l => l.Scope.Values.Any(v => $"{v}".Equals(globex.TenantId.ToString(), StringComparison.OrdinalIgnoreCase))).Select(l => $"{l.Text} {l.Exception} {string.Join(' ', l.Scope.Values)}").ToList();

        answers.Count.ShouldBeGreaterThan(150);
        lines.Count.ShouldBeGreaterThan(20);
        foreach (var (what, texts) in new (string, IEnumerable<string>)[] { ("answers", answers), ("mail", [mail]), ("hub", [heard, more]), ("log", lines) })
        {
            texts.SelectMany(text => footprint.FoundIn(text).Select(trace => $"{what} hold {trace}: {text}")).ShouldBeEmpty();
        }

        // Where the marker is at home, each of these shows it, or nothing could have been found.
        footprint.Canaries.ShouldBeGreaterThan(20);
        foreach (var (what, text) in new[] { ("answers", string.Concat(seenBySelf)), ("mail", mailAtHome), ("hub", heardAtHome) })
        {
            footprint.FoundIn(text).ShouldNotBeEmpty(what);
        }
    }

    private static string Shown(InboxMail mail) => $"{mail.Subject} {mail.Text} {mail.Html}";

    private async Task<string> AnswerAsync(string caller, ServiceOperation operation, TenantThings things)
    {
        for (var tries = 0; ; tries++)
        {
            if (!_tokens.TryGetValue(caller, out var token))
            {
                token = _tokens[caller] = (await _host.LoginAsync(caller)).Text("accessToken");
            }

            using var client = _host.With(token);
            using var request = OperationData.Request(operation, things, things);
            using var response = await client.SendAsync(request);
            ((int)response.StatusCode).ShouldBeLessThan(500, operation.ToString());
            if (response.StatusCode != HttpStatusCode.Unauthorized || tries > 0)
            {
                return await response.Content.ReadAsStringAsync() + response.Headers;
            }

            // An operation before has ended the session.
            _tokens.Remove(caller);
        }
    }

    private async Task<HubClient> ConnectAsync(string email)
    {
        using var client = await _host.AsAsync(email);
        return await HubClient.ConnectAsync(_host.BaseAddress, client.DefaultRequestHeaders.Authorization!.Parameter);
    }
}
