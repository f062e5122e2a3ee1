using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Imports;

public sealed partial class ImportTests
{
    [Fact]
    public async Task Employees_WithDatesOfEmployment_KeepThem_AndTheirCodesMatchWhateverTheirCase()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        using (var set = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through = "2020-01-31" }))
        {
            await set.ReadAsync(HttpStatusCode.OK);
        }

        var capitals = tag.ToUpperInvariant();
        string File(string code, string managerCode) =>
            $"{Header},startsOn,endsOn,managerCode\n{code}-1,{tag}1@acme.test,One,Clerk,2020-02-01,2031-12-31,{managerCode}-2\n{code}-2,{tag}2@acme.test,Two,Clerk,,,\n";
        Counts(await SendAsync(hr, "employees", File(tag, capitals))).ShouldBe("completed 2/2 created 2 updated 0 unchanged 0 refused 0");
        var before = await host.SqlAsync(Written);
        Counts(await SendAsync(hr, "employees", File(capitals, tag))).ShouldBe("completed 2/2 created 0 updated 0 unchanged 2 refused 0");
        (await host.SqlAsync(Written)).ShouldBe(before);
        async Task<string> DatesAsync() => (string)(await host.SqlAsync("SELECT concat_ws(' ', starts_on, ends_on) FROM employees WHERE employee_code = $1", $"{tag}-1"))!;
        (await DatesAsync()).ShouldBe("2020-02-01 2031-12-31");

        var wrong = $"{Header},startsOn,endsOn\n{tag}-1,{tag}1@acme.test,One,Clerk,2020-02-02,2020-02-01\n{tag}-2,{tag}2@acme.test,Two,Clerk,01/02/2026,\n{tag}-3,{tag}3@acme.test,Three,Clerk,2020-01-31,\n"
            + $"{tag}-4,{tag}4@acme.test,Four,Clerk,2020-02-01,2020-01-31\n{capitals}-3,{tag}5@acme.test,Five,Clerk,,\n{tag}-6,{tag}6@acme.test,Six,Clerk,0001-01-01,\n";
        foreach (var options in (string[])["&dryRun=true", string.Empty])
        {
            Errors(await SendAsync(hr, "employees", wrong, options)).ShouldBe(
                ["2 endsOn employment_reversed", "3 startsOn invalid_format", "4 startsOn day_locked", "5 endsOn employment_reversed", "6 employeeCode row_repeated", "7 startsOn out_of_range"]);
        }

        (await host.SqlAsync(Written)).ShouldBe(before);
        await SendAsync(hr, "holidays", $"calendar,date,name\n{tag},2090-12-02,National Day\n");
        Errors(await SendAsync(hr, "holidays", $"calendar,date,name\n{tag},2020-01-05,Forgotten Day\n")).ShouldBe(["2 date day_locked"]);
        Counts(await SendAsync(hr, "employees", $"{Header},endsOn\n{tag}-1,{tag}1@acme.test,One,Clerk,\n")).ShouldBe("completed 1/1 created 0 updated 1 unchanged 0 refused 0");
        (await DatesAsync()).ShouldBe("2020-02-01");

        // What was worked stays in the employment.
        await host.GivePasswordAsync((Guid)(await host.SqlAsync("SELECT id FROM employees WHERE employee_code = $1", $"{tag}-1"))!);
        using var self = await host.AsAsync($"{tag}1@acme.test");
        await self.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        Errors(await SendAsync(hr, "employees", $"{Header},startsOn\n{tag}-1,{tag}1@acme.test,One,Clerk,{RealTime.Clock.GetUtcNow().AddDays(2):yyyy-MM-dd}\n")).ShouldBe(["2 startsOn employment_worked"]);
        (await DatesAsync()).ShouldBe("2020-02-01");
    }

    [Fact]
    public async Task Employees_WhoHaveLeft_KeepTheirEnd_WhereTheFileDoesNotKnowIt()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        var file = $"{Header},startsOn,endsOn\n{tag}-1,{tag}1@acme.test,One,Clerk,2020-02-01,\n{tag}-2,{tag}2@acme.test,Two,Clerk,2095-02-01,\n";
        Counts(await SendAsync(hr, "employees", file)).ShouldBe("completed 2/2 created 2 updated 0 unchanged 0 refused 0");
        foreach (var number in new[] { 1, 2 })
        {
            await hr.ActAsync((Guid)(await host.SqlAsync("SELECT id FROM employees WHERE employee_code = $1", $"{tag}-{number}"))!, "deactivate");
        }

        var before = await host.SqlAsync(Written);
        Counts(await SendAsync(hr, "employees", file)).ShouldBe("completed 2/2 created 0 updated 0 unchanged 2 refused 0");
        (await host.SqlAsync(Written)).ShouldBe(before);
        (await host.SqlAsync("SELECT ends_on::text FROM employees WHERE employee_code = $1", $"{tag}-2")).ShouldBe("2095-01-31");
        Counts(await SendAsync(hr, "employees", $"{Header},endsOn\n{tag}-1,{tag}1@acme.test,One,Clerk,2095-01-01\n")).ShouldBe("completed 1/1 created 0 updated 1 unchanged 0 refused 0");
    }

    [Fact]
    public async Task Employees_ImportedAgain_KeepWhatIsPlannedForThem_AndSoDoesAFormOfWhatIsSo()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        var file = $"{Header},managerCode,team,timeZone\n{tag}-2,{tag}2@acme.test,Two,Lead,,,\n{tag}-3,{tag}3@acme.test,Three,Lead,,,\n{tag}-1,{tag}1@acme.test,One,Clerk,{tag}-2,Operations,Asia/Dubai\n";
        Counts(await SendAsync(hr, "employees", file)).ShouldBe("completed 3/3 created 3 updated 0 unchanged 0 refused 0");
        async Task<Guid> IdAsync(int number) => (Guid)(await host.SqlAsync("SELECT id FROM employees WHERE employee_code = $1", $"{tag}-{number}"))!;
        var (id, manager) = (await IdAsync(1), await IdAsync(2));
        var from = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime).AddDays(40).Iso();
        using (var planned = await hr.PatchAsync($"/api/v1/employees/{id}", new { managerId = await IdAsync(3), teamId = (Guid?)null, timeZone = "Europe/Berlin", effectiveFrom = from }))
        {
            await planned.ReadAsync(HttpStatusCode.OK);
        }

        var before = await host.SqlAsync(Written);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Counts(await SendAsync(hr, "employees", file)).ShouldBe("completed 3/3 created 0 updated 0 unchanged 3 refused 0");
        }

        var team = await host.SqlAsync("SELECT team_id FROM employees WHERE id = $1", id);
        await hr.ChangeAsync(id, new { employee = new { managerId = manager, teamId = team, timeZone = "Asia/Dubai" } });
        (await host.SqlAsync(Written)).ShouldBe(before);
        (await host.SqlAsync("SELECT moves_on::text FROM employees WHERE id = $1", id)).ShouldBe(from);

        // Another one from today on is another plan.
        await hr.ChangeAsync(id, new { employee = new { managerId = (Guid?)null } });
        (await host.SqlAsync("SELECT jsonb_array_length(managers) FROM employees WHERE id = $1", id)).ShouldBe(2);
    }
}
