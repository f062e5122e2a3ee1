using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Leaves;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.People;

/// <summary>Employees who come and go: made, given their dates, and let go.</summary>
public sealed class EmploymentTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Employees = "/api/v1/employees";

    private static int _people;

    [Fact]
    public async Task CreateEmployee_MakesTheirAccountToo_AndTheSameAgainMakesNothing()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        var managerId = await host.UserIdAsync("manager@acme.test");
        object Body(string startsOn = "2026-03-02") => new { id, email = "dana@acme.test", displayName = "Dana Aziz", employeeCode = "D-1", designation = "Fitter", managerId, startsOn, endsOn = "2026-12-31" };

        var made = await hr.SendAsync(Employees, Body(), HttpStatusCode.Created);

        (made.Id(), made.Text("managerName"), made.Text("startsOn"), made.Text("endsOn"), made.Text("status")).ShouldBe((id, "Majid Karim", "2026-03-02", "2026-12-31", "active"));
        var account = await hr.ReadAsync($"/api/v1/users/{id}");
        account.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["employee"]);
        account.GetProperty("isInvited").GetBoolean().ShouldBeTrue();
        (await hr.SendAsync(Employees, Body(), HttpStatusCode.Created)).GetProperty("version").GetUInt32().ShouldBe((await hr.ReadAsync($"{Employees}/{id}")).GetProperty("version").GetUInt32());
        await hr.PostProblemAsync(Employees, Body("2026-03-03"), HttpStatusCode.Conflict, "id_conflict");
        await hr.PostProblemAsync(Employees, new { email = "dana2@acme.test", displayName = "Dana", employeeCode = "D-1", designation = "Fitter" }, HttpStatusCode.Conflict, "employee_code_taken");
        await hr.PostProblemAsync(Employees, new { email = "dana2@acme.test", displayName = "Dana", employeeCode = "d-1", designation = "Fitter" }, HttpStatusCode.Conflict, "employee_code_taken");
        await hr.PostProblemAsync(
            Employees, new { email = "dana3@acme.test", displayName = "Dana", employeeCode = "D-3", designation = "Fitter", startsOn = "2026-03-02", endsOn = "2026-03-01" },
            HttpStatusCode.UnprocessableEntity, "employment_reversed");
        (await hr.ReadAsync($"/api/v1/users?search=dana3")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task Employment_DecidesWhoIsExpected_BeforeItAndAfterItNobodyIsAbsent()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await host.HireAsync(hr, "Ella Employed");
        var shift = await hr.MakeShiftAsync(ShiftSteps.NightHours);
        await hr.AssignAsync(person.Id(), shift, "2026-03-02");
        (await hr.PlanAsync(person.Id(), "2026-03-03", "2026-03-06")).ShouldBe("working 8, working 8, working 8, working 8");

        await ChangeAsync(hr, person.Id(), new { startsOn = "2026-03-04", endsOn = "2026-03-05" });

        (await hr.PlanAsync(person.Id(), "2026-03-03", "2026-03-06")).ShouldBe("restDay 0, working 8, working 8, restDay 0");
        async Task<string?> StandingAsync(string date) =>
            (await hr.ReadAsync($"/api/v1/attendance/board?date={date}")).Items().Where(i => i.Id("userId") == person.Id()).Select(i => i.Text("standing")).SingleOrDefault();
        (await StandingAsync("2026-03-03")).ShouldBeNull();
        (await StandingAsync("2026-03-04")).ShouldBe("absent");
        (await StandingAsync("2026-03-06")).ShouldBeNull();
        using (var reversed = await hr.PatchAsync($"{Employees}/{person.Id()}", new { endsOn = "2026-03-03" }))
        {
            await reversed.ProblemAsync(HttpStatusCode.UnprocessableEntity, "employment_reversed");
        }

        await ChangeAsync(hr, person.Id(), new { startsOn = (string?)null, endsOn = (string?)null });
        (await StandingAsync("2026-03-06")).ShouldBe("absent");
        var shifts = (await hr.ReadAsync($"{Employees}/{person.Id()}/history")).GetProperty("shifts").EnumerateArray().ShouldHaveSingleItem();
        (shifts.Text("from"), shifts.Id("shiftId"), shifts.GetProperty("to").ValueKind).ShouldBe(("2026-03-02", shift, System.Text.Json.JsonValueKind.Null));
    }

    [Fact]
    public async Task EndEmployment_ShutsTheAccountToday_KeepsTheRecord_AndIsHarmlessTwice()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await host.HireAsync(hr, "Gala Gone");
        (await host.AsAsync(person.Text("email"))).Dispose();
        await hr.AssignAsync(person.Id(), await hr.MakeShiftAsync(ShiftSteps.NightHours), "2026-03-02");
        var path = $"{Employees}/{person.Id()}";
        var version = (await hr.ReadAsync(path)).GetProperty("version").GetUInt32();
        (await DeleteAsync(hr, path, version + 1)).ShouldBe(HttpStatusCode.PreconditionFailed);

        (await DeleteAsync(hr, path, version)).ShouldBe(HttpStatusCode.NoContent);

        var gone = await hr.ReadAsync(path);
        (await host.SqlAsync("SELECT count(*) FROM sessions WHERE user_id = $1 AND ended_at IS NULL", person.Id())).ShouldBe(0L);
        (gone.Text("status"), gone.GetProperty("endsOn").ValueKind).ShouldBe(("deactivated", System.Text.Json.JsonValueKind.String));
        (await hr.ReadAsync($"{path}/history")).GetProperty("shifts").EnumerateArray().ShouldHaveSingleItem().Text("to").ShouldBe(gone.Text("endsOn"));
        (await DeleteAsync(hr, path)).ShouldBe(HttpStatusCode.NoContent);
        (await hr.ReadAsync(path)).GetProperty("version").GetUInt32().ShouldBe(gone.GetProperty("version").GetUInt32());
        (await DeleteAsync(hr, $"{Employees}/{await host.UserIdAsync("superadmin@acme.test")}")).ShouldBe(HttpStatusCode.Forbidden);
        (await DeleteAsync(hr, $"{Employees}/{Guid.CreateVersion7(RealTime.Clock.GetUtcNow())}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deactivation_EndsTheEmployment_AndReactivationTakesThatBack()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await host.HireAsync(hr, "Rana Returning");

        await hr.SendAsync($"/api/v1/users/{person.Id()}/deactivate", new { reason = "Left." });
        var left = (await hr.ReadAsync($"{Employees}/{person.Id()}")).GetProperty("endsOn").ValueKind;
        await hr.SendAsync($"/api/v1/users/{person.Id()}/reactivate", new { });

        left.ShouldBe(System.Text.Json.JsonValueKind.String);
        (await hr.ReadAsync($"{Employees}/{person.Id()}")).GetProperty("endsOn").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task R20_Employment_NeverMovesALockedDate_WhoeverBeginsEndsOrComesBack()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        async Task<Guid> MakeAsync(string? startsOn = null, string? endsOn = null) =>
            (await hr.SendAsync(Employees, Person("Lockwood", startsOn, endsOn), HttpStatusCode.Created)).Id();
        var (present, before, until) = (await MakeAsync(), await MakeAsync("2026-01-01", "2026-03-30"), await MakeAsync("2026-01-01", "2026-03-31"));
        foreach (var left in new[] { before, until })
        {
            await hr.SendAsync($"/api/v1/users/{left}/deactivate", new { });
        }

        using (var set = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through = "2026-03-31" }))
        {
            await set.ReadAsync(HttpStatusCode.OK);
        }

        async Task RefusedAsync(Guid id, object change)
        {
            using var response = await hr.PatchAsync($"{Employees}/{id}", change);
            await response.ProblemAsync(HttpStatusCode.Conflict, "day_locked");
        }

        // The account is of today: earlier dates are new ones.
        await RefusedAsync(present, new { startsOn = "2026-03-31" });
        await ChangeAsync(hr, present, new { startsOn = "2026-04-01" });
        await ChangeAsync(hr, present, new { endsOn = "2026-04-30" });
        await RefusedAsync(present, new { startsOn = "2026-01-01" });
        await ChangeAsync(hr, present, new { startsOn = (string?)null, endsOn = (string?)null });

        await RefusedAsync(until, new { startsOn = "2026-01-02" });
        await RefusedAsync(until, new { endsOn = "2026-03-30" });
        await ChangeAsync(hr, until, new { endsOn = "2026-04-01" });
        await RefusedAsync(before, new { endsOn = "2026-03-31" });
        await hr.PostProblemAsync($"/api/v1/users/{before}/reactivate", new { }, HttpStatusCode.Conflict, "day_locked");
        await hr.SendAsync($"/api/v1/users/{until}/reactivate", new { });
        await hr.PostProblemAsync(Employees, Person("Late Lockwood", "2026-03-31"), HttpStatusCode.Conflict, "day_locked");
        await MakeAsync("2026-04-01");
        (await DeleteAsync(hr, $"{Employees}/{present}")).ShouldBe(HttpStatusCode.NoContent);
        (await host.SqlAsync("SELECT count(*) FROM users WHERE display_name = 'Late Lockwood'")).ShouldBe(0L);
    }

    [Fact]
    public async Task R20_Rehire_BeginsAnotherEmployment_AndLeavesTheFirstAsItWasPaid()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var today = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime);
        var (first, ended, again) = (today.AddDays(-700), today.AddDays(-200), today.AddDays(-10));
        var id = (await hr.SendAsync(Employees, Person("Rana Rehired", first.Iso(), ended.Iso()), HttpStatusCode.Created)).Id();
        var type = await hr.NewTypeAsync();
        var policy = (await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms = new { accrual = "monthly", amount = 24 } }, HttpStatusCode.Created)).Id();
        await hr.SendAsync(LeaveSteps.Assignments, new { userId = id, policyId = policy, from = first.Iso() }, HttpStatusCode.Created);
        await hr.SendAsync($"/api/v1/users/{id}/deactivate", new { reason = "Left." });
        var (earned, paid) = ((await EntriesAsync()).Sum(e => e.Amount()), await ExportAsync(first, ended.AddDays(3)));
        earned.ShouldBeGreaterThan(20);
        Rows(paid).ShouldBe(501);
        using (var locking = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through = today.AddDays(-30).Iso() }))
        {
            await locking.ReadAsync(HttpStatusCode.OK);
        }

        var back = $"/api/v1/users/{id}/reactivate";
        await hr.PostProblemAsync(back, new { }, HttpStatusCode.Conflict, "day_locked");
        await hr.PostProblemAsync(back, new { startsOn = today.AddDays(-30).Iso() }, HttpStatusCode.Conflict, "day_locked");
        await hr.PostProblemAsync(back, new { startsOn = ended.Iso() }, HttpStatusCode.Conflict, "employment_overlaps");
        var active = await hr.SendAsync(back, new { startsOn = again.Iso() });
        active.Text("status").ShouldBe("active");
        (await hr.SendAsync(back, new { startsOn = again.Iso() })).Version().ShouldBe(active.Version());

        // What was exported of a locked month stays, leave too.
        object Adjustment(DateOnly date) => new { userId = id, leaveTypeId = type, amount = -2, date = date.Iso(), reason = "Paid out" };
        await hr.PostProblemAsync(LeaveSteps.Adjustments, Adjustment(today.AddDays(-30)), HttpStatusCode.Conflict, "day_locked");
        await hr.SendAsync(LeaveSteps.Adjustments, Adjustment(today.AddDays(-29)), HttpStatusCode.Created);

        // Two employments, and nothing of the dates between: neither rows, nor weeks to submit, nor a place on the board.
        var person = await hr.ReadAsync($"{Employees}/{id}");
        (person.Text("startsOn"), person.GetProperty("endsOn").ValueKind).ShouldBe((again.Iso(), System.Text.Json.JsonValueKind.Null));
        var earlier = person.GetProperty("earlierEmployments").EnumerateArray().ShouldHaveSingleItem();
        (earlier.Text("startsOn"), earlier.Text("endsOn")).ShouldBe((first.Iso(), ended.Iso()));
        (await ExportAsync(first, ended.AddDays(3))).ShouldBe(paid);
        Rows(await ExportAsync(ended.AddDays(1), again.AddDays(-1))).ShouldBe(0);
        Rows(await ExportAsync(again, again)).ShouldBe(1);
        foreach (var (date, isThere) in new[] { (ended, true), (ended.AddDays(1), false), (again.AddDays(-1), false), (again, true), (first.AddDays(-1), false) })
        {
            (await hr.ReadAsync($"/api/v1/attendance/board?date={date.Iso()}")).Items().Any(i => i.Id("userId") == id).ShouldBe(isThere, date.Iso());
        }

        var missing = (await hr.ReadAsync($"/api/v1/timesheets/periods/missing?userId={id}&from={ended.AddDays(-20).Iso()}&to={ended.AddDays(40).Iso()}")).Items();
        missing.Count.ShouldBeGreaterThan(1);
        missing.ShouldAllBe(w => string.CompareOrdinal(w.Text("weekStart"), ended.Iso()) <= 0);

        // What the first one earned stays, and what is earned from now on is the second's.
        var before = (await EntriesAsync()).Select(e => e.Id()).ToList();
        await hr.SendAsync(LeaveSteps.Assignments, new { userId = id, policyId = policy, from = again.Iso() }, HttpStatusCode.Created);
        await hr.GrantAsync(id, type, 1);
        var after = await EntriesAsync();
        after.Select(e => e.Id()).ShouldBeSubsetOf([.. before, .. after.Where(e => string.CompareOrdinal(e.Text("date"), again.Iso()) >= 0).Select(e => e.Id())]);
        after.Count.ShouldBeGreaterThan(before.Count + 1);
        after.Where(e => string.CompareOrdinal(e.Text("date"), ended.Iso()) <= 0).Sum(e => e.Amount()).ShouldBe(earned);

        // The employments stay apart, past the service too.
        using (var reached = await hr.PatchAsync($"{Employees}/{id}", new { startsOn = ended.Iso() }))
        {
            await reached.ProblemAsync(HttpStatusCode.Conflict, "employment_overlaps");
        }

        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE employees SET starts_on = previous_ends_on WHERE id = $1", id))).ConstraintName.ShouldBe("ck_employees_previous");
        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE employees SET earlier_employments = earlier_employments || earlier_employments WHERE id = $1", id))).ConstraintName.ShouldBe("ck_employees_employments");
        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE employees SET earlier_employments = '[]', previous_ends_on = NULL WHERE id = $1", id))).ConstraintName.ShouldBe("ck_employees_locked");
        using var opened = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through = (string?)null, reason = "To be mended." });
        await opened.ReadAsync(HttpStatusCode.OK);

        async Task<IReadOnlyList<System.Text.Json.JsonElement>> EntriesAsync() => await hr.EntriesAsync(id, type);

        static int Rows(string table) => table.Split('\n').Count(l => l.StartsWith("day,", StringComparison.Ordinal));

        async Task<string> ExportAsync(DateOnly from, DateOnly to)
        {
            var table = new System.Text.StringBuilder();
            for (var at = from; at <= to; at = at.AddDays(366))
            {
                table.Append(await hr.GetStringAsync(new Uri($"/api/v1/exports/attendance?from={at.Iso()}&to={(at.AddDays(365) < to ? at.AddDays(365) : to).Iso()}&userId={id}", UriKind.Relative)));
            }

            return table.ToString();
        }
    }

    [Fact]
    public async Task Start_BehindWorkedDays_IsRefused_AndTakesNoLeave()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await host.HireAsync(hr, "Wanda Worked");
        var (id, today, type) = (person.Id(), DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime), await hr.NewTypeAsync());
        var (began, ends) = (today.AddDays(-400).Iso(), today.AddDays(400).Iso());
        await ChangeAsync(hr, id, new { startsOn = began, endsOn = ends });
        var policy = (await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms = new { accrual = "monthly", amount = 24 } }, HttpStatusCode.Created)).Id();
        await hr.SendAsync(LeaveSteps.Assignments, new { userId = id, policyId = policy, from = began }, HttpStatusCode.Created);
        using var self = await host.AsAsync(person.Text("email"));
        var day = await self.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await self.SendAsync("/api/v1/attendance/check-out", new { });
        var balance = (await hr.BalanceAsync(id, type)).Balance;
        balance.ShouldBeGreaterThan(20);

        foreach (var change in new object[] { new { startsOn = today.AddDays(2).Iso() }, new { endsOn = today.AddDays(-2).Iso() }, new { startsOn = today.AddDays(2).Iso(), endsOn = (string?)null } })
        {
            using var refused = await hr.PatchAsync($"{Employees}/{id}", change);
            await refused.ProblemAsync(HttpStatusCode.Conflict, "employment_worked");
        }

        (await hr.BalanceAsync(id, type)).Balance.ShouldBe(balance);
        var kept = await hr.ReadAsync($"{Employees}/{id}");
        (kept.Text("startsOn"), kept.Text("endsOn")).ShouldBe((began, ends));

        // On and before the worked day the dates move as ever, and behind it too once the day is overridden to nothing.
        await ChangeAsync(hr, id, new { startsOn = today.AddDays(-300).Iso() });
        (await hr.BalanceAsync(id, type)).Balance.ShouldBeLessThan(balance);
        await hr.SendAsync($"/api/v1/attendance/days/{day.Id()}/override", new { reason = "Somebody else's tap.", events = Array.Empty<object>() });
        await ChangeAsync(hr, id, new { startsOn = today.AddDays(2).Iso() });
    }

    [Fact]
    public async Task Start_BehindLeaveThatHasBegun_IsRefused()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await host.HireAsync(hr, "Lea Leave");
        var (id, today) = (person.Id(), DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime));
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Unpaid"), unit = "halfDay", isPaid = false, hasBalance = false }, HttpStatusCode.Created)).Id();
        await ChangeAsync(hr, id, new { startsOn = today.AddDays(-100).Iso(), weeklyRestDays = Array.Empty<string>() });
        using var self = await host.AsAsync(person.Text("email"));
        await hr.MoveAsync(await self.AskedAsync(type, today.AddDays(-20), today.AddDays(-18)), "approve");
        await hr.MoveAsync(await self.AskedAsync(type, today.AddDays(20), today.AddDays(21)), "approve");

        using (var refused = await hr.PatchAsync($"{Employees}/{id}", new { startsOn = today.AddDays(-19).Iso() }))
        {
            await refused.ProblemAsync(HttpStatusCode.Conflict, "employment_worked");
        }

        await ChangeAsync(hr, id, new { startsOn = today.AddDays(-20).Iso() });
        await ChangeAsync(hr, id, new { endsOn = today.AddDays(10).Iso() });
    }

    [Fact]
    public async Task Hire_CalledOffBeforeTheStart_HasNoRowsInTheExport_AndMayBeginAfterAll()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var today = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime);
        var id = (await hr.SendAsync(Employees, Person("Cal Off", today.AddDays(10).Iso(), today.AddDays(100).Iso()), HttpStatusCode.Created)).Id();
        async Task<int> RowsAsync() =>
            (await hr.GetStringAsync(new Uri($"/api/v1/exports/attendance?from={today.AddDays(-2).Iso()}&to={today.AddDays(14).Iso()}&userId={id}", UriKind.Relative))).Split('\n').Count(l => l.StartsWith("day,", StringComparison.Ordinal));
        (await RowsAsync()).ShouldBe(5);

        (await DeleteAsync(hr, $"{Employees}/{id}")).ShouldBe(HttpStatusCode.NoContent);

        (await RowsAsync()).ShouldBe(0);
        var version = (await hr.ReadAsync($"{Employees}/{id}")).GetProperty("version").GetUInt32();
        (await DeleteAsync(hr, $"{Employees}/{id}")).ShouldBe(HttpStatusCode.NoContent);
        (await hr.ReadAsync($"{Employees}/{id}")).GetProperty("version").GetUInt32().ShouldBe(version);
        await hr.SendAsync($"/api/v1/users/{id}/reactivate", new { });
        (await RowsAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task R20_Hire_CalledOffBeforeALockedMonth_HasNoDaysInIt_WhoeverOpensTheAccountLater()
    {
        using var hr = await host.FreshAsync("hr@globex.test");
        var id = (await hr.SendAsync(Employees, Person("Ana Afterall", "2094-12-01"), HttpStatusCode.Created)).Id();
        (await DeleteAsync(hr, $"{Employees}/{id}")).ShouldBe(HttpStatusCode.NoContent);
        (await hr.ReadAsync($"{Employees}/{id}")).Text("endsOn").ShouldBe("2094-11-30");

        // Years go by: what was to be the first month is locked.
        await host.SqlAsync("UPDATE employees SET starts_on = '2019-12-01', ends_on = '2019-11-30' WHERE id = $1", id);
        await LockAsync(hr, "2019-12-31");

        async Task<string> ExportAsync() => await hr.GetStringAsync(new Uri($"/api/v1/exports/attendance?from=2019-11-01&to=2019-12-31&userId={id}", UriKind.Relative));
        var paid = await ExportAsync();
        paid.Split('\n').ShouldNotContain(l => l.StartsWith("day,", StringComparison.Ordinal));
        (await hr.ReadAsync($"/api/v1/timesheets/periods/missing?userId={id}&from=2019-11-20&to=2019-12-31")).Items().ShouldBeEmpty();

        var back = $"/api/v1/users/{id}/reactivate";
        await hr.PostProblemAsync(back, new { }, HttpStatusCode.Conflict, "day_locked");
        await hr.PostProblemAsync(back, new { startsOn = "2019-12-31" }, HttpStatusCode.Conflict, "day_locked");
        (await hr.SendAsync(back, new { startsOn = "2020-02-01" })).Text("status").ShouldBe("active");

        (await ExportAsync()).ShouldBe(paid);
        var person = await hr.ReadAsync($"{Employees}/{id}");
        (person.Text("startsOn"), person.GetProperty("endsOn").ValueKind, person.GetProperty("earlierEmployments").GetArrayLength()).ShouldBe(("2020-02-01", System.Text.Json.JsonValueKind.Null, 0));
    }

    [Fact]
    public async Task R20_Leaver_KeepsAnEnd_SoThatALockedMonthIsExportedAsItWas()
    {
        using var hr = await host.FreshAsync("hr@globex.test");
        await LockAsync(hr, through: null);
        var id = (await hr.SendAsync(Employees, Person("Bob Gone", "2019-01-01", "2020-01-10"), HttpStatusCode.Created)).Id();
        await hr.SendAsync($"/api/v1/users/{id}/deactivate", new { });
        await LockAsync(hr, "2019-12-31");

        async Task<string> ExportAsync() => await hr.GetStringAsync(new Uri($"/api/v1/exports/attendance?from=2019-12-01&to=2019-12-31&userId={id}", UriKind.Relative));
        var paid = await ExportAsync();
        paid.Split('\n').Count(l => l.StartsWith("day,", StringComparison.Ordinal)).ShouldBe(31);

        using (var endless = await hr.PatchAsync($"{Employees}/{id}", new { endsOn = (string?)null }))
        {
            await endless.ProblemAsync(HttpStatusCode.Conflict, "user_deactivated");
        }

        await ChangeAsync(hr, id, new { endsOn = "2020-01-12" });
        (await ExportAsync()).ShouldBe(paid);
    }

    private static object Person(string name, string? startsOn = null, string? endsOn = null)
    {
        var number = Interlocked.Increment(ref _people);
        return new { email = $"employed{number}@dated.test", displayName = name, employeeCode = $"DATED-{number}", designation = "Fitter", startsOn, endsOn };
    }

    private static async Task LockAsync(HttpClient hr, string? through)
    {
        using var response = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through, reason = "Paid until then." });
        await response.ReadAsync(HttpStatusCode.OK);
    }

    private static async Task ChangeAsync(HttpClient hr, Guid id, object change)
    {
        using var response = await hr.PatchAsync($"{Employees}/{id}", change);
        await response.ReadAsync(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> DeleteAsync(HttpClient client, string path, uint? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        if (version is { } known)
        {
            request.Headers.Add("If-Match", $"\"{known}\"");
        }

        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
