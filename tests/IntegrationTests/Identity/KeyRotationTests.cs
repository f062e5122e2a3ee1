using Microsoft.Extensions.DependencyInjection;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

/// <summary>A key-encryption key is replaced, and then the old one is gone.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private static readonly string Old = Convert.ToBase64String(new byte[32]);
    private static readonly string New = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    private readonly SatcomHost _before = new();

    public async ValueTask InitializeAsync()
    {
        await _before.StartAsync();
        await _before.SqlAsync("UPDATE tenants SET status = 'suspended' WHERE slug = 'globex'");
    }

    public ValueTask DisposeAsync() => _before.DisposeAsync();

    [Fact]
    public async Task A32_Keys_WhenTheOldOneIsTakenAwayAfterTheJob_StillOpenSignAndFindPeople()
    {
        var token = (await _before.LoginAsync("employee@acme.test")).Text("accessToken");
        await using (var during = await StartAsync($"{New},{Old}"))
        {
            // Found under the old key before the job has run.
            await during.LoginAsync("employee@acme.test");
            for (var run = 0; run < 2; run++)
            {
                await ActivatorUtilities.CreateInstance<SigningKeyRotationJob>(during.Services).RunAsync(new JobProgress("test"), CancellationToken.None);
                await during.LoginAsync("employee@acme.test");
            }
        }

        (await _before.SqlAsync("SELECT count(*) FROM sign_in_directory")).ShouldBe(await _before.SqlAsync("SELECT count(*) FROM users"));
        await using var after = await StartAsync(New);
        await after.LoginAsync("employee@acme.test");
        using var client = after.With(token);
        (await client.ReadAsync("/api/v1/me")).Text("email").ShouldBe("employee@acme.test");
        await _before.SqlAsync("UPDATE tenants SET status = 'active' WHERE slug = 'globex'");
        await using var resumed = await StartAsync(New);
        await resumed.LoginAsync("hr@globex.test");
    }

    [Fact]
    public async Task Keys_WhenTheOldOneIsTakenAwayTooEarly_KeepTheServiceFromStarting() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(New))).Message.ShouldContain("KeyEncryptionKey");

    private async Task<SatcomHost> StartAsync(string keys)
    {
        var host = new SatcomHost(_before.Database);
        host.Settings["Satcom:Keys:KeyEncryptionKey"] = keys;
        await host.StartAsync();
        return host;
    }
}
