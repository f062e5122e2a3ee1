using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>What a preview tells is what is raised where the rule is set so: of every rule, over days with something of everything.</summary>
public sealed class AnomalyPreviewTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const int Days = 30;

    [Fact]
    public async Task Preview_OfEveryRule_IsWhatIsRaisedOnceItIsSetSo()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var today = TimeZones.LocalDate(RealTime.Clock.GetUtcNow(), (string)(await host.SqlAsync("SELECT time_zone FROM tenants WHERE slug = 'acme'"))!);
        await AnomalyReferenceTests.MakeAsync(host, today.AddDays(-147 - ((6 + (int)today.DayOfWeek) % 7)), today.AddDays(-1));
        await host.SqlAsync("DELETE FROM anomalies");
        var from = today.AddDays(1 - Days);
        var found = 0;
        foreach (var rule in AnomalyRules.All)
        {
            var kind = JsonNamingPolicy.CamelCase.ConvertName(rule.Kind.ToString());

            // Looser than by default, so that what has been judged by then is not all there is.
            var thresholds = rule.Thresholds.Where(t => t.Looser == Looser.Lower).ToDictionary(t => t.Name, t => t.Default - ((t.Default - t.Min) / 4), StringComparer.Ordinal);
            var preview = await hr.SendAsync($"/api/v1/anomaly-rules/{kind}/preview", new { days = Days, thresholds });
            using var put = await hr.PutAsJsonAsync($"/api/v1/anomaly-rules/{kind}", new { enabled = true, severity = "high", thresholds });
            await put.ReadAsync();
            var asked = await hr.SendAsync("/api/v1/anomalies/evaluate", new { from, to = today }, HttpStatusCode.Accepted);
            await HostWork.EventuallyAsync(() => hr.ReadAsync($"/api/v1/anomalies/evaluations/{asked.Id()}"), e => e.Text("state") is "completed");

            var raised = await RaisedAsync(hr, kind, from, today);
            preview.GetProperty("count").GetInt32().ShouldBe(raised.Count, kind);
            preview.GetProperty("userCount").GetInt32().ShouldBe(raised.Select(line => line.Split(' ')[0]).Distinct(StringComparer.Ordinal).Count(), kind);
            var items = preview.GetProperty("items").EnumerateArray().Select(LineOf).ToList();
            items.Count.ShouldBe(Math.Min(raised.Count, 100), kind);
            items.Except(raised, StringComparer.Ordinal).ShouldBeEmpty($"{kind} was previewed, and not raised");
            found += raised.Count > 0 ? 1 : 0;
        }

        found.ShouldBeGreaterThanOrEqualTo(6, "a rule found nothing, so that nothing was compared");
    }

    private static async Task<List<string>> RaisedAsync(HttpClient hr, string kind, DateOnly from, DateOnly to)
    {
        List<string> lines = [];
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/anomalies?kind={kind}&status=open&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}&limit=200{(cursor is null ? string.Empty : $"&cursor={cursor}")}"));
            lines.AddRange(page.GetProperty("items").EnumerateArray().Select(LineOf));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return lines;
    }

    /// <summary>Whom it is about, when, and every fact with the sentence made of them.</summary>
    private static string LineOf(JsonElement finding) =>
        $"{finding.Id("userId")} {finding.Text("date")} {finding.Text("lastDate")} {string.Join(',', finding.GetProperty("facts").EnumerateObject().Select(f => $"{f.Name}={f.Value.GetString()}").Order(StringComparer.Ordinal))} {finding.Text("why")}";
}
