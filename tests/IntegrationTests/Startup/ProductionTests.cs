using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Startup;

/// <summary>What an operator gets of a start with docker/compose.yaml, and finds in log and collector.</summary>
public sealed partial class ProductionTests(ProductionService service) : IClassFixture<ProductionService>
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task A40_Start_WithWhatComposeSets_LetsTheInvitedAdministratorInAlone()
    {
        await Waiting.UntilAsync(IsReadyAsync, "the service does not become ready");
        await service.Stranger.PostProblemAsync(
            "/api/v1/auth/register", new { email = "stranger@platform.example", password = ProductionService.Password, displayName = "Stranger", tenant = "platform" }, HttpStatusCode.NotFound, "not_found");

        (await service.Books.RowsAsync("SELECT email FROM users")).ShouldBe([ProductionService.Administrator]);
        service.Invitation.Text.ShouldContain("https://satcom.example/");
        service.Invitation.Headers["from"].ShouldContain("no-reply@satcom.example");
        await service.Client.ReadAsync("/api/v1/tenants");
    }

    [Fact]
    public async Task L12_Login_OfAPersonWithAPhone_WhereNoGatewayIsSet_SendsTheCodeByMail()
    {
        await service.Books.RowsAsync("UPDATE users SET phone = '+971501234567' WHERE email = $1 RETURNING id", ProductionService.Administrator);
        var credentials = new { tenant = "platform", email = ProductionService.Administrator, password = ProductionService.Password };
        using var administrator = service.Process.Client();
        administrator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await service.Stranger.SendAsync("/api/v1/auth/login", credentials)).Text("accessToken"));
        await AskForCodesAsync(administrator, "everySignIn");
        try
        {
            var challenge = (await service.Stranger.SendAsync("/api/v1/auth/login", credentials)).GetProperty("deviceVerification");
            challenge.Text("channel").ShouldBe("mail");
            string? code = null;
            await Waiting.UntilAsync(
                async () => (code = (await service.Inbox.ReadAsync(ProductionService.Administrator)).Where(m => m.Subject.StartsWith("Your sign-in code", StringComparison.Ordinal)).Select(m => SixDigits().Match(m.Text)).LastOrDefault(m => m.Success)?.Value) is not null, "the code does not come");
            await service.Stranger.SendAsync("/api/v1/auth/device/verify", new { challengeId = challenge.Text("challengeId"), code });
        }
        finally
        {
            await AskForCodesAsync(administrator, "off");
        }
    }

    [Fact]
    public async Task Line_OfARequest_NamesTraceTenantAndPerson()
    {
        var person = await PersonAsync();
        var refused = await service.Client.ReadAsync($"/api/v1/tenants/{person}", HttpStatusCode.NotFound);

        var line = await LineAsync("Satcom.Access", "GET api/v1/tenants/{id");
        (Scope(line, "traceId"), Scope(line, "tenantId"), Scope(line, "userId")).ShouldBe((refused.Text("traceId"), await TenantAsync(), person));
    }

    [Fact]
    public async Task Line_OfAnEvent_NamesTheTraceOfItsCause_AndTheTenant()
    {
        await service.Books.RowsAsync(
            $$"""
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts, trace_parent)
            SELECT id, gen_random_uuid(), gen_random_uuid(), 'FromTheFuture', '{}', now(), now(), 0, '00-{{Trace}}-b7ad6b7169203331-01' FROM tenants
            """);

        var line = await LineAsync("Satcom.Infrastructure.Outbox.OutboxDispatcher", "FromTheFuture");
        (Scope(line, "traceId"), Scope(line, "tenantId")).ShouldBe((Trace, await TenantAsync()));
    }

    [Fact]
    public async Task Line_OfAJob_NamesTraceAndTenant()
    {
        await service.Books.RowsAsync("ALTER TABLE attendance_days RENAME TO mislaid_days");
        try
        {
            await NamesTraceAndTenantAsync("Satcom.Infrastructure.Jobs.EachTenant", "missing-check-out");
        }
        finally
        {
            await service.Books.RowsAsync("ALTER TABLE mislaid_days RENAME TO attendance_days");
        }
    }

    [Fact]
    public async Task Line_OfAMail_NamesTraceAndTenant()
    {
        await service.Books.RowsAsync(
            """
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.sealed := ''\x00''; RETURN NEW; END';
            CREATE TRIGGER spoil BEFORE INSERT ON outgoing_messages FOR EACH ROW EXECUTE FUNCTION spoil()
            """);
        try
        {
            await service.Stranger.SendAsync("/api/v1/auth/password/forgot", new { email = ProductionService.Administrator, tenant = "platform" }, HttpStatusCode.Accepted);

            await NamesTraceAndTenantAsync("Satcom.Infrastructure.Notifications.MessageDispatcher", "PasswordReset");
        }
        finally
        {
            await service.Books.RowsAsync("DROP FUNCTION spoil CASCADE");
        }
    }

    [Theory]
    [InlineData("/v1/traces", "LoginCommand")]
    [InlineData("/v1/traces", "job.run")]
    [InlineData("/v1/metrics", "satcom.message.duration")]
    public async Task Export_WhereTheSettingAsksForIt_ComesOverOtlp(string path, string name)
    {
        await Waiting.UntilAsync(() => Task.FromResult(service.Collector.TakenAt(path).Contains(name, StringComparison.Ordinal)), $"{path} hears nothing of {name}");
        service.Collector.TakenAt(path).ShouldContain("service.name");
    }

    [Fact]
    public void O56_LogTracesAndMetrics_HoldNoSecret()
    {
        var told = (string[])[service.Process.Log, service.Collector.TakenAt("/v1/traces"), service.Collector.TakenAt("/v1/metrics")];

        foreach (var secret in (string[])[ProductionService.Password, ProductionService.Administrator, "token=spl_"])
        {
            told.ShouldAllBe(text => !text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    private async Task NamesTraceAndTenantAsync(string category, string says)
    {
        var line = await LineAsync(category, says);
        Scope(line, "traceId").ShouldNotBeNull().ShouldMatch("^[0-9a-f]{32}$");
        Scope(line, "tenantId").ShouldBe(await TenantAsync());
    }

    /// <summary>The first line of a category that says so, waited for. Whatever the service has written is a line of JSON.</summary>
    private async Task<JsonElement> LineAsync(string category, string says)
    {
        JsonElement? found = null;
        await Waiting.UntilAsync(
            () =>
            {
                var lines = service.Process.Log.Split('\n').Select(line => JsonElement.Parse(line));
                found = lines.Where(l => l.Text("Category").Is(category) && l.Text("Message").Contains(says, StringComparison.Ordinal)).Select(l => (JsonElement?)l).FirstOrDefault();
                return Task.FromResult(found is not null);
            },
            $"{category} has not logged {says}");
        return found!.Value;
    }

    /// <summary>What the scopes of a line say, the innermost last.</summary>
    private static string? Scope(JsonElement line, string name) =>
        line.GetProperty("Scopes").EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object && s.TryGetProperty(name, out _)).Select(s => s.GetProperty(name).GetString()).LastOrDefault();

    private async Task<string> TenantAsync() => (await service.Books.ValueAsync<Guid>("SELECT id FROM tenants")).ToString();

    private async Task<string> PersonAsync() => (await service.Books.ValueAsync<Guid>("SELECT id FROM users")).ToString();

    private async Task<bool> IsReadyAsync()
    {
        using var answer = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    private static async Task AskForCodesAsync(HttpClient administrator, string when)
    {
        using var changed = await administrator.PatchAsJsonAsync("/api/v1/tenant", new { settings = new { deviceVerification = when } });
        await changed.ReadAsync();
    }

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();
}
