using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Leaves;

namespace Satcom.IntegrationTests.Imports;

public sealed partial class ImportTests
{
    private const string LeaveHeader = "employeeCode,policy,from,to,openingBalance,openingDate,openingReason";

    private const string LedgerWritten =
        """
        SELECT concat_ws(' ', (SELECT md5(string_agg(a::text, '' ORDER BY id)) FROM leave_assignments a), (SELECT md5(string_agg(a::text, '' ORDER BY id)) FROM leave_accounts a),
          (SELECT md5(string_agg(e::text, '' ORDER BY account_id, id)) FROM leave_entries e), (SELECT count(*) FROM audit_entries WHERE action LIKE 'leaves.%'))
        """;

    private static readonly object Terms = new { accrual = "none", amount = 0, yearStartMonth = 1, isProRata = true, roundTo = 0.01, negativeLimit = 5 };

    [Fact]
    public async Task Leave_OfManyPeople_IsSetUpByOneFile_WhichChangesNothingTheSecondTime()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (tag, policy, typeId) = await NewPolicyAsync(hr);
        await SendAsync(hr, "employees", $"{Header}\n{tag}-1,{tag}1@acme.test,One,Clerk\n{tag}-2,{tag}2@acme.test,Two,Clerk\n{tag}-3,{tag}3@acme.test,Three,Clerk\n");
        var file = $"{LeaveHeader}\n{tag}-1,{policy},2026-01-01,,12.5,2026-01-01,Brought over\n{tag}-2,{policy},2026-02-01,2026-12-31,-1.25,,Owed\n{tag}-3,{policy},2026-01-01,,,,\n";
        var before = await host.SqlAsync(LedgerWritten);
        Counts(await SendAsync(hr, "leave", file, "&dryRun=true")).ShouldBe("completed 3/3 created 3 updated 0 unchanged 0 refused 0");
        (await host.SqlAsync(LedgerWritten)).ShouldBe(before, "It was a trial.");

        Counts(await SendAsync(hr, "leave", file)).ShouldBe("completed 3/3 created 3 updated 0 unchanged 0 refused 0");

        var made = await host.SqlAsync(LedgerWritten);
        made.ShouldNotBe(before);
        (await BroughtAsync(1)).ShouldBe("12.50 2026-01-01 Brought over");
        (await BroughtAsync(2)).ShouldBe("-1.25 2026-02-01 Owed");
        (await BroughtAsync(3)).ShouldBe(DBNull.Value);
        (await host.SqlAsync("SELECT string_agg(concat_ws(' ', a.from_date, a.to_date), '; ' ORDER BY e.employee_code) FROM leave_assignments a JOIN employees e ON e.id = a.employee_id WHERE a.leave_type_id = $1", typeId))
            .ShouldBe("2026-01-01; 2026-02-01 2026-12-31; 2026-01-01");
        Counts(await SendAsync(hr, "leave", file.ToUpperInvariant().Replace("BROUGHT OVER", "Brought over", StringComparison.Ordinal))).ShouldBe("completed 3/3 created 0 updated 0 unchanged 3 refused 0");
        (await host.SqlAsync(LedgerWritten)).ShouldBe(made);

        // An end, and a balance that comes later, are entered then.
        Counts(await SendAsync(hr, "leave", $"{LeaveHeader}\n{tag}-1,{policy},2026-01-01,2026-06-30,12.5,2026-01-01,Brought over\n{tag}-3,{policy},2026-01-01,,3,,Found later\n")).ShouldBe("completed 2/2 created 0 updated 2 unchanged 0 refused 0");
        (await BroughtAsync(1)).ShouldBe("12.50 2026-01-01 Brought over");
        (await BroughtAsync(3)).ShouldBe("3.00 2026-01-01 Found later");

        Task<object?> BroughtAsync(int person) => host.SqlAsync(
            """
            SELECT string_agg(concat_ws(' ', l.amount::numeric(10, 2), l.date, l.reason), '; ') FROM leave_entries l JOIN leave_accounts a ON a.tenant_id = l.tenant_id AND a.id = l.account_id
            JOIN employees e ON e.tenant_id = a.tenant_id AND e.id = a.employee_id WHERE a.leave_type_id = $1 AND e.employee_code = $2 AND l.kind = 'adjustment'
            """,
            typeId,
            $"{tag}-{person}");
    }

    [Fact]
    public async Task Leave_RowsThatAreWrong_AreToldByColumn_AndChangeNothing()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var manager = await host.AsAsync("manager@acme.test");
        var (tag, policy, _) = await NewPolicyAsync(hr);
        await SendAsync(hr, "employees", $"{Header}\n{tag}-1,{tag}1@acme.test,One,Clerk\n{tag}-2,{tag}2@acme.test,Two,Clerk\n");
        await SendAsync(hr, "leave", $"{LeaveHeader}\n{tag}-1,{policy},2026-01-01,,5,,Brought over\n");
        var own = (string)(await host.SqlAsync("SELECT e.employee_code FROM employees e JOIN users u ON u.id = e.id WHERE u.email = 'hr@acme.test'"))!;
        var before = await host.SqlAsync(LedgerWritten);

        var wrong = $"{LeaveHeader}\nnobody-9,{policy},2026-01-01,,,,\n{tag}-2,Nothing of the sort,2026-01-01,,,,\n{tag}-2,{policy},01/01/2026,,,,\n{tag}-1,{policy},2026-01-01,2026-06-30,6,,Brought over\n"
            + $"{tag}-2,{policy},2026-01-02,,1.255,,Brought over\n{tag}-2,{policy},2026-01-03,,4,,\n{tag}-1,{policy},2026-03-01,,,,\n{tag}-2,{policy},2026-02-01,2026-01-01,,,\n{own},{policy},2026-01-01,,90,,Mine\n{tag}-2,{policy},2026-01-04,,20000,,Much\n";
        foreach (var options in (string[])["&dryRun=true", string.Empty])
        {
            Errors(await SendAsync(hr, "leave", wrong, options)).ShouldBe(
                [
                    "2 employeeCode employee_unknown", "3 policy leave_policy_unknown", "4 from invalid_format", "5 openingBalance opening_differs", "6 openingBalance invalid_format",
                    "7 openingReason required", "8 from leave_assignment_overlaps", "9 to dates_reversed", "10 employeeCode leave_own_request", "11 openingBalance out_of_range",
                ]);
        }

        (await host.SqlAsync(LedgerWritten)).ShouldBe(before);
        using var refused = await RawAsync(manager, "leave", wrong);
        await refused.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Leave_ThatBringsABalanceOfALockedDate_IsRefusedAsAWhole()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (tag, policy, _) = await NewPolicyAsync(hr);
        await SendAsync(hr, "employees", $"{Header}\n{tag}-1,{tag}1@acme.test,One,Clerk\n{tag}-2,{tag}2@acme.test,Two,Clerk\n");
        await SendAsync(hr, "leave", $"{LeaveHeader}\n{tag}-2,{policy},2020-02-15,,5,,Brought over\n");
        await LockAsync("2020-03-31");
        try
        {
            var before = await host.SqlAsync(LedgerWritten);
            foreach (var options in (string[])["&dryRun=true", string.Empty])
            {
                Errors(await SendAsync(hr, "leave", $"{LeaveHeader}\n{tag}-1,{policy},2020-03-01,,12.5,,Brought over\n", options)).ShouldBe(["2 openingDate day_locked"]);
            }

            (await host.SqlAsync(LedgerWritten)).ShouldBe(before);

            // What was entered before the lock is not asked about again, and an open date is taken.
            Counts(await SendAsync(hr, "leave", $"{LeaveHeader}\n{tag}-2,{policy},2020-02-15,,5,,Brought over\n{tag}-1,{policy},2020-03-01,,12.5,2020-04-01,Brought over\n"))
                .ShouldBe("completed 2/2 created 1 updated 0 unchanged 1 refused 0");
        }
        finally
        {
            await LockAsync(through: null);
        }

        async Task LockAsync(string? through)
        {
            using var set = await hr.PutAsJsonAsync("/api/v1/attendance/lock", new { through, reason = "For leave that is brought." });
            await set.ReadAsync(HttpStatusCode.OK);
        }
    }

    private static async Task<(string Tag, string Policy, Guid TypeId)> NewPolicyAsync(HttpClient hr)
    {
        var (tag, typeId) = (Tag(), await hr.NewTypeAsync());
        var policy = $"Annual {tag}";
        await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = typeId, name = policy, terms = Terms }, HttpStatusCode.Created);
        return (tag, policy, typeId);
    }
}
