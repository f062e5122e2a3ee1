using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Observability;

namespace Satcom.IntegrationTests.Common.Http;

public sealed partial class OperationsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Part(string name, Func<CancellationToken, Task<string?>> check) : IReadinessCheck
    {
        public string Name => name;

        public Task<string?> CheckAsync(CancellationToken cancellationToken) => check(cancellationToken);
    }

    [Fact]
    public async Task Ready_WhenPartsFail_NamesEachAndAnswers503()
    {
        await using var host = new HttpTestHost
        {
            Services = services => services
                .AddSingleton<IReadinessCheck>(new Part("database", _ => Task.FromResult<string?>(null)))
                .AddSingleton<IReadinessCheck>(new Part("storage", _ => throw new IOException("secret-of-the-inside")))
                .AddSingleton<IReadinessCheck>(new Part("scheduler", _ => Task.FromResult<string?>("stopped")))
                .AddSingleton<IReadinessCheck>(new Part("deaf", _ => Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None).ContinueWith(_ => (string?)null, TaskScheduler.Default))),
        };
        await host.InitializeAsync();
        var response = await host.Client.GetAsync("/health/ready", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe(
            """{"status":"unready","checks":{"database":"ok","deaf":"timeout","scheduler":"stopped","storage":"failed"}}""");
        (await host.Client.GetStringAsync("/health/live", Token)).ShouldBe("""{"status":"live","checks":{"process":"ok"}}""");
    }

    [Fact]
    public async Task Ready_WhenEveryPartIs_Answers200AndKeepsItForAMoment()
    {
        var asked = 0;
        await using var host = new HttpTestHost
        {
            Services = services => services.AddSingleton<IReadinessCheck>(new Part("database", _ =>
            {
                Interlocked.Increment(ref asked);
                return Task.FromResult<string?>(null);
            })),
        };
        await host.InitializeAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Client.GetStringAsync("/health/ready", Token)));
        (await host.Client.GetStringAsync("/health/ready", Token)).ShouldBe("""{"status":"ready","checks":{"database":"ok"}}""");
        asked.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Metrics_AfterRequests_ShowsThemInTheTextFormat()
    {
        await using var host = new HttpTestHost();
        await host.InitializeAsync();
        await host.Client.GetAsync("/api/v1/echo", Token);
        await host.Client.GetAsync("/api/v1/echo", Token);
        var response = await host.Client.GetAsync("/metrics", Token);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var lines = (await response.Content.ReadAsStringAsync(Token)).Split('\n');
        lines.ShouldContain(l => string.Equals(l, "# TYPE http_server_request_duration_seconds histogram", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal) && l.Contains("http_route=\"api/v1/echo\"", StringComparison.Ordinal) && l.EndsWith(" 2", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("satcom_message_duration_seconds_bucket{message=\"EchoCommand\",outcome=\"ok\",le=\"+Inf\"} ", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("dotnet_gc_heap_total_allocated_bytes_total ", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("kestrel_active_connections{", StringComparison.Ordinal));
        foreach (var line in lines.Where(l => l.Length > 0 && l[0] != '#'))
        {
            line.ShouldMatch("""^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\.)*",?)*\})? ([-+]?[0-9.]+(E[-+]?[0-9]+)?|[-+]Inf|NaN)$""");
        }

        var names = lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l[..l.LastIndexOf(' ')]).ToList();
        names.Distinct(StringComparer.Ordinal).Count().ShouldBe(names.Count);
    }

    [Theory]
    [InlineData(null, null, null, HttpStatusCode.OK)]
    [InlineData(null, null, "X-Forwarded-For", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, "X-Forwarded-Proto", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, "X-Real-IP", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, "x-real-ip", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, "Forwarded", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, "Via", HttpStatusCode.Unauthorized)]
    [InlineData(null, null, "CF-Connecting-IP", HttpStatusCode.Unauthorized)]
    [InlineData("right", "Bearer right", "X-Real-IP", HttpStatusCode.OK)]
    [InlineData("right", "Bearer wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("right", "Basic right", null, HttpStatusCode.Unauthorized)]
    [InlineData(null, "Bearer ", null, HttpStatusCode.Unauthorized)]
    public async Task A38_Metrics_ForStrangers_AreClosed(string? token, string? authorization, string? forwarding, HttpStatusCode expected)
    {
        await using var host = new HttpTestHost { MetricsToken = token };
        await host.InitializeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (forwarding is not null)
        {
            request.Headers.TryAddWithoutValidation(forwarding, "203.0.113.9");
        }

        (await host.Client.SendAsync(request, Token)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public void Measure_WithEndlessLabels_StaysBounded()
    {
        using var meter = new Meter("test");
        var store = new MetricStore(meter.CreateCounter<long>("things"));
        for (var i = 0; i < 10_000; i++)
        {
            store.Measure(1, [new("id", i)]);
        }

        store.Series.Count().ShouldBe(MetricStore.MaxSeries + 1);
        store.Series.Sum(s => s.Value).ShouldBe(10_000);
    }

    [Fact]
    public void Measure_WithTheSameLabelsInAnotherOrder_IsOneSeries()
    {
        using var meter = new Meter("test");
        var store = new MetricStore(meter.CreateHistogram<double>("wait", "s"));
        store.Measure(0.003, [new("a", "x\"\n"), new("b", true)]);
        store.Measure(20, [new("b", true), new("a", "x\"\n")]);
        var series = store.Series.ShouldHaveSingleItem();
        series.Labels.ShouldBe("""a="x\"\n",b="true" """.TrimEnd());
        series.Buckets.Sum().ShouldBe(2);
        series.Buckets[^1].ShouldBe(1);
    }

    [Theory]
    [InlineData("10.0.12+abc", true)]
    [InlineData("10.0.15+abc", false)]
    [InlineData("10.0.15-servicing.1", false)]
    [InlineData("11.0.0", false)]
    [InlineData("", false)]
    public void D14_Runtime_BelowTheFloor_IsTold(string version, bool below) => BuildInfo.IsBelowFloor(version, out _).ShouldBe(below);

    [Theory]
    [InlineData("10.0.14+abc", 1)]
    [InlineData("10.0.15+abc", 0)]
    public void D14_Start_OnARuntime_WarnsWhereItIsTooOld(string version, int warnings)
    {
        using var logs = new LogCapture();
        using var loggers = new LoggerFactory([logs]);
        new BuildInfo(loggers.CreateLogger<BuildInfo>()).Judge(version);

        logs.Lines.Count(l => l.Level == LogLevel.Warning && l.Text.Contains("10.0.15", StringComparison.Ordinal)).ShouldBe(warnings);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("SECURITY.md")]
    public void D14_Documents_AskForTheRuntimeOfTheFloor(string document) =>
        File.ReadAllText(Path.Combine(Repository.Root, document)).ShouldContain($"{BuildInfo.RuntimeFloor} or newer");

    [Theory]
    [InlineData("Development", null, HttpStatusCode.OK)]
    [InlineData("Production", null, HttpStatusCode.NotFound)]
    [InlineData("Production", Satcom.Application.Common.Permissions.AuditRead, HttpStatusCode.NotFound)]
    [InlineData("Production", Satcom.Application.Common.Permissions.TenantManage, HttpStatusCode.OK)]
    public async Task A38_Console_IsOpenInDevelopmentAndToAdministrators(string environment, string? permission, HttpStatusCode expected)
    {
        await using var host = new HttpTestHost { Environment = environment };
        await host.InitializeAsync();
        host.Caller = scope => scope.Actor = permission is null
            ? Actor.Anonymous
            : new Actor { Kind = ActorKind.User, Permissions = new[] { permission }.ToFrozenSet(StringComparer.Ordinal) };
        foreach (var path in new[] { "/docs/index.html", "/docs/swagger-ui.css", "/docs/index.js", "/docs/console.js", "/docs/oauth2-redirect.html", "/openapi/v1.json" })
        {
            var response = await host.Client.GetAsync(path, Token);
            response.StatusCode.ShouldBe(expected, path);
            if (expected == HttpStatusCode.OK && path.EndsWith(".html", StringComparison.Ordinal))
            {
                // The page's policy allows no script within it.
                (await response.Content.ReadAsStringAsync(Token)).ShouldNotMatch("<script>[^<]");
            }
        }
    }

    [Fact]
    public async Task Document_OfTheService_NamesAndSummarizesEveryOperation()
    {
        await using var host = new HttpTestHost { Environment = "Development", Services = services => services.AddControllers().AddApplicationPart(typeof(Metrics).Assembly) };
        await host.InitializeAsync();
        var document = await host.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);
        var own = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => o.Value))
            .Where(o => !o.GetProperty("operationId").GetString()!.Contains("Echo_", StringComparison.Ordinal))
            .ToList();
        own.Count.ShouldBeGreaterThan(10);
        foreach (var operation in own)
        {
            var id = operation.GetProperty("operationId").GetString()!;
            id.ShouldMatch("^[A-Z][A-Za-z]+_[A-Z][A-Za-z]+$");
            operation.TryGetProperty("summary", out var summary).ShouldBeTrue($"{id} has no summary");
            summary.GetString().ShouldNotBeNullOrWhiteSpace();
        }
    }

    /// <summary>The status that an action sends is not seen by the framework; the attribute must say the same.</summary>
    [Fact]
    public void Actions_ThatCreateOrAccept_SaySoInTheDocument()
    {
        var actions = Repository.Sources("src/WebApi").SelectMany(text => Actions().Matches(text)).ToList();
        actions.ShouldNotBeEmpty();
        foreach (var action in actions)
        {
            var expected = string.Equals(action.Groups["send"].Value, "SendCreated", StringComparison.Ordinal) ? "Status201Created" : "Status202Accepted";
            action.Groups["attributes"].Value.ShouldContain(expected, customMessage: action.Value);
        }
    }

    [GeneratedRegex("""(?<attributes>(\[[^\n]+\]\s+)+)public [^;{}]*?=>\s+(?<send>SendCreated|SendAccepted)\(""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Actions();

    [Fact]
    public async Task Document_DescribesEveryOperation()
    {
        await using var host = new HttpTestHost { Environment = "Development" };
        await host.InitializeAsync();
        var document = await host.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.0.");
        var create = document.GetProperty("paths").GetProperty("/api/v1/echo").GetProperty("post");
        create.GetProperty("operationId").GetString().ShouldBe("Echo_Create");
        create.GetProperty("responses").EnumerateObject().Select(r => r.Name).ShouldBe(["201", "400", "403", "404", "408", "413", "415", "429", "500", "503"], ignoreOrder: true);
        create.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(c => c.Name).ShouldBe(["application/json"]);
        create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("kind").GetString().ShouldBe("fieldWork");
        create.GetProperty("responses").GetProperty("201").GetProperty("content").EnumerateObject().Select(c => c.Name).ShouldBe(["application/json"]);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var echo = schemas.GetProperty("Echo").GetProperty("properties");
        echo.GetProperty("number").GetProperty("type").GetString().ShouldBe("integer");
        echo.GetProperty("version").GetProperty("type").GetString().ShouldBe("integer");
        echo.GetProperty("id").GetProperty("nullable").GetBoolean().ShouldBeTrue();
        echo.GetProperty("text").TryGetProperty("nullable", out _).ShouldBeFalse();
        schemas.GetProperty("Echo").GetProperty("required").EnumerateArray().Select(r => r.GetString()).ShouldBe(echo.EnumerateObject().Select(p => p.Name), ignoreOrder: true);
        schemas.GetProperty("Echo").TryGetProperty("additionalProperties", out _).ShouldBeFalse();
        var command = schemas.GetProperty("EchoCommand");
        command.GetProperty("required").EnumerateArray().Select(r => r.GetString()).ShouldBe(["text", "kind"]);
        command.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        schemas.GetProperty("EchoKind").GetProperty("enum").EnumerateArray().Select(e => e.GetString()).ShouldBe(["office", "fieldWork"]);
        schemas.GetProperty("Problem").GetProperty("required").GetArrayLength().ShouldBe(7);
        var list = document.GetProperty("paths").GetProperty("/api/v1/echo").GetProperty("get");
        list.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldBe(["from", "kind", "limit", "userIds", "X-Tenant", "Accept-Language"]);
        document.GetProperty("paths").GetProperty("/api/v1/echo/fail").GetProperty("post").GetProperty("responses").TryGetProperty("204", out _).ShouldBeTrue();
    }
}
