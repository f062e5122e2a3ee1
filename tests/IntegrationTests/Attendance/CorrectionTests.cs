using System.Net;
using System.Net.Http.Json;
using Satcom.Application.Anomalies;
using Satcom.Domain.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Putting days right: overrides, corrections and their decisions, and what is locked.</summary>
public sealed class CorrectionTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Corrections = "/api/v1/attendance/corrections";
    private const string Policy = "policies/attendance";

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R15_Override_KeepsThePunches_AndTellsTheAuditWhatWasAndWhatIs()
    {
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        var start = planned.Clock.GetUtcNow();
        var day = await planned.WorkAsync("employee@acme.test", 3);
        var path = $"/api/v1/attendance/days/{day.Id()}/override";
        using var hr = await planned.SignInAsync("hr@acme.test");
        object[] events = [new { kind = "checkIn", at = start, workMode = "remote" }, new { kind = "breakStart", at = start.AddHours(1), breakType = "lunch" }, new { kind = "checkOut", at = start.AddHours(2) }];

        await hr.PostProblemAsync(path, new { reason = " ", events }, HttpStatusCode.UnprocessableEntity, "reason_required");
        await hr.PostProblemAsync(path, new { reason = "x", events = (object[])[new { kind = "checkOut", at = start }] }, HttpStatusCode.Conflict, "not_checked_in");
        await hr.PostProblemAsync(path, new { reason = "x", events = (object[])[new { kind = "checkIn", at = start }, new { kind = "breakEnd", at = start.AddHours(1) }] }, HttpStatusCode.Conflict, "no_open_break");
        await hr.PostProblemAsync(path, new { reason = "x", events = (object[])[new { kind = "breakStart", at = start, breakType = "break" }] }, HttpStatusCode.UnprocessableEntity, "break_overlaps");
        await hr.PostProblemAsync(path, new { reason = "x", events = (object[])[new { kind = "checkIn", at = start.AddHours(1) }, new { kind = "checkOut", at = start }] }, HttpStatusCode.UnprocessableEntity, "event_out_of_order");
        await hr.PostProblemAsync(path, new { reason = "x", events = (object[])[new { kind = "checkIn", at = start.AddHours(4) }] }, HttpStatusCode.UnprocessableEntity, "event_in_future");
        await hr.PostProblemAsync(path, new { reason = "x", events = (object[])[new { kind = "checkIn", at = start.AddDays(-3) }] }, HttpStatusCode.UnprocessableEntity, "event_outside_day");
        using (var stale = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { reason = "x", events }) })
        {
            stale.Headers.Add("If-Match", "\"1\"");
            using var refused = await hr.SendAsync(stale);
            await refused.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        }

        var changed = await hr.SendAsync(path, new { reason = "The door's log says so.", events });

        changed.GetProperty("workedSeconds").GetInt32().ShouldBe(3600);
        changed.GetProperty("lunchSeconds").GetInt32().ShouldBe(3600);
        var read = await hr.ReadAsync($"/api/v1/attendance/days/{day.Id()}");
        read.GetProperty("version").GetUInt32().ShouldBe(changed.GetProperty("version").GetUInt32());
        read.GetProperty("events").EnumerateArray().Select(e => e.Text("kind")).ShouldBe(["checkIn", "checkOut"]);
        read.GetProperty("breaks")[0].GetProperty("seconds").GetInt32().ShouldBe(3600);
        var amendment = read.GetProperty("amendments").EnumerateArray().ShouldHaveSingleItem();
        amendment.Text("byDisplayName").ShouldBe("Huda Nasser");
        amendment.GetProperty("events").GetArrayLength().ShouldBe(3);
        var entry = (await hr.ReadAsync($"/api/v1/audit?entityId={day.Id()}&action=attendance.overrideDay")).Items().ShouldHaveSingleItem();
        entry.GetProperty("before").GetProperty("workedSeconds").GetInt32().ShouldBe(3 * 3600);
        entry.GetProperty("after").GetProperty("workedSeconds").GetInt32().ShouldBe(3600);
        entry.Text("reason").ShouldBe("The door's log says so.");

        // Nobody says what their own day was.
        var own = await planned.WorkAsync("hr@acme.test", 1);
        using var again = await planned.SignInAsync("hr@acme.test");
        await again.PostProblemAsync($"/api/v1/attendance/days/{own.Id()}/override", new { reason = "x", events = Array.Empty<object>() }, HttpStatusCode.Forbidden, "correction_own_request");
    }

    [Fact]
    public async Task R03_Taps_BehindTheShiftsWindow_AreTaken_WhetherTheJobCameOrThePhoneWasOffline()
    {
        const string who = "technician@globex.test";
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy());
        await planned.PlanNineToSixAsync(who);
        planned.AdvanceToMonday();

        // Nine until half past ten in the evening, and the window closes at ten: in the middle of a late meal, and before another break.
        var worked = new List<(string, int, int, int)>();
        foreach (var (isSeen, isOffline) in new[] { (true, false), (false, false), (true, true), (false, true) })
        {
            planned.Clock.AdvanceTo(new TimeOnly(5, 0));
            await planned.TapAsync(who, "check-in", new { workMode = "office" });
            planned.Clock.Advance(TimeSpan.FromHours(12.75));
            await TapAsync("breaks/start", "lunch");
            planned.Clock.Advance(TimeSpan.FromMinutes(30));
            if (isSeen)
            {
                await _host.SendAsync("globex", new DetectMissingCheckOutsCommand());
            }

            await TapAsync("breaks/end");
            planned.Clock.Advance(TimeSpan.FromMinutes(5));
            await TapAsync("breaks/start", "break");
            planned.Clock.Advance(TimeSpan.FromMinutes(10));
            var day = await TapAsync("check-out");
            worked.Add((day.Text("status"), day.GetProperty("workedSeconds").GetInt32() / 60, day.GetProperty("lunchSeconds").GetInt32() / 60, day.GetProperty("breakSeconds").GetInt32() / 60));

            Task<System.Text.Json.JsonElement> TapAsync(string tap, string? type = null)
            {
                var occurredAt = planned.Clock.GetUtcNow().AddMinutes(-1);
                return planned.TapAsync(who, tap, (isOffline, type) switch { (true, null) => new { occurredAt }, (true, _) => new { type, occurredAt }, (_, null) => new { }, _ => (object)new { type } });
            }
        }

        worked.ShouldBe([("completed", 780, 30, 10), ("completed", 780, 30, 10), ("completed", 779, 30, 10), ("completed", 779, 30, 10)]);

        // Longer than any session lasts, it belongs to none.
        planned.Clock.AdvanceTo(new TimeOnly(5, 0));
        await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(16.5));
        await _host.SendAsync("globex", new DetectMissingCheckOutsCommand());
        using var late = await planned.SignInAsync(who);
        await late.PostProblemAsync("/api/v1/attendance/check-out", new { }, HttpStatusCode.Conflict, "not_checked_in");
    }

    [Fact]
    public async Task R11_OfflineCheckIn_OfLastEvening_ThatComesAfterTodaysSession_HoldsNobodyUp()
    {
        const string who = "omar@globex.test";
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy());
        planned.AdvanceToMonday();
        planned.Clock.AdvanceTo(new TimeOnly(2, 0));
        var evening = planned.Clock.GetUtcNow().AddHours(-10);
        await planned.WorkAsync(who, 4);
        planned.Clock.Advance(TimeSpan.FromMinutes(5));

        (await planned.TapAsync(who, "check-in", new { workMode = "field", occurredAt = evening })).Text("status").ShouldBe("missingCheckOut");

        planned.Clock.Advance(TimeSpan.FromMinutes(25));
        await planned.TapAsync(who, "check-in", new { workMode = "office" });
        (await planned.TapAsync(who, "check-out", new { occurredAt = evening.AddHours(3) })).GetProperty("workedSeconds").GetInt32().ShouldBe(3 * 3600);
        await planned.TapAsync(who, "check-out", new { });
    }

    [Fact]
    public async Task R15_Override_WhileATapComes_LosesNeither()
    {
        for (var round = 0; round < 4; round++)
        {
            planned.Clock.AdvanceTo(new TimeOnly(4, 0));
            var start = planned.Clock.GetUtcNow();
            var day = await planned.TapAsync("technician@acme.test", "check-in", new { workMode = "office" });
            planned.Clock.Advance(TimeSpan.FromHours(3));
            using var hr = await planned.SignInAsync("hr@acme.test");
            using var person = await planned.SignInAsync("technician@acme.test");

            var answers = await Task.WhenAll(
                hr.PostAsJsonAsync($"/api/v1/attendance/days/{day.Id()}/override", new { reason = "Came later.", events = (object[])[new { kind = "checkIn", at = start.AddHours(1), workMode = "office" }] }),
                person.PostAsJsonAsync("/api/v1/attendance/check-out", new { }));

            answers.Select(a => a.StatusCode).ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK]);
            var read = await hr.ReadAsync($"/api/v1/attendance/days/{day.Id()}");
            read.GetProperty("events").GetArrayLength().ShouldBe(2);
            var amendment = read.GetProperty("amendments").EnumerateArray().ShouldHaveSingleItem();

            // Either the tap came first, and the override took its place; or it came after, and counts.
            var isAfter = (int)(await _host.SqlAsync("SELECT after_sequence FROM attendance_amendments WHERE id = $1", amendment.Id()))! == 1;
            read.Text("status").ShouldBe(isAfter ? "completed" : "working");
            read.GetProperty("workedSeconds").GetInt32().ShouldBe(isAfter ? 2 * 3600 : 0);
            if (!isAfter)
            {
                await planned.TapAsync("technician@acme.test", "check-out", new { });
            }
        }
    }

    [Fact]
    public async Task R05_R06_Correction_AtALocalTimeThatIsSkippedOrTwice_IsRefusedWithoutAnOffset()
    {
        const string who = "lead@globex.test";
        await planned.LiveInAsync(who, "Europe/Berlin");
        using var person = await planned.SignInAsync(who);
        object At(string date, string time, int? offsetMinutes = null) =>
            new { date, reason = "Night shift.", events = (object[])[new { kind = "checkIn", localDate = date, localTime = time, offsetMinutes, workMode = "field" }] };

        await person.PostProblemAsync(Corrections, At("2026-03-29", "02:30:00"), HttpStatusCode.UnprocessableEntity, "local_time_skipped");
        await person.PostProblemAsync(Corrections, At("2026-10-25", "02:30:00"), HttpStatusCode.UnprocessableEntity, "local_time_ambiguous");
        await person.PostProblemAsync(Corrections, At("2026-10-25", "02:30:00", 0), HttpStatusCode.UnprocessableEntity, "local_offset_wrong");
        var asked = await person.SendAsync(Corrections, At("2026-10-25", "02:30:00", 60), HttpStatusCode.Created);
        asked.GetProperty("events")[0].Text("at").ShouldBe("2026-10-25T01:30:00Z");
        await person.PostProblemAsync(Corrections, At(planned.Today.AddDays(2).ToString("O", System.Globalization.CultureInfo.InvariantCulture), "00:00:00"), HttpStatusCode.UnprocessableEntity, "event_in_future");
        using var both = await person.PostAsJsonAsync(Corrections, new { date = "2026-10-25", reason = "x", events = (object[])[new { kind = "checkIn", at = "2026-10-25T01:30:00Z", localTime = "02:30:00" }] });
        (await both.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed")).GetProperty("errors").GetProperty("events[0].localTime")[0].Text("code").ShouldBe("invalid_format");
    }

    [Fact]
    public async Task R06_Today_IsTheDateInThePersonsZone()
    {
        const string who = "lead@globex.test";
        await planned.LiveInAsync(who, "Atlantic/Reykjavik");
        planned.Clock.AdvanceTo(new TimeOnly(21, 30));
        var utc = DateOnly.FromDateTime(planned.Clock.GetUtcNow().UtcDateTime);
        using var here = await planned.SignInAsync(who);
        using var dubai = await planned.SignInAsync("employee@acme.test");

        (await here.ReadAsync("/api/v1/attendance/today")).Text("date").ShouldBe(utc.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        (await dubai.ReadAsync("/api/v1/attendance/today")).Text("date").ShouldBe(utc.AddDays(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task R26_Correction_OfADayThatNobodyTapped_IsMadeByWhoMayDecide()
    {
        const string who = "omar@acme.test";
        planned.Clock.AdvanceTo(new TimeOnly(12, 0));
        await planned.PutAsync("hr@acme.test", Policy, PlannedHost.Policy());
        var date = planned.Today.AddDays(-1);
        var start = LocalTimes.Plan(date, new TimeOnly(8, 0), PlannedHost.Zone);
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        object body = new { id, date, reason = "The app was down.", events = (object[])[new { kind = "checkIn", at = start, workMode = "clientSite" }, new { kind = "checkOut", at = start.AddHours(8) }] };
        using var person = await planned.SignInAsync(who);
        var asked = await person.SendAsync(Corrections, body, HttpStatusCode.Created);
        (await person.SendAsync(Corrections, body, HttpStatusCode.Created)).Id().ShouldBe(asked.Id());
        await person.PostProblemAsync(Corrections, new { id, date, reason = "Otherwise.", events = Array.Empty<object>() }, HttpStatusCode.Conflict, "id_conflict");
        await person.PostProblemAsync($"{Corrections}/{id}/approve", new { }, HttpStatusCode.Forbidden, "forbidden");

        using var manager = await planned.SignInAsync("manager@acme.test");
        await manager.PostProblemAsync($"{Corrections}/{id}/approve", new { }, HttpStatusCode.Forbidden, "decided_by_hr");
        await planned.PutAsync("hr@acme.test", Policy, PlannedHost.Policy(managersDecide: true));

        // The date's own policy counts, and that of yesterday did not let managers decide.
        await manager.PostProblemAsync($"{Corrections}/{id}/approve", new { }, HttpStatusCode.Forbidden, "decided_by_hr");
        using var stranger = await planned.SignInAsync("staff@acme.test");
        await stranger.PostProblemAsync($"{Corrections}/{id}/reject", new { }, HttpStatusCode.Forbidden, "forbidden");
        (await stranger.ReadAsync(Corrections)).Items().ShouldBeEmpty();
        (await manager.ReadAsync($"{Corrections}?status=pending&userId={await _host.UserIdAsync(who)}")).Items().ShouldHaveSingleItem().Id().ShouldBe(id);

        // Of two decisions at once one holds.
        using var hr = await planned.SignInAsync("hr@acme.test");
        using var admin = await planned.SignInAsync("superadmin@acme.test");
        var answers = await Task.WhenAll(
            hr.PostAsJsonAsync($"{Corrections}/{id}/approve", new { note = "Seen." }),
            admin.PostAsJsonAsync($"{Corrections}/{id}/reject", new { note = "No." }));
        answers.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);

        var decided = await person.ReadAsync($"{Corrections}/{id}");
        var days = (await person.ReadAsync($"/api/v1/attendance/days?from={date:yyyy-MM-dd}&to={date:yyyy-MM-dd}")).Items();
        if (string.Equals(decided.Text("status"), "approved", StringComparison.Ordinal))
        {
            var day = days.ShouldHaveSingleItem();
            day.GetProperty("workedSeconds").GetInt32().ShouldBe(8 * 3600);
            day.GetProperty("isOverridden").GetBoolean().ShouldBeTrue();
            (await person.ReadAsync($"/api/v1/attendance/days/{day.Id()}")).GetProperty("events").GetArrayLength().ShouldBe(0);
        }
        else
        {
            days.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task R15_Correction_ApprovedAfterLaterPunches_KeepsThem()
    {
        const string who = "staff@globex.test";
        planned.AdvanceToMonday();
        await planned.PutAsync("hr@globex.test", Policy, PlannedHost.Policy());
        var eight = planned.Clock.GetUtcNow();
        planned.Clock.Advance(TimeSpan.FromHours(1));
        var day = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromMinutes(5));
        using var person = await planned.SignInAsync(who);
        var asked = await AskAsync(new { kind = "checkIn", at = eight, workMode = "office" });
        var clashing = await AskAsync(new { kind = "checkIn", at = eight, workMode = "office" }, new { kind = "checkOut", at = eight.AddHours(1) });
        var mistaken = await AskAsync();
        planned.Clock.Advance(TimeSpan.FromMinutes(475));
        await planned.TapAsync(who, "check-out", new { });
        planned.Clock.Advance(TimeSpan.FromHours(1));

        using var hr = await planned.SignInAsync("hr@globex.test");
        await hr.PostProblemAsync($"{Corrections}/{clashing.Id()}/approve", new { }, HttpStatusCode.Conflict, "not_checked_in");
        (await hr.ReadAsync($"{Corrections}/{clashing.Id()}")).Text("status").ShouldBe("pending");

        // What was asked for by mistake is taken back by its person alone, once.
        await hr.PostProblemAsync($"{Corrections}/{mistaken.Id()}/cancel", new { }, HttpStatusCode.NotFound, "not_found");
        using var same = await planned.SignInAsync(who);
        using (var stale = new HttpRequestMessage(HttpMethod.Post, $"{Corrections}/{mistaken.Id()}/cancel"))
        {
            stale.Headers.Add("If-Match", "\"1\"");
            using var refused = await same.SendAsync(stale);
            await refused.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        }

        (await same.SendAsync($"{Corrections}/{mistaken.Id()}/cancel", new { })).Text("status").ShouldBe("cancelled");
        await same.PostProblemAsync($"{Corrections}/{mistaken.Id()}/cancel", new { }, HttpStatusCode.Conflict, "correction_already_decided");
        await hr.PostProblemAsync($"{Corrections}/{mistaken.Id()}/approve", new { }, HttpStatusCode.Conflict, "correction_already_decided");
        (await same.ReadAsync($"{Corrections}?status=cancelled")).Items().ShouldHaveSingleItem().Id().ShouldBe(mistaken.Id());

        await hr.SendAsync($"{Corrections}/{asked.Id()}/approve", new { });
        var read = await hr.ReadAsync($"/api/v1/attendance/days/{day.Id()}");
        (read.Text("status"), read.GetProperty("workedSeconds").GetInt32(), read.GetProperty("firstCheckInAt").GetDateTimeOffset()).ShouldBe(("completed", 9 * 3600, eight));

        Task<System.Text.Json.JsonElement> AskAsync(params object[] events) => person.SendAsync(Corrections, new { date = planned.Today, reason = "Forgot to tap.", events }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task R15_EnteredDay_OfSomebodyWhoNeverTapped_IsMadeByHrAlone()
    {
        const string path = "/api/v1/attendance/days/override";
        planned.Clock.AdvanceTo(new TimeOnly(12, 0));
        await planned.PutAsync("hr@acme.test", Policy, PlannedHost.Policy());
        await _host.SendAsync("acme", new DetectMissingCheckOutsCommand());
        var (date, userId) = (planned.Today.AddDays(-1), await _host.UserIdAsync("nadia@acme.test"));
        using var hr = await planned.SignInAsync("hr@acme.test");
        using var manager = await planned.SignInAsync("manager@acme.test");

        var made = await hr.SendAsync(path, Body(userId, "16:00:00"));
        (made.Text("date"), made.GetProperty("isOverridden").GetBoolean(), made.GetProperty("workedSeconds").GetInt32()).ShouldBe((date.ToString("O", System.Globalization.CultureInfo.InvariantCulture), true, 8 * 3600));
        made.GetProperty("events").GetArrayLength().ShouldBe(0);
        (await hr.ReadAsync($"/api/v1/audit?entityId={made.Id()}&action=attendance.enterDay")).Items().ShouldHaveSingleItem().Text("reason").ShouldBe("Started without a telephone.");
        var mended = await hr.SendAsync(path, Body(userId, "17:00:00"));
        (mended.Id(), mended.GetProperty("workedSeconds").GetInt32(), mended.GetProperty("amendments").GetArrayLength()).ShouldBe((made.Id(), 9 * 3600, 2));

        await hr.PostProblemAsync(path, Body(await _host.UserIdAsync("hr@acme.test"), "16:00:00"), HttpStatusCode.Forbidden, "correction_own_request");
        await hr.PostProblemAsync(path, Body(Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), "16:00:00"), HttpStatusCode.UnprocessableEntity, "employee_unknown");
        await manager.PostProblemAsync(path, Body(userId, "16:00:00"), HttpStatusCode.Forbidden, "forbidden");
        await planned.PutAsync("hr@acme.test", "attendance/lock", new { through = date });
        await hr.PostProblemAsync(path, Body(userId, "16:00:00"), HttpStatusCode.Conflict, "day_locked");
        await planned.PutAsync("hr@acme.test", "attendance/lock", new { through = (string?)null, reason = "To be mended." });

        object Body(Guid of, string until) => new
        {
            userId = of,
            date,
            reason = " Started without a telephone. ",
            events = (object[])[new { kind = "checkIn", localDate = date, localTime = "08:00:00", workMode = "office" }, new { kind = "checkOut", localDate = date, localTime = until }],
        };
    }

    [Fact]
    public async Task R26_Correction_OfAnHrPerson_IsDecidedByAnother()
    {
        planned.Clock.AdvanceTo(new TimeOnly(12, 0));
        using var hr = await planned.SignInAsync("hr@globex.test");
        var asked = await hr.SendAsync(Corrections, new { date = planned.Today, reason = "Came early.", events = Array.Empty<object>() }, HttpStatusCode.Created);
        await hr.PostProblemAsync($"{Corrections}/{asked.Id()}/approve", new { }, HttpStatusCode.Forbidden, "correction_own_request");
        await hr.PostProblemAsync($"{Corrections}/{asked.Id()}/reject", new { }, HttpStatusCode.Forbidden, "correction_own_request");
        using var admin = await planned.SignInAsync("superadmin@globex.test");
        var rejected = await admin.SendAsync($"{Corrections}/{asked.Id()}/reject", new { note = "You did not." });
        rejected.Text("status").ShouldBe("rejected");
        await admin.PostProblemAsync($"{Corrections}/{asked.Id()}/approve", new { }, HttpStatusCode.Conflict, "correction_already_decided");
    }

    [Fact]
    public async Task R20_LockedDays_RefuseOverrides_AndMakeRequestsOfLateTaps()
    {
        const string who = "employee@globex.test";
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        await planned.PutAsync("hr@globex.test", Policy, PlannedHost.Policy());
        await planned.LiveInAsync(who, "Africa/Cairo");
        var start = planned.Clock.GetUtcNow();
        var before = await planned.WorkAsync(who, 8);
        await planned.TapAsync("lead@globex.test", "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromDays(3));
        var free = start.AddDays(1);
        using (var stillToday = await planned.SignInAsync("hr@globex.test"))
        {
            using var refused = await stillToday.PutAsJsonAsync("/api/v1/attendance/lock", new { through = DateOnly.FromDateTime(planned.Clock.GetUtcNow().UtcDateTime) });
            await refused.ProblemAsync(HttpStatusCode.UnprocessableEntity, "lock_in_future");
        }

        // Somebody forgot their check-out in the period: it is seen to first.
        var through = DateOnly.FromDateTime(free.UtcDateTime);
        using (var early = await planned.SignInAsync("hr@globex.test"))
        {
            using var refused = await early.PutAsJsonAsync("/api/v1/attendance/lock", new { through });
            await refused.ProblemAsync(HttpStatusCode.Conflict, "session_still_open");
        }

        await _host.SendAsync("globex", new DetectMissingCheckOutsCommand());
        var locked = await planned.PutAsync("hr@globex.test", "attendance/lock", new { through });
        locked.Text("through").ShouldBe(through.ToString("O", System.Globalization.CultureInfo.InvariantCulture));

        using var hr = await planned.SignInAsync("hr@globex.test");
        await hr.PostProblemAsync($"/api/v1/attendance/days/{before.Id()}/override", new { reason = "x", events = Array.Empty<object>() }, HttpStatusCode.Conflict, "day_locked");
        await hr.PostProblemAsync($"/api/v1/attendance/days/{before.Id()}/approve-overtime", new { }, HttpStatusCode.Conflict, "day_locked");
        using var person = await planned.SignInAsync(who);
        var tap = new { workMode = "field", occurredAt = free, clientEventId = Guid.CreateVersion7(RealTime.Clock.GetUtcNow()) };
        await person.PostProblemAsync("/api/v1/attendance/breaks/start", new { type = "break", occurredAt = free }, HttpStatusCode.UnprocessableEntity, "event_out_of_order");
        await person.PostProblemAsync("/api/v1/attendance/check-in", tap, HttpStatusCode.Conflict, "day_locked");
        await person.PostProblemAsync("/api/v1/attendance/check-in", tap, HttpStatusCode.Conflict, "day_locked");
        await person.PostProblemAsync("/api/v1/attendance/check-out", new { occurredAt = free.AddHours(5) }, HttpStatusCode.Conflict, "day_locked");

        var asked = (await hr.ReadAsync($"{Corrections}?userId={await _host.UserIdAsync(who)}&from={through:yyyy-MM-dd}")).Items();
        asked.Count.ShouldBe(2);
        var whole = asked.MaxBy(a => a.GetProperty("events").GetArrayLength());
        whole.GetProperty("events").EnumerateArray().Select(e => e.Text("kind")).ShouldBe(["checkIn", "checkOut"]);
        whole.Text("reason").ShouldBe("latePunch");
        await hr.PostProblemAsync($"{Corrections}/{whole.Id()}/approve", new { }, HttpStatusCode.Conflict, "day_locked");
        (await hr.ReadAsync($"/api/v1/attendance/days?userId={await _host.UserIdAsync(who)}&from={through:yyyy-MM-dd}&to={through:yyyy-MM-dd}")).Items().ShouldBeEmpty();

        // Opening needs a reason; then the request makes the day.
        using (var silent = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through = (string?)null }))
        {
            await silent.ProblemAsync(HttpStatusCode.UnprocessableEntity, "reason_required");
        }

        await planned.PutAsync("hr@globex.test", "attendance/lock", new { through = (string?)null, reason = "A phone was offline." });
        (await hr.SendAsync($"{Corrections}/{whole.Id()}/approve", new { })).Text("status").ShouldBe("approved");
        var made = (await hr.ReadAsync($"/api/v1/attendance/days?userId={await _host.UserIdAsync(who)}&from={through:yyyy-MM-dd}&to={through:yyyy-MM-dd}")).Items().ShouldHaveSingleItem();
        made.GetProperty("workedSeconds").GetInt32().ShouldBe(5 * 3600);
        (await hr.ReadAsync("/api/v1/audit?action=attendance.putLock")).Items().Count.ShouldBe(2);
    }
}
