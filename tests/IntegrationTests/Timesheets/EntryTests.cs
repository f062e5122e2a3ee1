using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Timesheets;

public sealed class EntryTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Entries = TimesheetSteps.Entries;
    private const string Monday = TimesheetSteps.Monday;
    private const string Policy = "/api/v1/policies/timesheets";

    [Fact]
    public async Task CreateEntry_SentTwice_IsOneAndAudited()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker);
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());

        // It fills the day, so that the repeat is answered and not judged again.
        var first = await mine.SendAsync(Entries, new { id, date = Monday, projectId, minutes = 1440, notes = " Wired " }, HttpStatusCode.Created);
        var again = await mine.SendAsync(Entries, new { id, date = Monday, projectId, minutes = 1440, notes = "Wired" }, HttpStatusCode.Created);

        again.ToString().ShouldBe(first.ToString());
        (first.Text("notes"), first.GetProperty("attachmentIds").GetArrayLength()).ShouldBe(("Wired", 0));
        await mine.RefuseEntryAsync(new { id, date = Monday, projectId, minutes = 1439 }, HttpStatusCode.Conflict, "id_conflict");
        (await hr.ReadAsync($"/api/v1/audit?entityId={id}&action=timesheets.createEntry")).Items().ShouldHaveSingleItem();
        (await host.SqlAsync("SELECT sum(minutes) FROM timesheet_entries WHERE employee_id = $1", worker)).ShouldBe(1440L);
    }

    [Fact]
    public async Task CreateEntry_OnWhatIsNotTheCallersOrIsOver_IsRefused()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker);
        var foreign = await manager.MakeProjectAsync();
        var over = (await manager.SendAsync(TimesheetSteps.Projects, new { code = TimesheetSteps.Code(), name = "Over", status = "archived" }, HttpStatusCode.Created)).Id();
        var short1 = (await manager.SendAsync(TimesheetSteps.Projects, new { code = TimesheetSteps.Code(), name = "Short", startsOn = "2026-03-03", endsOn = "2026-03-04" }, HttpStatusCode.Created)).Id();
        foreach (var one in new[] { over, short1 })
        {
            await manager.SendAsync($"{TimesheetSteps.Projects}/{one}/members", new { userId = worker }, HttpStatusCode.Created);
        }

        var foreignTask = (await manager.SendAsync($"{TimesheetSteps.Projects}/{foreign}/tasks", new { code = "T", name = "T" }, HttpStatusCode.Created)).Id();
        var archivedTask = (await manager.SendAsync($"{TimesheetSteps.Projects}/{projectId}/tasks", new { code = "T", name = "T", isArchived = true }, HttpStatusCode.Created)).Id();

        await mine.RefuseEntryAsync(new { date = Monday, projectId = foreign, minutes = 5 }, HttpStatusCode.UnprocessableEntity, "project_not_yours");
        await mine.RefuseEntryAsync(new { date = Monday, projectId = over, minutes = 5 }, HttpStatusCode.Conflict, "project_archived");
        await mine.RefuseEntryAsync(new { date = Monday, projectId = short1, minutes = 5 }, HttpStatusCode.Conflict, "project_archived");
        await mine.RefuseEntryAsync(new { date = "2026-03-05", projectId = short1, minutes = 5 }, HttpStatusCode.Conflict, "project_archived");
        await mine.EnterAsync(short1, "2026-03-04", 5);
        await mine.RefuseEntryAsync(new { date = Monday, projectId, taskId = foreignTask, minutes = 5 }, HttpStatusCode.UnprocessableEntity, "task_unknown");
        await mine.RefuseEntryAsync(new { date = Monday, projectId, taskId = archivedTask, minutes = 5 }, HttpStatusCode.Conflict, "task_archived");
        await mine.RefuseEntryAsync(new { date = Monday, projectId, minutes = 0 }, HttpStatusCode.BadRequest, "validation_failed");
        await mine.RefuseEntryAsync(new { date = Monday, projectId, minutes = 1441 }, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task CreateEntry_WhenTwoAtOnceWouldOverfillTheDay_OneIsRefused()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker);
        for (var day = 2; day < 8; day++)
        {
            var date = $"2026-03-0{day}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
            {
                using var response = await mine.PostAsJsonAsync(Entries, new { date, projectId, minutes = 720 + (day % 2) });
                var text = await response.Content.ReadAsStringAsync();
                (response.IsSuccessStatusCode || text.Contains("timesheet_day_full", StringComparison.Ordinal)).ShouldBeTrue(text);
                return response.IsSuccessStatusCode;
            }));

            answers.Count(made => made).ShouldBe(day % 2 == 0 ? 2 : 1);
            (await host.SqlAsync("SELECT minutes FROM timesheet_days WHERE employee_id = $1 AND date = $2", worker, DateOnly.Parse(date, CultureInfo.InvariantCulture)))
                .ShouldBe(day % 2 == 0 ? 1440 : 721);
        }
    }

    [Fact]
    public async Task Database_HoldsTheDayAndTheSealedWeek_WhateverTheServiceDoes()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        await mine.EnterAsync(await manager.MakeProjectAsync(worker), Monday, 60);

        var full = await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE timesheet_days SET minutes = 1441 WHERE employee_id = $1", worker));
        var apart = await Should.ThrowAsync<PostgresException>(() => host.SqlAsync(
            "INSERT INTO timesheet_weeks (tenant_id, id, employee_id, first_date, last_date, status, step_count) SELECT tenant_id, gen_random_uuid(), employee_id, '2026-03-08', '2026-03-09', 'open', 0 FROM timesheet_weeks WHERE employee_id = $1", worker));
        await mine.MoveAsync(Monday, "submit");
        var locked = await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE timesheet_days SET minutes = 61 WHERE employee_id = $1", worker));

        (full.ConstraintName, apart.ConstraintName, locked.ConstraintName).ShouldBe(("ck_timesheet_days_minutes", "ex_timesheet_weeks_apart", "ck_timesheet_days_sealed"));
    }

    [Fact]
    public async Task UpdateAndDelete_KeepTheTotals_TheVersionAndTheWeek()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var other = await host.AsAsync("employee@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker, await host.UserIdAsync("employee@acme.test"));
        var entry = await mine.EnterAsync(projectId, Monday, 60);
        await mine.EnterAsync(projectId, "2026-03-03", 1400);
        var path = $"{Entries}/{entry.Id()}";

        using var moved = await mine.PutAsync(path, new { date = "2026-03-04", projectId, minutes = 90, notes = "Later" }, entry.Version());
        var version = (await moved.ReadAsync()).Version();
        using var stale = await mine.PutAsync(path, new { date = Monday, projectId, minutes = 1 }, entry.Version());
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var overfull = await mine.PutAsync(path, new { date = "2026-03-03", projectId, minutes = 41 }, version: null);
        await overfull.ProblemAsync(HttpStatusCode.UnprocessableEntity, "timesheet_day_full");
        using var elsewhere = await mine.PutAsync(path, new { date = "2026-03-09", projectId, minutes = 41 }, version: null);
        await elsewhere.ProblemAsync(HttpStatusCode.UnprocessableEntity, "timesheet_week_mismatch");
        using var foreign = await other.PutAsync(path, new { date = Monday, projectId, minutes = 1 }, version: null);
        await foreign.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        using var foreignDelete = await other.DeleteAsync(path, version: null);
        await foreignDelete.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        (await TotalsAsync(worker)).ShouldBe("2026-03-02:0 2026-03-03:1400 2026-03-04:90");

        using var deleted = await mine.DeleteAsync(path, version);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await TotalsAsync(worker)).ShouldBe("2026-03-02:0 2026-03-03:1400 2026-03-04:0");
        await mine.ReadAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Entries_ByRole_AreSeenByThePersonTheirManagersAndHr_AndFiltered()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var staff = await host.AsAsync("staff@acme.test");
        using var lead = await host.AsAsync("lead@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        var projectId = await manager.MakeProjectAsync(worker);
        var other = await manager.MakeProjectAsync(worker);
        var task = (await manager.SendAsync($"{TimesheetSteps.Projects}/{other}/tasks", new { code = "T", name = "T" }, HttpStatusCode.Created)).Id();
        var first = await mine.EnterAsync(projectId, Monday, 10);
        var second = await mine.EnterAsync(projectId, "2026-03-03", 20);
        var third = await mine.SendAsync(Entries, new { date = "2026-03-03", projectId = other, taskId = task, minutes = 30 }, HttpStatusCode.Created);

        foreach (var seer in new[] { mine, manager, hr })
        {
            (await IdsAsync(seer, $"userId={worker}")).Order().ShouldBe(new[] { first.Id(), second.Id(), third.Id() }.Order());
            (await seer.ReadAsync($"{Entries}/{first.Id()}")).GetProperty("minutes").GetInt32().ShouldBe(10);
        }

        // The lead is a manager, of others.
        (await IdsAsync(lead, $"userId={worker}")).ShouldBeEmpty();
        (await IdsAsync(staff, $"userId={worker}")).ShouldBeEmpty();
        await staff.ReadAsync($"{Entries}/{first.Id()}", HttpStatusCode.NotFound);
        await staff.ReadAsync($"/api/v1/timesheets/days?userId={worker}&from=2026-03-01&to=2026-03-31", HttpStatusCode.NotFound);
        await staff.ReadAsync($"/api/v1/timesheets/periods/{Monday}?userId={worker}", HttpStatusCode.NotFound);
        (await IdsAsync(hr, $"userId={worker}&projectId={projectId}&from=2026-03-03")).ShouldBe([second.Id()]);
        (await IdsAsync(hr, $"taskId={task}")).ShouldBe([third.Id()]);
        (await IdsAsync(hr, $"userId={worker}&to=2026-03-02")).ShouldBe([first.Id()]);
        var page = await hr.ReadAsync($"{Entries}?userId={worker}&limit=2");
        var rest = await hr.ReadAsync($"{Entries}?userId={worker}&limit=2&cursor={page.Text("nextCursor")}");
        page.Items().Concat(rest.Items()).Select(e => e.Text("date")).ShouldBe(["2026-03-03", "2026-03-03", "2026-03-02"]);
    }

    [Fact]
    public async Task Policy_OfNotesAndAttendance_HoldsNewEntries()
    {
        using var manager = await host.AsAsync("manager@globex.test");
        using var hr = await host.AsAsync("hr@globex.test");
        using var mine = await host.AsAsync("employee@globex.test");
        var worker = await host.UserIdAsync("employee@globex.test");
        var projectId = await manager.MakeProjectAsync(worker);
        var (date, attended) = await AttendedAsync(worker);
        (await mine.ReadAsync(Policy)).Version().ShouldBe(0u);

        using var set = await hr.PutAsync(Policy, new { needsNotes = true, isBoundByAttendance = true, toleranceMinutes = 10, dueDays = 2 }, version: 0);
        var version = (await set.ReadAsync()).Version();
        using var stale = await hr.PutAsync(Policy, new { needsNotes = false, isBoundByAttendance = true, toleranceMinutes = 10, dueDays = 2 }, version: 0);
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var refused = await mine.PutAsync(Policy, new { needsNotes = false, isBoundByAttendance = false, toleranceMinutes = 0, dueDays = 0 }, version: null);
        await refused.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        var most = (attended / 60) + 10;
        await mine.RefuseEntryAsync(new { date, projectId, minutes = 5 }, HttpStatusCode.UnprocessableEntity, "timesheet_note_required");
        await mine.RefuseEntryAsync(new { date, projectId, minutes = most + 1, notes = "x" }, HttpStatusCode.UnprocessableEntity, "timesheet_exceeds_attendance");

        // Of two that together lie beyond what was attended, one is refused.
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            using var response = await mine.PostAsJsonAsync(Entries, new { date, projectId, minutes = (most / 2) + 1, notes = "Half" });
            return response.StatusCode;
        }));
        answers.Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity]);

        using var back = await hr.PutAsync(Policy, new { needsNotes = false, isBoundByAttendance = false, toleranceMinutes = 15, dueDays = 3 }, version);
        await back.ReadAsync();
        (await hr.ReadAsync("/api/v1/audit?action=timesheets.setTimesheetPolicy")).Items().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Submit_OfAWeekWhoseAttendanceShrankSince_IsRefusedUntilItsEntriesDo()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        using var mine = await host.AsAsync("employee@acme.test");
        var worker = await host.UserIdAsync("employee@acme.test");
        var projectId = await manager.MakeProjectAsync(worker);
        var (date, attended) = await AttendedAsync(worker);
        var day = DateOnly.Parse(date, CultureInfo.InvariantCulture);
        var weekStart = day.AddDays(-(((int)day.DayOfWeek + 6) % 7)).ToString("O", CultureInfo.InvariantCulture);
        using var bound = await hr.PutAsync(Policy, new { needsNotes = false, isBoundByAttendance = true, toleranceMinutes = 10, dueDays = 2 }, version: null);
        await bound.ReadAsync();
        var entry = await mine.EnterAsync(projectId, date, attended / 60);

        // HR says that it was an hour.
        object[] events = [new { kind = "checkIn", localDate = date, localTime = "08:00:00", workMode = "office" }, new { kind = "checkOut", localDate = date, localTime = "09:00:00" }];
        await hr.SendAsync("/api/v1/attendance/days/override", new { userId = worker, date, reason = "Left early.", events });
        await mine.RefuseMoveAsync(weekStart, "submit", new { }, HttpStatusCode.UnprocessableEntity, "timesheet_exceeds_attendance");
        (await mine.ReadAsync($"/api/v1/timesheets/periods/{weekStart}")).Text("status").ShouldBe("open");

        using var lowered = await mine.PutAsync($"{Entries}/{entry.Id()}", new { date, projectId, minutes = 70 }, entry.Version());
        await lowered.ReadAsync();
        (await mine.MoveAsync(weekStart, "submit")).Text("status").ShouldBe("submitted");
        using var back = await hr.PutAsync(Policy, new { needsNotes = false, isBoundByAttendance = false, toleranceMinutes = 15, dueDays = 3 }, version: null);
        await back.ReadAsync();
    }

    [Fact]
    public async Task Days_BesideTheAttendance_TellTheGap_InABoundedNumberOfStatements()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var mine = await host.AsAsync("omar@acme.test");
        var worker = await host.UserIdAsync("omar@acme.test");
        var (date, attended) = await AttendedAsync(worker);
        await mine.EnterAsync(await manager.MakeProjectAsync(worker), date, 30);
        await mine.EnterAsync(await manager.MakeProjectAsync(worker), date, 15);

        var days = await mine.ReadAsync($"/api/v1/timesheets/days?from={date}&to={date}");
        var day = days.Items().Single();

        (day.GetProperty("minutes").GetInt32(), day.GetProperty("attendedSeconds").GetInt32(), day.GetProperty("gapSeconds").GetInt32()).ShouldBe((45, attended, attended - 2700));
        (days.GetProperty("minutes").GetInt32(), days.GetProperty("gapSeconds").GetInt32()).ShouldBe((45, attended - 2700));
        using var counter = new SqlCounter();
        var few = await counter.OfGetAsync(manager, $"/api/v1/timesheets/days?userId={worker}&from={date}&to={date}");
        var many = await counter.OfGetAsync(manager, $"/api/v1/timesheets/days?userId={worker}&from=2026-01-01&to=2026-04-10");
        many.Count.ShouldBe(few.Count);
        many.Count.ShouldBeLessThanOrEqualTo(4);
        await mine.ReadAsync("/api/v1/timesheets/days?from=2026-01-01&to=2026-04-11", HttpStatusCode.BadRequest);
        await mine.ReadAsync("/api/v1/timesheets/days?from=2026-01-01", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task R16_Summary_ByDateWeekAndProject_AddsUpEachWay()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        var (worker, client) = await host.WorkerAsync();
        using var mine = client;
        Guid[] projects = [await manager.MakeProjectAsync(worker), await manager.MakeProjectAsync(worker)];
        for (var i = 0; i < 8; i++)
        {
            await mine.EnterAsync(projects[i % 2], $"2026-03-{2 + (i * 2):00}", 7 + i);
        }

        foreach (var seer in new[] { mine, manager })
        {
            var sums = await seer.ReadAsync($"/api/v1/timesheets/summary?userId={worker}&from=2026-03-01&to=2026-03-31");
            var total = sums.GetProperty("minutes").GetInt64();
            total.ShouldBe(Enumerable.Range(7, 8).Sum());
            foreach (var way in new[] { "days", "weeks", "projects" })
            {
                sums.GetProperty(way).EnumerateArray().Sum(s => s.GetProperty("minutes").GetInt64()).ShouldBe(total);
            }

            sums.GetProperty("weeks").EnumerateArray().Select(w => w.Text("weekStart")).ShouldBe(["2026-03-02", "2026-03-09", "2026-03-16"]);
            sums.GetProperty("projects").GetArrayLength().ShouldBe(2);
        }

        async Task<long> OfTeamAsync(Guid team) => (await manager.ReadAsync($"/api/v1/timesheets/summary?teamId={team}&from=2026-03-01&to=2026-03-31")).GetProperty("minutes").GetInt64();
        (await OfTeamAsync(await host.TeamOfAsync(worker))).ShouldBe(Enumerable.Range(7, 8).Sum());
        (await OfTeamAsync(await host.TeamOfAsync())).ShouldBe(0);

        using var staff = await host.AsAsync("staff@acme.test");
        (await staff.ReadAsync($"/api/v1/timesheets/summary?userId={worker}&from=2026-03-01&to=2026-03-31")).GetProperty("minutes").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Prefill_FromAttendanceAndTheWeekBefore_ProposesAndWritesNothing()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var mine = await host.AsAsync("nadia@acme.test");
        var worker = await host.UserIdAsync("nadia@acme.test");
        var projectId = await manager.MakeProjectAsync(worker);
        var (date, attended) = await AttendedAsync(worker);
        var day = DateOnly.Parse(date, CultureInfo.InvariantCulture);
        var weekStart = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        await mine.EnterAsync(projectId, date, 30, "Wired");
        var before = await host.SqlAsync("SELECT count(*) FROM timesheet_entries");

        var fromAttendance = await mine.SendAsync("/api/v1/timesheets/prefill", new { weekStart, source = "attendance", projectId });
        var fromBefore = await mine.SendAsync("/api/v1/timesheets/prefill", new { weekStart = weekStart.AddDays(7), source = "previousWeek" });

        fromAttendance.Items().Single(i => string.Equals(i.Text("date"), date, StringComparison.Ordinal)).GetProperty("minutes").GetInt32().ShouldBe((attended - 1800) / 60);
        var copied = fromBefore.Items().Single();
        (copied.Text("date"), copied.GetProperty("minutes").GetInt32(), copied.Text("notes")).ShouldBe((day.AddDays(7).ToString("O", CultureInfo.InvariantCulture), 30, "Wired"));
        (await host.SqlAsync("SELECT count(*) FROM timesheet_entries")).ShouldBe(before);
        await mine.PostProblemAsync("/api/v1/timesheets/prefill", new { weekStart, source = "attendance" }, HttpStatusCode.BadRequest, "validation_failed");
        await mine.PostProblemAsync("/api/v1/timesheets/prefill", new { weekStart = weekStart.AddDays(1), source = "previousWeek" }, HttpStatusCode.UnprocessableEntity, "timesheet_week_mismatch");
        using var over = await manager.DeleteAsync($"{TimesheetSteps.Projects}/{projectId}/members/{worker}", version: null);
        over.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.SendAsync("/api/v1/timesheets/prefill", new { weekStart = weekStart.AddDays(7), source = "previousWeek" })).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task Prefill_FromAttendance_ProposesNothingBehindTheEndOfTheProject()
    {
        using var manager = await host.AsAsync("manager@acme.test");
        using var mine = await host.AsAsync("nadia@acme.test");
        var worker = await host.UserIdAsync("nadia@acme.test");
        var projectId = await manager.MakeProjectAsync(worker);
        var weekStart = (string)(await host.SqlAsync(
            "SELECT date_trunc('week', date)::date::text FROM attendance_days WHERE employee_id = $1 AND worked_seconds > 3600 GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 DESC LIMIT 1", worker))!;
        async Task<List<string>> DatesAsync() => [.. (await mine.SendAsync("/api/v1/timesheets/prefill", new { weekStart, source = "attendance", projectId })).Items().Select(i => i.Text("date"))];
        var all = await DatesAsync();
        all.Count.ShouldBeGreaterThan(1);

        await host.SqlAsync("UPDATE projects SET ends_on = $2 WHERE id = $1", projectId, DateOnly.Parse(all[0], CultureInfo.InvariantCulture));
        (await DatesAsync()).ShouldBe([all[0]]);
        await host.SqlAsync("UPDATE projects SET starts_on = $2, ends_on = NULL WHERE id = $1", projectId, DateOnly.Parse(all[^1], CultureInfo.InvariantCulture));
        (await DatesAsync()).ShouldBe([all[^1]]);
        await host.SqlAsync("UPDATE projects SET starts_on = $2 WHERE id = $1", projectId, DateOnly.Parse(all[^1], CultureInfo.InvariantCulture).AddDays(1));
        await mine.PostProblemAsync("/api/v1/timesheets/prefill", new { weekStart, source = "attendance", projectId }, HttpStatusCode.Conflict, "project_archived");
    }

    private static async Task<IEnumerable<Guid>> IdsAsync(HttpClient client, string filters) => (await client.ReadAsync($"{Entries}?{filters}")).Items().Select(e => e.Id());

    private async Task<string> TotalsAsync(Guid worker) => (string)(await host.SqlAsync("SELECT string_agg(date || ':' || minutes, ' ' ORDER BY date) FROM timesheet_days WHERE employee_id = $1", worker))!;

    /// <summary>A date on which the person worked for more than an hour.</summary>
    private async Task<(string Date, int Seconds)> AttendedAsync(Guid worker)
    {
        var found = (string)(await host.SqlAsync("SELECT date || ' ' || worked_seconds FROM attendance_days WHERE employee_id = $1 AND worked_seconds > 3600 ORDER BY date LIMIT 1", worker))!;
        return (found.Split(' ')[0], int.Parse(found.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
