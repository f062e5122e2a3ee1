using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Imports;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Timesheets;

namespace Satcom.IntegrationTests.Imports;

public sealed partial class ImportTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Imports = "/api/v1/imports";
    private const string Header = "employeeCode,email,displayName,designation";

    /// <summary>What an import of employees or projects could write, audit and mails included, but for the import itself.</summary>
    private const string Written =
        """
        SELECT concat_ws(' ', (SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM users u), (SELECT md5(string_agg(e::text, '' ORDER BY id)) FROM employees e),
          (SELECT md5(string_agg(p::text, '' ORDER BY id)) FROM projects p), (SELECT count(*) FROM password_links),
          (SELECT count(*) FROM audit_entries WHERE action NOT LIKE 'imports.%' AND action NOT LIKE 'auth.%'))
        """;

    /// <summary>What the sender of an import that a test queues was allowed.</summary>
    private static readonly string[] Rights = [.. Permissions.Of([Roles.Hr])];

    private static int _files;

    [Fact]
    public async Task Employees_ImportedTwice_AreMadeOnce_AndTheSecondTimeChangesAndAuditsNothing()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();

        // The report stands before its manager, in a file as a German spreadsheet writes it.
        var file = $"\uFEFFEmployee Code;E-Mail;Display name;Designation;managerCode;team\r\n{tag}-1;{tag}1@acme.test;\"Aziz; Layla\";Clerk;{tag}-2;Operations\r\n\r\n{tag}-2;{tag}2@acme.test;Omar;Lead;;\r\n"
            .Replace("E-Mail", "email", StringComparison.Ordinal);
        var first = await SendAsync(hr, "employees", file);
        var before = await host.SqlAsync(Written);
        var second = await SendAsync(hr, "employees", file);

        Counts(first).ShouldBe("completed 2/2 created 2 updated 0 unchanged 0 refused 0", first.ToString());
        Counts(second).ShouldBe("completed 2/2 created 0 updated 0 unchanged 2 refused 0", second.ToString());
        (await host.SqlAsync(Written)).ShouldBe(before);
        (await host.SqlAsync("SELECT u.display_name || '>' || m.employee_code || '>' || t.name FROM employees e JOIN users u ON u.id = e.id JOIN employees m ON m.id = e.manager_id JOIN teams t ON t.id = e.team_id WHERE e.employee_code = $1", $"{tag}-1"))
            .ShouldBe($"Aziz; Layla>{tag}-2>Operations");
        host.Messages().LinksTo($"{tag}1@acme.test").ShouldBeEmpty();
        var audit = (await hr.ReadAsync($"/api/v1/audit?action=people.createEmployee&actorId={await host.UserIdAsync("hr@acme.test")}")).Items();
        audit.Count(a => a.GetProperty("after").TryGetProperty("email", out var email) && string.Equals(email.GetString(), $"{tag}1@acme.test", StringComparison.Ordinal)).ShouldBe(1);
        (await hr.ReadAsync($"/api/v1/audit?entityId={first.Id()}")).Items().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Employees_WithChanges_AreUpdated_AndInvitedOnlyWhereTheFileSays()
    {
        using var hr = await host.FreshAsync("hr@acme.test");
        var tag = Tag();
        await SendAsync(hr, "employees", $"{Header},invite,phone\n{tag}-1,{tag}1@acme.test,One,Clerk,yes,+971500000001\n{tag}-2,{tag}2@acme.test,Two,Clerk,no,\n{tag}-3,{tag}3@acme.test,Three,Clerk,,\n");
        var changed = await SendAsync(hr, "employees", $"{Header},phone\n{tag}-1,{tag}1@acme.test,One,Head clerk,\n{tag}-2,{tag}2@acme.test,Two,Clerk,\n");

        Counts(changed).ShouldBe("completed 2/2 created 0 updated 1 unchanged 1 refused 0", changed.ToString());
        (await host.SqlAsync("SELECT e.designation || coalesce(u.phone, ' none') FROM employees e JOIN users u ON u.id = e.id WHERE e.employee_code = $1", $"{tag}-1")).ShouldBe("Head clerk none");
        (host.Messages().LinksTo($"{tag}1@acme.test").Count, host.Messages().LinksTo($"{tag}2@acme.test").Count, host.Messages().LinksTo($"{tag}3@acme.test").Count).ShouldBe((1, 0, 0));
        var invited = await SendAsync(hr, "employees", $"{Header}\n{tag}-4,{tag}4@acme.test,Four,Clerk\n", "&invite=true");
        Counts(invited).ShouldBe("completed 1/1 created 1 updated 0 unchanged 0 refused 0");
        host.Messages().LinksTo($"{tag}4@acme.test").Count.ShouldBe(1);
    }

    [Fact]
    public async Task DryRun_TellsWhatWouldBeAndWhatIsWrong_AndWritesNothingButTheReport()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        await SendAsync(hr, "employees", $"{Header}\n{tag}-1,{tag}1@acme.test,One,Clerk\n");
        var file = $"{Header},managerCode,roles,timeZone,invite\n"
            + $"{tag}-1,{tag}1@acme.test,One,Head clerk,,,,\n"
            + $"{tag}-2,{tag}2@acme.test,Two,Clerk,{tag}-3,,Asia/Dubai,yes\n"
            + $"{tag}-3,{tag}3@acme.test,Three,Clerk,,,,\n"
            + $"{tag}-4,employee@acme.test,Four,Clerk,,,,\n"
            + $"{tag}-5,not an address,,Clerk,nobody,,Mars/Base,maybe\n"
            + $"{tag}-6,{tag}6@acme.test,Six,Clerk,,superAdmin,,\n"
            + $"{tag}-2,{tag}7@acme.test,Seven,Clerk,,,,\n"
            + $"{tag}-8,{tag}8@acme.test\n";
        var before = await host.SqlAsync(Written);

        var report = await SendAsync(hr, "employees", file, "&dryRun=true");

        Counts(report).ShouldBe("completed 8/8 created 2 updated 1 unchanged 0 refused 5", report.ToString());
        (await host.SqlAsync(Written)).ShouldBe(before);
        Errors(report).ShouldBe(["5 email email_taken", "6 invite unknown_value", "6 managerCode manager_unknown", "7 roles role_not_held", "8 employeeCode row_repeated", "9  cells_differ"]);
        report.GetProperty("errors").Items()[4].Text("message").ShouldBe("Line 3 says this already. Keep one of them.");
        (await host.SqlAsync("SELECT count(*) FROM import_batches WHERE import_id = $1", report.Id())).ShouldBe(0L);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Imports}/{report.Id()}?limit=4");
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("ar"));
        using var response = await hr.SendAsync(request);
        var page = (await response.ReadAsync()).GetProperty("errors");
        page.Items()[0].Text("message").ShouldContain("البريد");
        (await hr.ReadAsync($"{Imports}/{report.Id()}?limit=4&cursor={page.Text("nextCursor")}")).GetProperty("errors").Items().Select(e => e.GetProperty("line").GetInt32()).ShouldBe([8, 9]);

        // What the dry run said, the import does.
        Counts(await SendAsync(hr, "employees", file)).ShouldBe("completed 8/8 created 2 updated 1 unchanged 0 refused 5");
    }

    [Fact]
    public async Task Rows_AreHeldToTheRulesOfTheSender()
    {
        using var hr = await host.FreshAsync("hr@acme.test");
        var tag = Tag();
        var report = await SendAsync(hr, "employees", $"{Header},roles\n{tag}-1,{tag}1@acme.test,One,Clerk,manager|employee\n{tag}-2,{tag}2@acme.test,Two,Clerk,superAdmin\n{tag}-3,{tag}3@acme.test,Three,Clerk,\nsuperadmin,superadmin@acme.test,Me,Boss,\n{tag}-5,bad,Five,Clerk,captain\n");

        Errors(report).ShouldBe(["3 roles role_not_held", "5  person_holds_more", "6 email invalid_format", "6 roles unknown_value"]);
        Counts(report).ShouldBe("completed 5/5 created 2 updated 0 unchanged 0 refused 3");
        (await host.SqlAsync("SELECT count(*) FROM users WHERE email = $1", $"{tag}2@acme.test")).ShouldBe(0L);
        (await host.SqlAsync("SELECT array_to_string(roles, ' ') FROM users WHERE email = $1", $"{tag}1@acme.test")).ShouldBe("manager employee");
    }

    [Fact]
    public async Task Holidays_ImportedAgain_ChangeOnlyWhatDiffers_AndMakeTheirCalendarOnce()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        var dry = await SendAsync(hr, "holidays", $"calendar,date,name\n{tag},2090-12-02,National Day\n", "&dryRun=true");
        (await host.SqlAsync("SELECT count(*) FROM holiday_calendars WHERE lower(name) = $1", tag)).ShouldBe(0L);
        var first = await SendAsync(hr, "holidays", $"calendar,date,name,half\n{tag},2090-12-02,National Day,\n{tag.ToUpperInvariant()},2090-12-03,Second day,am\n");
        var second = await SendAsync(hr, "holidays", $"calendar,date,name,half\n{tag},2090-12-02,National Day,\n{tag},2090-12-03,Second day,full\n{tag},2090-13-01,Nothing,\n");

        Counts(dry).ShouldBe("completed 1/1 created 1 updated 0 unchanged 0 refused 0", dry.ToString());
        Counts(first).ShouldBe("completed 2/2 created 2 updated 0 unchanged 0 refused 0", first.ToString());
        Counts(second).ShouldBe("completed 3/3 created 0 updated 1 unchanged 1 refused 1", second.ToString());
        Errors(second).ShouldBe(["4 date invalid_format"]);
        (await host.SqlAsync("SELECT jsonb_array_length(holidays)::text || ' of ' || count(*) OVER () FROM holiday_calendars WHERE lower(name) = $1", tag)).ShouldBe("2 of 1");
    }

    [Fact]
    public async Task Projects_ImportedAgain_ChangeOnlyWhatDiffers()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        var first = await SendAsync(hr, "projects", $"code,name,client,ownerCode,startsOn\n{tag}-1,Mall,'=Malls,manager,2026-01-01\n{tag}-2,Port,,,\n");
        var second = await SendAsync(hr, "projects", $"CODE,NAME,STATUS\n{tag.ToLowerInvariant()}-1,Mall,archived\n{tag}-2,Port,\n{tag}-3,,active\n{tag}-4,Quay,over\n");
        var third = await SendAsync(hr, "projects", $"code,name,endsOn\n{tag}-2,Port,01/02/2026\n{tag.ToLowerInvariant()}-1,Mall,2025-12-31\n");

        Counts(first).ShouldBe("completed 2/2 created 2 updated 0 unchanged 0 refused 0", first.ToString());
        Counts(second).ShouldBe("completed 4/4 created 0 updated 1 unchanged 1 refused 2", second.ToString());
        Errors(second).ShouldBe(["4 name required", "5 status unknown_value"]);
        Errors(third).ShouldBe(["2 endsOn invalid_format", "3 endsOn project_dates_reversed"]);
        var project = (await hr.ReadAsync($"{TimesheetSteps.Projects}?search={tag}-1")).Items().Single();
        (project.Text("client"), project.Text("status"), project.Id("ownerId")).ShouldBe(("=Malls", "archived", await host.UserIdAsync("manager@acme.test")));
    }

    [Fact]
    public async Task Batch_DeliveredAgainAfterACrash_AppliesNothingTwice_AndCountsAsItWas()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        var id = await QueueAsync("hr@acme.test", Rows(tag, 3), rows: 3);
        var done = await UntilOverAsync(hr, id);
        var before = await host.SqlAsync(Written);

        // As it stands when a node is killed after the last row's commit and before the batch was counted.
        await host.SqlAsync("UPDATE import_progress SET state = 'queued', done = 0, created = 0, next_batch = 0, finished_at = NULL WHERE id = $1", id);
        await RestoreAsync(id, Rows(tag, 3));
        var again = await UntilOverAsync(hr, id);

        Counts(done).ShouldBe("completed 3/3 created 3 updated 0 unchanged 0 refused 0");
        Counts(again).ShouldBe(Counts(done));
        (await host.SqlAsync(Written)).ShouldBe(before);
    }

    [Fact]
    public async Task Batch_AppliedByTwoNodesAtOnce_IsAppliedAndCountedOnce()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        var id = await QueueAsync("hr@acme.test", Rows(tag, 8), rows: 8, deliveries: 0);
        var tenant = await host.Services.GetRequiredService<ITenantDirectory>().FindAsync("acme", CancellationToken.None);

        // A node whose delivery took too long goes on beside the next one.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => host.Services.GetRequiredService<ITenantRunner>().RunAsync(
            tenant!,
            (services, token) => services.GetRequiredService<IDomainEventHandler<ImportAdvanced>>().HandleAsync(new ImportAdvanced(id, Batch: 0), token),
            CancellationToken.None)));

        Counts(await UntilOverAsync(hr, id)).ShouldBe("completed 8/8 created 8 updated 0 unchanged 0 refused 0");
        (await host.SqlAsync("SELECT count(*) FROM users WHERE email LIKE $1", $"{tag}%")).ShouldBe(8L);
    }

    [Fact]
    public async Task Import_WhenItsNodeIsKilled_GoesOnOnAnother_AndAppliesEachRowOnce()
    {
        const int Batches = 5;
        var database = await TestPostgres.CreateDatabaseAsync();
        var books = new Books(await TestPostgres.SuperAsync(database));
        await using (var victim = await ServiceProcess.StartAsync(await ServiceProcess.SettingsForAsync(database)))
        {
            await books.RowsAsync(
                $$"""
                WITH made AS (
                  INSERT INTO imports (tenant_id, id, kind, is_dry_run, invites, created_at, created_by, permissions, is_proved, file_hash)
                  SELECT tenant_id, gen_random_uuid(), 'employees', false, true, now(), id, '{ {{string.Join(',', Rights)}} }', false, '' FROM users WHERE email = 'superadmin@acme.test' RETURNING tenant_id, id),
                counted AS (
                  INSERT INTO import_progress (tenant_id, id, rows, state, done, created, updated, unchanged, refused, next_batch) SELECT tenant_id, id, {{Batches * 25}}, 'queued', 0, 0, 0, 0, 0, 0 FROM made),
                queued AS (
                  INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts)
                  SELECT tenant_id, gen_random_uuid(), id, 'ImportAdvanced', jsonb_build_object('importId', id, 'batch', 0), now(), now(), 0 FROM made)
                INSERT INTO import_batches (tenant_id, import_id, number, rows)
                SELECT tenant_id, id, batch, (SELECT jsonb_agg(jsonb_build_object('line', batch * 25 + n + 1, 'cells', jsonb_build_object(
                  'employeeCode', 'K-' || batch * 25 + n, 'email', 'k' || batch * 25 + n || '@acme.test', 'displayName', 'Person', 'designation', 'Clerk'))) FROM generate_series(1, 25) n)
                FROM made, generate_series(0, {{Batches - 1}}) batch
                """);
            await Waiting.UntilAsync(async () => await books.ValueAsync<int>("SELECT done FROM import_progress") > 0, "nothing is imported");

            await victim.KillAsync();
        }

        // The positive control: there is a rest, and nobody applies it while no node runs.
        (await books.ValueAsync<int>("SELECT done FROM import_progress")).ShouldBeLessThan(Batches * 25);
        await using (var next = new SatcomHost(database))
        {
            await next.StartAsync();
            await Waiting.UntilAsync(async () => await books.ValueAsync<string>("SELECT state FROM import_progress") is "completed", "the rest is not imported");
        }

        (await books.ValueAsync<string>("SELECT created || ' ' || unchanged || ' ' || refused FROM import_progress")).ShouldBe($"{Batches * 25} 0 0");
        (await books.ValueAsync<long>("SELECT count(*) FROM users WHERE email LIKE 'k%@acme.test'")).ShouldBe(Batches * 25);
        (await books.ValueAsync<long>("SELECT count(*) FROM password_links l JOIN users u ON u.id = l.user_id WHERE u.email LIKE 'k%@acme.test'")).ShouldBe(Batches * 25);
        (await books.ValueAsync<long>("SELECT count(*) FROM import_batches")).ShouldBe(0);
        await TestPostgres.DropAsync(database);
    }

    [Fact]
    public async Task Import_OfSomebodyWhoMayNoMore_IsStopped()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();

        var stopped = await UntilOverAsync(hr, await QueueAsync("employee@acme.test", Rows(tag, 2), rows: 2));

        Counts(stopped).ShouldBe("stopped 0/2 created 0 updated 0 unchanged 0 refused 0");
        (await host.SqlAsync("SELECT count(*) FROM users WHERE email LIKE $1", $"{tag}%")).ShouldBe(0L);
    }

    [Fact]
    public async Task LargeFile_GoesInBatches_AndTheListShowsIt()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var tag = Tag();
        var file = new StringBuilder("code,name\n");
        for (var i = 0; i < 60; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"{tag}-{i},Project {i}\n");
        }

        var done = await SendAsync(hr, "projects", file.ToString());

        Counts(done).ShouldBe("completed 60/60 created 60 updated 0 unchanged 0 refused 0");
        (await hr.ReadAsync($"{Imports}?kind=projects&state=completed&limit=200")).Items().ShouldContain(i => i.Id() == done.Id());
        (await hr.ReadAsync($"{Imports}?state=stopped&kind=projects")).Items().ShouldNotContain(i => i.Id() == done.Id());

        // There is more than one now, whichever test comes first.
        await SendAsync(hr, "projects", $"code,name\n{Tag()},Another\n");
        (await hr.ReadAsync($"{Imports}?limit=1")).Text("nextCursor").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task CreateImport_SentTwiceWithOneId_ImportsOnce()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (tag, id) = (Tag(), Guid.CreateVersion7(RealTime.Clock.GetUtcNow()));

        await PostAsync(hr, "projects", $"code,name\n{tag},One\n", $"&id={id}");
        await UntilOverAsync(hr, id);
        (await PostAsync(hr, "projects", $"code,name\n{tag},One\n", $"&id={id}")).Text("state").ShouldBe("completed");
        using var other = await RawAsync(hr, "projects", $"code,name\n{tag},Two\n", $"&id={id}");

        await other.ProblemAsync(HttpStatusCode.Conflict, "id_conflict");
    }

    [Fact]
    public async Task CreateImport_OfAFileThatIsNone_IsRefusedAtOnce()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var employee = await host.AsAsync("employee@acme.test");
        async Task<string> FaultsAsync(string file)
        {
            using var response = await RawAsync(hr, "employees", file);
            var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
            return string.Join(' ', problem.GetProperty("errors").EnumerateObject().Select(f => $"{f.Name}:{f.Value[0].Text("code")}"));
        }

        (await FaultsAsync(string.Empty)).ShouldBe("file:required");
        (await FaultsAsync(Header)).ShouldBe("file:required");
        (await FaultsAsync($"{Header}\n1,2,3,\"4\n")).ShouldBe("file:quote_unclosed");
        (await FaultsAsync($"{Header}\n1,2,3,4\"4\n")).ShouldBe("file:quote_stray");
        (await FaultsAsync($"{Header},colour,email\n1,2,3,4,5,6\n")).ShouldBe("colour:unknown_column email:column_repeated");
        (await FaultsAsync(string.Join(',', Enumerable.Range(0, 5000).Select(i => $"c{i}")) + "\n1,2\n")).Split(' ').Length.ShouldBe(24, "Twenty, and those that are missing.");
        (await FaultsAsync("employeeCode,email\n1,2\n")).ShouldBe("displayName:column_missing designation:column_missing");
        (await FaultsAsync($"{Header}\n1,2,3,4\0\n")).ShouldBe("file:invalid_text");
        using var bytes = await RawAsync(hr, "employees", new ByteArrayContent([0x61, 0xFF, 0xFE]) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } });
        await bytes.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        using var json = await RawAsync(hr, "employees", new StringContent("{}", Encoding.UTF8, "application/json"));
        await json.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        using var large = await RawAsync(hr, "employees", new string('x', (1024 * 1024) + 1));
        await large.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
        using var forbidden = await RawAsync(employee, "employees", $"{Header}\n1,2,3,4\n");
        await forbidden.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Import_OfACompanyThatWasSuspended_GoesOnNoFurther()
    {
        using var platform = await host.AsAsync("platform@satcom.test");
        var company = $"/api/v1/tenants/{await host.SqlAsync("SELECT id FROM tenants WHERE slug = 'globex'")}";
        await platform.SendAsync($"{company}/suspend", new { reason = "The invoice is open" });
        try
        {
            var tag = Tag();
            var id = await QueueAsync("hr@globex.test", Rows(tag, 1), 1);

            await HostWork.EventuallyAsync(() => host.SqlAsync("SELECT state FROM import_progress WHERE id = $1", id), state => state is "stopped" or "completed");
            (await host.SqlAsync("SELECT state || ' ' || done FROM import_progress WHERE id = $1", id)).ShouldBe("stopped 0");
            (await host.SqlAsync("SELECT count(*) FROM employees WHERE employee_code = $1", $"{tag}-1")).ShouldBe(0L);
        }
        finally
        {
            await platform.SendAsync($"{company}/resume", new { });
        }
    }

    private static string Tag() => string.Create(CultureInfo.InvariantCulture, $"im{Interlocked.Increment(ref _files):D3}");

    private static string Counts(JsonElement import) =>
        $"{import.Text("state")} {import.GetProperty("done")}/{import.GetProperty("rows")} created {import.GetProperty("created")} updated {import.GetProperty("updated")} unchanged {import.GetProperty("unchanged")} refused {import.GetProperty("refused")}";

    private static IEnumerable<string> Errors(JsonElement import) => import.GetProperty("errors").Items().Select(e => $"{e.GetProperty("line")} {e.GetProperty("column")} {e.Text("code")}");

    private static string Rows(string tag, int count) => JsonSerializer.Serialize(
        Enumerable.Range(1, count).Select(i => new { line = i + 1, cells = new { employeeCode = $"{tag}-{i}", email = $"{tag}{i}@acme.test", displayName = $"Person {i}", designation = "Clerk" } }));

    private static Task<HttpResponseMessage> RawAsync(HttpClient client, string kind, string file, string options = "") => RawAsync(client, kind, new StringContent(file, Encoding.UTF8, "text/csv"), options);

    private static Task<HttpResponseMessage> RawAsync(HttpClient client, string kind, HttpContent content, string options = "") =>
        client.PostAsync(new Uri($"{Imports}?kind={kind}{options}", UriKind.Relative), content);

    private static async Task<JsonElement> PostAsync(HttpClient client, string kind, string file, string options = "")
    {
        using var response = await RawAsync(client, kind, file, options);
        return await response.ReadAsync(HttpStatusCode.Accepted);
    }

    private static async Task<JsonElement> UntilOverAsync(HttpClient client, Guid id) =>
        await HostWork.EventuallyAsync(() => client.ReadAsync($"{Imports}/{id}"), import => import.Text("state") is "completed" or "stopped");

    private static async Task<JsonElement> SendAsync(HttpClient client, string kind, string file, string options = "") => await UntilOverAsync(client, (await PostAsync(client, kind, file, options)).Id());

    /// <summary>An import as the service keeps it, with its events on their way.</summary>
    private async Task<Guid> QueueAsync(string sender, string batch, int rows, int deliveries = 1)
    {
        var id = (Guid)(await host.SqlAsync(
            """
            INSERT INTO imports (tenant_id, id, kind, is_dry_run, invites, created_at, created_by, permissions, is_proved, file_hash)
            SELECT tenant_id, gen_random_uuid(), 'employees', false, false, now(), id, $2, false, '' FROM users WHERE email = $1 RETURNING id
            """,
            sender,
            Rights))!;
        await host.SqlAsync(
            "INSERT INTO import_progress (tenant_id, id, rows, state, done, created, updated, unchanged, refused, next_batch) SELECT tenant_id, id, $2, 'queued', 0, 0, 0, 0, 0, 0 FROM imports WHERE id = $1", id, rows);
        await RestoreAsync(id, batch, deliveries);
        return id;
    }

    private async Task RestoreAsync(Guid id, string batch, int deliveries = 1)
    {
        await host.SqlAsync("INSERT INTO import_batches (tenant_id, import_id, number, rows) SELECT tenant_id, id, 0, $2::text::jsonb FROM imports WHERE id = $1", id, batch);
        await host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts)
            SELECT tenant_id, gen_random_uuid(), gen_random_uuid(), 'ImportAdvanced', jsonb_build_object('importId', id, 'batch', 0), now(), now(), 0 FROM imports, generate_series(1, $2) WHERE id = $1
            """,
            id,
            deliveries);
    }
}
