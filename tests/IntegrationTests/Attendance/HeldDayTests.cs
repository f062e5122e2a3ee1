using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Application.Anomalies;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Days that are locked, whatever a node has heard of it, and taps that arrive for them or for the day before.</summary>
public sealed class HeldDayTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Corrections = "/api/v1/attendance/corrections";

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R20_Lock_ThatANodeHasNotHeardOf_HoldsInTheDatabase()
    {
        const string who = "technician@acme.test";
        await BeginAsync("acme");
        var (date, start) = (planned.Today, planned.Clock.GetUtcNow());
        var day = (await planned.WorkAsync(who, 8)).Id();
        planned.Clock.Advance(TimeSpan.FromHours(16));
        using var hr = await planned.SignInAsync("hr@acme.test");
        using var person = await planned.SignInAsync(who);
        object[] events = [new { kind = "checkIn", at = start, workMode = "office" }, new { kind = "checkOut", at = start.AddHours(1) }];

        // Each time the node knows the period as open, and the database as locked.
        await LockUnheardAsync(hr, date);
        await person.PostProblemAsync("/api/v1/attendance/check-in", new { workMode = "field", occurredAt = start.AddHours(9) }, HttpStatusCode.Conflict, "day_locked");
        (await hr.ReadAsync($"{Corrections}?userId={await _host.UserIdAsync(who)}&from={date.Iso()}&to={date.Iso()}&source=latePunch")).Items().ShouldHaveSingleItem().GetProperty("events").GetArrayLength().ShouldBe(3);
        await LockUnheardAsync(hr, date);
        await hr.PostProblemAsync($"/api/v1/attendance/days/{day}/override", new { reason = "x", events }, HttpStatusCode.Conflict, "day_locked");
        await OpenAsync(hr);
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "fixed"));
        var asked = await person.SendAsync(Corrections, new { date, reason = "It was otherwise.", events }, HttpStatusCode.Created);
        await LockUnheardAsync(hr, date);
        await hr.PostProblemAsync($"{Corrections}/{asked.Id()}/approve", new { }, HttpStatusCode.Conflict, "day_locked");
        (await hr.ReadAsync($"/api/v1/attendance/days/{day}")).GetProperty("workedSeconds").GetInt32().ShouldBe(8 * 3600);

        // And past the service altogether.
        await RefusedByTheDatabaseAsync("UPDATE attendance_days SET worked_seconds = 1, ordinary_seconds = 1 WHERE id = $1", day);
        await RefusedByTheDatabaseAsync("UPDATE attendance_days SET date = date + 30 WHERE id = $1", day);
        await RefusedByTheDatabaseAsync(
            """
            INSERT INTO attendance_punches (tenant_id, id, day_id, employee_id, sequence, kind, occurred_at, received_at, time_zone, offset_minutes, is_offline, is_skewed)
            SELECT tenant_id, gen_random_uuid(), day_id, employee_id, 9, 'checkIn', now(), now(), time_zone, 0, false, false FROM attendance_punches WHERE day_id = $1 AND sequence = 1
            """,
            day);
        await RefusedByTheDatabaseAsync(
            """
            INSERT INTO attendance_amendments (tenant_id, id, day_id, sequence, kind, at, reason, after_sequence, events)
            SELECT tenant_id, gen_random_uuid(), id, 9, 'override', now(), 'x', 2, '[]' FROM attendance_days WHERE id = $1
            """,
            day);
        await OpenAsync(hr);
        (await hr.SendAsync($"/api/v1/attendance/days/{day}/override", new { reason = "Left early.", events })).GetProperty("workedSeconds").GetInt32().ShouldBe(3600);
    }

    [Fact]
    public async Task R20_Lock_AndATapAtOnce_ComeOneAfterTheOther()
    {
        const string who = "staff@acme.test";
        await BeginAsync("acme");
        var date = planned.Today;
        var day = (await planned.WorkAsync(who, 2)).Id();
        planned.Clock.Advance(TimeSpan.FromHours(22));
        using var hr = await planned.SignInAsync("hr@acme.test");
        await OpenAsync(hr);

        // A session is opened while the period is closed, which waits for it and finds it.
        await using (var tap = await ChangeUnderWay.BeginAsync(_host, "UPDATE attendance_days SET session_started_at = first_check_in_at, status = 'working' WHERE id = $1", day))
        {
            var locking = hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through = date });
            await tap.UntilAwaitedAsync();
            await tap.CommitAsync();
            using var refused = await locking;
            await refused.ProblemAsync(HttpStatusCode.Conflict, "session_still_open");
        }

        // The period is closed while a day of it is changed, which waits for it and finds it closed.
        await _host.SqlAsync("UPDATE attendance_days SET session_started_at = NULL, status = 'completed' WHERE id = $1", day);
        await using (var closing = await ChangeUnderWay.BeginAsync(
            _host, "INSERT INTO attendance_closings (tenant_id, id, through) SELECT id, id, $1 FROM tenants WHERE slug = 'acme' ON CONFLICT (tenant_id, id) DO UPDATE SET through = excluded.through", date))
        {
            var overriding = hr.PostAsJsonAsync($"/api/v1/attendance/days/{day}/override", new { reason = "x", events = Array.Empty<object>() });
            await closing.UntilAwaitedAsync();
            await closing.CommitAsync();
            using var refused = await overriding;
            await refused.ProblemAsync(HttpStatusCode.Conflict, "day_locked");
        }

        await OpenAsync(hr);
    }

    [Fact]
    public async Task R20_CheckOut_OfALockedDate_BecomesItsRequest_WhateverIsOpenOrFlagged()
    {
        const string who = "omar@globex.test";
        await BeginAsync("globex");

        // On Monday the check-out is forgotten; of Tuesday nothing has arrived yet.
        var forgotten = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        var tuesday = planned.Clock.GetUtcNow().AddDays(1);
        planned.Clock.Advance(TimeSpan.FromHours(24));
        var date = planned.Today;
        await _host.SendAsync("globex", new DetectMissingCheckOutsCommand());
        planned.Clock.Advance(TimeSpan.FromHours(24));
        await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = date });

        var today = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        await LateAsync(who, "check-in", new { workMode = "field", occurredAt = tuesday }, "day_locked");
        await LateAsync(who, "check-out", new { occurredAt = tuesday.AddHours(7) }, "day_locked");

        // A night shift that begins on the locked date, and ends on one that is open.
        await LateAsync(who, "check-in", new { workMode = "field", occurredAt = tuesday.AddHours(14) }, "day_locked");
        await LateAsync(who, "check-out", new { occurredAt = tuesday.AddHours(22) }, "day_locked");
        (await planned.TapAsync(who, "check-out", new { })).Id().ShouldBe(today.Id());

        using var hr = await planned.SignInAsync("hr@globex.test");
        var requests = (await hr.ReadAsync($"{Corrections}?userId={await _host.UserIdAsync(who)}")).Items();
        requests.ShouldAllBe(r => string.Equals(r.Text("date"), date.Iso(), StringComparison.Ordinal));
        requests.MaxBy(r => r.GetProperty("events").GetArrayLength()).GetProperty("events").EnumerateArray().Select(e => e.GetProperty("at").GetDateTimeOffset())
            .ShouldBe([tuesday, tuesday.AddHours(7), tuesday.AddHours(14), tuesday.AddHours(22)]);
        (await hr.ReadAsync($"/api/v1/attendance/days/{forgotten.Id()}")).GetProperty("events").GetArrayLength().ShouldBe(1);
        await OpenAsync(hr);

        // On an open date whose check-in never came, it belongs to nothing, and not to the day that was forgotten before.
        await LateAsync(who, "check-out", new { occurredAt = tuesday.AddHours(7) }, "not_checked_in");
    }

    [Fact]
    public async Task R20_LateLunch_OfALockedNight_BecomesItsRequest()
    {
        const string who = "staff@globex.test";
        await BeginAsync("globex");
        planned.Clock.Advance(TimeSpan.FromHours(14));
        var (date, start) = (planned.Today, planned.Clock.GetUtcNow());
        var day = (await planned.WorkAsync(who, 8)).Id();
        planned.Clock.Advance(TimeSpan.FromHours(4));
        await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = date });

        // Two in the morning lies on a date that is open, and in the night of one that is not.
        await LateAsync(who, "breaks/start", new { type = "lunch", occurredAt = start.AddHours(4) }, "day_locked");
        await LateAsync(who, "breaks/end", new { occurredAt = start.AddHours(5) }, "day_locked");

        using var hr = await planned.SignInAsync("hr@globex.test");
        var whole = (await hr.ReadAsync($"{Corrections}?userId={await _host.UserIdAsync(who)}&from={date.Iso()}&to={date.Iso()}")).Items().MaxBy(r => r.GetProperty("events").GetArrayLength());
        await OpenAsync(hr);
        await hr.SendAsync($"{Corrections}/{whole.Id()}/approve", new { });
        (await hr.ReadAsync($"/api/v1/attendance/days/{day}")).GetProperty("workedSeconds").GetInt32().ShouldBe(7 * 3600);
    }

    [Fact]
    public async Task R29_CheckIn_OfYesterday_IsTakenWhileTodaysSessionIsOpen_WithItsCheckOut()
    {
        const string who = "employee@globex.test";
        await BeginAsync("globex");
        var (date, start) = (planned.Today, planned.Clock.GetUtcNow());
        planned.Clock.Advance(TimeSpan.FromHours(24));
        var today = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(1));

        var late = await planned.TapAsync(who, "check-in", new { workMode = "field", occurredAt = start });
        (late.Text("date"), late.Text("status")).ShouldBe((date.Iso(), "missingCheckOut"));
        using var hr = await planned.SignInAsync("hr@globex.test");
        var anomalies = $"/api/v1/anomalies?userId={await _host.UserIdAsync(who)}&from={date.Iso()}&to={date.Iso()}";
        await HostWork.EventuallyAsync(() => hr.ReadAsync(anomalies), a => a.Items() is [var one] && one.Text("status") is "open");

        await planned.TapAsync(who, "breaks/start", new { type = "lunch", occurredAt = start.AddHours(4) });
        await planned.TapAsync(who, "breaks/end", new { occurredAt = start.AddHours(5) });
        var whole = await planned.TapAsync(who, "check-out", new { occurredAt = start.AddHours(9) });
        (whole.Id(), whole.Text("status"), whole.GetProperty("workedSeconds").GetInt32(), whole.GetProperty("flags").GetArrayLength()).ShouldBe((late.Id(), "completed", 8 * 3600, 0));
        await HostWork.EventuallyAsync(() => hr.ReadAsync(anomalies), a => a.Items() is [var one] && one.Text("status") is "resolved");

        // Another session of yesterday's is one too; one that would lie in what there is already is none.
        await LateAsync(who, "check-in", new { workMode = "field", occurredAt = start.AddHours(8) }, "event_out_of_order", HttpStatusCode.UnprocessableEntity);
        (await planned.TapAsync(who, "check-in", new { workMode = "field", occurredAt = start.AddHours(10) })).Id().ShouldBe(late.Id());
        (await planned.TapAsync(who, "check-out", new { occurredAt = start.AddHours(11) })).GetProperty("workedSeconds").GetInt32().ShouldBe(9 * 3600);
        await LateAsync(who, "check-in", new { workMode = "field", occurredAt = start.AddHours(24.5) }, "already_checked_in");
        (await planned.TapAsync(who, "check-out", new { })).Id().ShouldBe(today.Id());
    }

    [Fact]
    public async Task R01_OfflineTap_OfBeforeItsPersonMoved_HasTheZoneOfThen()
    {
        const string who = "manager@globex.test";
        await BeginAsync("globex");
        var (midnight, sunday) = (planned.Clock.GetUtcNow().AddHours(-32), planned.Today.AddDays(-1));
        await planned.ChangeAsync(who, new { timeZone = "Europe/Berlin" });

        // Half past midnight in Dubai, when it was still Saturday in Berlin.
        using var person = await planned.SignInAsync(who);
        var late = await person.SendAsync("/api/v1/attendance/check-in", new { workMode = "field", occurredAt = midnight.AddMinutes(30) }, HttpStatusCode.Created);
        await person.SendAsync("/api/v1/attendance/check-out", new { occurredAt = midnight.AddHours(6) });
        var now = await person.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await person.SendAsync("/api/v1/attendance/check-out", new { });

        using var hr = await planned.SignInAsync("hr@globex.test");
        var day = await hr.ReadAsync($"/api/v1/attendance/days/{late.Id()}");
        (day.Text("date"), day.GetProperty("workedSeconds").GetInt32()).ShouldBe((sunday.Iso(), 19_800));
        day.GetProperty("events").EnumerateArray().Select(e => (e.Text("timeZone"), e.GetProperty("offsetMinutes").GetInt32())).ShouldBe([(PlannedHost.Zone, 240), (PlannedHost.Zone, 240)]);
        (await hr.ReadAsync($"/api/v1/attendance/days/{now.Id()}")).GetProperty("events")[0].Text("timeZone").ShouldBe("Europe/Berlin");
    }

    [Fact]
    public async Task R20_Correction_WithTheReasonOfALateTap_IsNotTakenForOne()
    {
        const string who = "lead@globex.test";
        await BeginAsync("globex");
        var (date, start) = (planned.Today, planned.Clock.GetUtcNow());
        planned.Clock.Advance(TimeSpan.FromHours(24));
        await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = date });
        using (var person = await planned.SignInAsync(who))
        {
            object[] events = [new { kind = "checkIn", at = start.AddHours(-3), workMode = "field" }, new { kind = "checkOut", at = start }];
            (await person.SendAsync(Corrections, new { date, reason = "latePunch", events }, HttpStatusCode.Created)).Text("source").ShouldBe("person");
        }

        await LateAsync(who, "check-in", new { workMode = "field", occurredAt = start.AddHours(1) }, "day_locked");

        using var hr = await planned.SignInAsync("hr@globex.test");
        var mine = $"{Corrections}?userId={await _host.UserIdAsync(who)}";
        (await hr.ReadAsync($"{mine}&source=latePunch")).Items().ShouldHaveSingleItem().GetProperty("events").GetArrayLength().ShouldBe(1);
        (await hr.ReadAsync($"{mine}&source=person")).Items().ShouldHaveSingleItem().GetProperty("events").GetArrayLength().ShouldBe(2);
        await OpenAsync(hr);
    }

    [Fact]
    public async Task R12_Override_ThatReachesIntoAnOpenSession_IsRefused_AndOneThatDoesHoldsNoOtherUp()
    {
        const string who = "nadia@acme.test", other = "lead@acme.test";
        await BeginAsync("acme");
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy(autoClose: "maxLength", maxSessionSeconds: 12 * 3600));
        var (yesterday, start, userId) = (planned.Today.AddDays(-1), planned.Clock.GetUtcNow(), await _host.UserIdAsync(who));
        var day = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        var second = await planned.TapAsync(other, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(2));

        // The night before until an hour after the check-in; and a time that lies inside the open session.
        using (var hr = await planned.SignInAsync("hr@acme.test"))
        {
            await hr.PostProblemAsync("/api/v1/attendance/days/override", Word(-10, 1), HttpStatusCode.Conflict, "session_overlaps");
            await hr.PostProblemAsync("/api/v1/attendance/days/override", Word(1, 1.5), HttpStatusCode.Conflict, "session_overlaps");
            using var person = await planned.SignInAsync(who);
            var asked = await person.SendAsync(Corrections, new { date = yesterday, reason = "x", events = Events(-10, 1) }, HttpStatusCode.Created);
            await hr.PostProblemAsync($"{Corrections}/{asked.Id()}/approve", new { }, HttpStatusCode.Conflict, "session_overlaps");
            var made = await hr.SendAsync("/api/v1/attendance/days/override", Word(-10, -1));

            // As it was possible once.
            await _host.SqlAsync("UPDATE attendance_days SET sessions = tstzmultirange(tstzrange($2, $3)) WHERE id = $1", made.Id(), start.AddHours(-10), start.AddHours(1));
        }

        planned.Clock.Advance(TimeSpan.FromHours(11));
        await _host.SendAsync("acme", new DetectMissingCheckOutsCommand());

        using var later = await planned.SignInAsync("hr@acme.test");
        (await later.ReadAsync($"/api/v1/attendance/days/{day.Id()}")).Text("status").ShouldBe("missingCheckOut");
        (await later.ReadAsync($"/api/v1/attendance/days/{second.Id()}")).GetProperty("lastCheckOutAt").GetDateTimeOffset().ShouldBe(start.AddHours(12));
        (await _host.SqlAsync("SELECT count(*) FROM attendance_days WHERE id = $1 AND due_at IS NULL", day.Id())).ShouldBe(1L, "Nobody looks at it each minute.");

        object Word(double from, double to) => new { userId, date = yesterday, reason = "x", events = Events(from, to) };
        object[] Events(double from, double to) => [new { kind = "checkIn", at = start.AddHours(from), workMode = "office" }, new { kind = "checkOut", at = start.AddHours(to) }];
    }

    [Fact]
    public async Task R12_Job_WhereOneDayCannotBeWritten_SeesToTheOthers_AndFailsAfterwards()
    {
        await BeginAsync("acme");
        var failing = await planned.TapAsync("nadia@acme.test", "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await planned.TapAsync("lead@acme.test", "check-in", new { workMode = "office" });
        await _host.SqlAsync($"ALTER TABLE attendance_days ADD CONSTRAINT ck_attendance_days_spoiled CHECK (id <> '{failing.Id()}' OR status <> 'missingCheckOut') NOT VALID");
        try
        {
            planned.Clock.Advance(TimeSpan.FromHours(17));
            var run = new JobProgress("test");
            await ActivatorUtilities.CreateInstance<MissingCheckOutJob>(_host.Services).RunAsync(run, TestContext.Current.CancellationToken);

            run.HasFailures.ShouldBeTrue();
            using var hr = await planned.SignInAsync("hr@acme.test");
            (await hr.ReadAsync($"/api/v1/attendance/days/{second.Id()}")).Text("status").ShouldBe("missingCheckOut");
            (await hr.ReadAsync($"/api/v1/attendance/days/{failing.Id()}")).Text("status").ShouldBe("working");
        }
        finally
        {
            await _host.SqlAsync("ALTER TABLE attendance_days DROP CONSTRAINT ck_attendance_days_spoiled");
        }
    }

    [Fact]
    public async Task R20_LateTaps_OfALockedDate_AreOneRequestThatGrows()
    {
        const string who = "nadia@globex.test";
        await BeginAsync("globex");
        var (date, start, userId) = (planned.Today, planned.Clock.GetUtcNow(), await _host.UserIdAsync(who));
        planned.Clock.Advance(TimeSpan.FromHours(24));
        await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = date });
        var first = Guid.CreateVersion7(planned.Clock.GetUtcNow());
        await LateAsync(who, "check-in", new { workMode = "field", occurredAt = start, clientEventId = first }, "day_locked");
        await LateAsync(who, "breaks/start", new { type = "lunch", occurredAt = start.AddHours(4) }, "day_locked");
        await LateAsync(who, "breaks/end", new { occurredAt = start.AddHours(5) }, "day_locked");
        await LateAsync(who, "check-out", new { occurredAt = start.AddHours(9) }, "day_locked");
        await LateAsync(who, "check-in", new { workMode = "field", occurredAt = start, clientEventId = first }, "day_locked");

        // Of somebody else the phone will send it again.
        const string other = "staff@globex.test";
        var again = new { workMode = "field", occurredAt = start, clientEventId = Guid.CreateVersion7(planned.Clock.GetUtcNow()) };
        await LateAsync(other, "check-in", again, "day_locked");

        using var hr = await planned.SignInAsync("hr@globex.test");
        var requests = (await hr.ReadAsync($"{Corrections}?userId={userId}&from={date.Iso()}&to={date.Iso()}")).Items();
        var whole = requests.Where(r => r.Text("status") is "pending").ShouldHaveSingleItem();
        whole.GetProperty("events").GetArrayLength().ShouldBe(4);
        var ended = requests.Where(r => r.Text("status") is "cancelled").ToList();
        ended.Count.ShouldBe(3);
        await OpenAsync(hr);
        await hr.SendAsync($"{Corrections}/{whole.Id()}/approve", new { });
        await hr.PostProblemAsync($"{Corrections}/{ended[^1].Id()}/approve", new { }, HttpStatusCode.Conflict, "correction_already_decided");

        // One of before requests grew, or whose tap came at the same time: what it says is in the day already.
        await _host.SqlAsync("UPDATE correction_requests SET status = 'pending', decided_at = NULL WHERE id = $1", ended[^1].Id());
        await hr.PostProblemAsync($"{Corrections}/{ended[^1].Id()}/approve", new { }, HttpStatusCode.Conflict, "correction_already_decided");
        (await hr.ReadAsync($"/api/v1/attendance/days?userId={userId}&from={date.Iso()}&to={date.Iso()}")).Items().ShouldHaveSingleItem().GetProperty("workedSeconds").GetInt32().ShouldBe(8 * 3600);
    }

    /// <summary>Eight in the morning of a Monday, under the usual policy.</summary>
    private async Task BeginAsync(string tenant)
    {
        planned.AdvanceToMonday();
        await planned.PutAsync($"hr@{tenant}.test", "policies/attendance", PlannedHost.Policy());

        // What was forgotten before would keep a period open.
        await _host.SendAsync(tenant, new DetectMissingCheckOutsCommand());
    }

    private static async Task OpenAsync(HttpClient hr)
    {
        using var response = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through = (string?)null, reason = "To be mended." });
        await response.ReadAsync();
    }

    /// <summary>Locks a period past the service, which has just read that nothing is locked.</summary>
    private async Task LockUnheardAsync(HttpClient hr, DateOnly through)
    {
        await OpenAsync(hr);
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE type = 'AttendanceRulesChanged'"), left => left is 0L);
        using var read = await hr.GetAsync(new Uri($"/api/v1/exports/attendance?from={through.Iso()}&to={through.Iso()}", UriKind.Relative));
        read.EnsureSuccessStatusCode();
        await read.Content.ReadAsByteArrayAsync();
        await _host.SqlAsync("INSERT INTO attendance_closings (tenant_id, id, through) SELECT id, id, $1 FROM tenants WHERE slug = 'acme' ON CONFLICT (tenant_id, id) DO UPDATE SET through = excluded.through", through);
    }

    private async Task RefusedByTheDatabaseAsync(string sql, Guid day) =>
        (await Should.ThrowAsync<PostgresException>(() => _host.SqlAsync(sql, day))).ConstraintName.ShouldBe("ck_attendance_days_locked");

    private async Task<JsonElement> LateAsync(string who, string tap, object body, string code, HttpStatusCode status = HttpStatusCode.Conflict)
    {
        using var client = await planned.SignInAsync(who);
        return await client.PostProblemAsync($"/api/v1/attendance/{tap}", body, status, code);
    }
}
