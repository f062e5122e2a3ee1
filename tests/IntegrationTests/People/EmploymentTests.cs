using System.Net;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.People;

/// <summary>Employees who come and go: made, given their dates, and let go.</summary>
public sealed class EmploymentTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Employees = "/api/v1/employees";

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
