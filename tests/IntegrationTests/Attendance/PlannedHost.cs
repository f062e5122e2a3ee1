using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>A class fixture: the service with a clock that stands, plans and offices that the test gives, and an ear for failures of the geofence.</summary>
public sealed class PlannedHost : IAsyncLifetime
{
    public const string Zone = "Asia/Dubai";

    public SatcomHost Host { get; } = new();

    internal SteppedTime Clock { get; } = new(stands: true);

    internal Plans Given { get; } = new();

    internal Failures Heard { get; } = new();

    /// <summary>The date in Dubai.</summary>
    internal DateOnly Today => TimeZones.LocalDate(Clock.GetUtcNow(), Zone);

    public async ValueTask InitializeAsync()
    {
        Host.Clock = Clock;
        Host.ConfigureServices = services => services
            .AddSingleton<IWorkSchedules>(Given)
            .AddSingleton<IOfficesOfEmployees>(Given)
            .AddSingleton<IDomainEventHandler<GeofenceFailed>>(Heard);
        await Host.InitializeAsync();
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

    /// <summary>The plan of nine to six with an hour of lunch in Dubai, every day but on Sundays.</summary>
    internal static WorkSchedule NineToSix(Guid employeeId, Guid tenantId)
    {
        var shift = Shift.Create(tenantId, Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), "Day", new ShiftHours(new TimeOnly(9, 0), new TimeOnly(18, 0)) { LunchSeconds = 3600, LateGraceSeconds = 300 }).Value;
        return Plans.Flexible(Zone) with
        {
            Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.Sunday))],
            Shifts = new Dictionary<Guid, Shift> { [shift.Id] = shift },
            Assignments = [ShiftAssignment.OfShift(tenantId, Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), employeeId, shift.Id, DateOnly.MinValue, null).Value],
        };
    }

    internal sealed class Failures : IDomainEventHandler<GeofenceFailed>
    {
        public ConcurrentQueue<GeofenceFailed> All { get; } = new();

        public Task HandleAsync(GeofenceFailed domainEvent, CancellationToken cancellationToken)
        {
            All.Enqueue(domainEvent);
            return Task.CompletedTask;
        }
    }

    /// <summary>What the test plans; flexible hours in Dubai for everybody else.</summary>
    internal sealed class Plans : IWorkSchedules, IOfficesOfEmployees
    {
        public ConcurrentDictionary<Guid, WorkSchedule> Schedules { get; } = new();

        public ConcurrentDictionary<Guid, Office[]> Offices { get; } = new();

        public static WorkSchedule Flexible(string zone) => new()
        {
            Zones = [new(DateOnly.MinValue, zone)],
            Weeks = [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.None))],
        };

        public Task<WorkSchedule> OfAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
            Task.FromResult(Schedules.GetValueOrDefault(employeeId) ?? Flexible(Zone));

        public Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, WorkSchedule>>(employeeIds.ToDictionary(id => id, id => Schedules.GetValueOrDefault(id) ?? Flexible(Zone)));

        Task<IReadOnlyList<Office>> IOfficesOfEmployees.OfAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Office>>(Offices.GetValueOrDefault(employeeId) ?? []);
    }
}
