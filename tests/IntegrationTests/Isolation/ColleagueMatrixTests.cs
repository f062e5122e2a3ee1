using Satcom.Domain.Identity;
using Satcom.IntegrationTests.Access;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>A1: every operation that their roles let them call, by people who have nothing to say over two colleagues, about what is those two's.</summary>
public sealed class ColleagueMatrixTests
{
    /// <summary>What colleagues may do to each other, and why.</summary>
    private static readonly Dictionary<string, string> MayReach = new(StringComparer.Ordinal)
    {
        ["Identity_Login"] = "with a person's password one is that person",
        ["Identity_Logout"] = "with a person's refresh token one is that person",
        ["Identity_Refresh"] = "with a person's refresh token one is that person",
        ["Identity_ForgotPassword"] = "anybody may have the person themselves asked",
    };

    [Fact]
    public async Task A1_EveryOperation_AboutAColleaguesThings_TellsAndChangesNothing()
    {
        await using var host = new SatcomHost();
        await host.StartAsync();
        var theirs = await TenantThings.OfAsync(host, "acme");
        var (omar, lead) = (await TenantThings.OfAsync(host, "acme", person: "omar"), await TenantThings.OfAsync(host, "acme", person: "lead"));
        await host.EndOwnWorkAsync();
        var footprint = await TenantFootprint.MarkPeopleAsync(host, [theirs.UserId, theirs.SpareUserId]);
        footprint.Canaries.ShouldBeGreaterThan(10);
        footprint.Ids.Count.ShouldBeGreaterThan(20);

        // A colleague of the same team, and one who leads others of it.
        (await WalkAsync(host, "omar", theirs, omar, footprint, o => PermissionTable.Allowed[o.Id].Contains(Roles.Employee))).ShouldBeEmpty();
        (await WalkAsync(host, "lead", theirs, lead, footprint, o => PermissionTable.Allowed[o.Id].Contains(Roles.Manager))).ShouldBeEmpty();

        // Who may reach them is told and changes, so the walk sees what it looks for.
        var seen = await WalkAsync(host, "hr", theirs, omar, footprint, o => o.Id is "Attendance_GetDay" or "Anomalies_AcknowledgeAnomaly" or "Attendance_ListDays" or "People_ListUserSessions");
        foreach (var (operation, fault) in new[] { ("Attendance_GetDay", "told"), ("Anomalies_AcknowledgeAnomaly", "changed anomalies"), ("Attendance_ListDays", "told"), ("People_ListUserSessions", TenantFootprint.Canary) })
        {
            seen.ShouldContain(f => f.Contains(operation, StringComparison.Ordinal) && f.Contains(fault, StringComparison.Ordinal));
        }
    }

    private static async Task<List<string>> WalkAsync(SatcomHost host, string caller, TenantThings theirs, TenantThings own, TenantFootprint footprint, Func<ServiceOperation, bool> isMeant)
    {
        using var client = await host.AsAsync($"{caller}@acme.test");
        await footprint.ChangedAsync();
        var faults = new List<string>();
        foreach (var operation in (await ServiceDocument.OperationsAsync(host)).Where(o => !MayReach.ContainsKey(o.Id) && isMeant(o)))
        {
            // As it is, which for a list is everything; then with each place that names one of them or something of theirs.
            var requests = new List<(string How, HttpRequestMessage Request)> { ("their path", OperationData.Request(operation, theirs, own)) };
            if (operation.HasBody)
            {
                requests.Add(("their body", OperationData.Request(operation, own, theirs)));
            }

            foreach (var query in operation.Parameters.Where(p => p.In is "query").Select(p => p.Name))
            {
                var request = OperationData.Request(operation, own, own, query, theirs);
                if (IsTheirs(request.RequestUri!.ToString().Split('?')[1]))
                {
                    requests.Add(($"their {query}", request));
                }
            }

            foreach (var (how, request) in requests)
            {
                using (request)
                {
                    var sent = $"{request.RequestUri} {(request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync())}";
                    using var response = await client.SendAsync(request);
                    var text = await response.Content.ReadAsStringAsync() + response.Headers;
                    var traces = footprint.FoundIn(text, response.IsSuccessStatusCode ? string.Empty : sent).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
                    if (traces.Count > 0)
                    {
                        faults.Add($"{caller}: {operation} with {how} told {string.Join(' ', traces)}: {(int)response.StatusCode} {text}");
                    }

                    if ((int)response.StatusCode >= 500)
                    {
                        faults.Add($"{caller}: {operation} with {how} answered {(int)response.StatusCode} {text}");
                    }
                }
            }

            faults.AddRange((await footprint.ChangedAsync()).Select(table => $"{caller}: {operation} changed {table}"));
        }

        return faults;

        bool IsTheirs(string text) => ((Guid[])[theirs.UserId, theirs.SpareUserId]).Any(id => text.Contains(id.ToString(), StringComparison.Ordinal)) || footprint.FoundIn(text).Any();
    }
}
