using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>
/// Runs in the service's process before its first line, where the bench asks for that (DOTNET_STARTUP_HOOKS): takes the anomaly engine's ear for events away, so that a check-in can be measured without it, and the service
/// needs no switch for that.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for a class of this very name.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    private const string Handler = "CallWhenWorkChanged";
    private const string Calls = "IJudgementCalls";

    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Listeners());

    private static void TakeAway(IServiceCollection services)
    {
        var handlers = services.Where(s => string.Equals(s.ImplementationType?.Name, Handler, StringComparison.Ordinal)).ToList();
        if (handlers.Count == 0)
        {
            throw new InvalidOperationException($"The service has no {Handler}.");
        }

        handlers.ForEach(handler => services.Remove(handler));
        var calls = services.Single(s => string.Equals(s.ServiceType.Name, Calls, StringComparison.Ordinal));
        services.Remove(calls);
        services.AddSingleton(calls.ServiceType, DispatchProxy.Create(calls.ServiceType, typeof(Deaf)));
    }

    private sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name is "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(new Building());
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Building : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            {
                builder.ConfigureServices(TakeAway);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}

/// <summary>Hears of every change, and does nothing about it.</summary>
#pragma warning disable MA0047, CA1852 // The runtime derives from it.
internal class Deaf : DispatchProxy
#pragma warning restore MA0047, CA1852
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => default(ValueTask);
}
