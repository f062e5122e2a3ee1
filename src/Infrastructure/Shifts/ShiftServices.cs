using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Shifts;

namespace Satcom.Infrastructure.Shifts;

/// <summary>Registers where schedules come from.</summary>
internal static class ShiftServices
{
    public static IServiceCollection AddShifts(this IServiceCollection services) => services
        .AddSingleton<WorkScheduleCache>()
        .AddScoped<IWorkSchedules, WorkSchedules>()
        .AddHostedService<ScheduleForgetting>();
}
