using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Satcom.IntegrationTests.Common.Http;

public sealed class BadInputTests(HttpTestHost host) : IClassFixture<HttpTestHost>
{
    private const string Good = """{"text":"a","kind":"office"}""";

    public static TheoryData<string, string, string, string?> Bodies => new()
    {
        // name, body (Latin-1 of its bytes), code, field=code
        { "truncated", """{"text":"a","kind":"off""", "malformed_json", null },
        { "empty object end", """{"text":"a",""", "malformed_json", null },
        { "no json", "hello", "malformed_json", null },
        { "only space", "   ", "malformed_json", null },
        { "empty", "", "validation_failed", "$=required" },
        { "null", "null", "validation_failed", "$=required" },
        { "array", "[]", "validation_failed", "$=invalid_type" },
        { "text", "\"x\"", "validation_failed", "$=invalid_type" },
        { "two documents", Good + Good, "malformed_json", null },
        { "trailing comma", """{"text":"a","kind":"office",}""", "malformed_json", null },
        { "comment", """{"text":"a",/* */"kind":"office"}""", "malformed_json", null },
        { "single quotes", "{'text':'a'}", "malformed_json", null },
        { "NaN", """{"text":"a","kind":"office","number":NaN}""", "malformed_json", null },
        { "infinity", """{"text":"a","kind":"office","place":{"latitude":Infinity,"longitude":0}}""", "malformed_json", null },
        { "1e400", """{"text":"a","kind":"office","place":{"latitude":1e400,"longitude":0}}""", "validation_failed", "place.latitude=invalid_type" },
        { "number too large", """{"text":"a","kind":"office","number":99999999999}""", "validation_failed", "number=invalid_type" },
        { "fraction", """{"text":"a","kind":"office","number":1.5}""", "validation_failed", "number=invalid_type" },
        { "number as text", """{"text":"a","kind":"office","number":"1"}""", "validation_failed", "number=invalid_type" },
        { "text as number", """{"text":1,"kind":"office"}""", "validation_failed", "text=invalid_type" },
        { "text null", """{"text":null,"kind":"office"}""", "validation_failed", "text=required" },
        { "tag null is kept out", """{"text":"a","kind":"office","tags":[1]}""", "validation_failed", "tags[0]=invalid_type" },
        { "missing", """{"kind":"office"}""", "validation_failed", "text=required" },
        { "unknown member", """{"text":"a","kind":"office","admin":true}""", "validation_failed", "admin=unknown_member" },
        { "unknown member within", """{"text":"a","kind":"office","place":{"latitude":1,"longitude":1,"x":1}}""", "validation_failed", "place.x=unknown_member" },
        { "other case", """{"Text":"a","kind":"office"}""", "validation_failed", "Text=unknown_member" },
        { "prototype", """{"text":"a","kind":"office","__proto__":{}}""", "validation_failed", "__proto__=unknown_member" },
        { "type marker", """{"$type":"x","text":"a","kind":"office"}""", "validation_failed", null },
        { "duplicate", """{"text":"a","text":"b","kind":"office"}""", "malformed_json", null },
        { "duplicate by escape", """{"text":"a","\u0074ext":"b","kind":"office"}""", "malformed_json", null },
        { "enum other case", """{"text":"a","kind":"Office"}""", "validation_failed", "kind=unknown_value" },
        { "enum number", """{"text":"a","kind":1}""", "validation_failed", "kind=invalid_type" },
        { "enum number text", """{"text":"a","kind":"1"}""", "validation_failed", "kind=unknown_value" },
        { "enum list", """{"text":"a","kind":"office,fieldWork"}""", "validation_failed", "kind=unknown_value" },
        { "guid without dashes", """{"text":"a","kind":"office","id":"00000000000000000000000000000000"}""", "validation_failed", "id=invalid_type" },
        { "guid", """{"text":"a","kind":"office","id":"x"}""", "validation_failed", "id=invalid_type" },
        { "date with time", """{"text":"a","kind":"office","date":"2026-01-01T00:00:00Z"}""", "validation_failed", "date=invalid_type" },
        { "date out of range", """{"text":"a","kind":"office","date":"2026-02-30"}""", "validation_failed", "date=invalid_type" },
        { "instant without offset", """{"text":"a","kind":"office","at":"2026-01-01T00:00:00"}""", "validation_failed", "at=invalid_format" },
        { "instant out of range", """{"text":"a","kind":"office","at":"0001-01-01T00:00:00+14:00"}""", "validation_failed", "at=invalid_format" },
        { "instant as number", """{"text":"a","kind":"office","at":1767225600}""", "validation_failed", "at=invalid_type" },
        { "lone surrogate", """{"text":"\ud800","kind":"office"}""", "validation_failed", "text=invalid_text" },
        { "low surrogate first", """{"text":"\udc00\ud800","kind":"office"}""", "validation_failed", "text=invalid_text" },
        { "lone surrogate in a name", """{"\ud800":1,"text":"a","kind":"office"}""", "malformed_json", null },
        { "lone surrogate in an enum", """{"text":"a","kind":"\ud800"}""", "validation_failed", "kind=invalid_text" },
        { "lone surrogate in a guid", """{"text":"a","kind":"office","id":"\ud800"}""", "validation_failed", "id=invalid_type" },
        { "lone surrogate in a date", """{"text":"a","kind":"office","date":"\ud800"}""", "validation_failed", "date=invalid_type" },
        { "nul escaped", """{"text":"a\u0000b","kind":"office"}""", "validation_failed", "text=invalid_text" },
        { "nul in a list", """{"text":"a","kind":"office","tags":["ok","\u0000"]}""", "validation_failed", "tags[1]=invalid_text" },
        { "nul byte", "{\"text\":\"a\0b\",\"kind\":\"office\"}", "malformed_json", null },
        { "nul after", Good + "\0", "malformed_json", null },
        { "broken utf-8", "{\"text\":\"\u00c3\u0028\",\"kind\":\"office\"}", "validation_failed", "text=invalid_text" },
        { "surrogate in utf-8", "{\"text\":\"\u00ed\u00a0\u0080\",\"kind\":\"office\"}", "validation_failed", "text=invalid_text" },
        { "overlong utf-8", "{\"text\":\"\u00c0\u00af\",\"kind\":\"office\"}", "validation_failed", "text=invalid_text" },
        { "broken utf-8 in a name", "{\"\u00ff\":1,\"text\":\"a\",\"kind\":\"office\"}", "validation_failed", "\ufffd=unknown_member" },
        { "bom", "\u00ef\u00bb\u00bf" + Good, "malformed_json", null },
        { "utf-16", "{\0\"\0t\0", "malformed_json", null },
        { "utf-16 bom", "\u00ff\u00fe{\0}\0", "malformed_json", null },
        { "control character", "{\"text\":\"a\u0001\",\"kind\":\"office\"}", "malformed_json", null },
    };

    public static TheoryData<int> Depths => [33, 64, 1_000, 100_000];

    public static TheoryData<string, string> Queries => new()
    {
        { "unknown=1", "unknown=unknown_parameter" },
        { "limit=1&limit=2", "limit=repeated" },
        { "Limit=1", "Limit=unknown_parameter" },
        { "limit=", "limit=invalid_format" },
        { "limit=abc", "limit=invalid_format" },
        { "limit=1.0", "limit=invalid_format" },
        { "limit=%201", "limit=invalid_format" },
        { "limit=1e2", "limit=invalid_format" },
        { "limit=99999999999", "limit=invalid_format" },
        { "limit=0x10", "limit=invalid_format" },
        { "kind=Office", "kind=unknown_value" },
        { "kind=0", "kind=unknown_value" },
        { "from=2026-1-1", "from=invalid_format" },
        { "from=01/02/2026", "from=invalid_format" },
        { "from=2026-02-30", "from=invalid_format" },
        { "from=2026-01-01T00:00:00Z", "from=invalid_format" },
        { "userIds=x", "userIds=invalid_format" },
        { "userIds=00000000000000000000000000000000", "userIds=invalid_format" },
        { "userIds[0]=5f0c1f4e-0000-7000-8000-000000000000", "userIds[0]=unknown_parameter" },
        { "from=%00", "from=invalid_text" },
        { "=1", "=unknown_parameter" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task F21_Post_WhenTheBodyIsBad_AnswersItsProblem(string name, string body, string code, string? fault)
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var response = await host.Client.PostAsync("/api/v1/echo", content, TestContext.Current.CancellationToken);
        var problem = await ProblemOf(response, HttpStatusCode.BadRequest, code);
        if (fault is not null)
        {
            Faults(problem).ShouldContain(f => string.Equals(f, fault, StringComparison.Ordinal), name);
        }
    }

    [Theory]
    [InlineData("""{"text":1,"kind":"nowhere","number":"x","place":{"latitude":"a","x":1},"tags":["ok",7,"\u0000"],"admin":true}""", "text=invalid_type kind=unknown_value number=invalid_type place.latitude=invalid_type place.x=unknown_member place.longitude=required tags[1]=invalid_type tags[2]=invalid_text admin=unknown_member")]
    [InlineData("""{"number":1.5}""", "number=invalid_type text=required kind=required")]
    [InlineData("""{"text":null,"kind":null,"at":"now"}""", "text=required kind=invalid_type at=invalid_format")]
    [InlineData("""{"text":1,"kind":"office","kind":"office"}""", null)]
    [InlineData("""{"text":1,"kind":"off""", null)]
    public async Task Post_WhenSeveralFieldsAreBad_NamesEach(string body, string? faults)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await host.Client.PostAsync("/api/v1/echo?unknown=1", content, TestContext.Current.CancellationToken);
        var problem = await ProblemOf(response, HttpStatusCode.BadRequest, faults is null ? "malformed_json" : "validation_failed");
        if (faults is not null)
        {
            Faults(problem).ShouldBe([.. faults.Split(' '), "unknown=unknown_parameter"], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Post_WhenALongBodyIsBad_IsReadAsItComesAndItsFirstFaultIsNamed()
    {
        foreach (var (body, fault) in new[] { ($$"""{"text":"{{new string('x', 100_000)}}","kind":"nowhere","number":"x"}""", "kind=unknown_value"), ("\ufeff" + new string(' ', 100_000), null) })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var response = await host.Client.PostAsync("/api/v1/echo", content, TestContext.Current.CancellationToken);
            var problem = await ProblemOf(response, HttpStatusCode.BadRequest, fault is null ? "malformed_json" : "validation_failed");
            if (fault is not null)
            {
                Faults(problem).ShouldBe([fault]);
            }
        }
    }

    [Fact]
    public async Task Get_WhenSeveralParametersAreBad_NamesEachOnce()
    {
        var response = await host.Client.GetAsync("/api/v1/echo?limit=x&kind=nowhere&from=1&from=2&userIds=y&Limit2=1&a.B=1", TestContext.Current.CancellationToken);
        Faults(await ProblemOf(response, HttpStatusCode.BadRequest, "validation_failed")).ShouldBe(
            ["limit=invalid_format", "kind=unknown_value", "from=repeated", "userIds=invalid_format", "Limit2=unknown_parameter", "a.B=unknown_parameter"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Post_WithoutABody_IsReadWhereNothingIsAskedForAndElseToldSo(bool chunked, bool named)
    {
        foreach (var (path, isTaken) in new[] { ("/api/v1/echo/optional", true), ("/api/v1/echo", false) })
        {
            using var content = new ByteArrayContent([]);
            content.Headers.ContentType = named ? new MediaTypeHeaderValue("application/json") : null;
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.TransferEncodingChunked = chunked;
            var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            if (isTaken)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
            else
            {
                Faults(await ProblemOf(response, HttpStatusCode.BadRequest, "validation_failed")).ShouldBe(["$=required"]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Depths))]
    public async Task F21_Post_WhenTheBodyIsTooDeep_AnswersMalformedJson(int depth)
    {
        foreach (var body in new[]
        {
            new string('[', depth),
            new string('[', depth) + new string(']', depth),
            """{"text":"a","kind":"office","tags":""" + new string('[', depth) + new string(']', depth) + "}",
            """{"text":"a","kind":"office","zzz":""" + new string('[', depth) + new string(']', depth) + "}",
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var response = await host.Client.PostAsync("/api/v1/echo", content, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            response.Content.Headers.ContentType!.ToString().ShouldBe("application/problem+json; charset=utf-8");
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Get_WhenTheQueryIsBad_NamesTheParameter(string query, string fault)
    {
        var response = await host.Client.GetAsync("/api/v1/echo?" + query, TestContext.Current.CancellationToken);
        Faults(await ProblemOf(response, HttpStatusCode.BadRequest, "validation_failed")).ShouldContain(f => string.Equals(f, fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/xml", null)]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("application/json; charset=iso-8859-1", null)]
    [InlineData("application/merge-patch+json", null)]
    [InlineData("*/*", null)]
    [InlineData(null, null)]
    [InlineData("application/json", "gzip")]
    [InlineData("application/json", "identity, br")]
    public async Task F21_F22_Post_WhenTheMediaTypeIsAnother_Answers415(string? mediaType, string? encoding)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        if (mediaType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        var response = await host.Client.PostAsync("/api/v1/echo", content, TestContext.Current.CancellationToken);
        await ProblemOf(response, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("/api/v1/echo", 262_144, HttpStatusCode.Created)]
    [InlineData("/api/v1/echo", 262_145, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/v1/sync/echo", 2_097_152, HttpStatusCode.OK)]
    [InlineData("/api/v1/sync/echo", 2_097_153, HttpStatusCode.RequestEntityTooLarge)]
    public async Task F20_Post_AtTheLimitOfTheBody_IsTakenAndOneMoreIsNot(string path, int bytes, HttpStatusCode expected)
    {
        foreach (var chunked in new[] { false, true })
        {
            // The server counts the frames of chunks too.
            var length = chunked && expected != HttpStatusCode.RequestEntityTooLarge ? bytes * 9 / 10 : bytes;
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(Good[..9] + new string('x', length - Good.Length) + Good[9..]));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.TransferEncodingChunked = chunked;

            // The server closes on chunks that it will not read; a client that asks first is not cut off while it sends.
            request.Headers.ExpectContinue = chunked;
            var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(expected);
            if (expected == HttpStatusCode.RequestEntityTooLarge)
            {
                await ProblemOf(response, expected, "payload_too_large");
            }
        }
    }

    [Fact]
    public async Task Get_WhenTheIdIsNoUuid_NamesIt()
    {
        foreach (var id in new[] { "1", "x", "00000000000000000000000000000000", "%7B00000000-0000-0000-0000-000000000000%7D", "..%2f..%2fetc" })
        {
            var response = await host.Client.GetAsync("/api/v1/echo/" + id, TestContext.Current.CancellationToken);
            Faults(await ProblemOf(response, HttpStatusCode.BadRequest, "validation_failed")).ShouldContain(f => string.Equals(f, "id=invalid_format", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A14_AnyRequest_WhenTheRouteIsUnknown_Answers404AndWhenTheMethodIs405()
    {
        var unknown = await host.Client.GetAsync("/api/v1/nothing", TestContext.Current.CancellationToken);
        await ProblemOf(unknown, HttpStatusCode.NotFound, "not_found");
        var method = await host.Client.DeleteAsync("/api/v1/echo", TestContext.Current.CancellationToken);
        await ProblemOf(method, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        method.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("If-Match: W/\"1\"", "If-Match")]
    [InlineData("If-Match: 1", "If-Match")]
    [InlineData("If-Match: \"x\"", "If-Match")]
    [InlineData("If-Match: \"1\", \"2\"", "If-Match")]
    [InlineData("If-Match: \"4294967296\"", "If-Match")]
    [InlineData("Idempotency-Key: ", "Idempotency-Key")]
    [InlineData("Idempotency-Key: a\r\nIdempotency-Key: b", "Idempotency-Key")]
    [InlineData("Idempotency-Key: \u00c3\u00a9", "Idempotency-Key")]
    public async Task AnyRequest_WhenAHeaderOfTheContractIsBad_NamesIt(string header, string field)
    {
        var answer = await host.RawAsync($"GET /api/v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain($"\"errors\":{{\"{field}\":[{{\"code\":\"invalid_format\"");
    }

    [Fact]
    public async Task AnyRequest_WhenBothHeadersOfTheContractAreBad_NamesBoth()
    {
        var answer = await host.RawAsync("GET /api/v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-Match: 1\r\nIdempotency-Key: \r\n\r\n");
        answer.ShouldContain("\"If-Match\":[");
        answer.ShouldContain("\"Idempotency-Key\":[");
    }

    [Fact]
    public async Task F20_AnyRequest_WhenItsHeadIsTooLarge_IsRefusedByTheServer()
    {
        (await host.RawAsync($"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n")).ShouldStartWith("HTTP/1.1 414 ");
        (await host.RawAsync($"GET / HTTP/1.1\r\nHost: x\r\nA: {new string('a', 33_000)}\r\n\r\n")).ShouldStartWith("HTTP/1.1 431 ");
        (await host.RawAsync($"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 101).Select(i => $"A{i}: 1\r\n"))}\r\n")).ShouldStartWith("HTTP/1.1 431 ");
        (await host.RawAsync("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n")).ShouldStartWith("HTTP/1.1 400 ");
    }

    private static IEnumerable<string> Faults(JsonElement problem) =>
        problem.GetProperty("errors").EnumerateObject().SelectMany(f => f.Value.EnumerateArray().Select(e => $"{f.Name}={e.GetProperty("code").GetString()}"));

    private static async Task<JsonElement> ProblemOf(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/problem+json; charset=utf-8");
        var problem = JsonElement.Parse(text);
        problem.GetProperty("code").GetString().ShouldBe(code, text);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        return problem;
    }
}
