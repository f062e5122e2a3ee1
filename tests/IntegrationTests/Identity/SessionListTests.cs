using System.Net;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

public sealed class SessionListTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Sessions = "/api/v1/auth/sessions";

    [Fact]
    public async Task A27_Sessions_OfOnesOwn_AreListedAndEnded()
    {
        var (mine, other, stranger) = (await host.LoginAsync("lead@acme.test"), await host.LoginAsync("lead@acme.test"), await host.LoginAsync("omar@acme.test"));
        using var client = host.With(mine.Text("accessToken"));
        var items = (await client.ReadAsync(Sessions)).GetProperty("items").EnumerateArray().ToList();

        items.Count.ShouldBe(2);
        items.Count(s => s.GetProperty("isCurrent").GetBoolean()).ShouldBe(1);
        var first = await client.ReadAsync($"{Sessions}?limit=1");
        (await client.ReadAsync($"{Sessions}?limit=1&cursor={first.Text("nextCursor")}")).GetProperty("items")[0].Id().ShouldNotBe(first.GetProperty("items")[0].Id());

        var ended = items.Single(s => !s.GetProperty("isCurrent").GetBoolean()).Id();
        using var foreign = host.With(stranger.Text("accessToken"));
        (await foreign.DeleteAsync(new Uri($"{Sessions}/{ended}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.DeleteAsync(new Uri($"{Sessions}/{ended}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var over = host.With(other.Text("accessToken"));
        await over.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        (await client.ReadAsync(Sessions)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await client.DeleteAsync(new Uri($"{Sessions}/{ended}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
