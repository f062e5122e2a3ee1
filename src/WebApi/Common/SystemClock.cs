namespace Satcom.WebApi.Common;

internal static class SystemClock
{
    /// <summary>The one place that names the wall clock; tests put their own in its stead.</summary>
    public static IServiceCollection AddSystemClock(this IServiceCollection services)
    {
#pragma warning disable RS0030 // The composition root chooses the clock that everybody else is handed.
        services.AddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        return services;
    }
}
