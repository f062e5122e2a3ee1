using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.IntegrationTests.Common.Http;

public sealed class ContractTests(HttpTestHost host) : IClassFixture<HttpTestHost>
{
    private const string Good = """{"text":"a","kind":"fieldWork","at":"2026-11-21T10:00:00.5+04:00","date":"2026-11-21"}""";

    private sealed record Refused(ErrorKind Of) : Error("not_found", Of);

    private sealed record Later() : Error("rate_limited", ErrorKind.RateLimited), IRetryAfter
    {
        public int RetryAfterSeconds => 17;
    }

    public static TheoryData<ErrorKind, int> Kinds => new()
    {
        { ErrorKind.Invalid, 400 },
        { ErrorKind.Unauthenticated, 401 },
        { ErrorKind.Forbidden, 403 },
        { ErrorKind.NotFound, 404 },
        { ErrorKind.Conflict, 409 },
        { ErrorKind.VersionMismatch, 412 },
        { ErrorKind.Unprocessable, 422 },
        { ErrorKind.RateLimited, 429 },
        { ErrorKind.Unavailable, 503 },
    };

    [Fact]
    public async Task A12_A33_Post_WhenAllIsWell_AnswersTheValueItsVersionAndTheHeaders()
    {
        using var request = Request(HttpMethod.Post, "/api/v1/echo", Good);
        request.Headers.Add("Idempotency-Key", "k 1");
        var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(
            """{"text":"a","kind":"fieldWork","number":0,"id":null,"date":"2026-11-21","at":"2026-11-21T06:00:00.5Z","key":"k 1","ifMatch":null,"version":7}""");
        response.Headers.ETag!.ToString().ShouldBe("\"7\"");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000; includeSubDomains"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
    }

    [Fact]
    public async Task Put_WhenIfMatchAndReplay_ReadsTheVersionAndSaysSo()
    {
        using var request = Request(HttpMethod.Put, "/api/v1/echo/5f0c1f4e-0000-7000-8000-000000000000", """{"text":"again","kind":"office"}""");
        request.Headers.Add("If-Match", "\"4294967295\"");
        var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        (await Json(response)).GetProperty("ifMatch").GetUInt32().ShouldBe(uint.MaxValue);
        response.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
    }

    [Fact]
    public async Task Get_WhenTheQueryIsGood_BindsEveryValue()
    {
        var list = await host.Client.GetAsync("/api/v1/echo?from=2026-01-31&kind=fieldWork&limit=7&userIds=5f0c1f4e-0000-7000-8000-000000000000&userIds=5f0c1f4e-0000-7000-8000-000000000001", TestContext.Current.CancellationToken);
        var echo = await Json(list);
        echo.GetProperty("date").GetString().ShouldBe("2026-01-31");
        echo.GetProperty("kind").GetString().ShouldBe("fieldWork");
        echo.GetProperty("number").GetInt32().ShouldBe(7);
        echo.GetProperty("text").GetString().ShouldBe("5f0c1f4e-0000-7000-8000-000000000000,5f0c1f4e-0000-7000-8000-000000000001");
        var plain = await Json(await host.Client.GetAsync("/api/v1/echo/plain?at=2026-11-21T10:00:00%2B04:00&flag=true&search=%20x", TestContext.Current.CancellationToken));
        plain.GetProperty("at").GetString().ShouldBe("2026-11-21T06:00:00Z");
        plain.GetProperty("text").GetString().ShouldBe(" xTrue");
        (await Json(await host.Client.GetAsync("/api/v1/echo", TestContext.Current.CancellationToken))).GetProperty("number").GetInt32().ShouldBe(50);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_WhenTheUseCaseRefuses_MapsItsKind(ErrorKind kind, int status)
    {
        var response = await Fail(new Refused(kind));
        ((int)response.StatusCode).ShouldBe(status);
        var problem = await Json(response);
        problem.EnumerateObject().Select(p => p.Name).ShouldBe(["type", "title", "status", "detail", "instance", "code", "traceId"]);
        problem.GetProperty("type").GetString().ShouldBe("urn:satcom:problem:not_found");
        problem.GetProperty("instance").GetString().ShouldBe("/api/v1/echo/fail");
        problem.GetProperty("traceId").GetString()!.Length.ShouldBe(32);
        response.Headers.WwwAuthenticate.ToString().ShouldBe(status == 401 ? "Bearer" : string.Empty);
        response.Headers.Contains("Retry-After").ShouldBe(status is 429 or 503);
    }

    [Fact]
    public async Task Send_WhenTheErrorKnowsWhen_SaysWhenToRetry() =>
        (await Fail(new Later())).Headers.RetryAfter!.ToString().ShouldBe("17");

    [Fact]
    public async Task Send_WhenThereIsNoValue_Answers204() =>
        (await Fail(error: null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

    [Theory]
    [InlineData("en", null, "en")]
    [InlineData("ar", null, "ar")]
    [InlineData("ar-EG,en;q=0.8", null, "ar")]
    [InlineData("en;q=0.2, AR;q=0.9", null, "ar")]
    [InlineData("fr, ar;q=0.1", null, "ar")]
    [InlineData("ar;q=0, en;q=0.1", null, "en")]
    [InlineData("fr", "ar", "ar")]
    [InlineData("*", "ar", "ar")]
    [InlineData("en", "ar", "en")]
    [InlineData(null, "ar", "ar")]
    [InlineData(null, "en", "en")]
    [InlineData(null, null, "en")]
    [InlineData("ar;q=2, ;;q=,", null, "en")]
    public async Task Problem_AnswersInTheLanguageOfTheCallerElseOfTheTenant(string? header, string? locale, string expected)
    {
        await using var own = new HttpTestHost();
        await own.InitializeAsync();
        own.Caller = scope =>
        {
            if (locale is not null)
            {
                scope.Enter(new TenantInfo(Guid.Parse("5f0c1f4e-0000-7000-8000-000000000000"), "acme", "Acme", locale, "UTC", TenantStatus.Active, new TenantSettings()));
            }
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/echo/x");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", header);
        }

        var response = await own.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentLanguage.ShouldBe([expected]);
        var problem = await Json(response);
        problem.GetProperty("title").GetString().ShouldBe(string.Equals(expected, "ar", StringComparison.Ordinal) ? "بعض الحقول غير صالحة" : "Some fields are not valid");
        problem.GetProperty("errors").GetProperty("id")[0].GetProperty("message").GetString().ShouldBe(string.Equals(expected, "ar", StringComparison.Ordinal) ? "أرسل UUID مثل 0190a6f2-5c1e-7f3a-9d2b-3c4d5e6f7a8b." : "Send a UUID such as 0190a6f2-5c1e-7f3a-9d2b-3c4d5e6f7a8b.");
    }

    public static TheoryData<string> DatabaseFaultNames => [.. DatabaseFaults.Keys];

    private static Dictionary<string, Exception> DatabaseFaults { get; } = new(StringComparer.Ordinal)
    {
        ["shutdown"] = Postgres("57P01"),
        ["crash"] = Postgres("57P02"),
        ["starting"] = Postgres("57P03"),
        ["too many"] = Postgres("53300"),
        ["connection"] = Postgres("08006"),
        ["wrapped"] = new InvalidOperationException("x", new DbUpdateException("x", Postgres("57P01"))),
        ["retries"] = new RetryLimitExceededException("x", Postgres("57P01")),
        ["socket"] = new NpgsqlException("x", new SocketException(111)),
        ["timeout"] = new InvalidOperationException("x", new NpgsqlException("x", new TimeoutException())),
        ["broken pipe"] = new NpgsqlException("x", new IOException("x")),
    };

    [Theory]
    [MemberData(nameof(DatabaseFaultNames))]
    public async Task Send_WhenTheDatabaseIsAway_Answers503(string fault)
    {
        var response = await Break(DatabaseFaults[fault]);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.ToString().ShouldBe("2");
        (await Json(response)).GetProperty("code").GetString().ShouldBe("service_unavailable");
    }

    [Fact]
    public async Task A38_Send_WhenItBreaks_Answers500OnceLoggedAndTellsNothing()
    {
        foreach (var exception in new Exception[] { new InvalidOperationException("secret-of-the-inside"), Postgres("23505"), new TaskCanceledException("secret-of-the-inside") })
        {
            host.Logs.Lines.Clear();
            var response = await Break(exception);
            response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            text.ShouldNotContain("secret");
            text.ShouldNotContain(" at ");
            JsonElement.Parse(text).GetProperty("code").GetString().ShouldBe("internal_error");
            var line = host.Logs.Lines.Where(l => l.Level >= LogLevel.Error).ShouldHaveSingleItem();
            line.Exception.ShouldBe(exception);
            line.Scope["traceId"].ShouldBe(JsonElement.Parse(text).GetProperty("traceId").GetString());
        }
    }

    [Fact]
    public async Task O56_AnyRequest_IsLoggedOnceWithoutItsQuery()
    {
        host.Logs.Lines.Clear();
        await host.Client.GetAsync("/api/v1/echo/5f0c1f4e-0000-7000-8000-000000000000?secret=1", TestContext.Current.CancellationToken);
        await AccessLineAsync();
        var line = host.Logs.Lines.Where(l => string.Equals(l.Category, "Satcom.Access", StringComparison.Ordinal)).ShouldHaveSingleItem();
        line.Text.ShouldMatch("^GET api/v1/echo/\\{id\\} 400 [0-9.]+ ms$");
        host.Logs.Lines.ShouldNotContain(l => l.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_WhenTheClientLeaves_IsNotLoggedAsAFault()
    {
        host.Logs.Lines.Clear();
        EchoController.Failures["hang"] = new FailCommand(null, null, Hangs: true);
        using var leave = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => host.Client.PostAsync("/api/v1/echo/fail?name=hang", content: null, leave.Token));
        await AccessLineAsync();

        host.Logs.Lines.ShouldContain(l => l.Text.Contains(" 499 ", StringComparison.Ordinal));
        host.Logs.Lines.ShouldNotContain(l => l.Level >= LogLevel.Warning);
    }

    /// <summary>The line is written when the answer is out already.</summary>
    private async Task AccessLineAsync()
    {
        for (var i = 0; i < 100 && !host.Logs.Lines.Any(l => string.Equals(l.Category, "Satcom.Access", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static PostgresException Postgres(string state) => new("secret-of-the-inside", "ERROR", "ERROR", state);

    private static HttpRequestMessage Request(HttpMethod method, string path, string body) =>
        new(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static Task<JsonElement> Json(HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    private Task<HttpResponseMessage> Fail(Error? error) => Fail(new FailCommand(error, null));

    private Task<HttpResponseMessage> Break(Exception exception) => Fail(new FailCommand(null, exception));

    private Task<HttpResponseMessage> Fail(FailCommand command)
    {
        EchoController.Failures["fail"] = command;
        return host.Client.PostAsync("/api/v1/echo/fail?name=fail", content: null, TestContext.Current.CancellationToken);
    }
}
