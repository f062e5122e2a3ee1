using System.Net;
using System.Text.Json;
using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

public sealed class ListUsersTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Users = PeopleSteps.Users;

    [Theory]
    [InlineData("eman", "employee@acme.test")]
    [InlineData("YOUSEF", "employee@acme.test")]
    [InlineData("you ema", "employee@acme.test")]
    [InlineData("technician@acme", "technician@acme.test")]
    [InlineData("tech", "technician@acme.test")]
    [InlineData("sara hadd", "superadmin@acme.test")]
    public async Task Search_ByBeginningsOfWords_FindsThePerson(string search, string email)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        (await hr.ReadAsync($"{Users}?search={Uri.EscapeDataString(search)}")).Items().ShouldHaveSingleItem().Text("email").ShouldBe(email);
    }

    [Theory]
    [InlineData("anager")]
    [InlineData("eman haddad")]
    [InlineData("%")]
    [InlineData("_anager")]
    [InlineData("globex")]
    [InlineData("' OR 1=1 --")]
    public async Task A34_Search_ForWhatBeginsNoWord_FindsNobody(string search)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        (await hr.ReadAsync($"{Users}?search={Uri.EscapeDataString(search)}")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_InAnyScript_LooksPastAccentsAndVowelSigns()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        await hr.SendAsync(Users, PeopleSteps.NewPerson("مُحَمَّد الأحمدي", employee: new { employeeCode = "Ñ-77", designation = "D" }), HttpStatusCode.Created);
        foreach (var search in (string[])["محمد", "الاحمد", "محـمد", "ñ 77", "N-77"])
        {
            (await hr.ReadAsync($"{Users}?search={Uri.EscapeDataString(search)}")).Items().Select(u => u.Text("displayName")).ShouldBe(["مُحَمَّد الأحمدي"], search);
        }
    }

    [Fact]
    public async Task Search_AfterAChange_FindsTheNewWordsAndNotTheOld()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var user = await hr.SendAsync(Users, PeopleSteps.NewPerson("Quentin Oldname", employee: new { employeeCode = "OLDCODE", designation = "D" }), HttpStatusCode.Created);
        await hr.ChangeAsync(user.Id(), new { displayName = "Quentin Newname", employee = new { employeeCode = "NEWCODE" } });

        foreach (var (search, isThere) in (ValueTuple<string, bool>[])[("oldname", false), ("newname", true), ("oldcode", false), ("newcode", true), ("quentin newname newcode", true)])
        {
            (await hr.ReadAsync($"{Users}?search={Uri.EscapeDataString(search)}")).Items().Count.ShouldBe(isThere ? 1 : 0, search);
        }
    }

    [Fact]
    public async Task List_PageByPage_HasEverybodyOnceNewestFirst()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        var all = (await hr.ReadAsync($"{Users}?limit=200")).Items();
        all.Count.ShouldBe(9);

        var paged = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync($"{Users}?limit=2{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            paged.AddRange(page.Items());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        paged.Select(u => u.Id()).ShouldBe(all.Select(u => u.Id()));
        (await hr.ReadAsync($"{Users}?cursor=x", HttpStatusCode.BadRequest)).Text("code").ShouldBe("cursor_invalid");
    }

    [Fact]
    public async Task List_ByRoleAndStatus_ShowsThoseAlone()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        (await hr.ReadAsync($"{Users}?role=manager")).Items().Select(u => u.Text("email")).ShouldBe(["lead@globex.test", "manager@globex.test"], ignoreOrder: true);
        (await hr.ReadAsync($"{Users}?role=manager&search=layla&status=active")).Items().ShouldHaveSingleItem().Text("email").ShouldBe("lead@globex.test");
        (await hr.ReadAsync($"{Users}?status=deactivated")).Items().ShouldBeEmpty();
        (await hr.ReadAsync($"{Users}?status=inactive")).Items().ShouldBeEmpty();
        (await hr.ReadAsync($"{Users}?status=invited")).Items().ShouldBeEmpty();
        await host.SqlAsync("UPDATE users SET password_hash = NULL WHERE email = 'nadia@globex.test'");
        (await hr.ReadAsync($"{Users}?status=invited")).Items().ShouldHaveSingleItem().Text("email").ShouldBe("nadia@globex.test");
        (await hr.ReadAsync($"{Users}?status=unknown", HttpStatusCode.BadRequest)).Text("code").ShouldBe("validation_failed");
        (await hr.ReadAsync($"{Users}?role=king", HttpStatusCode.BadRequest)).Text("code").ShouldBe("validation_failed");
        (await hr.ReadAsync($"{Users}?search={new string('x', 201)}", HttpStatusCode.BadRequest)).Text("code").ShouldBe("validation_failed");
    }

    [Theory]
    [InlineData("/api/v1/users?limit=50", 3)]
    [InlineData("/api/v1/users?search=e&role=employee&status=active", 3)]
    [InlineData("/api/v1/teams", 1)]
    [InlineData("/api/v1/users/{id}", 3)]
    [InlineData("/api/v1/users/{id}/sessions", 1)]
    public async Task Read_OfManyRows_IsAFixedNumberOfStatements(string path, int statements)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        path = path.Replace("{id}", (await host.UserIdAsync("hr@acme.test")).ToString(), StringComparison.Ordinal);
        using var counter = new SqlCounter();

        (await counter.OfGetAsync(hr, path)).Count.ShouldBe(statements);
    }

    [Fact]
    public async Task Search_OfACrowd_LooksIntoTheIndexBehindRowSecurity()
    {
        var tenant = (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!;
        await host.SqlAsync(
            """
            INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at, search_text)
            SELECT $1, gen_random_uuid(), 'c' || n || '@crowd.test', 'C' || n || '@CROWD.TEST', 'Crowd', 'active', '{employee}', now() - interval '1 day', 'crowd' || n || ' member' FROM generate_series(1, 5000) n
            """,
            tenant);
        await host.SqlAsync("ANALYZE");
        await using var connection = new NpgsqlConnection(await TestPostgres.AsRoleAsync("satcom_app", host.Database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            BEGIN; SELECT set_config('app.tenant', '{tenant}', true);
            EXPLAIN SELECT user_id FROM user_search_terms WHERE tenant_id = '{tenant}' AND term >= 'crowd77' AND term < 'crowd77' || U&'\+10FFFF'; ROLLBACK;
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        string.Join('\n', plan).ShouldMatch("Index Cond: .*term >= 'crowd77'");
        using var hr = await host.AsAsync("hr@acme.test");
        (await hr.ReadAsync($"{Users}?search=crowd4999")).Items().ShouldHaveSingleItem().Text("email").ShouldBe("c4999@crowd.test");
        await host.SqlAsync("DELETE FROM users WHERE tenant_id = $1 AND email LIKE '%@crowd.test'", tenant);
    }
}
