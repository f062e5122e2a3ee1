using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Satcom.Application.Imports;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Timesheets;

public sealed class PeriodTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Entries = TimesheetSteps.Entries;
    private const string Monday = TimesheetSteps.Monday;
    private const string Periods = "/api/v1/timesheets/periods";

    [Fact]
    public async Task Week_FromOpenToLockedAndBack_KeepsItsHistory_AndSealsItsEntries()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var (worker, client) = await host.WorkerAsync("Walid Saeed");
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker);
        var entry = await mine.EnterAsync(projectId, Monday, 60);
        await mine.EnterAsync(projectId, "2026-03-08", 45);

        (await mine.ReadAsync($"{Periods}/{Monday}")).Text("status").ShouldBe("open");
        (await mine.MoveAsync(Monday, "submit")).Text("status").ShouldBe("submitted");
        await RefuseChangesAsync(mine, entry.Id(), projectId);
        await manager.RefuseMoveAsync(Monday, "reject", new { userId = worker, note = " " }, HttpStatusCode.UnprocessableEntity, "reason_required");
        (await manager.MoveAsync(Monday, "reject", new { userId = worker, note = "Sunday is wrong" })).Text("status").ShouldBe("rejected");
        await mine.EnterAsync(projectId, "2026-03-04", 15);
        await mine.MoveAsync(Monday, "submit");
        (await manager.MoveAsync(Monday, "approve", new { userId = worker })).Text("status").ShouldBe("approved");
        await RefuseChangesAsync(mine, entry.Id(), projectId);
        (await hr.MoveAsync(Monday, "lock", new { userId = worker })).Text("status").ShouldBe("locked");
        await RefuseChangesAsync(mine, entry.Id(), projectId);
        await manager.RefuseMoveAsync(Monday, "reopen", new { userId = worker, note = "Mistake" }, HttpStatusCode.Conflict, "timesheet_state_forbids");
        await hr.MoveAsync(Monday, "reopen", new { userId = worker, note = "Paid twice" });
        using var changed = await mine.PutAsync($"{Entries}/{entry.Id()}", new { date = Monday, projectId, minutes = 61 }, entry.Version());
        await changed.ReadAsync();

        var period = await manager.ReadAsync($"{Periods}/{Monday}?userId={worker}");
        (period.Text("displayName"), period.Text("weekEnd"), period.Text("dueOn"), period.GetProperty("minutes").GetInt32()).ShouldBe(("Walid Saeed", "2026-03-08", "2026-03-11", 121));
        period.GetProperty("history").EnumerateArray().Select(s => $"{s.Text("from")}>{s.Text("to")} {s.Text("displayName")} {s.GetProperty("note")}").ShouldBe(
        [
            "open>submitted Walid Saeed ", "submitted>rejected Majid Karim Sunday is wrong", "rejected>submitted Walid Saeed ", "submitted>approved Majid Karim ", "approved>locked Huda Nasser ",
            "locked>open Huda Nasser Paid twice",
        ]);
        (await hr.ReadAsync("/api/v1/audit?action=timesheets.rejectPeriod")).Items().ShouldContain(a => string.Equals(a.GetProperty("reason").GetString(), "Sunday is wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R26_Week_IsDecidedByTheManagerOfThePersonOrHr_NeverByItsPerson()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var staff = await host.AsAsync("staff@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        using var superadmin = await host.AsAsync("superadmin@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var (managerId, hrId, staffId) = (await host.UserIdAsync("manager@acme.test"), await host.UserIdAsync("hr@acme.test"), await host.UserIdAsync("staff@acme.test"));
        foreach (var one in new[] { mine, manager, hr, staff })
        {
            await one.MoveAsync(Monday, "submit");
        }

        await mine.RefuseMoveAsync(Monday, "approve", new { userId = worker }, HttpStatusCode.Forbidden, "forbidden");
        foreach (var move in new[] { "approve", "reject", "reopen" })
        {
            await manager.RefuseMoveAsync(Monday, move, new { userId = managerId, note = "x" }, HttpStatusCode.Forbidden, "timesheet_own_week");
            await manager.RefuseMoveAsync(Monday, move, new { note = "x" }, HttpStatusCode.Forbidden, "timesheet_own_week");
            await hr.RefuseMoveAsync(Monday, move, new { userId = hrId, note = "x" }, HttpStatusCode.Forbidden, "timesheet_own_week");
            await manager.RefuseMoveAsync(Monday, move, new { userId = staffId, note = "x" }, HttpStatusCode.NotFound, "not_found");
        }

        await hr.RefuseMoveAsync(Monday, "lock", new { userId = hrId }, HttpStatusCode.Forbidden, "timesheet_own_week");
        await manager.RefuseMoveAsync(Monday, "submit", new { userId = worker }, HttpStatusCode.NotFound, "not_found");
        (await superadmin.MoveAsync(Monday, "approve", new { userId = hrId })).Text("status").ShouldBe("approved");
        (await hr.MoveAsync(Monday, "approve", new { userId = managerId })).Text("status").ShouldBe("approved");
        (await hr.MoveAsync(Monday, "approve", new { userId = staffId })).Text("status").ShouldBe("approved");
        (await manager.MoveAsync(Monday, "approve", new { userId = worker })).Text("status").ShouldBe("approved");
        (await hr.MoveAsync("2026-03-09", "submit", new { userId = worker })).GetProperty("history")[0].Id("actorId").ShouldBe(hrId);
    }

    [Fact]
    public async Task Move_OutOfTurnOnAnOldVersionOrOffTheWeek_IsRefused()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        await manager.RefuseMoveAsync(Monday, "approve", new { userId = worker }, HttpStatusCode.Conflict, "timesheet_state_forbids");
        await mine.RefuseMoveAsync("2026-03-03", "submit", new { }, HttpStatusCode.UnprocessableEntity, "timesheet_week_mismatch");
        await mine.ReadAsync($"{Periods}/2026-03-03", HttpStatusCode.UnprocessableEntity);
        await mine.ReadAsync($"{Periods}/yesterday", HttpStatusCode.BadRequest);
        (await mine.ReadAsync($"{Periods}/{Monday}")).Version().ShouldBe(0u);
        var submitted = await mine.MoveAsync(Monday, "submit");
        await mine.RefuseMoveAsync(Monday, "submit", new { }, HttpStatusCode.Conflict, "timesheet_state_forbids");
        await manager.MoveAsync(Monday, "approve", new { userId = worker });

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Periods}/{Monday}/reopen") { Content = JsonContent.Create(new { userId = worker, note = "x" }) };
        request.Headers.Add("If-Match", $"\"{submitted.Version()}\"");
        using var stale = await manager.SendAsync(request);

        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    [Fact]
    public async Task Decisions_WhenTwoComeAtOnce_OneIsRefused()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        for (var week = 0; week < 4; week++)
        {
            var start = new DateOnly(2026, 3, 2).AddDays(week * 7).ToString("O", CultureInfo.InvariantCulture);
            await mine.MoveAsync(start, "submit");

            var answers = await Task.WhenAll(
                manager.PostAsJsonAsync($"{Periods}/{start}/approve", new { userId = worker }), hr.PostAsJsonAsync($"{Periods}/{start}/reject", new { userId = worker, note = "No" }));

            answers.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
            (await mine.ReadAsync($"{Periods}/{start}")).GetProperty("history").GetArrayLength().ShouldBe(2);
            Array.ForEach(answers, a => a.Dispose());
        }
    }

    [Fact]
    public async Task CreateEntry_WhileTheWeekIsBeingSubmitted_FindsItSealed()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker);
        await mine.EnterAsync(projectId, Monday, 60);
        await using var submission = await ChangeUnderWay.BeginAsync(host, "UPDATE timesheet_weeks SET status = 'submitted' WHERE employee_id = $1", worker);

        var late = mine.PostAsJsonAsync(Entries, new { date = Monday, projectId, minutes = 5 });
        await submission.UntilAwaitedAsync();
        await submission.CommitAsync();

        using var answer = await late;
        await answer.ProblemAsync(HttpStatusCode.Conflict, "timesheet_sealed");
        (await host.SqlAsync("SELECT sum(minutes) FROM timesheet_entries WHERE employee_id = $1", worker)).ShouldBe(60L);
    }

    [Fact]
    public async Task SubmitPeriod_WhileEntriesAreMade_SealsWhatWasEnteredBeforeItAndNothingAfter()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker);
        for (var week = 0; week < 3; week++)
        {
            var start = new DateOnly(2026, 4, 6).AddDays(week * 7);
            var date = start.ToString("O", CultureInfo.InvariantCulture);
            var entries = Enumerable.Range(0, 4).Select(i => mine.PostAsJsonAsync(Entries, new { date = start.AddDays(i), projectId, minutes = 10 }));
            var submit = mine.PostAsJsonAsync($"{Periods}/{date}/submit", new { });
            var answers = await Task.WhenAll(entries.Append(submit));

            (await submit).StatusCode.ShouldBe(HttpStatusCode.OK);
            answers.SkipLast(1).ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created || a.StatusCode == HttpStatusCode.Conflict);
            (await mine.ReadAsync($"{Periods}/{date}")).GetProperty("minutes").GetInt32().ShouldBe(10 * answers.SkipLast(1).Count(a => a.StatusCode == HttpStatusCode.Created));
            await mine.RefuseEntryAsync(new { date, projectId, minutes = 1 }, HttpStatusCode.Conflict, "timesheet_sealed");
            Array.ForEach(answers, a => a.Dispose());
        }
    }

    [Fact]
    public async Task ListPeriods_ByFiltersAndPages_ShowsThoseInReach()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var staff = await host.AsAsync("staff@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        foreach (var start in new[] { "2026-03-02", "2026-03-09", "2026-03-16" })
        {
            await mine.MoveAsync(start, "submit");
        }

        await manager.MoveAsync("2026-03-09", "approve", new { userId = worker });
        var mineAll = $"{Periods}?userId={worker}";

        (await StartsAsync(manager, mineAll)).ShouldBe(["2026-03-16", "2026-03-09", "2026-03-02"]);
        (await StartsAsync(manager, $"{mineAll}&status=approved")).ShouldBe(["2026-03-09"]);
        (await StartsAsync(manager, $"{mineAll}&from=2026-03-15&to=2026-03-16")).ShouldBe(["2026-03-16", "2026-03-09"]);
        (await StartsAsync(staff, mineAll)).ShouldBeEmpty();
        var page = await mine.ReadAsync($"{mineAll}&limit=2");
        (await StartsAsync(mine, $"{mineAll}&limit=2&cursor={page.Text("nextCursor")}")).ShouldBe(["2026-03-02"]);
    }

    [Fact]
    public async Task R16_Export_HasEveryRowInReach_SafeCells_AndTotalsThatAddUp()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var (first, one) = await host.WorkerAsync("=cmd(1)");
        var (second, two) = await host.WorkerAsync("Comma, \"Quote\"");
        using var a = one;
        using var b = two;
        var projectId = await manager.MakeProjectAsync(first, second);
        await a.EnterAsync(projectId, "2026-05-04", 61, "+1");
        await a.EnterAsync(projectId, "2026-05-05", 30, "two\nlines");
        await a.EnterAsync(projectId, "2026-05-11", 20);
        await b.EnterAsync(projectId, "2026-05-04", 100);
        var path = $"/api/v1/exports/timesheets?from=2026-05-01&to=2026-05-31&projectId={projectId}";

        using var response = await manager.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        var rows = CsvReader.Read(text.TrimStart('\uFEFF')).Select(r => r.Cells).ToList();

        (response.StatusCode, response.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "text/csv"));
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("timesheets-2026-05-01-2026-05-31.csv");
        var (kind, minutes, person) = (Column(rows, "row"), Column(rows, "minutes"), Column(rows, "employee"));
        long Sum(string of) => rows.Where(r => string.Equals(r[kind], of, StringComparison.Ordinal)).Sum(r => long.Parse(r[minutes], CultureInfo.InvariantCulture));
        (Sum("entry"), Sum("week"), Sum("employee"), Sum("total")).ShouldBe((211, 211, 211, 211));
        rows.Count(r => r[kind] is "week").ShouldBe(3);
        rows.Single(r => r[kind] is "total")[Column(rows, "time")].ShouldBe("3:31");
        rows.Select(r => r[person]).ShouldContain("'=cmd(1)", StringComparer.Ordinal);
        rows.Select(r => r[person]).ShouldContain("Comma, \"Quote\"", StringComparer.Ordinal);
        rows.Select(r => r[Column(rows, "notes")]).ShouldContain("'+1", StringComparer.Ordinal);
        rows.ShouldAllBe(r => r.Count == rows[0].Count);

        (await RowsAsync(a, path)).Count(r => r[kind] is "entry").ShouldBe(3);
        (await RowsAsync(hr, $"{path}&userId={second}")).Count(r => r[kind] is "entry").ShouldBe(1);
        (await RowsAsync(a, $"{path}&userId={second}")).Count(r => r[kind] is "entry").ShouldBe(0, "Nobody exports whom they do not see.");
        var (theirs, empty) = (await host.TeamOfAsync(second), await host.TeamOfAsync());
        (await RowsAsync(hr, $"{path}&teamId={theirs}")).Where(r => r[kind] is "entry").ShouldHaveSingleItem()[minutes].ShouldBe("100");
        (await RowsAsync(hr, $"{path}&teamId={empty}")).Select(r => r[kind]).ShouldBe(["row", "total"]);
        await a.MoveAsync("2026-05-04", "submit");
        (await RowsAsync(hr, $"{path}&status=submitted")).Count(r => r[kind] is "entry").ShouldBe(2);
        await hr.ReadAsync("/api/v1/exports/timesheets?from=2026-05-01&to=2027-06-05", HttpStatusCode.BadRequest);
        await hr.ReadAsync("/api/v1/exports/timesheets", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task R16_Export_OfMoreEntriesThanArePagedAtOnce_HasEachOnceAndAddsUp()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (worker, client) = await host.WorkerAsync("Many Entries");
        using var mine = client;
        var entry = await mine.EnterAsync(await hr.MakeProjectAsync(worker), "2026-06-01", 1);
        await host.SqlAsync("UPDATE timesheet_days SET minutes = 1201 WHERE employee_id = $1", worker);
        await host.SqlAsync(
            "INSERT INTO timesheet_entries SELECT (jsonb_populate_record(x, jsonb_build_object('id', gen_random_uuid()))).* FROM timesheet_entries x, generate_series(1, 1200) WHERE id = $1", entry.Id());

        var rows = await RowsAsync(hr, $"/api/v1/exports/timesheets?from=2026-06-01&to=2026-06-30&userId={worker}");

        var (kind, minutes) = (Column(rows, "row"), Column(rows, "minutes"));
        foreach (var (of, count) in new[] { ("entry", 1201), ("week", 1), ("employee", 1), ("total", 1) })
        {
            var found = rows.FindAll(r => string.Equals(r[kind], of, StringComparison.Ordinal));
            (found.Count, found.Sum(r => long.Parse(r[minutes], CultureInfo.InvariantCulture))).ShouldBe((count, 1201));
        }
    }

    private static int Column(List<IReadOnlyList<string>> rows, string name) => rows[0].ToList().IndexOf(name);

    private static async Task<List<IReadOnlyList<string>>> RowsAsync(HttpClient client, string path) => [.. CsvReader.Read((await client.GetStringAsync(new Uri(path, UriKind.Relative))).TrimStart('\uFEFF')).Select(r => r.Cells)];

    private static async Task<IEnumerable<string>> StartsAsync(HttpClient client, string path) => (await client.ReadAsync(path)).Items().Select(p => p.Text("weekStart"));

    private static async Task RefuseChangesAsync(HttpClient client, Guid entryId, Guid projectId)
    {
        await client.RefuseEntryAsync(new { date = "2026-03-05", projectId, minutes = 5 }, HttpStatusCode.Conflict, "timesheet_sealed");
        using var changed = await client.PutAsync($"{Entries}/{entryId}", new { date = Monday, projectId, minutes = 5 }, version: null);
        await changed.ProblemAsync(HttpStatusCode.Conflict, "timesheet_sealed");
        using var deleted = await client.DeleteAsync($"{Entries}/{entryId}", version: null);
        await deleted.ProblemAsync(HttpStatusCode.Conflict, "timesheet_sealed");
    }
}
