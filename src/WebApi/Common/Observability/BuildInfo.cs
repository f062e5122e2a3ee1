using System.Reflection;

namespace Satcom.WebApi.Common.Observability;

/// <summary>What is running, and the oldest runtime that it should run on.</summary>
internal sealed class BuildInfo(ILogger<BuildInfo> logger) : IHostedService
{
    /// <summary>The shared runtime with the security fixes of November 2026; raise it with each servicing release that has some.</summary>
    public static readonly Version RuntimeFloor = new(10, 0, 15);

    /// <summary>The service's own version.</summary>
    public static string Version { get; } = InformationalVersion(typeof(BuildInfo).Assembly);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Judge(InformationalVersion(typeof(WebApplication).Assembly));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Warns of a runtime that is too old.</summary>
    internal void Judge(string informational)
    {
        if (IsBelowFloor(informational, out var version))
        {
            Log.RuntimeTooOld(logger, version, RuntimeFloor);
        }
    }

    /// <summary>Compares the runtime's "10.0.12+commit" or "10.0.15-servicing.1" with the floor; what cannot be read is not judged.</summary>
    internal static bool IsBelowFloor(string informational, out Version version)
    {
        var end = informational.AsSpan().IndexOfAny('+', '-');
        return System.Version.TryParse(end < 0 ? informational : informational[..end], out version!) && version < RuntimeFloor;
    }

    private static string InformationalVersion(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? string.Empty;
}
