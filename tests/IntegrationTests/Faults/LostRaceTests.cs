using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>What PostgreSQL takes back because of others at work is done again, and at last put off.</summary>
public sealed class LostRaceTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Theory]
    [InlineData("40001", 2, "staff@acme.test", HttpStatusCode.Created)]
    [InlineData("40P01", 4, "technician@acme.test", HttpStatusCode.Created)]
    [InlineData("40P01", 1000, "lead@acme.test", HttpStatusCode.ServiceUnavailable)]
    public async Task F27_CheckIn_WhenTheDatabaseTakesItBack_IsDoneAgainOrPutOff(string state, int times, string email, HttpStatusCode expected)
    {
        // A sequence counts on although what asked it is taken back.
        await host.SqlAsync(
            $$"""
            CREATE OR REPLACE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN
              IF nextval(''public.lost'') <= {{times}} THEN RAISE EXCEPTION ''lost'' USING ERRCODE = ''{{state}}''; END IF; RETURN NEW; END';
            CREATE SEQUENCE lost;
            CREATE TRIGGER lose BEFORE INSERT ON attendance_days FOR EACH ROW EXECUTE FUNCTION lose();
            """);
        try
        {
            using var client = await host.AsAsync(email);
            using var answer = await client.PostAsJsonAsync("/api/v1/attendance/check-in", new { workMode = "office" });

            answer.StatusCode.ShouldBe(expected);
        }
        finally
        {
            await host.SqlAsync("DROP TRIGGER lose ON attendance_days; DROP SEQUENCE lost");
        }
    }
}
