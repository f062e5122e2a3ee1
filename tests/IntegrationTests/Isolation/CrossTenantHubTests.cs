using System.Reflection;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using Satcom.WebApi.Realtime;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T7 and T13 for the hub: every method that a client can call, and every group that it could guess.</summary>
public sealed class CrossTenantHubTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1.5);

    /// <summary>By method: arguments that name the other tenant's things wherever the method takes one.</summary>
    private static readonly Dictionary<string, Func<Guid, object?[]>> Arguments = new(StringComparer.Ordinal)
    {
        ["Heartbeat"] = _ => ["online"],
    };

    [Fact]
    public void T7_Arguments_ComparedWithTheHub_NameEveryMethod()
    {
        var methods = typeof(SatcomHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsVirtual || m.GetBaseDefinition().DeclaringType == typeof(SatcomHub)).Select(m => m.Name);

        Arguments.Keys.Order(StringComparer.Ordinal).ShouldBe(methods.Order(StringComparer.Ordinal), "A hub method needs arguments here that name another tenant's things.");
    }

    [Fact]
    public async Task T7_T13_EveryMethod_CalledByOneTenant_IsHeardByNobodyOfAnother()
    {
        var foreignId = (Guid)(await host.SqlAsync("SELECT id FROM users WHERE email = 'employee@acme.test'"))!;
        await using var caller = await ConnectAsync("employee@globex.test");
        await using var colleague = await ConnectAsync("hr@globex.test");
        await using var stranger = await ConnectAsync("hr@acme.test");

        foreach (var (method, arguments) in Arguments)
        {
            await caller.InvokeAsync(method, arguments(foreignId));
        }

        await caller.InvokeAsync("Heartbeat", "away");
        await colleague.WaitForAsync("presenceChanged");

        // Colleagues of the stranger's own may turn away meanwhile, of whom they are told.
        var own = (Guid[])(await host.SqlAsync("SELECT array_agg(u.id) FROM users u JOIN tenants t ON t.id = u.tenant_id WHERE t.slug = 'acme'"))!;
        (await stranger.DrainAsync("presenceChanged", Moment)).Where(told => !own.Contains(told.GetProperty("userId").GetGuid())).ShouldBeEmpty();
    }

    [Fact]
    public async Task T13_A27_Hub_OfAPersonWithTheSameIdInAnotherCompany_StaysOpen()
    {
        var id = await host.UserIdAsync("technician@acme.test");
        var twin = await host.TwinAsync(id, "globex");
        await using var here = await ConnectAsync("technician@acme.test");
        await using var there = await ConnectAsync(twin);
        (await here.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
        (await there.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
        using var signedIn = await host.AsAsync("technician@acme.test");
        using var hr = await host.FreshAsync("hr@globex.test");

        await hr.ActAsync(id, "deactivate");
        await hr.ActAsync(id, "reactivate");

        await there.WaitForCloseAsync();
        (await here.InvokeAsync("Heartbeat", "away")).ShouldBeNull();
        (await signedIn.ReadAsync("/api/v1/me")).Text("email").ShouldBe("technician@acme.test");
    }

    [Theory]
    [InlineData("JoinGroup")]
    [InlineData("AddToGroupAsync")]
    [InlineData("Subscribe")]
    [InlineData("OnConnectedAsync")]
    [InlineData("OnDisconnectedAsync")]
    [InlineData("Dispose")]
    public async Task T13_Invoke_WhenTheMethodIsNotOffered_IsRefused(string method)
    {
        await using var caller = await ConnectAsync("employee@globex.test");

        (await caller.InvokeAsync(method, "acme")).ShouldNotBeNull();
    }

    private async Task<HubClient> ConnectAsync(string email)
    {
        using var client = await host.AsAsync(email);
        return await HubClient.ConnectAsync(host.BaseAddress, client.DefaultRequestHeaders.Authorization!.Parameter);
    }
}
