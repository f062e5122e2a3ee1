using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Satcom.Application.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;
using Satcom.WebApi.Common.Http;

namespace Satcom.IntegrationTests.Faults;

/// <summary>Input that nobody should send, on every route that the OpenAPI document names: the right code, never a 500, nothing written.</summary>
public sealed class BadInputTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] Writes = ["post", "put", "patch", "delete"];

    [Fact]
    public async Task F21_EveryWriteRoute_WhenTheBodyIsMalformed_AnswersItsProblemAndWritesNothing()
    {
        using var client = await host.AsAsync("superadmin@acme.test");
        var routes = await RoutesAsync(client);
        routes.Count.ShouldBeGreaterThan(10);
        var corpus = Corpus.Malformed().ToList();
        var before = await host.WrittenAsync();
        var wrong = new List<string>();
        foreach (var route in routes)
        {
            foreach (var (name, body) in corpus.Where(c => route.TakesBody && !(c.Body.Length == 0 && route.MayBeEmpty) && !(IsPlatforms(route) && c.Name.Contains("tenantId", StringComparison.Ordinal))))
            {
                using var response = await SendAsync(client, route, body);
                await JudgeAsync(response, route, name, HttpStatusCode.BadRequest, ["malformed_json", "validation_failed"], wrong);
            }
        }

        wrong.ShouldBeEmpty();
        (await host.WrittenAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A7_EveryWriteRoute_WhenATextCannotBeStored_NamesTheField()
    {
        using var client = await host.AsAsync("superadmin@acme.test");
        var before = await host.WrittenAsync();
        var wrong = new List<string>();
        var fields = 0;
        foreach (var route in await RoutesAsync(client))
        {
            foreach (var field in route.Texts)
            {
                fields++;
                foreach (var text in Corpus.BadTexts)
                {
                    using var response = await SendAsync(client, route, Corpus.Bytes($"{{\"{field}\":{text}}}"));
                    await JudgeAsync(response, route, $"{field} {text}", HttpStatusCode.BadRequest, ["validation_failed"], wrong);
                    if (response.StatusCode == HttpStatusCode.BadRequest && !(await response.Content.ReadAsStringAsync()).Contains("invalid_text", StringComparison.Ordinal))
                    {
                        wrong.Add($"{route} {field} {text}: {await response.Content.ReadAsStringAsync()}");
                    }
                }
            }
        }

        fields.ShouldBeGreaterThan(8);
        wrong.ShouldBeEmpty();
        (await host.WrittenAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task F20_EveryWriteRoute_WhenTheBodyIsHugeOrNoJson_Answers413Or415()
    {
        using var client = await host.AsAsync("superadmin@acme.test");
        var before = await host.WrittenAsync();
        var wrong = new List<string>();
        var huge = Corpus.Bytes($"{{\"note\":\"{new string('x', 256 * 1024)}\"}}");
        foreach (var route in (await RoutesAsync(client)).Where(r => r.TakesBody))
        {
            client.DefaultRequestHeaders.ExpectContinue = true;
            using var tooMuch = await SendAsync(client, route, huge);
            await JudgeAsync(tooMuch, route, "huge", HttpStatusCode.RequestEntityTooLarge, ["payload_too_large"], wrong);
            client.DefaultRequestHeaders.ExpectContinue = false;
            foreach (var mediaType in (string[])["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/jsonx", "*/*"])
            {
                using var response = await SendAsync(client, route, Corpus.Bytes("{}"), mediaType);
                await JudgeAsync(response, route, mediaType, HttpStatusCode.UnsupportedMediaType, ["unsupported_media_type"], wrong);
            }

            using var packed = await SendAsync(client, route, [0x1f, 0x8b, 8, 0], "application/json", "gzip");
            await JudgeAsync(packed, route, "gzip", HttpStatusCode.UnsupportedMediaType, ["unsupported_media_type"], wrong);
        }

        wrong.ShouldBeEmpty();
        (await host.WrittenAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A7_EveryRouteWithAnId_WhenItIsNone_Answers4xx()
    {
        using var client = await host.AsAsync("superadmin@acme.test");
        using var platform = await host.AsAsync("platform@satcom.test");
        var wrong = new List<string>();
        foreach (var route in (await RoutesAsync(client, all: true)).Where(r => r.Template.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var id in (string[])["1", "%00", "%ED%A0%80", "..%2f..", "0192f0c1-0000-7000-8000-00000000000g", "{0192f0c1-0000-7000-8000-000000000001}", "'; DROP TABLE users; --", new string('a', 2_000)])
            {
                var named = route with { Id = id };
                using var first = await SendAsync(client, named, "{}"u8.ToArray());

                // What is the platform's alone is asked by the platform.
                using var response = first.StatusCode == HttpStatusCode.Forbidden ? await SendAsync(platform, named, "{}"u8.ToArray()) : first;
                if ((int)response.StatusCode is not (400 or 404 or 405))
                {
                    wrong.Add($"{route} {id}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z", HttpStatusCode.UnprocessableEntity, "event_in_future")]
    [InlineData("9999-12-31T23:59:59.9999999-23:59", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("0001-01-01T00:00:00Z", HttpStatusCode.UnprocessableEntity, "event_too_old")]
    [InlineData("0001-01-01T00:00:00+23:59", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("0000-01-01T00:00:00Z", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("10000-01-01T00:00:00Z", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("2026-02-30T00:00:00Z", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("2026-01-01T24:00:00Z", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("2026-01-01T00:00:00", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("infinity", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("-infinity", HttpStatusCode.BadRequest, "validation_failed")]
    public async Task Taps_WhenTheirTimeIsOutOfRange_AreRefused(string occurredAt, HttpStatusCode status, string code)
    {
        using var client = await host.AsAsync("hr@acme.test");
        var before = await host.WrittenAsync();
        foreach (var (path, body) in ((string, object)[])
        [
            ("check-in", new { workMode = "office", occurredAt }), ("check-out", new { occurredAt }),
            ("breaks/start", new { type = "lunch", occurredAt }), ("breaks/end", new { occurredAt }),
        ])
        {
            await client.PostProblemAsync($"/api/v1/attendance/{path}", body, status, code);
        }

        (await host.WrittenAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A7_A11_EveryList_WhenAskedOddly_NeverFails()
    {
        using var client = await host.AsAsync("superadmin@acme.test");
        using var platform = await host.AsAsync("platform@satcom.test");
        var wrong = new List<string>();
        var asked = 0;
        foreach (var route in (await RoutesAsync(client, all: true)).Where(r => r.Method.Is("get") && r.Query.Count > 0))
        {
            foreach (var name in route.Query)
            {
                foreach (var value in OddValues(name))
                {
                    asked++;
                    using var response = await (route.Template.EndsWith("/tenants", StringComparison.Ordinal) || IsPlatforms(route) ? platform : client).GetAsync(new Uri($"{route.Path}?{name}={value}", UriKind.Relative));
                    var isOfNobody = (route.Template.Contains('{', StringComparison.Ordinal) || route.Template.EndsWith("/leaves/balances", StringComparison.Ordinal)) && response.StatusCode == HttpStatusCode.NotFound;
                    if ((int)response.StatusCode is not (200 or 400) && !isOfNobody)
                    {
                        wrong.Add($"{route}?{name}={value}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                    }
                    else if (!isOfNobody && name.Is("cursor") && value.Length != default(Cursor).ToString().Length && !(await response.Content.ReadAsStringAsync()).Contains("cursor_invalid", StringComparison.Ordinal))
                    {
                        // Text that is none at all is refused before anybody reads it as a cursor.
                        (await response.Content.ReadAsStringAsync()).ShouldContain("invalid_text", Case.Sensitive, $"{route} {value}");
                    }
                }
            }
        }

        asked.ShouldBeGreaterThan(100);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nX-Tenant: a\0b\r\n\r\n", 400)]
    [InlineData("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nX-Tenant: \u00ed\u00a0\u0080\r\n\r\n", 400)]
    [InlineData("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: \u00ed\u00a0\u0080\r\n\r\n", 400)]
    [InlineData("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: a\tb\r\n\r\n", 400)]
    [InlineData("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nIf-Match: \"\u00ff\"\r\n\r\n", 400)]
    [InlineData("GET /api/v1/me?\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /api/v1/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400)]
    [InlineData("POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{}", 413)]
    [InlineData("POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400)]
    public async Task A15_RawRequest_WhenItBreaksHttp_IsRefused(string request, int status)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var limit = new CancellationTokenSource(Waiting.Patience);
        var buffer = new byte[64];
        var read = await stream.ReadAtLeastAsync(buffer, 12, throwOnEndOfStream: false, limit.Token);
        Encoding.Latin1.GetString(buffer, 0, read).ShouldStartWith($"HTTP/1.1 {status.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    /// <summary>A browser sends the whole file before it looks at the answer.</summary>
    [Fact]
    public async Task F20_Post_WhenTheBodyIsTooLarge_IsAnsweredToWhoSendsItToItsEnd()
    {
        const int Length = 2 * HttpLimits.BodyBytes;
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.BaseAddress.Port);
        await using var stream = socket.GetStream();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Length}\r\n\r\n"), limit.Token);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().Contains("payload_too_large", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, limit.Token);
            read.ShouldNotBe(0, answer.ToString());
            answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        for (var sent = 0; sent < Length; sent += buffer.Length)
        {
            await stream.WriteAsync(buffer, limit.Token);
        }

        while (await stream.ReadAsync(buffer, limit.Token) > 0)
        {
        }

        answer.ToString().ShouldStartWith("HTTP/1.1 413 ");
    }

    /// <summary>What the platform asks of all companies, and may name one of them in.</summary>
    private static bool IsPlatforms(WriteRoute route) => route.Template.Contains("/platform/", StringComparison.Ordinal);

    private static IEnumerable<string> OddValues(string name) => name switch
    {
        "cursor" =>
        [
            "x", "%00", "AAAA", "%ED%A0%80", new string('A', 65), "../..", "=",
            new Cursor(long.MinValue, Guid.Empty).ToString(), new Cursor(long.MaxValue, Guid.AllBitsSet).ToString(), new Cursor(0, Guid.Empty).ToString(), new Cursor(DateTime.MaxValue.Ticks, Guid.Empty).ToString(),
        ],
        _ =>
        [
            "", "%00", "%ED%A0%80", "%FF", "a%00b", "0", "-1", "201", "99999999999999999999", "1e400", "NaN", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z",
            "0000-00-00", "infinity", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "%27%3B--", "%25%5F%5C", "%F0%9F%98%80", new string('x', 3_000),
        ],
    };

    private static async Task JudgeAsync(HttpResponseMessage response, WriteRoute route, string what, HttpStatusCode status, string[] codes, List<string> wrong)
    {
        var text = await response.Content.ReadAsStringAsync();
        var isProblem = response.Content.Headers.ContentType?.MediaType.Is("application/problem+json") == true;
        if (response.StatusCode != status || !isProblem || !codes.Contains(JsonElement.Parse(text).GetProperty("code").GetString(), StringComparer.Ordinal))
        {
            wrong.Add($"{route} {(what.Length > 80 ? what[..80] : what)}: {(int)response.StatusCode} {text}");
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, WriteRoute route, byte[] body, string mediaType = "application/json", string? encoding = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method.ToUpperInvariant()), route.Path);
        if (!route.Method.Is("get"))
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
            if (encoding is not null)
            {
                request.Content.Headers.ContentEncoding.Add(encoding);
            }
        }

        return await client.SendAsync(request);
    }

    private static async Task<List<WriteRoute>> RoutesAsync(HttpClient client, bool all = false)
    {
        var document = await ServiceDocument.ReadAsync(client.BaseAddress!);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where (all && operation.Name.Is("get")) || Writes.Contains(operation.Name, StringComparer.Ordinal)
               select WriteRoute.Of(operation.Name, path.Name, operation.Value, schemas),
        ];
    }
}
