using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Leaves;
using Satcom.Infrastructure.Messaging;

namespace Satcom.Infrastructure.Leaves;

/// <summary>Registers the adapters of leave.</summary>
internal static class LeaveServices
{
    public static IServiceCollection AddLeaves(this IServiceCollection services)
    {
        services.AddScoped<IApprovedLeave, ApprovedLeave>();
        services.AddMemory<LeaveToday>();
        services.AddSingleton<ILeaveToday>(provider => provider.GetRequiredService<LeaveToday>());
        return services;
    }
}
