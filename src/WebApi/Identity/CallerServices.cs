namespace Satcom.WebApi.Identity;

internal static class CallerServices
{
    public static IServiceCollection AddCallers(this IServiceCollection services) => services.AddSingleton<TenantHosts>().AddSingleton<RequestGate>().AddScoped<TenantRefusals>();

    /// <summary>Before routing, because it changes the path.</summary>
    public static IApplicationBuilder UseTenantPaths(this IApplicationBuilder app) => app.UseMiddleware<TenantPaths>();

    /// <summary>After routing, so that anonymous routes are known.</summary>
    public static IApplicationBuilder UseCallers(this IApplicationBuilder app) => app.UseMiddleware<CallerEntrance>();
}
