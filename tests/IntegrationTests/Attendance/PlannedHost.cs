using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>A class fixture: the service with a clock that stands, everybody in Dubai with flexible hours until a test plans otherwise, and an ear for failures of the geofence.</summary>
public sealed class PlannedHost : IAsyncLifetime
{
    public const string Zone = "Asia/Dubai";

    public SatcomHost Host { get; } = new();

    internal SteppedTime Clock { get; } = new(stands: true);

    internal Failures Heard { get; } = new();

    /// <summary>The date in Dubai.</summary>
    internal DateOnly Today => TimeZones.LocalDate(Clock.GetUtcNow(), Zone);

    public async ValueTask InitializeAsync()
    {
        Host.Clock = Clock;
        Host.ConfigureServices = services => services.AddSingleton<IDomainEventHandler<GeofenceFailed>>(Heard);
        await Host.InitializeAsync();
        await Host.SqlAsync("UPDATE employees SET time_zone = $1", Zone);
        foreach (var tenant in (string[])["acme", "globex"])
        {
            await PutAsync($"hr@{tenant}.test", "policies/work-week", new { firstDay = "monday", weekend = Array.Empty<string>(), dailySeconds = 0, weeklySeconds = 0 });
        }

        // What tests say of yesterday is in those weeks too.
        Clock.Advance(TimeSpan.FromDays(2));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>A client signed in just now: earlier tokens do not outlive the clock's steps.</summary>
    internal async Task<HttpClient> SignInAsync(string email) => Host.With((await Host.LoginAsync(email)).Text("accessToken"));

    internal async Task<JsonElement> TapAsync(string who, string tap, object body, HttpStatusCode? expected = null)
    {
        using var client = await SignInAsync(who);
        return await client.SendAsync($"/api/v1/attendance/{tap}", body, expected ?? (tap is "check-in" or "breaks/start" ? HttpStatusCode.Created : HttpStatusCode.OK));
    }

    /// <summary>One session of so many hours from now on; the clock stands at its end.</summary>
    internal async Task<JsonElement> WorkAsync(string who, double hours)
    {
        await TapAsync(who, "check-in", new { workMode = "office" });
        Clock.Advance(TimeSpan.FromSeconds((long)Math.Round(hours * 3600)));
        return await TapAsync(who, "check-out", new { });
    }

    /// <summary>Goes on to the next Monday, eight in the morning in Dubai.</summary>
    internal void AdvanceToMonday()
    {
        do
        {
            Clock.AdvanceTo(new TimeOnly(4, 0));
        }
        while (Today.DayOfWeek != DayOfWeek.Monday);
    }

    internal async Task<JsonElement> PutAsync(string who, string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = await SignInAsync(who);
        using var response = await client.PutAsJsonAsync($"/api/v1/{path}", body);
        return await response.ReadAsync(expected);
    }

    /// <summary>A policy that differs from the usual one in what is given.</summary>
    internal static object Policy(
        string attribution = "startDate", string autoClose = "off", object[]? breakRules = null, string[]? order = null, string dailyBasis = "off", int weeklyAfterSeconds = 40 * 3600,
        bool needsApproval = false, bool managersDecide = false, int roundToSeconds = 1, int maxSessionSeconds = 57600) => new
        {
            policy = new
            {
                attribution,
                maxSessionSeconds,
                autoClose,
                autoCloseToleranceSeconds = 0,
                breakRules = breakRules ?? [],
                skewToleranceSeconds = 120,
                offlineToleranceSeconds = 20 * 24 * 3600,
                managersDecideCorrections = managersDecide,
                managersApproveOvertime = managersDecide,
                overtime = new { order = order ?? [], dailyBasis, dailyAfterSeconds = 8 * 3600, weeklyAfterSeconds, beforeShift = false, needsApproval, roundToSeconds, rounding = "down" },
            },
        };

    /// <summary>Plans nine to six with an hour of lunch in Dubai, every day but on Sundays, from today on.</summary>
    internal async Task PlanNineToSixAsync(string who)
    {
        using var hr = await SignInAsync(HrOf(who));
        var shift = await hr.MakeShiftAsync(new { start = "09:00", end = "18:00", lunchSeconds = 3600, lateGraceSeconds = 300 });
        await ChangeAsync(who, new { weeklyRestDays = (string[])["sunday"] });
        await hr.AssignAsync(await Host.UserIdAsync(who), shift, Today.Iso());
    }

    /// <summary>Changes what holds for somebody from today on.</summary>
    internal async Task ChangeAsync(string who, object change)
    {
        using var hr = await SignInAsync(HrOf(who));
        using var response = await hr.PatchAsync($"{ShiftSteps.Employees}/{await Host.UserIdAsync(who)}", change);
        await response.ReadAsync(HttpStatusCode.OK);
    }

    /// <summary>Has somebody always lived in a zone.</summary>
    internal async Task LiveInAsync(string who, string zone)
    {
        await Host.SqlAsync("UPDATE employees SET time_zone = $1, zones = '[]' WHERE id = (SELECT id FROM users WHERE email = $2)", zone, who);

        // Past the time that anything is remembered for.
        Clock.Advance(TimeSpan.FromMinutes(15));
    }

    internal static string HrOf(string who) => $"hr@{who.Split('@')[1]}";

    internal sealed class Failures : IDomainEventHandler<GeofenceFailed>
    {
        public ConcurrentQueue<GeofenceFailed> All { get; } = new();

        public Task HandleAsync(GeofenceFailed domainEvent, CancellationToken cancellationToken)
        {
            All.Enqueue(domainEvent);
            return Task.CompletedTask;
        }
    }
}
