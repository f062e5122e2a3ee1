using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.Domain.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using static Satcom.IntegrationTests.Shifts.ShiftSteps;

namespace Satcom.IntegrationTests.Shifts;

/// <summary>Shifts, patterns, assignments and what people are to work by them. 2090-01-02 is a Monday.</summary>
public sealed class ShiftTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task Shift_ThroughItsLife_KeepsItsHoursByDate()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var name = Name("Early");
        var shift = await hr.SendAsync(ShiftRoute, new { name, hours = OfficeHours }, HttpStatusCode.Created);
        var path = $"{ShiftRoute}/{shift.Id()}";
        shift.GetProperty("hours")[0].Text("start").ShouldBe("08:00");

        using var stale = await hr.PatchAsync(path, new { name = "Late" }, shift.Version() + 1);
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var patched = await hr.PatchAsync(path, new { effectiveFrom = "2090-02-01", hours = NightHours }, shift.Version());
        var changed = await patched.ReadAsync();

        changed.GetProperty("hours").EnumerateArray().Select(h => $"{h.GetProperty("from")} {h.Text("start")}").ShouldBe([" 08:00", "2090-02-01 22:00"]);
        (await hr.ReadAsync(path)).GetRawText().ShouldBe(changed.GetRawText());
        (await hr.ReadAsync($"{ShiftRoute}?search={name.ToUpperInvariant()}")).Items().ShouldHaveSingleItem().Id().ShouldBe(shift.Id());
        using var past = await hr.PatchAsync(path, new { effectiveFrom = "2020-01-01", hours = NightHours });
        await past.ProblemAsync(HttpStatusCode.UnprocessableEntity, "effective_in_past");
        using var wrong = await hr.PatchAsync(path, new { hours = new { start = "08:00", end = "09:00", lunchSeconds = 7200 } });
        await wrong.ProblemAsync(HttpStatusCode.UnprocessableEntity, "shift_hours_invalid");
        await hr.PostProblemAsync(ShiftRoute, new { name = "Odd", hours = new { start = "8 am", end = "17:00" } }, HttpStatusCode.BadRequest, "validation_failed");
        var audit = (await hr.ReadAsync($"/api/v1/audit?entityId={shift.Id()}&action=shifts.updateShift")).Items().ShouldHaveSingleItem();
        audit.GetProperty("after").GetProperty("hours").GetArrayLength().ShouldBe(2);
        audit.GetProperty("before").GetProperty("hours").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task R26_OwnShifts_OfDatesThatHaveBegun_AreSomebodyElses()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        using var admin = await host.AsAsync("superadmin@globex.test");
        var (me, shiftId) = (await host.UserIdAsync("hr@globex.test"), await hr.MakeShiftAsync());
        var today = TimeZones.LocalDate(RealTime.Clock.GetUtcNow(), (await hr.ReadAsync($"{Employees}/{me}")).Text("timeZone"));
        var (past, coming) = (today.AddDays(-10), today.AddDays(2));

        await hr.PostProblemAsync(Assignments, new { userId = me, shiftId, from = past.Iso(), to = past.Iso() }, HttpStatusCode.Forbidden, "shift_own_assignment");
        var bulk = await hr.SendAsync($"{Assignments}/bulk", new { userIds = (Guid[])[me, await host.UserIdAsync("nadia@globex.test")], shiftId, from = past.Iso(), to = past.Iso() }, HttpStatusCode.Created);
        bulk.GetProperty("refused").EnumerateArray().ShouldHaveSingleItem().Text("code").ShouldBe("shift_own_assignment");
        var theirs = await admin.AssignAsync(me, shiftId, past.Iso(), coming.AddDays(-1).Iso());
        foreach (var to in new[] { past.AddDays(3), today.AddDays(-1) })
        {
            using var ended = await hr.PatchAsync($"{Assignments}/{theirs.Id()}", new { to = to.Iso() });
            await ended.ProblemAsync(HttpStatusCode.Forbidden, "shift_own_assignment");
        }

        using (var taken = await hr.DeleteAsync(new Uri($"{Assignments}/{theirs.Id()}", UriKind.Relative)))
        {
            await taken.ProblemAsync(HttpStatusCode.Forbidden, "shift_own_assignment");
        }

        // What is to come is theirs to plan.
        var own = await hr.AssignAsync(me, shiftId, coming.Iso(), coming.AddDays(5).Iso());
        using var gone = await hr.DeleteAsync(new Uri($"{Assignments}/{own.Id()}", UriKind.Relative));
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task R26_OwnPlan_OfDatesThatHaveBegun_IsSomebodyElses_AndSoIsTheEmployment()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        using var admin = await host.AsAsync("superadmin@globex.test");
        var me = await host.UserIdAsync("hr@globex.test");
        var today = TimeZones.LocalDate(RealTime.Clock.GetUtcNow(), (await hr.ReadAsync($"{Employees}/{me}")).Text("timeZone"));
        var (own, coming) = ((await hr.SendAsync(Calendars, new { name = Name("Own") }, HttpStatusCode.Created)).Id(), today.AddDays(2).Iso());
        object[] begun =
        [
            new { weeklyRestDays = (string[])["monday"] }, new { target = new { dailySeconds = 3600 } }, new { timeZone = "Europe/London" }, new { holidayCalendarId = own },
            new { startsOn = today.AddYears(1).Iso() }, new { endsOn = today.AddYears(1).Iso() }, new { startsOn = "2020-01-01" },
        ];
        foreach (var change in begun)
        {
            using var refused = await hr.PatchAsync($"{Employees}/{me}", change);
            await refused.ProblemAsync(HttpStatusCode.Forbidden, "shift_own_assignment");
        }

        await hr.RefuseChangeAsync(me, new { employee = new { timeZone = "Europe/London" } }, HttpStatusCode.Forbidden, "shift_own_assignment");

        // What is to come is theirs to plan, and of today somebody else's.
        await ChangeAsync(hr, new { weeklyRestDays = (string[])["monday"], target = new { dailySeconds = 3600 }, timeZone = "Europe/London", holidayCalendarId = own, effectiveFrom = coming });
        await ChangeAsync(admin, new { weeklyRestDays = (string[])["monday"], holidayCalendarId = own });

        var (holiday, later) = ($"{Calendars}/{own}/holidays/{today.Iso()}", $"{Calendars}/{own}/holidays/{today.AddDays(3).Iso()}");
        await RefusedAsync(await hr.PutAsJsonAsync(holiday, new { name = "Feast" }));
        await hr.PutAsync(later, new { name = "Feast" });
        await admin.PutAsync(holiday, new { name = "Feast" });
        await hr.PutAsync(holiday, new { name = "Feast" });
        await RefusedAsync(await hr.DeleteAsync(new Uri(holiday, UriKind.Relative)));

        // That of another's calendar, and of everybody's.
        var other = (await hr.SendAsync(Calendars, new { name = Name("Other") }, HttpStatusCode.Created)).Id();
        await hr.PutAsync($"{Calendars}/{other}/holidays/{today.Iso()}", new { name = "Feast" });
        object Week(Guid? holidayCalendarId) => new { firstDay = "monday", weekend = (string[])["saturday", "sunday"], holidayCalendarId };
        await hr.PutAsync(WorkWeek, Week(own));
        await hr.PutAsync($"{Calendars}/{own}/holidays/{today.Iso()}", new { name = "Another feast" });
        await hr.PutAsync(WorkWeek, Week(null));
        await ChangeAsync(admin, new { weeklyRestDays = (string[]?)null, holidayCalendarId = (string?)null });

        async Task ChangeAsync(HttpClient by, object change)
        {
            using var changed = await by.PatchAsync($"{Employees}/{me}", change);
            await changed.ReadAsync(HttpStatusCode.OK);
        }

        static async Task RefusedAsync(HttpResponseMessage answer)
        {
            using (answer)
            {
                await answer.ProblemAsync(HttpStatusCode.Forbidden, "shift_own_assignment");
            }
        }
    }

    [Fact]
    public async Task Shift_MadeTwice_IsOneById_AndNoOtherByItsName()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, name) = (Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), Name("Twice"));
        var first = await hr.SendAsync(ShiftRoute, new { id, name, hours = OfficeHours }, HttpStatusCode.Created);

        (await hr.SendAsync(ShiftRoute, new { id, name, hours = OfficeHours }, HttpStatusCode.Created)).GetRawText().ShouldBe(first.GetRawText());
        await hr.PostProblemAsync(ShiftRoute, new { id, name, hours = NightHours }, HttpStatusCode.Conflict, "id_conflict");
        await hr.PostProblemAsync(ShiftRoute, new { name = name.ToUpperInvariant(), hours = OfficeHours }, HttpStatusCode.Conflict, "name_taken");

        // Out of use, it gives its name free and takes nobody new.
        using var archived = await hr.DeleteAsync(new Uri($"{ShiftRoute}/{id}", UriKind.Relative));
        archived.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hr.ReadAsync($"{ShiftRoute}/{id}")).GetProperty("isArchived").GetBoolean().ShouldBeTrue();
        (await hr.ReadAsync($"{ShiftRoute}?search={name}")).Items().ShouldBeEmpty();
        (await hr.ReadAsync($"{ShiftRoute}?archived=true&search={name}")).Items().Count.ShouldBe(1);
        await hr.PostProblemAsync(Assignments, new { userId = await host.UserIdAsync("omar@acme.test"), shiftId = id, from = "2090-01-02" }, HttpStatusCode.UnprocessableEntity, "shift_unknown");
        await hr.MakeShiftAsync(name: name);
    }

    [Fact]
    public async Task Pattern_OverARotation_GivesEachDateItsSlot()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = (await host.HireAsync(hr)).Id();
        var (day, night) = (await hr.MakeShiftAsync(), await hr.MakeShiftAsync(NightHours));
        var pattern = await hr.SendAsync(Patterns, new { name = Name("Rotation"), slots = new Guid?[] { day, night, null } }, HttpStatusCode.Created);

        var assigned = await hr.SendAsync(Assignments, new { userId = person, patternId = pattern.Id(), anchor = "2090-01-01", from = "2090-01-06", to = "2090-01-09" }, HttpStatusCode.Created);

        // The weekend of 7 and 8 January does not matter to a pattern; after its end the person is flexible again.
        (await hr.PlanAsync(person, "2090-01-05", "2090-01-10")).ShouldBe("flexible 0, restDay 0, working 8, working 8, restDay 0, flexible 0");
        (await hr.ReadAsync($"{Assignments}/{assigned.Id()}")).Text("anchor").ShouldBe("2090-01-01");
        await hr.PostProblemAsync(Patterns, new { name = Name("Rest"), slots = new Guid?[] { null } }, HttpStatusCode.UnprocessableEntity, "shift_pattern_invalid");
        await hr.PostProblemAsync(Patterns, new { name = Name("Unknown"), slots = new Guid?[] { pattern.Id() } }, HttpStatusCode.UnprocessableEntity, "shift_unknown");
        using var renamed = await hr.PatchAsync($"{Patterns}/{pattern.Id()}", new { name = Name("Renamed") }, pattern.Version());
        (await renamed.ReadAsync()).GetProperty("slots").GetArrayLength().ShouldBe(3);
        using var gone = await hr.DeleteAsync($"{Patterns}/{pattern.Id()}", pattern.Version());
        await gone.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    [Fact]
    public async Task Assignments_OfOnePerson_NeverOverlap()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (person, shift) = ((await host.HireAsync(hr)).Id(), await hr.MakeShiftAsync());
        var first = await hr.AssignAsync(person, shift, "2090-01-02", "2090-01-31");

        foreach (var (from, to) in new[] { ("2090-01-31", "2090-02-10"), ("2089-12-01", "2090-01-02"), ("2090-01-10", "2090-01-11"), ("2089-01-01", (string?)null) })
        {
            await hr.PostProblemAsync(Assignments, new { userId = person, shiftId = shift, from, to }, HttpStatusCode.Conflict, "shift_assignment_overlaps");
        }

        var second = await hr.AssignAsync(person, shift, "2090-02-01");
        using var longer = await hr.PatchAsync($"{Assignments}/{first.Id()}", new { to = "2090-02-01" });
        await longer.ProblemAsync(HttpStatusCode.Conflict, "shift_assignment_overlaps");
        using var untouched = await hr.PatchAsync($"{Assignments}/{first.Id()}", new { }, first.Version());
        (await untouched.ReadAsync()).Text("to").ShouldBe("2090-01-31");
        using var shorter = await hr.PatchAsync($"{Assignments}/{first.Id()}", new { to = "2090-01-15" }, first.Version());
        (await shorter.ReadAsync()).Text("to").ShouldBe("2090-01-15");
        (await hr.PlanAsync(person, "2090-01-13", "2090-01-17")).ShouldBe("working 8, restDay 0, restDay 0, flexible 0, flexible 0");
        using var reversed = await hr.PatchAsync($"{Assignments}/{first.Id()}", new { to = "2089-01-01" });
        await reversed.ProblemAsync(HttpStatusCode.UnprocessableEntity, "dates_reversed");
        using var deleted = await hr.DeleteAsync($"{Assignments}/{second.Id()}", second.Version());
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hr.ReadAsync($"{Assignments}?userId={person}")).Items().ShouldHaveSingleItem().Id().ShouldBe(first.Id());
    }

    [Fact]
    public async Task Assign_WhenTwoOverlapAtOnce_OneWins()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var admin = await host.AsAsync("superadmin@acme.test");
        var shift = await hr.MakeShiftAsync();
        for (var round = 0; round < 4; round++)
        {
            var (left, right) = ((await host.HireAsync(hr)).Id(), (await host.HireAsync(hr)).Id());

            // One person by one and both by the other, then both by both: each all or nothing.
            var body = round % 2 == 0 ? (object)new { userId = left, shiftId = shift, from = "2090-01-02" } : new { userIds = new[] { left, right }, shiftId = shift, from = "2090-01-20" };
            var one = hr.PostAsJsonAsync(round % 2 == 0 ? Assignments : $"{Assignments}/bulk", body);
            var other = admin.PostAsJsonAsync($"{Assignments}/bulk", new { userIds = new[] { right, left }, shiftId = shift, from = "2090-01-10" });
            using var first = await one;
            using var second = await other;

            new[] { first.StatusCode, second.StatusCode }.Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict]);
            await (first.IsSuccessStatusCode ? second : first).ProblemAsync(HttpStatusCode.Conflict, "shift_assignment_overlaps");
            (await host.SqlAsync("SELECT count(*) FROM shift_assignments WHERE employee_id IN ($1, $2)", left, right)).ShouldBe(first.IsSuccessStatusCode && round % 2 == 0 ? 1L : 2L);
        }
    }

    [Fact]
    public async Task Assign_OfManyPeople_IsOneChangeAndAuditedForEach()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var people = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            people.Add((await host.HireAsync(hr)).Id());
        }

        var shift = await hr.MakeShiftAsync();
        var made = await hr.SendAsync($"{Assignments}/bulk", new { userIds = people.Append(people[0]), shiftId = shift, from = "2090-01-02", to = "2090-01-08" }, HttpStatusCode.Created);

        made.Items().Select(i => i.Id("userId")).ShouldBe(people, ignoreOrder: true);
        foreach (var person in people)
        {
            (await hr.PlanAsync(person, "2090-01-06", "2090-01-07")).ShouldBe("working 8, restDay 0");
        }

        var audit = await hr.ReadAsync($"/api/v1/audit?entityId={made.Items()[1].Id()}");
        audit.Items().ShouldHaveSingleItem().Text("action").ShouldBe("shifts.assignShifts");
        await hr.PostProblemAsync($"{Assignments}/bulk", new { userIds = new[] { shift }, shiftId = shift, from = "2090-01-02" }, HttpStatusCode.UnprocessableEntity, "employee_unknown");
        await hr.PostProblemAsync($"{Assignments}/bulk", new { userIds = people, from = "2090-03-02" }, HttpStatusCode.BadRequest, "validation_failed");
        await hr.PostProblemAsync($"{Assignments}/bulk", new { userIds = people, shiftId = shift, patternId = shift, from = "2090-03-02" }, HttpStatusCode.BadRequest, "validation_failed");
        await hr.PostProblemAsync($"{Assignments}/bulk", new { userIds = Array.Empty<Guid>(), shiftId = shift, from = "2090-03-02" }, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Assignment_SentTwice_IsOne()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (person, shift, id) = ((await host.HireAsync(hr)).Id(), await hr.MakeShiftAsync(), Guid.CreateVersion7(RealTime.Clock.GetUtcNow()));
        var first = await hr.SendAsync(Assignments, new { id, userId = person, shiftId = shift, from = "2090-01-02", to = "2090-01-03" }, HttpStatusCode.Created);

        (await hr.SendAsync(Assignments, new { id, userId = person, shiftId = shift, from = "2090-01-02", to = "2090-01-03" }, HttpStatusCode.Created)).GetRawText().ShouldBe(first.GetRawText());
        await hr.PostProblemAsync(Assignments, new { id, userId = person, shiftId = shift, from = "2090-05-02", to = "2090-05-03" }, HttpStatusCode.Conflict, "id_conflict");
    }

    [Fact]
    public async Task Holidays_WholeAndHalf_TakeTheirPartOfTheDay()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = (await host.HireAsync(hr)).Id();
        await hr.AssignAsync(person, await hr.MakeShiftAsync(), "2090-01-02", "2090-01-31");
        var calendar = await hr.SendAsync(Calendars, new { name = Name("Emirates") }, HttpStatusCode.Created);
        var path = $"{Calendars}/{calendar.Id()}";
        using var patched = await hr.PatchAsync($"{Employees}/{person}", new { holidayCalendarId = calendar.Id() });
        await patched.ReadAsync();
        (await hr.PlanAsync(person, "2090-01-03", "2090-01-05")).ShouldBe("working 8, working 8, working 8");

        await hr.PutAsync($"{path}/holidays/2090-01-03", new { name = "Whole" });
        var full = await hr.PutAsync($"{path}/holidays/2090-01-04", new { name = "Half", halves = "am" });

        (await hr.PlanAsync(person, "2090-01-03", "2090-01-05")).ShouldBe("holiday 0, working 4, working 8");
        (await hr.ScheduleAsync(person, "2090-01-03", "2090-01-05")).Select(d => d.GetProperty("holiday").GetString()).ShouldBe(["Whole", "Half", null]);
        (await hr.PutAsync($"{path}/holidays/2090-01-04", new { name = "Half", halves = "am" })).Version().ShouldBe(full.Version());
        await hr.PutAsync($"{path}/holidays/2090-01-04", new { name = "Half", halves = "none" }, HttpStatusCode.BadRequest);
        await hr.PutAsync($"{path}/holidays/2090-01-04", new { name = "Half" }, HttpStatusCode.PreconditionFailed, calendar.Version());
        using var removed = await hr.DeleteAsync($"{path}/holidays/2090-01-03", full.Version());
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hr.PlanAsync(person, "2090-01-03", "2090-01-03")).ShouldBe("working 8");
        using var absent = await hr.DeleteAsync(new Uri($"{path}/holidays/2090-01-03", UriKind.Relative));
        await absent.ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task R08_WorkWeek_ThatChangesOnADate_JudgesEachSideByItsOwn()
    {
        // Another company, whose week no other test changes in the end.
        using var hr = await host.AsAsync("hr@globex.test");
        using var employee = await host.AsAsync("employee@globex.test");
        var person = await host.UserIdAsync("omar@globex.test");
        (await hr.PlanAsync(person, "2090-06-01", "2090-06-04")).ShouldBe("flexible 0, flexible 0, restDay 0, restDay 0");

        // Friday and Saturday off until June, then Saturday and Sunday; 2090-06-02 is a Friday.
        var today = TimeZones.LocalDate(RealTime.Clock.GetUtcNow(), "Africa/Cairo");
        var first = await hr.PutAsync(WorkWeek, new { firstDay = "sunday", weekend = (string[])["friday", "saturday"], dailySeconds = 28_800 });
        var second = await hr.PutAsync(WorkWeek, new { firstDay = "monday", weekend = (string[])["saturday", "sunday"], weeklySeconds = 126_000, effectiveFrom = "2090-06-10" }, version: first.Version());

        second.GetProperty("weeks").EnumerateArray().Select(w => w.GetProperty("from").GetString()).ShouldBe([null, today.Iso(), "2090-06-10"]);
        (await hr.PlanAsync(person, "2090-06-01", "2090-06-04")).ShouldBe("flexible 8, restDay 0, restDay 0, flexible 8");
        (await hr.PlanAsync(person, "2090-06-15", "2090-06-18")).ShouldBe("flexible 7, flexible 7, restDay 0, restDay 0");
        (await employee.ReadAsync(WorkWeek)).GetRawText().ShouldBe(second.GetRawText());
        await hr.PutAsync(WorkWeek, new { firstDay = "monday", weekend = (string[])["sunday"] }, HttpStatusCode.PreconditionFailed, first.Version());
        await hr.PutAsync(WorkWeek, new { firstDay = "monday", weekend = (string[])["sunday"], effectiveFrom = "2020-01-01" }, HttpStatusCode.UnprocessableEntity);
        await hr.PutAsync(WorkWeek, new { firstDay = "monday", weekend = (string[])["someday"] }, HttpStatusCode.BadRequest);
        using var refused = await employee.PutAsJsonAsync(WorkWeek, new { firstDay = "monday", weekend = (string[])["sunday"] });
        await refused.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        // A person's own rest days and target win over the company's.
        using var patched = await hr.PatchAsync($"{Employees}/{person}", new { weeklyRestDays = (string[])["monday"], target = new { dailySeconds = 3600 }, effectiveFrom = "2090-06-19" });
        (await patched.ReadAsync()).GetProperty("weeklyRestDays").ValueKind.ShouldBe(JsonValueKind.Null);
        (await hr.PlanAsync(person, "2090-06-17", "2090-06-20")).ShouldBe("restDay 0, restDay 0, restDay 0, flexible 1");
    }

    [Fact]
    public async Task Rota_OfATeam_IsPagedAndOfThoseTheCallerSees()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var lead = await host.AsAsync("lead@acme.test");
        using var nadia = await host.AsAsync("nadia@acme.test");
        var team = (await hr.SendAsync("/api/v1/teams", new { name = Name("Rota") }, HttpStatusCode.Created)).Id();
        var people = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            var person = await host.HireAsync(hr, managerId: i == 0 ? null : await host.UserIdAsync("lead@acme.test"));
            await hr.ChangeAsync(person.Id(), new { employee = new { teamId = team } });
            people.Add(person.Id());
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync($"/api/v1/schedule?teamId={team}&from=2090-01-02&to=2090-01-15&limit=2{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            page.Items().ShouldAllBe(row => row.GetProperty("days").GetArrayLength() == 14);
            seen.AddRange(page.Items().Select(row => row.Id("userId")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        seen.ShouldBe(people);
        (await lead.ReadAsync($"/api/v1/schedule?teamId={team}")).Items().Select(row => row.Id("userId")).ShouldBe(people.Skip(1));
        (await nadia.ReadAsync("/api/v1/schedule")).Items().ShouldHaveSingleItem().GetProperty("days").GetArrayLength().ShouldBe(7);
        await lead.ReadAsync($"{Employees}/{people[0]}/schedule", HttpStatusCode.NotFound);
        await nadia.ReadAsync($"{Employees}/{people[1]}/schedule", HttpStatusCode.NotFound);
        (await lead.ReadAsync($"{Assignments}?teamId={team}")).Items().ShouldBeEmpty();
        await hr.ReadAsync("/api/v1/schedule?from=2090-01-01&to=2090-02-01", HttpStatusCode.BadRequest);
        await hr.ReadAsync($"{Employees}/{people[0]}/schedule?from=2090-01-01&to=2090-03-04", HttpStatusCode.BadRequest);
        await hr.ReadAsync($"{Employees}/{people[0]}/schedule?from=2090-01-02&to=2090-01-01", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Assignments_ByTheirFilters_AreListedNewestFirst()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await host.HireAsync(hr, roles: ["employee"]);
        var (early, late) = (await hr.MakeShiftAsync(), await hr.MakeShiftAsync(NightHours));
        var first = (await hr.AssignAsync(person.Id(), early, "2090-01-01", "2090-01-31")).Id();
        var second = (await hr.AssignAsync(person.Id(), late, "2090-02-01", "2090-02-28")).Id();
        var third = (await hr.AssignAsync(person.Id(), early, "2090-03-01")).Id();
        using var self = await host.FreshAsync(person.Text("email"));
        using var stranger = await host.AsAsync("nadia@acme.test");

        (await ListAsync(hr, $"userId={person.Id()}")).ShouldBe([third, second, first]);
        (await ListAsync(hr, $"shiftId={early}")).ShouldBe([third, first]);
        (await ListAsync(hr, $"userId={person.Id()}&from=2090-02-10&to=2090-03-01")).ShouldBe([third, second]);
        (await ListAsync(hr, $"userId={person.Id()}&to=2090-01-31")).ShouldBe([first]);
        var page = await hr.ReadAsync($"{Assignments}?userId={person.Id()}&limit=1");
        (await ListAsync(hr, $"userId={person.Id()}&limit=1&cursor={page.Text("nextCursor")}")).ShouldBe([second]);
        (await ListAsync(self, string.Empty)).ShouldBe([third, second, first]);
        (await ListAsync(stranger, $"userId={person.Id()}")).ShouldBeEmpty();
        await stranger.ReadAsync($"{Assignments}/{first}", HttpStatusCode.NotFound);
        await hr.ReadAsync($"{Assignments}?cursor=broken", HttpStatusCode.BadRequest);

        static async Task<IEnumerable<Guid>> ListAsync(HttpClient client, string query) => (await client.ReadAsync($"{Assignments}?{query}")).Items().Select(a => a.Id());
    }
}
