using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Infrastructure.Messaging;

namespace Satcom.Infrastructure.Attendance;

/// <summary>Registers what attendance reads of rules, schedules and offices.</summary>
internal static class AttendanceServices
{
    public static IServiceCollection AddAttendance(this IServiceCollection services)
    {
        services.AddMemory<AttendanceRulesCache>();
        services.AddSingleton<IStaleKnowledge>(provider => provider.GetRequiredService<AttendanceRulesCache>());
        services.AddMemory<OfficeCache>();
        services.AddScoped<IAttendanceRules, AttendanceRulesReader>();
        services.AddScoped<IDayPlans, DayPlans>();
        return services;
    }
}
