using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Shifts;
using Satcom.Infrastructure.Messaging;

namespace Satcom.Infrastructure.Shifts;

/// <summary>Registers where schedules come from.</summary>
internal static class ShiftServices
{
    public static IServiceCollection AddShifts(this IServiceCollection services) => services
        .AddMemory<WorkScheduleCache>()
        .AddScoped<IWorkSchedules, WorkSchedules>();
}
