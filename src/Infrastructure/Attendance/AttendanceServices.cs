using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Satcom.Application.Attendance;
using Satcom.Application.Shifts;

namespace Satcom.Infrastructure.Attendance;

/// <summary>Registers what attendance reads of rules, schedules and offices.</summary>
internal static class AttendanceServices
{
    public static IServiceCollection AddAttendance(this IServiceCollection services)
    {
        services.AddSingleton<AttendanceRulesCache>();
        services.AddSingleton<DayPlanCache>();
        services.AddHostedService<AttendanceForgetting>();
        services.AddScoped<IAttendanceRules, AttendanceRulesReader>();
        services.AddScoped<IDayPlans, DayPlans>();

        // Until shifts and offices register theirs.
        services.TryAddScoped<IWorkSchedules, FlexibleSchedules>();
        services.TryAddScoped<IOfficesOfEmployees, NoOffices>();
        return services;
    }
}
