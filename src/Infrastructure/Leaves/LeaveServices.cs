using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Leaves;

namespace Satcom.Infrastructure.Leaves;

/// <summary>Registers the adapters of leave.</summary>
internal static class LeaveServices
{
    public static IServiceCollection AddLeaves(this IServiceCollection services)
    {
        services.AddScoped<IApprovedLeave, ApprovedLeave>();
        services.AddSingleton<LeaveToday>();
        services.AddSingleton<ILeaveToday>(provider => provider.GetRequiredService<LeaveToday>());
        services.AddHostedService(provider => provider.GetRequiredService<LeaveToday>());
        return services;
    }
}
