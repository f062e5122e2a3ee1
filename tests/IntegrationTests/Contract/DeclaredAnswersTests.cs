using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

public sealed class DeclaredAnswersTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Theory]
    [InlineData("POST", "/api/v1/x/1/do", 200, null, null)]
    [InlineData("POST", "/api/v1/x/1/do", 409, "taken", null)]
    [InlineData("POST", "/api/v1/x/1/do", 201, null, "answered 201")]
    [InlineData("POST", "/api/v1/x/1/do", 404, "not_found", "answered 404 not_found")]
    [InlineData("POST", "/api/v1/x/1/do", 409, "other", "the code other")]
    [InlineData("POST", "/API/V1/x/1/do/", 409, "other", "the code other")]
    [InlineData("GET", "/api/v1/x/1/do", 405, "method_not_allowed", null)]
    [InlineData("POST", "/api/v1/x/1/2/do", 404, "not_found", null)]
    [InlineData("POST", "/api/v1/x/do", 404, "not_found", null)]
    [InlineData("POST", "/api/v1/x/1/do", 202, null, null)]
    [InlineData("POST", "/api/v1/x/1/do", 200, null, "answered 200 with a body", true)]
    [InlineData("POST", "/api/v1/x/1/do", 202, null, null, true)]
    public void Fault_OfAnAnswer_IsFoundWhenItIsNotDeclared(string method, string path, int status, string? code, string? fault, bool hasJson = false)
    {
        var declared = new DeclaredAnswers(JsonElement.Parse(
            """
            {"paths":{"/api/v1/x/{id}/do":{"post":{"operationId":"X_Do","responses":{"200":{"description":"OK"},"202":{"content":{"application/json":{}}},
            "409":{"content":{"application/problem+json":{"schema":{"allOf":[{"$ref":"#"},{"properties":{"code":{"enum":["taken"]}}}]}}}}}}}}}
            """));

        var found = declared.Fault(new HttpMethod(method), path, status, code, hasJson);
        if (fault is null)
        {
            found.ShouldBeNull();
        }
        else
        {
            found.ShouldNotBeNull().ShouldContain(fault);
        }
    }

    [Fact]
    public async Task Guard_OfTheTestHost_KnowsTheServicesOperations()
    {
        var declared = await DeclaredAnswers.OfAsync(host.BaseAddress);

        declared.Fault(HttpMethod.Post, "/api/v1/attendance/check-in", 418, "teapot").ShouldNotBeNull();
        declared.Fault(HttpMethod.Post, "/api/v1/attendance/check-in", 409, "already_checked_in").ShouldBeNull();
        declared.Fault(HttpMethod.Post, "/api/v1/attendance/check-in", 409, "no_open_break").ShouldNotBeNull();
        declared.Fault(HttpMethod.Get, $"/api/v1/anomalies/{Guid.Empty}", 404, "not_found").ShouldBeNull();
        declared.Fault(HttpMethod.Get, "/api/v1/tenants", 404, "not_found").ShouldNotBeNull();
    }
}
