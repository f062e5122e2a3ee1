using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Attendance;
using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Outbox;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Days of many people that are computed anew, in the background and in parts.</summary>
public sealed class RebuildTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Rebuilds = "/api/v1/attendance/rebuilds";

    private const string Waiting = "SELECT count(*) FROM attendance_rebuilds WHERE begun_at IS NULL AND asked_by IS NULL";

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R15_Rebuild_OfEverybody_GoesOnUntilTheLast_AndTheAuditNamesTheRange()
    {
        const string who = "technician@acme.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        var date = planned.Today;
        var day = (await planned.WorkAsync(who, 8)).Id();

        // As many as need three batches, before the others in the order of ids; and what somebody spoiled of the last ones.
        await _host.SqlAsync(
            """
            WITH made AS (
              INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at)
              SELECT t.id, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '@many.test', n || '@MANY.TEST', 'One of many', 'active', '{employee}', now()
              FROM tenants t, generate_series(1, 430) n WHERE t.slug = 'acme' RETURNING tenant_id, id)
            INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone) SELECT tenant_id, id, 'M' || right(id::text, 6), 'One of many', 'Asia/Dubai' FROM made
            """);
        await SettledAsync();
        await _host.SqlAsync("UPDATE attendance_days SET worked_seconds = 60000 WHERE id = $1", day);
        using var hr = await planned.SignInAsync("hr@acme.test");
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        object body = new { id, from = date, to = date };

        var asked = await hr.SendAsync("/api/v1/attendance/rebuild", body, HttpStatusCode.Accepted);
        (await hr.SendAsync("/api/v1/attendance/rebuild", body, HttpStatusCode.Accepted)).Id().ShouldBe(asked.Id());
        await hr.PostProblemAsync("/api/v1/attendance/rebuild", new { id, from = date, to = date.AddDays(1) }, HttpStatusCode.Conflict, "id_conflict");

        var done = await DoneAsync(hr, id);
        (done.GetProperty("days").GetInt32(), done.GetProperty("changed").GetInt32()).ShouldBe((1, 1));
        (await hr.ReadAsync($"/api/v1/attendance/days/{day}")).GetProperty("workedSeconds").GetInt32().ShouldBe(8 * 3600);
        var entry = (await hr.ReadAsync($"/api/v1/audit?entityId={id}&action=attendance.rebuildDays")).Items().ShouldHaveSingleItem();
        (entry.GetProperty("after").Text("from"), entry.GetProperty("after").Text("to")).ShouldBe((date.Iso(), date.Iso()));

        // A batch that is delivered again counts nothing again.
        await _host.SendAsync("acme", new RebuildBatchCommand(id, Guid.Empty));
        (await hr.ReadAsync($"{Rebuilds}/{id}")).Version().ShouldBe(done.Version());
    }

    [Fact]
    public async Task R15_Rebuild_WhoseNextBatchWasGivenUp_GoesOnWithTheNextThatIsAskedFor()
    {
        planned.AdvanceToMonday();
        await SettledAsync();
        using var hr = await planned.SignInAsync("hr@acme.test");
        var stopped = (Guid)(await _host.SqlAsync(
            """
            INSERT INTO attendance_rebuilds (tenant_id, id, from_date, to_date, user_ids, causes, asked_at, begun_at, done_to, days, changed, followers)
            SELECT id, gen_random_uuid(), $1, $1, '{}', '{}', now(), now(), '00000000-0000-0000-0000-000000000000', 0, 0, 0 FROM tenants WHERE slug = 'acme' RETURNING id
            """,
            planned.Today))!;
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());

        await hr.SendAsync("/api/v1/attendance/rebuild", new { id, from = planned.Today, to = planned.Today }, HttpStatusCode.Accepted);

        (await DoneAsync(hr, stopped)).Text("state").ShouldBe("completed");
        (await DoneAsync(hr, id)).Text("state").ShouldBe("completed");
    }

    [Fact]
    public async Task R15_Rebuild_OfPeopleOneOfWhomAlwaysFails_LeavesThatOneOut_TellsSo_AndGoesOnWithTheRest()
    {
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        var date = planned.Today;
        var days = new Dictionary<Guid, Guid>();
        foreach (var who in (string[])["employee@acme.test", "omar@acme.test", "staff@acme.test"])
        {
            days[await _host.UserIdAsync(who)] = (await planned.WorkAsync(who, 1)).Id();
        }

        await SettledAsync();
        var people = days.Keys.Order().ToList();
        var spoiled = days[people[1]];
        await _host.SqlAsync("UPDATE attendance_days SET worked_seconds = 60000 WHERE id = ANY ($1)", days.Values.ToArray());
        await _host.SqlAsync("UPDATE attendance_days SET parts = '{}' WHERE id = $1", spoiled);
        using var hr = await planned.SignInAsync("hr@acme.test");
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        await hr.SendAsync("/api/v1/attendance/rebuild", new { id, from = date, to = date, userIds = people }, HttpStatusCode.Accepted);

        // As if the waits between its tries were over.
        var done = await HostWork.EventuallyAsync(
            async () =>
            {
                await _host.SqlAsync("UPDATE outbox_messages SET available_at = occurred_at WHERE type = 'RebuildAdvanced' AND available_at < '2999-01-01'");
                _host.Services.GetRequiredService<OutboxSignal>().Wake();
                return await hr.ReadAsync($"{Rebuilds}/{id}");
            },
            r => r.Text("state") is "completed");

        await _host.SqlAsync("UPDATE attendance_days SET parts = NULL WHERE id = $1", spoiled);
        (done.GetProperty("failed").GetInt32(), done.GetProperty("days").GetInt32(), done.GetProperty("changed").GetInt32()).ShouldBe((1, 2, 2));
        done.GetProperty("failedIds").EnumerateArray().ShouldHaveSingleItem().GetGuid().ShouldBe(people[1]);
        (await _host.SqlAsync("SELECT string_agg(worked_seconds::text, ' ' ORDER BY employee_id) FROM attendance_days WHERE id = ANY ($1)", days.Values.ToArray())).ShouldBe("3600 60000 3600");
        (await _host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE dead_at IS NOT NULL")).ShouldBe(0L);
        await SettledAsync();
    }

    [Fact]
    public async Task R15_Upkeep_HasAGivenUpRebuildGoOn_AndRemovesWhatIsLongOver()
    {
        await SettledAsync();
        using var hr = await planned.SignInAsync("hr@globex.test");
        var ids = await Task.WhenAll(new[] { (Ended: (TimeSpan?)null, Name: "given up"), (TimeSpan.FromDays(89), "lately"), (TimeSpan.FromDays(91), "long") }.Select(async r => (Guid)(await _host.SqlAsync(
            """
            INSERT INTO attendance_rebuilds (tenant_id, id, from_date, to_date, user_ids, causes, asked_at, begun_at, finished_at, done_to, days, changed, followers)
            SELECT id, gen_random_uuid(), $1, $1, '{}', '{}', $2, $2, CASE WHEN $3 THEN $2 END, '00000000-0000-0000-0000-000000000000', 0, 0, 0 FROM tenants WHERE slug = 'globex' RETURNING id
            """,
            planned.Today,
            planned.Clock.GetUtcNow().UtcDateTime - (r.Ended ?? TimeSpan.FromDays(200)),
            r.Ended is not null))!));

        await ActivatorUtilities.CreateInstance<RebuildUpkeepJob>(_host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

        (await DoneAsync(hr, ids[0])).Text("state").ShouldBe("completed");
        (await DoneAsync(hr, ids[1])).Text("state").ShouldBe("completed");
        using var gone = await hr.GetAsync(new Uri($"{Rebuilds}/{ids[2]}", UriKind.Relative));
        await gone.ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task R15_Changes_WhileARebuildRuns_AreGatheredInOne_AndFollowIt()
    {
        const string who = "employee@globex.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy());
        var monday = planned.Today;
        await planned.PlanNineToSixAsync(who);
        using var hr = await planned.SignInAsync("hr@globex.test");
        var calendar = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Holidays") }, HttpStatusCode.Created)).Id();
        planned.Clock.Advance(TimeSpan.FromHours(1));
        var day = (await planned.WorkAsync(who, 9)).Id();
        await planned.ChangeAsync(who, new { holidayCalendarId = calendar });
        await SettledAsync();

        // One runs, and its next batch is far off.
        var running = (Guid)(await _host.SqlAsync(
            """
            INSERT INTO attendance_rebuilds (tenant_id, id, from_date, to_date, user_ids, causes, asked_at, begun_at, done_to, days, changed, followers)
            SELECT id, gen_random_uuid(), $1, $1, '{}', '{}', now(), now(), '00000000-0000-0000-0000-000000000000', 0, 0, 0 FROM tenants WHERE slug = 'globex' RETURNING id
            """,
            monday))!;
        await _host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at)
            SELECT tenant_id, gen_random_uuid(), id, 'RebuildAdvanced', '{}', now(), 0, '2999-01-01' FROM attendance_rebuilds WHERE id = $1
            """,
            running);
        using var later = await planned.SignInAsync("hr@globex.test");

        // A few that somebody asks for may wait, and no more; sent again they are as before.
        var asked = Enumerable.Range(0, RebuildQueue.WaitingMax).Select(_ => Guid.CreateVersion7(RealTime.Clock.GetUtcNow())).ToList();
        object Ask(Guid id) => new { id, from = monday, to = monday };
        foreach (var id in asked)
        {
            await later.SendAsync("/api/v1/attendance/rebuild", Ask(id), HttpStatusCode.Accepted);
        }

        await later.PostProblemAsync("/api/v1/attendance/rebuild", Ask(Guid.CreateVersion7(RealTime.Clock.GetUtcNow())), HttpStatusCode.TooManyRequests, "rate_limited");
        (await later.SendAsync("/api/v1/attendance/rebuild", Ask(asked[0]), HttpStatusCode.Accepted)).Id().ShouldBe(asked[0]);
        for (var i = 0; i < 4; i++)
        {
            await later.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{monday.AddDays(-i).Iso()}", new { name = "Feast", halves = "both" });
        }

        await SettledAsync();
        (await _host.SqlAsync(Waiting)).ShouldBe(1L);
        var gathering = (Guid)(await _host.SqlAsync("SELECT id FROM attendance_rebuilds WHERE begun_at IS NULL AND asked_by IS NULL"))!;
        (await _host.SqlAsync("SELECT from_date || ' ' || to_date || ' ' || (causes = ARRAY[$1]) FROM attendance_rebuilds WHERE begun_at IS NULL AND asked_by IS NULL", calendar)).ShouldBe($"{monday.AddDays(-9).Iso()} {monday.Iso()} true");
        (await later.ReadAsync($"/api/v1/attendance/days/{day}")).GetProperty("scheduledSeconds").GetInt32().ShouldBe(8 * 3600);

        await _host.SendAsync("globex", new RebuildBatchCommand(running, Guid.Empty));

        (await DoneAsync(later, running)).GetProperty("askedById").ValueKind.ShouldBe(JsonValueKind.Null);
        await HostWork.EventuallyAsync(() => later.ReadAsync($"/api/v1/attendance/days/{day}"), d => d.GetProperty("scheduledSeconds").GetInt32() == 0);
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM attendance_rebuilds WHERE finished_at IS NULL"), left => left is 0L);

        // What was gathered came before all that was asked for: its row was written last before theirs.
        (await _host.SqlAsync("SELECT count(*) FROM attendance_rebuilds r, attendance_rebuilds g WHERE g.id = $1 AND r.id = ANY ($2) AND r.xmin::text::bigint > g.xmin::text::bigint", gathering, asked.ToArray()))
            .ShouldBe((long)asked.Count);
    }

    [Fact]
    public async Task Change_OfWhatNobodysPlanNames_ComputesNothing_AndOfAShiftThoseWhoHaveIt()
    {
        const string who = "lead@globex.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy());
        using var hr = await planned.SignInAsync("hr@globex.test");
        var shift = await hr.MakeShiftAsync(new { start = "08:00", end = "17:00", lunchSeconds = 3600 });
        var pattern = (await hr.SendAsync(ShiftSteps.Patterns, new { name = ShiftSteps.Name("Pattern"), slots = Enumerable.Repeat(shift, 7) }, HttpStatusCode.Created)).Id();
        var calendar = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Holidays") }, HttpStatusCode.Created)).Id();
        await SettledAsync();
        var before = await CountAsync();

        await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{planned.Today.Iso()}", new { name = "Feast", halves = "both" });
        await UpdateAsync(hr, shift, "16:00");
        await SettledAsync();
        (await CountAsync()).ShouldBe(before);

        await hr.SendAsync(ShiftSteps.Assignments, new { userId = await _host.UserIdAsync(who), patternId = pattern, from = planned.Today.Iso() }, HttpStatusCode.Created);
        var day = (await planned.WorkAsync(who, 9)).Id();
        using var later = await planned.SignInAsync("hr@globex.test");
        (await later.ReadAsync($"/api/v1/attendance/days/{day}")).GetProperty("scheduledSeconds").GetInt32().ShouldBe(7 * 3600);
        await UpdateAsync(later, shift, "15:00");
        await HostWork.EventuallyAsync(() => later.ReadAsync($"/api/v1/attendance/days/{day}"), d => d.GetProperty("scheduledSeconds").GetInt32() == 6 * 3600);
        (await CountAsync()).ShouldBe(before + 1);
    }

    private static async Task UpdateAsync(HttpClient hr, Guid shift, string end)
    {
        using var response = await hr.PatchAsync($"{ShiftSteps.ShiftRoute}/{shift}", new { hours = new { start = "08:00", end, lunchSeconds = 3600 } });
        await response.ReadAsync();
    }

    private async Task<long> CountAsync() => (long)(await _host.SqlAsync("SELECT count(*) FROM attendance_rebuilds"))!;

    private Task SettledAsync() => HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE available_at < '2999-01-01'"), left => left is 0L);

    private static Task<JsonElement> DoneAsync(HttpClient hr, Guid id) => HostWork.EventuallyAsync(() => hr.ReadAsync($"{Rebuilds}/{id}"), r => r.Text("state") is "completed");
}
